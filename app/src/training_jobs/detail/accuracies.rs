//! The best and the last validation score, and which of them the model holds.

use console::{
    format,
    job::scores::{Holds, Reached, counted_by, holds, metric_name, reached, score},
};
use domain::description::TrainingJobDetail;
use leptos::prelude::*;

/// Best, last and start, each with its epoch; nothing before an epoch was measured.
#[component]
pub fn Accuracies(
    /// The job.
    job: Signal<TrainingJobDetail>,
) -> impl IntoView {
    let shown = Memo::new(move |_| {
        job.with(|job| (reached(job), holds(job), metric_name(score(job)), counted_by(job, score(job)).noun()))
    });
    move || {
        let (reached, holds, name, unit) = shown.get();
        let Reached { start, last: Some((last_epoch, last)), best: Some((best_epoch, best)) } = reached else { return None };
        let holds = match holds {
            Holds::Best => " · the epoch that the model holds",
            Holds::BestSoFar => " · the epoch that the model would hold",
            Holds::Checkpoints => " · the model holds the epochs that checkpoint_frequency asks for",
            Holds::Unknown => "",
        };
        Some(view! {
            <dl class="figures" aria-label=name>
                <Score name="Best" value=best note=format!("{unit} {best_epoch}{holds}") />
                <Score name="Last" value=last note=format!("{unit} {last_epoch}") />
                {start.map(|start| view! { <Score name="Start" value=start note="the loaded model, before training".to_owned() /> })}
            </dl>
        })
    }
}

#[component]
fn Score(
    /// What it is.
    name: &'static str,
    /// A score, 0 to 1.
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
