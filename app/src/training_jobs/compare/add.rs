//! One more job for the comparison.

use console::{data::comparison::MAX_COMPARED_JOBS, paths};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use crate::{
    client_resource::ClientResource,
    training_jobs::{api::find_by_words, status},
    ui::{SuggestBox, Suggestion, use_live},
};

/// A line that finds jobs by their names. It does nothing without scripts, and is then not shown.
#[component]
pub fn AddJob(
    /// The jobs that are compared already.
    names: Memo<Vec<String>>,
) -> impl IntoView {
    let live = use_live();
    let text = RwSignal::new(String::new());
    let found = ClientResource::new(
        move || live.get().then(|| text.get()),
        |words: String| async move { find_by_words(words).await.unwrap_or_default() },
    );
    let suggestions = Signal::derive(move || {
        let known = names.get();
        let jobs = found.get().unwrap_or_default().into_iter().filter(|job| !known.contains(&job.name));
        jobs.map(|job| Suggestion {
            value: job.name.clone(),
            detail: status::words(job.status, &job.secondary_status),
            words: job.name,
        })
        .collect::<Vec<_>>()
    });
    let navigate = StoredValue::new(use_navigate());
    let choose = move |name: String| {
        text.set(String::new());
        let mut all = names.get_untracked();
        all.push(name);
        navigate.with_value(|navigate| navigate(&paths::compare(&all), Default::default()));
    };
    let is_full = move || names.with(Vec::len) >= MAX_COMPARED_JOBS;
    view! {
        <div class="toolbar compare-add" data-filter="" hidden=move || !live.get() || is_full()>
            <SuggestBox
                id="compare-add"
                label="Add a job to the comparison"
                placeholder="Add a job by name"
                text=text
                suggestions=suggestions
                on_choose=choose
            />
        </div>
    }
}
