//! The best and the last validation accuracy, and which of them the model holds.

use domain::description::TrainingJobDetail;
use leptos::prelude::*;

use crate::{
    format,
    training_jobs::measured::{Reached, keeps_best, reached},
};

/// Best, last and start, each with its epoch; nothing before an epoch was measured.
#[component]
pub fn Accuracies(
    /// The job.
    job: Signal<TrainingJobDetail>,
) -> impl IntoView {
    let shown = Memo::new(move |_| job.with(|job| (reached(job), keeps_best(job), job.summary.status.is_final())));
    move || {
        let (reached, keeps_best, is_final) = shown.get();
        let Reached { start, last: Some((last_epoch, last)), best: Some((best_epoch, best)) } = reached else { return None };
        let holds = match (keeps_best, is_final) {
            (true, true) => "the epoch that the model holds",
            (true, false) => "the epoch that the model would hold",
            (false, _) => "the model holds the epochs that checkpoint_frequency asks for",
        };
        Some(view! {
            <dl class="figures" aria-label="Validation accuracy">
                <Figure name="Best" value=best note=format!("epoch {best_epoch} · {holds}") />
                <Figure name="Last" value=last note=format!("epoch {last_epoch}") />
                {start.map(|start| view! { <Figure name="Start" value=start note="the loaded model, before training".to_owned() /> })}
            </dl>
        })
    }
}

#[component]
fn Figure(
    /// What it is.
    name: &'static str,
    /// An accuracy.
    value: f64,
    /// Where it was measured.
    note: String,
) -> impl IntoView {
    view! {
        <div>
            <dt>{name}</dt>
            <dd>
                <b>{format::accuracy(value)}</b>
                <small>{note}</small>
            </dd>
        </div>
    }
}
