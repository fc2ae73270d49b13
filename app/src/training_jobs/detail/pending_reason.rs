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
    let before = move || {
        let own = job.with(|job| job.summary.name.clone());
        let rows = running.get().and_then(Result::ok).map(|found| found.rows).unwrap_or_default();
        let begun = rows.into_iter().filter(|row| row.name != own && row.secondary_status != PENDING);
        let names: Vec<String> = begun.map(|row| row.name).take(MAX_NAMED_JOBS).collect();
        (!names.is_empty()).then(|| {
            let links = names.into_iter().map(|name| view! { <li><a href=paths::training_job(&name)>{name.clone()}</a></li> });
            view! {
                <p>"Training now:"</p>
                <ul class="plain-list">{links.collect_view()}</ul>
            }
        })
    };
    move || message.get().map(|message| view! { <Alert kind=AlertKind::Info title=message>{before}</Alert> })
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
