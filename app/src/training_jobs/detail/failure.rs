//! Why a job failed, what that usually means, and what to change.

pub mod catalog;

use domain::{description::TrainingJobDetail, job_status::TrainingJobStatus};
use leptos::prelude::*;

use crate::{
    paths,
    ui::{Alert, AlertKind},
};

/// The reason of a failed job; nothing for others.
#[component]
pub fn Failure(
    /// The job.
    job: Signal<TrainingJobDetail>,
) -> impl IntoView {
    let failed = Memo::new(move |_| {
        job.with(|job| {
            let failed = job.summary.status == TrainingJobStatus::Failed;
            failed.then(|| (job.summary.name.clone(), job.failure_reason.clone()))
        })
    });
    move || failed.get().map(|(name, reason)| view! { <Reason name=name reason=reason /> })
}

#[component]
fn Reason(
    /// The job's name.
    name: String,
    /// The service's words.
    reason: Option<String>,
) -> impl IntoView {
    let reason = reason.unwrap_or_else(|| "The service gave no reason.".to_owned());
    let explanation = catalog::explain(&reason);
    view! {
        <Alert kind=AlertKind::Error title="The training job failed">
            <p class="failure-reason mono">{reason}</p>
            <p>
                <b>"What it usually means: "</b>
                {explanation.meaning}
            </p>
            <p>
                <b>"What to change: "</b>
                {explanation.change} " " <a href=paths::training_job_tab(&name, "logs")>"Read the log"</a>
            </p>
        </Alert>
    }
}
