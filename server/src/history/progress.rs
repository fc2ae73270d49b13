//! How far a training has come, and how long it will still take.

use domain::{
    Timestamp, TrainingJobRequest,
    description::{PartialEpoch, Progress, TrainedEpochs, Transition},
    job_status::TrainingJobStatus,
};

use crate::db::jobs::JobRow;

/// The progress of a job that trains; `None` before training and after it.
pub(super) fn of(
    job: &JobRow,
    request: &TrainingJobRequest,
    trained: &TrainedEpochs,
    transitions: &[Transition],
    now: Timestamp,
) -> Option<Progress> {
    if job.status() != TrainingJobStatus::InProgress {
        return None;
    }
    let training =
        transitions.iter().rev().find(|transition| transition.status == "Training" && transition.ended_at.is_none())?;
    let epochs = number(request, "epochs")?;
    let epochs_done = trained.complete.min(epochs);
    let batch = match trained.partial {
        PartialEpoch::Nothing => 0,
        PartialEpoch::AtLeast(batches) | PartialEpoch::Exactly(batches) => batches,
    };
    let share = batches(request).map_or(0.0, |batches| (f64::from(batch) / f64::from(batches)).min(1.0));
    let fraction = ((f64::from(epochs_done) + share) / f64::from(epochs)).min(1.0);
    let seen_at = job.progress_at.unwrap_or(training.started_at);
    Some(Progress { epochs_done, epochs, fraction, remaining_seconds: remaining(training.started_at, seen_at, fraction, now) })
}

/// What remains if the rest takes as long, in proportion, as what was done when the last sign of it was seen.
fn remaining(started_at: Timestamp, seen_at: Timestamp, fraction: f64, now: Timestamp) -> Option<u64> {
    if fraction <= 0.0 || seen_at <= started_at {
        return None;
    }
    let rest = seen_at.since(started_at).mul_f64((1.0 - fraction) / fraction);
    Some(rest.saturating_sub(now.since(seen_at)).as_secs())
}

fn batches(request: &TrainingJobRequest) -> Option<u32> {
    Some((number(request, "num_training_samples")? / number(request, "mini_batch_size")?).max(1))
}

/// A hyperparameter that is a positive whole number, as given or by its documented default.
fn number(request: &TrainingJobRequest, name: &str) -> Option<u32> {
    request.hyperparameter(name)?.parse().ok().filter(|number| *number > 0)
}

#[cfg(test)]
mod tests {
    use domain::Timestamp;

    #[test]
    fn what_remains_is_in_proportion() {
        let remaining = |started_at, seen_at, fraction, now| {
            let at = Timestamp::from_milliseconds;
            super::remaining(at(started_at), at(seen_at), fraction, at(now))
        };
        assert_eq!(remaining(0, 30_000, 0.5, 30_000), Some(30));
        assert_eq!(remaining(0, 30_000, 0.5, 40_000), Some(20));
        assert_eq!(remaining(0, 30_000, 0.5, 90_000), Some(0));
        assert_eq!(remaining(0, 30_000, 1.0, 30_000), Some(0));
        assert_eq!(remaining(0, 30_000, 0.0, 30_000), None);
        assert_eq!(remaining(0, 0, 0.5, 0), None);
    }
}
