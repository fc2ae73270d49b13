//! The settings of a job in words: how its channels are read, how long it waited, what spot capacity saved.

use std::time::Duration;

use domain::{Timestamp, description::TrainingJobDetail, wire::Channel};

use crate::format;

/// `application/x-recordio · File · S3Prefix · FullyReplicated · compression None`. A channel without an input mode has the
/// job's.
pub fn how_it_is_read(channel: &Channel, job_mode: Option<&str>) -> String {
    let source = channel.data_source.as_ref().and_then(|source| source.s3_data_source.as_ref());
    let named = |name: &str, value: &Option<String>| value.as_ref().map(|value| format!("{name} {value}"));
    let own = channel.input_mode.as_deref().filter(|mode| !mode.is_empty());
    let parts = [
        channel.content_type.clone().filter(|content_type| !content_type.is_empty()),
        own.or(job_mode).map(str::to_owned),
        source.and_then(|source| source.s3_data_type.clone()),
        source.and_then(|source| source.s3_data_distribution_type.clone()),
        named("compression", &channel.compression_type),
        named("record wrapper", &channel.record_wrapper_type),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// `14 s run, 5 s billed (64 % saved)`; says what is not known.
pub fn spot_savings(job: &TrainingJobDetail) -> String {
    match (job.training_seconds, job.billable_seconds) {
        (Some(run), Some(billed)) => {
            let saved = run.saturating_sub(billed).saturating_mul(100).checked_div(run).unwrap_or_default();
            let saved = if saved == 0 { "nothing saved".to_owned() } else { format!("{saved} % saved") };
            format!("{} run, {} billed ({saved})", format::duration(run), format::duration(billed))
        }
        _ if job.summary.status.is_final() => "Not known: the service gave no times".to_owned(),
        _ => "Known when the job ends".to_owned(),
    }
}

/// Seconds that a job waited for capacity until it started, or until `now`.
pub fn waited_seconds(job: &TrainingJobDetail, now: Timestamp) -> u64 {
    let waits = job.transitions.iter().filter(|step| step.status == "Pending");
    waits.map(|step| step.ended_at.unwrap_or(now).since(step.started_at)).sum::<Duration>().as_secs()
}

#[cfg(test)]
mod tests {
    use domain::{
        description::{TrainingJobSummary, Transition},
        job_status::TrainingJobStatus,
    };

    use super::*;

    #[test]
    fn a_channel_without_an_input_mode_has_the_jobs() {
        let own = Channel { input_mode: Some("Pipe".to_owned()), ..Channel::default() };
        assert_eq!(how_it_is_read(&own, Some("File")), "Pipe");
        assert_eq!(how_it_is_read(&Channel::default(), Some("File")), "File");
        assert_eq!(how_it_is_read(&Channel::default(), None), "");
    }

    #[test]
    fn savings_are_told_or_what_keeps_them_unknown() {
        let job = |status, times: Option<(u64, u64)>| TrainingJobDetail {
            summary: TrainingJobSummary { status, ..TrainingJobSummary::default() },
            training_seconds: times.map(|(run, _)| run),
            billable_seconds: times.map(|(_, billed)| billed),
            ..TrainingJobDetail::default()
        };
        assert_eq!(spot_savings(&job(TrainingJobStatus::Completed, Some((14, 5)))), "14 s run, 5 s billed (64 % saved)");
        assert_eq!(spot_savings(&job(TrainingJobStatus::Completed, Some((14, 14)))), "14 s run, 14 s billed (nothing saved)");
        assert_eq!(spot_savings(&job(TrainingJobStatus::Completed, Some((0, 0)))), "0 s run, 0 s billed (nothing saved)");
        assert_eq!(spot_savings(&job(TrainingJobStatus::InProgress, None)), "Known when the job ends");
        assert_eq!(spot_savings(&job(TrainingJobStatus::Unknown, None)), "Not known: the service gave no times");
    }

    #[test]
    fn the_wait_is_counted_until_the_job_starts() {
        let at = Timestamp::from_milliseconds;
        let step = |status: &str, from, until| Transition {
            status: status.to_owned(),
            started_at: at(from),
            ended_at: until,
            message: None,
        };
        let waiting = TrainingJobDetail { transitions: vec![step("Pending", 0, None)], ..TrainingJobDetail::default() };
        assert_eq!(waited_seconds(&waiting, at(5_000)), 5);
        let steps = vec![step("Pending", 0, Some(at(3_000))), step("Training", 3_000, None)];
        let begun = TrainingJobDetail { transitions: steps, ..TrainingJobDetail::default() };
        assert_eq!(waited_seconds(&begun, at(9_000)), 3);
    }
}
