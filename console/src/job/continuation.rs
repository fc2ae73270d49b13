//! The result of a stopped job, and why it cannot be continued, as sentences for people.

use domain::{
    TrainingJobRequest,
    algorithm::Algorithm,
    continuation::{self, Continuation, NoContinuation},
    description::{Artifact, MetricPoint},
    job_status::{ModelPresence, STOP_GRACE_SECONDS, TrainingJobStatus},
};

use crate::{data::history::StopOutcome, format};

/// What a job left that has ended, or would leave that is stopped now. `artifact` is the model as it was found just now.
pub fn stop_outcome(
    status: TrainingJobStatus,
    request: TrainingJobRequest,
    points: &[MetricPoint],
    artifact: Option<Artifact>,
) -> StopOutcome {
    let done = epochs_done(points);
    let artifact = artifact.filter(|_| status.is_final());
    let algorithm = request.training_image().and_then(Algorithm::of_image);
    let hyperparameters = request.hyper_parameters.unwrap_or_default();
    let continuation = continuation::after(algorithm, &hyperparameters, done);
    let obstacle = obstacle(status, &continuation, artifact.as_ref());
    let epochs = continuation.as_ref().map(|continuation| continuation.asked).ok();
    StopOutcome {
        epochs_done: done,
        epochs,
        sentence: sentence(status, done, epochs, artifact.as_ref()),
        artifact,
        continuation: continuation.ok().filter(|_| obstacle.is_none()),
        obstacle,
    }
}

/// Epochs that were finished.
fn epochs_done(points: &[MetricPoint]) -> u32 {
    let ends = |point: &&MetricPoint| point.metric.ends_epoch();
    let of_ends = points.iter().filter(ends).map(|point| point.epoch).max();
    of_ends.or_else(|| points.iter().map(|point| point.epoch).max()).unwrap_or_default()
}

/// Why no job can go on from here; `None` when one can.
fn obstacle(
    status: TrainingJobStatus,
    continuation: &Result<Continuation, NoContinuation>,
    artifact: Option<&Artifact>,
) -> Option<String> {
    match (continuation, artifact) {
        (Err(reason), _) => Some(reason.to_string()),
        (Ok(_), Some(artifact)) => match artifact.presence() {
            ModelPresence::There => None,
            ModelPresence::Gone => Some("The model that was saved is no longer in S3: start again with a copy.".to_owned()),
            ModelPresence::Replaced => {
                Some("Another object has taken the place of the model that was saved: start again with a copy.".to_owned())
            }
            ModelPresence::Never | ModelPresence::NotLooked => {
                Some("Nothing was saved, so there is no model to continue from: start again with a copy.".to_owned())
            }
        },
        (Ok(_), None) if status.is_final() => Some("It is not known whether a model was saved: S3 did not answer.".to_owned()),
        (Ok(_), None) => Some("The job has not ended.".to_owned()),
    }
}

/// What is saved, or would be.
fn sentence(status: TrainingJobStatus, done: u32, epochs: Option<u32>, artifact: Option<&Artifact>) -> String {
    let of = epochs.map(|epochs| format!(" of {epochs}")).unwrap_or_default();
    let after = match done {
        0 => "before its first epoch ended".to_owned(),
        1 => format!("after 1{of} epochs"),
        done => format!("after {done}{of} epochs"),
    };
    match (status, artifact.map(Artifact::presence)) {
        (_, Some(ModelPresence::Replaced)) => {
            format!("A model was saved {after}; another object has taken its place in S3.")
        }
        (_, Some(ModelPresence::Gone)) => {
            format!("A model was saved {after}; it is no longer in S3.")
        }
        (TrainingJobStatus::InProgress, _) if done == 0 => {
            format!(
                "No epoch has ended yet: if the job is stopped now, there may be nothing to save. The algorithm gets \
                 {STOP_GRACE_SECONDS} seconds to save what it has."
            )
        }
        (TrainingJobStatus::InProgress, _) => format!(
            "If the job is stopped now, the algorithm gets {STOP_GRACE_SECONDS} seconds to save the model as it is {after}; the \
             optimizer's state is not kept."
        ),
        (TrainingJobStatus::Stopping | TrainingJobStatus::Deleting, _) => "The model is being saved, if there is one.".to_owned(),
        (_, Some(ModelPresence::There)) => {
            let size = artifact.and_then(|artifact| artifact.size).unwrap_or_default();
            format!("A model of {} was saved {after}.", format::bytes(size))
        }
        (_, Some(ModelPresence::Never | ModelPresence::NotLooked)) => format!("No model was saved: the job ended {after}."),
        (_, None) => format!("The job ended {after}; whether a model was saved is not known."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_that_was_saved_is_never_said_to_be_missing_from_the_start() {
        let artifact = |size, etag: Option<&str>, is_replaced| Artifact {
            size,
            etag: etag.map(str::to_owned),
            is_replaced,
            ..Artifact::default()
        };
        let cases = [
            (artifact(Some(2048), Some("a"), false), "A model of 2.0 KiB was saved after 2 of 5 epochs."),
            (
                artifact(Some(2048), Some("a"), true),
                "A model was saved after 2 of 5 epochs; another object has taken its place in S3.",
            ),
            (artifact(None, Some("a"), false), "A model was saved after 2 of 5 epochs; it is no longer in S3."),
            (artifact(None, None, false), "No model was saved: the job ended after 2 of 5 epochs."),
        ];
        for (artifact, expected) in cases {
            assert_eq!(sentence(TrainingJobStatus::Stopped, 2, Some(5), Some(&artifact)), expected);
        }
        let unknown = "The job ended after 2 of 5 epochs; whether a model was saved is not known.";
        assert_eq!(sentence(TrainingJobStatus::Stopped, 2, Some(5), None), unknown);
    }
}
