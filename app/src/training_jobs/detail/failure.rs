//! Why a job failed, what that usually means, and what to change.

use console::{
    job::failure::{self, field_at_fault},
    paths,
};
use domain::{description::TrainingJobDetail, job_status::TrainingJobStatus};
use leptos::prelude::*;

use crate::{
    training_jobs::status,
    ui::{Alert, AlertKind, Badge, BadgeKind, LinkButton},
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
    move || failed.get().map(|(name, reason)| view! { <FailureReason name=name reason=reason job=job /> })
}

/// Says of a job whose end nobody saw what is known of it; nothing for others.
#[component]
pub fn UnknownEnd(
    /// The job.
    job: Signal<TrainingJobDetail>,
) -> impl IntoView {
    let lost = Memo::new(move |_| {
        job.with(|job| {
            let is_lost = job.summary.status == TrainingJobStatus::Unknown;
            is_lost.then(|| (status::spaced(&job.summary.secondary_status), job.summary.key()))
        })
    });
    move || {
        lost.get().map(|(last, key)| {
            view! {
                <Alert kind=AlertKind::Warning title="It is not known how this job ended">
                    <p>
                        {format!(
                            "It was last seen in the state {last}. Then the target no longer knew it: it was deleted there, or the target's data was replaced. ",
                        )} <a href=paths::training_job_tab(&key, "artifact")>"Look for its model"</a>
                    </p>
                </Alert>
            }
        })
    }
}

#[component]
fn FailureReason(
    /// The job's name.
    name: String,
    /// The service's words.
    reason: Option<String>,
    /// The job.
    job: Signal<TrainingJobDetail>,
) -> impl IntoView {
    let reason = reason.unwrap_or_else(|| "The service gave no reason.".to_owned());
    let explanation = failure::explain(&reason);
    let class = failure::class(&reason).map(str::to_owned).map(|class| view! { <Badge kind=BadgeKind::Warning>{class}</Badge> });
    let blamed = job.with_untracked(|job| field_at_fault::field(&reason, &job.request));
    let fix = match &blamed {
        Some((field, _)) => paths::create_fix(&name, &serde_json::to_string(field).unwrap_or_default()),
        None => paths::create_from_clone(&name),
    };
    let href = fix.clone();
    let place = blamed.map(|(_, words)| view! { <p><b>"Where: "</b> <a href=href>{words}</a></p> });
    let relaunched = Memo::new(move |_| job.with(|job| job.relaunched_as.clone()));
    let relaunched = move || {
        let links = relaunched.get().into_iter().map(|name| view! { " " <a href=paths::training_job(&name)>{name.clone()}</a> });
        let links = links.collect_view();
        (!links.is_empty()).then(|| view! { <p><b>"Relaunched as"</b> {links}</p> })
    };
    view! {
        <Alert kind=AlertKind::Error title="The training job failed">
            <p class="failure-reason mono">{reason.clone()}</p>
            <p>
                <b>"What it usually means: "</b>
                {explanation.meaning}
                " "
                {class}
            </p>
            <p>
                <b>"What to change: "</b>
                {explanation.change}
            </p>
            {place}
            {relaunched}
            <p class="failure-actions">
                <LinkButton href=fix>"Fix and relaunch"</LinkButton>
                <a href=paths::training_job_tab(&name, "logs")>"Read the log"</a>
            </p>
        </Alert>
    }
}
