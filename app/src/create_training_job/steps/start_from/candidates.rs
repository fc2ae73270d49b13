//! The table of earlier jobs.

use console::{data::Candidate, format, job_form::start::StartFrom, paths};
use leptos::prelude::*;

use crate::{
    create_training_job::{
        api::candidates,
        state::{debounce::debounced, use_form},
    },
    page_resource::blocking_page_resource,
    training_jobs::status::JobStatus,
    ui::{RelativeTime, SearchInput, TableFrame},
};

/// Search field and table.
#[component]
pub fn Candidates() -> impl IntoView {
    let (search, set_search) = signal(String::new());
    let rows = blocking_page_resource(move || search.get(), candidates);
    let find = debounced(move |text: String| set_search.set(text));
    let on_input = move |text| find.run(text);
    view! {
        <div class="field live-only">
            <div class="field-label">
                <label for="candidate-search">"Find a job"</label>
            </div>
            <SearchInput id="candidate-search" placeholder="Part of its name" on_input=on_input />
        </div>
        <Transition fallback=|| view! { <p class="muted" role="status">"Loading jobs…"</p> }>
            {move || Suspend::new(async move {
                match rows.await {
                    Err(error) => view! { <p class="note note-error">{error.to_string()}</p> }.into_any(),
                    Ok((rows, _)) if rows.is_empty() => {
                        let words = if search.get_untracked().is_empty() { "There are no jobs yet." } else { "No job name contains this text." };
                        view! { <p class="muted" role="status">{words}</p> }.into_any()
                    }
                    Ok((rows, count)) => view! { <CandidateTable rows=rows count=count /> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn CandidateTable(
    /// The jobs.
    rows: Vec<Candidate>,
    /// How many there are in all.
    count: u32,
) -> impl IntoView {
    let shown = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    view! {
        <TableFrame label="Jobs to start from" class="candidates">
            <thead>
                <tr>
                    <th scope="col">"Job"</th>
                    <th scope="col">"Status"</th>
                    <th scope="col" class="number">"Accuracy"</th>
                    <th scope="col">
                        <span class="visually-hidden">"Actions"</span>
                    </th>
                </tr>
            </thead>
            <tbody>{rows.into_iter().map(|row| view! { <CandidateRow row=row /> }).collect_view()}</tbody>
        </TableFrame>
        {(shown < count).then(|| view! { <p class="muted">{format!("The newest {shown} of {count}. Type part of a name to find others.")}</p> })}
    }
}

#[component]
fn CandidateRow(
    /// The job.
    row: Candidate,
) -> impl IntoView {
    let form = use_form();
    let Candidate { job, reason } = row;
    let accuracy = job.validation_accuracy.map_or_else(|| "–".to_owned(), format::accuracy);
    let name = job.name.clone();
    let choose = move |event: web_sys::MouseEvent| {
        event.prevent_default();
        form.start_from(StartFrom::model_of_job(&name), format!("The settings of {name} are filled in."));
    };
    let clone_of = job.name.clone();
    let cloned = clone_of.clone();
    let clone = move |event: web_sys::MouseEvent| {
        event.prevent_default();
        form.start_from(StartFrom::copy_of(&cloned), format!("The settings of {cloned} are filled in."));
    };
    let reason_id = format!("candidate-{}-reason", job.name);
    let described_by = reason.is_some().then(|| reason_id.clone());
    let model = match &reason {
        Some(_) => view! { <span class="muted">"Not usable"</span> }.into_any(),
        None => view! {
            <a class="nowrap" href=paths::create_from_job(&job.name) on:click=choose>
                "Use this model"
                <span class="visually-hidden">{format!(" of {}", job.name)}</span>
            </a>
        }
        .into_any(),
    };
    view! {
        <tr>
            <th scope="row" aria-describedby=described_by>
                {job.name.clone()}
                {reason.map(|reason| view! { <small class="candidate-reason" id=reason_id>{reason}</small> })}
            </th>
            <td class="nowrap candidate-lines" data-label="Status">
                <JobStatus job=job.clone() />
                <small class="muted"><RelativeTime at=job.created_at /></small>
            </td>
            <td class="number" data-label="Accuracy">{accuracy}</td>
            <td class="candidate-lines">
                {model}
                <a class="nowrap" href=paths::create_from_clone(&clone_of) on:click=clone>
                    "Clone settings"
                    <span class="visually-hidden">{format!(" of {clone_of}")}</span>
                </a>
            </td>
        </tr>
    }
}
