//! A job as one of a line: what it was given and what it made of it.

use domain::{
    description::{TrainingJobDetail, TrainingJobSummary},
    wire::TrainingJobRequest,
};
use leptos::prelude::*;

use crate::{format, paths, training_jobs::status::JobStatus};

/// Hyperparameters that a generation shows, with their short names.
const SHOWN: [(&str, &str); 4] =
    [("num_training_samples", "images"), ("epochs", "epochs"), ("learning_rate", "lr"), ("optimizer", "optimizer")];

/// A box with a job's name, state, what was changed and its accuracy.
#[component]
pub fn Generation(
    /// The job's row.
    #[prop(into)]
    summary: Signal<TrainingJobSummary>,
    /// What it was given, in a few words.
    #[prop(optional, into)]
    given: String,
    /// Whether it is the job of the page.
    #[prop(optional)]
    here: bool,
) -> impl IntoView {
    let name = move || summary.with(|job| job.name.clone());
    let accuracy = move || summary.with(|job| job.validation_accuracy).map(format::accuracy);
    view! {
        <li class="generation" class:here=here aria-current=here.then_some("true")>
            {if here {
                view! { <strong>{name}</strong> }.into_any()
            } else {
                view! { <strong><a href=move || summary.with(|job| paths::training_job(&job.name))>{name}</a></strong> }.into_any()
            }}
            <JobStatus job=summary />
            {(!given.is_empty()).then(|| view! { <small>{given}</small> })}
            {move || accuracy().map(|accuracy| view! { <span><b>{accuracy}</b> <small>" validation accuracy"</small></span> })}
        </li>
    }
}

/// What a job was given; against its parent, what was changed: `3,000 images · lr 0.05 → 0.01 · 4 epochs`.
pub fn given(job: &TrainingJobDetail, parent: Option<&TrainingJobDetail>) -> String {
    let part = |(name, short): &(&str, &str)| {
        let own = value(&job.request, name)?;
        let before = parent.and_then(|parent| value(&parent.request, name)).filter(|before| *before != own);
        let shown = |value: &str| value.parse::<u64>().map_or_else(|_| value.to_owned(), format::count);
        let counted = matches!(*short, "images" | "epochs");
        Some(match (before, counted) {
            (Some(before), true) => format!("{} → {} {short}", shown(before), shown(own)),
            (Some(before), false) => format!("{short} {before} → {own}"),
            (None, true) => format!("{} {short}", shown(own)),
            (None, false) => format!("{short} {own}"),
        })
    };
    SHOWN.iter().filter_map(part).collect::<Vec<_>>().join(" · ")
}

fn value<'a>(request: &'a TrainingJobRequest, name: &str) -> Option<&'a str> {
    request.hyper_parameters.as_ref()?.get(name).map(String::as_str)
}
