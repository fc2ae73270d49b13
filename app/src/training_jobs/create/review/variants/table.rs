//! The jobs as a table, and the button that sends them.

use leptos::prelude::*;

use super::{
    launch::{Launch, Progress, Row},
    plan::{Plan, setting_of},
    words_of,
};
use crate::paths;

/// The table; nothing before the first preview.
#[component]
pub fn VariantTable(
    /// What varies.
    plan: Plan,
    /// The jobs.
    launch: Launch,
) -> impl IntoView {
    let has_rows = Memo::new(move |_| launch.rows.with(|rows| !rows.is_empty()));
    let settings = move || {
        plan.rows.with_untracked(|rows| {
            rows.iter().filter_map(|row| setting_of(&row.setting)).map(|setting| setting.title()).collect::<Vec<_>>()
        })
    };
    let left = move || launch.rows.with(|rows| rows.iter().filter(|row| !matches!(row.progress, Progress::Created)).count());
    let done = move || launch.rows.with(|rows| rows.iter().filter(|row| matches!(row.progress, Progress::Created)).count());
    let refused = move || launch.rows.with(|rows| rows.iter().filter(|row| matches!(row.progress, Progress::Refused(_))).count());
    let words = move || match (launch.is_sending.get(), left()) {
        (true, _) => "Creating the jobs…".to_owned(),
        (false, 1) => "Create 1 job".to_owned(),
        (false, count) => format!("Create {count} jobs"),
    };
    let report = move || {
        let count = launch.rows.with(Vec::len);
        match (done(), refused()) {
            (0, 0) => String::new(),
            (created, 0) => format!("{created} of {count} jobs created."),
            (created, refused) => {
                format!("{created} of {count} jobs created, {refused} refused; the others are not touched by that.")
            }
        }
    };
    let head = move || settings().into_iter().map(|setting| view! { <th scope="col">{setting}</th> }).collect_view();
    let body = move || launch.rows.get().into_iter().map(|row| view! { <VariantRow row=row /> }).collect_view();
    move || {
        has_rows.get().then(|| {
            view! {
                <div class="table-wrap" tabindex="0" role="region" aria-label="Variants">
                    <table class="table">
                        <thead>
                            <tr>
                                <th scope="col">"Job name"</th>
                                {head}
                                <th scope="col">"State"</th>
                            </tr>
                        </thead>
                        <tbody>{body}</tbody>
                    </table>
                </div>
                <p class="button-row">
                    {move || (left() > 0).then(|| view! {
                        <button type="button" class="button button-primary" aria-disabled=move || launch.is_sending.get().then_some("true") on:click=move |_| launch.send(plan)>
                            {words}
                        </button>
                    })}
                    {move || launch.is_sending.get().then(|| view! {
                        <button type="button" class="button" on:click=move |_| launch.is_stopped.set(true)>
                            "Stop after this one"
                        </button>
                    })}
                    <span class="muted" role="status">{report}</span>
                </p>
            }
        })
    }
}

#[component]
fn VariantRow(
    /// The job.
    row: Row,
) -> impl IntoView {
    let words = words_of(&row);
    let is_wrong = matches!(row.progress, Progress::Invalid(_) | Progress::Refused(_));
    let name = match row.progress {
        Progress::Created => view! { <a href=paths::training_job(&row.name)>{row.name.clone()}</a> }.into_any(),
        _ => row.name.clone().into_any(),
    };
    view! {
        <tr>
            <th scope="row">{name}</th>
            {row.values.into_iter().map(|value| view! { <td class="break-anywhere">{value}</td> }).collect_view()}
            <td class:note-error=is_wrong>{words}</td>
        </tr>
    }
}
