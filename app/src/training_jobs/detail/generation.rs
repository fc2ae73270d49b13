//! A job as one generation of a line: its data, and its results.

use console::{format, paths};
use domain::{
    description::{TrainingJobDetail, TrainingJobSummary},
    wire::TrainingJobRequest,
};
use leptos::prelude::*;

use crate::training_jobs::status::JobStatus;

/// Hyperparameters that a generation shows, with their short names. `num_training_samples` keeps its own: it is what was
/// asked for, and not how many images the data holds.
const SHOWN: [(&str, &str); 4] =
    [("num_training_samples", "num_training_samples"), ("epochs", "epochs"), ("learning_rate", "lr"), ("optimizer", "optimizer")];

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
                view! { <strong><a href=move || summary.with(|job| paths::training_job(&job.key()))>{name}</a></strong> }.into_any()
            }}
            <JobStatus job=summary />
            {(!given.is_empty()).then(|| view! { <small>{given}</small> })}
            {move || accuracy().map(|accuracy| view! { <span><b>{accuracy}</b> <small>" validation accuracy"</small></span> })}
        </li>
    }
}

/// The settings of a job, or the changes against its parent: `num_training_samples 2,000 → 3,000 · 4 epochs · lr
/// 0.05 → 0.01`.
pub fn given(job: &TrainingJobDetail, parent: Option<&TrainingJobDetail>) -> String {
    let part = |(name, short): &(&str, &str)| {
        let own = value(&job.request, name)?;
        let before = parent.and_then(|parent| value(&parent.request, name)).filter(|before| *before != own);
        let shown = |value: &str| value.parse::<u64>().map_or_else(|_| value.to_owned(), format::count);
        Some(match (before, *short == "epochs") {
            (Some(before), true) => format!("{} → {} {short}", shown(before), shown(own)),
            (Some(before), false) => format!("{short} {} → {}", shown(before), shown(own)),
            (None, true) => format!("{} {short}", shown(own)),
            (None, false) => format!("{short} {}", shown(own)),
        })
    };
    SHOWN.iter().filter_map(part).collect::<Vec<_>>().join(" · ")
}

fn value<'a>(request: &'a TrainingJobRequest, name: &str) -> Option<&'a str> {
    request.hyper_parameters.as_ref()?.get(name).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job(values: [(&str, &str); 3]) -> TrainingJobDetail {
        let values = values.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let request = TrainingJobRequest { hyper_parameters: Some(values.into()), ..TrainingJobRequest::default() };
        TrainingJobDetail { request, ..TrainingJobDetail::default() }
    }

    #[test]
    fn a_hyperparameter_is_not_passed_off_as_a_count_of_images() {
        let parent = job([("num_training_samples", "2000"), ("epochs", "5"), ("learning_rate", "0.05")]);
        let child = job([("num_training_samples", "3000"), ("epochs", "5"), ("learning_rate", "0.01")]);
        assert_eq!(given(&parent, None), "num_training_samples 2,000 · 5 epochs · lr 0.05");
        assert_eq!(given(&child, Some(&parent)), "num_training_samples 2,000 → 3,000 · 5 epochs · lr 0.05 → 0.01");
    }
}
