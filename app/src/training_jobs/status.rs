//! The state of a job in words.

use std::time::Duration;

use console::format;
use domain::{Timestamp, description::TrainingJobSummary, job_status::TrainingJobStatus};
use leptos::prelude::*;

use crate::ui::{StatusKind, StatusWord};

/// The kind of a job's state.
pub fn kind(status: TrainingJobStatus) -> StatusKind {
    match status {
        TrainingJobStatus::InProgress | TrainingJobStatus::Stopping | TrainingJobStatus::Deleting => StatusKind::Running,
        TrainingJobStatus::Completed => StatusKind::Success,
        TrainingJobStatus::Failed => StatusKind::Failed,
        TrainingJobStatus::Stopped => StatusKind::Stopped,
        TrainingJobStatus::Unknown => StatusKind::Waiting,
    }
}

/// The state of a job: the finer one while it runs, and why it was stopped where that was a limit.
pub fn words(status: TrainingJobStatus, secondary: &str) -> String {
    match (status, secondary) {
        (TrainingJobStatus::InProgress, "") => "In progress".to_owned(),
        (TrainingJobStatus::InProgress, secondary) => spaced(secondary),
        (TrainingJobStatus::Stopped, "MaxRuntimeExceeded") => "Stopped · time limit".to_owned(),
        (TrainingJobStatus::Stopped, "MaxWaitTimeExceeded") => "Stopped · waited too long".to_owned(),
        (TrainingJobStatus::Unknown, secondary) if !secondary.is_empty() => format!("Unknown: last seen {}", spaced(secondary)),
        (status, _) => status.as_str().to_owned(),
    }
}

/// `DownloadingTrainingImage` as `Downloading training image`; the service's words have no spaces.
pub fn spaced(word: &str) -> String {
    let letters: Vec<char> = word.chars().collect();
    let mut spaced = String::with_capacity(word.len() + 4);
    for (index, letter) in letters.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|index| letters.get(index));
        let next_is_lower = letters.get(index + 1).is_some_and(|next| next.is_lowercase());
        let begins = before.is_some() && letter.is_uppercase();
        // `LaunchingMLInstances` has an abbreviation inside, which keeps its capitals.
        if begins && (next_is_lower || before.is_some_and(|before| before.is_lowercase())) {
            spaced.push(' ');
        }
        if begins && next_is_lower { spaced.extend(letter.to_lowercase()) } else { spaced.push(*letter) }
    }
    spaced
}

/// The state of a job in a row or a box.
#[component]
pub fn JobStatus(
    /// The job.
    #[prop(into)]
    job: Signal<TrainingJobSummary>,
) -> impl IntoView {
    let kind = Signal::derive(move || job.with(|job| kind(job.status)));
    let words = Signal::derive(move || job.with(|job| words(job.status, &job.secondary_status)));
    view! { <StatusWord kind=kind words=words /> }
}

/// How long a job took, or takes until now, in seconds. At its end a second that was begun counts, as it does for the service:
/// the whole is then never shorter than its parts.
pub fn seconds(job: &TrainingJobSummary, now: Timestamp) -> u64 {
    match job.ended_at {
        Some(ended_at) => rounded(ended_at.since(job.created_at)),
        None => now.since(job.created_at).as_secs(),
    }
}

/// The same in words; a dash for a job whose end nobody saw.
pub fn duration(job: &TrainingJobSummary, now: Timestamp) -> String {
    match (job.status.is_final(), job.ended_at) {
        (true, None) => "–".to_owned(),
        _ => format::duration(seconds(job, now)),
    }
}

/// A length of time in seconds, rounded alike wherever one is shown.
pub fn rounded(length: Duration) -> u64 {
    ((length.as_millis() + 500) / 1_000).try_into().unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn running_jobs_show_the_finer_state() {
        assert_eq!(words(TrainingJobStatus::InProgress, "DownloadingTrainingImage"), "Downloading training image");
        assert_eq!(words(TrainingJobStatus::InProgress, "LaunchingMLInstances"), "Launching ML instances");
        assert_eq!(words(TrainingJobStatus::Completed, "Completed"), "Completed");
        assert_eq!(words(TrainingJobStatus::Unknown, "Training"), "Unknown: last seen Training");
        assert_eq!(words(TrainingJobStatus::Stopped, "MaxRuntimeExceeded"), "Stopped · time limit");
    }

    #[test]
    fn an_ended_job_took_its_time_to_the_nearest_second() {
        let at = Timestamp::from_milliseconds;
        let running = TrainingJobSummary { created_at: at(1_000), ..TrainingJobSummary::default() };
        let ended = |milliseconds| TrainingJobSummary { ended_at: Some(at(milliseconds)), ..running.clone() };
        assert_eq!((seconds(&ended(2_499), at(0)), seconds(&ended(2_500), at(0))), (1, 2));
        assert_eq!((seconds(&running, at(2_999)), seconds(&running, at(0))), (1, 0));
    }
}
