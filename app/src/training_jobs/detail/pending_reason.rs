//! The reason why a job has not started yet.

use console::paths;
use domain::{description::TrainingJobDetail, job_status::TrainingJobStatus};
use leptos::prelude::*;

use crate::{
    client_resource::ClientResource,
    settings::use_settings,
    training_jobs::api::find_training_jobs,
    ui::{Alert, AlertKind},
};

/// Jobs that train now, the oldest first.
const RUNNING: &str = "filter=status%3DInProgress&sort=created&order=asc";
/// Most of them that are named.
const MAX_NAMED_JOBS: usize = 4;

/// The service's words about a job that is pending; at the embedded engine also the jobs that have the machine.
#[component]
pub fn PendingReason(
    /// The job.
    job: Signal<TrainingJobDetail>,
) -> impl IntoView {
    let is_local = use_settings().is_local;
    let message = Memo::new(move |_| job.with(waits_for));
    // The others are looked for again whenever the service was asked about this one.
    let asked = move || {
        let updated_at = job.with(|job| job.updated_at);
        message.with(Option::is_some).then_some(updated_at).filter(|_| is_local)
    };
    let running = ClientResource::new(asked, |_| async move { find_training_jobs(RUNNING.to_owned()).await });
    let before = Memo::new(move |_| {
        let own = job.with(|job| job.summary.name.clone());
        let rows = running.get().and_then(Result::ok).map(|found| found.rows).unwrap_or_default();
        let begun = rows.into_iter().filter(|row| row.name != own && row.secondary_status != PENDING);
        begun.map(|row| row.name).take(MAX_NAMED_JOBS).collect::<Vec<String>>()
    });
    let links = move || {
        let link = |name: String| view! { <li><a href=paths::training_job(&name)>{name.clone()}</a></li> };
        let links = before.get().into_iter().map(link).collect_view();
        view! { <ul class="plain-list">{links}</ul> }
    };
    move || {
        message.get().map(|message| {
            let names = before.get();
            if names.is_empty() {
                view! { <Alert kind=AlertKind::Info title=message /> }.into_any()
            } else {
                view! { <Alert kind=AlertKind::Info title=queued_behind(&names)>{links}</Alert> }.into_any()
            }
        })
    }
}

/// `Queued behind run-1 and run-2`
fn queued_behind(names: &[String]) -> String {
    match names {
        [] => "Queued".to_owned(),
        [only] => format!("Queued behind {only}"),
        [first @ .., last] => format!("Queued behind {} and {last}", first.join(", ")),
    }
}

const PENDING: &str = "Pending";

/// The service's words, or ours where it gave none; `None` for a job that does not wait.
fn waits_for(job: &TrainingJobDetail) -> Option<String> {
    let is_pending = job.summary.status == TrainingJobStatus::InProgress && job.summary.secondary_status == PENDING;
    let message = job.transitions.last().and_then(|step| step.message.clone()).filter(|message| !message.is_empty());
    is_pending.then(|| message.unwrap_or_else(|| "The job is waiting for capacity.".to_owned()))
}

#[cfg(test)]
mod tests {
    use domain::description::TrainingJobSummary;

    use super::*;

    #[test]
    fn the_jobs_ahead_are_named() {
        let names = ["run-1", "run-2", "run-3"].map(str::to_owned);
        assert_eq!(queued_behind(&names[..1]), "Queued behind run-1");
        assert_eq!(queued_behind(&names), "Queued behind run-1, run-2 and run-3");
    }

    #[test]
    fn only_a_pending_job_waits() {
        let job = |status, secondary: &str| TrainingJobDetail {
            summary: TrainingJobSummary { status, secondary_status: secondary.to_owned(), ..TrainingJobSummary::default() },
            ..TrainingJobDetail::default()
        };
        assert!(waits_for(&job(TrainingJobStatus::InProgress, "Pending")).is_some());
        assert_eq!(waits_for(&job(TrainingJobStatus::InProgress, "Training")), None);
        assert_eq!(waits_for(&job(TrainingJobStatus::Stopped, "Pending")), None);
    }
}
