//! The result of a stopped job, and why it cannot be continued, as sentences for people.

use domain::{
    TrainingJobRequest,
    algorithm::Algorithm,
    continuation::{self, Continuation, NoContinuation},
    description::{Artifact, TrainedEpochs, TrainingJobDetail, ordinal},
    job_status::{ModelPresence, STOP_GRACE_WORDS, TrainingJobStatus},
};

use crate::{data::history::StopOutcome, format};

/// What a job left that has ended, or would leave that is stopped now. `artifact` is the model as it was found just now.
pub fn stop_outcome(
    status: TrainingJobStatus,
    request: TrainingJobRequest,
    trained: Option<TrainedEpochs>,
    artifact: Option<Artifact>,
) -> StopOutcome {
    let artifact = artifact.filter(|_| status.is_final());
    let algorithm = request.training_image().and_then(Algorithm::of_image);
    let epochs = request.epochs();
    let hyperparameters = request.hyper_parameters.unwrap_or_default();
    let continuation = trained
        .ok_or(NoContinuation::DoneUnknown)
        .and_then(|trained| continuation::after(algorithm, &hyperparameters, trained.complete));
    let obstacle = obstacle(status, &continuation, artifact.as_ref());
    StopOutcome {
        trained,
        epochs,
        sentence: sentence(status, trained, epochs, artifact.as_ref()),
        artifact,
        continuation: continuation.ok().filter(|_| obstacle.is_none()),
        obstacle,
    }
}

/// What a job would leave that is stopped now, as it is known at this moment.
pub fn before_stop(job: &TrainingJobDetail) -> String {
    let has_begun = job.summary.secondary_status == TRAINING || job.transitions.iter().any(|step| step.status == TRAINING);
    if has_begun {
        if_stopped_now(job.trained, job.request.epochs())
    } else {
        "Training has not begun, so no model will be saved.".to_owned()
    }
}

/// The secondary status of a job that trains.
const TRAINING: &str = "Training";

fn if_stopped_now(trained: Option<TrainedEpochs>, asked: Option<u32>) -> String {
    match trained {
        None => format!(
            "It is not known how many epochs were trained. The algorithm has {STOP_GRACE_WORDS} to save the model as it is then, if \
             there is one."
        ),
        Some(TrainedEpochs { complete: 0, .. }) => {
            format!("No epoch is complete yet. The algorithm has {STOP_GRACE_WORDS} to save a model; there may be none.")
        }
        Some(trained) => {
            let whole = TrainedEpochs { partial: Default::default(), ..trained };
            let verb = if trained.complete == 1 { "is" } else { "are" };
            let validating = if trained.awaits_validation {
                format!("; the {} is being validated", ordinal(trained.complete))
            } else {
                String::new()
            };
            format!(
                "{} {verb} complete{validating}. The algorithm has {STOP_GRACE_WORDS} to save the weights as they are then, with the \
                 batches of the next epoch; the optimizer's state is not kept.",
                whole.count(asked)
            )
        }
    }
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
fn sentence(
    status: TrainingJobStatus,
    trained: Option<TrainedEpochs>,
    asked: Option<u32>,
    artifact: Option<&Artifact>,
) -> String {
    let after = trained.map_or_else(|| "after an unknown number of epochs".to_owned(), |trained| trained.after(asked));
    match (status, artifact.map(Artifact::presence)) {
        (_, Some(ModelPresence::Replaced)) => {
            format!("A model was saved {after}. Another object has taken its place in S3.")
        }
        (_, Some(ModelPresence::Gone)) => {
            format!("A model was saved {after}. It is no longer in S3.")
        }
        (TrainingJobStatus::InProgress, _) => if_stopped_now(trained, asked),
        (TrainingJobStatus::Stopping | TrainingJobStatus::Deleting, _) => "The model is being saved, if there is one.".to_owned(),
        (_, Some(ModelPresence::There)) => {
            let size = artifact.and_then(|artifact| artifact.size).unwrap_or_default();
            format!("A model of {} was saved {after}.", format::bytes(size))
        }
        (_, Some(ModelPresence::Never | ModelPresence::NotLooked)) => format!("No model was saved: the job ended {after}."),
        (_, None) => format!("The job ended {after}. Whether a model was saved is not known."),
    }
}

#[cfg(test)]
mod tests {
    use domain::{
        description::{PartialEpoch, Transition},
        wire::AlgorithmSpecification,
    };

    use super::*;

    const TWO: TrainedEpochs = TrainedEpochs { complete: 2, partial: PartialEpoch::Nothing, awaits_validation: false };

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
                "A model was saved after 2 of 5 epochs. Another object has taken its place in S3.",
            ),
            (artifact(None, Some("a"), false), "A model was saved after 2 of 5 epochs. It is no longer in S3."),
            (artifact(None, None, false), "No model was saved: the job ended after 2 of 5 epochs."),
        ];
        for (artifact, expected) in cases {
            assert_eq!(sentence(TrainingJobStatus::Stopped, Some(TWO), Some(5), Some(&artifact)), expected);
        }
        let unknown = "The job ended after 2 of 5 epochs. Whether a model was saved is not known.";
        assert_eq!(sentence(TrainingJobStatus::Stopped, Some(TWO), Some(5), None), unknown);
        let uncounted = "The job ended after an unknown number of epochs. Whether a model was saved is not known.";
        assert_eq!(sentence(TrainingJobStatus::Stopped, None, Some(5), None), uncounted);
    }

    /// What the question before a stop says of a job of image classification that was asked for 12 epochs.
    fn question(trained: Option<TrainedEpochs>, secondary_status: &str) -> String {
        let mut job = TrainingJobDetail { trained, ..TrainingJobDetail::default() };
        job.request.hyper_parameters = Some([("epochs".to_owned(), "12".to_owned())].into());
        job.request.algorithm_specification = Some(AlgorithmSpecification {
            training_image: Some("433757028032.dkr.ecr.us-west-2.amazonaws.com/image-classification:1".to_owned()),
            ..AlgorithmSpecification::default()
        });
        job.summary.secondary_status = secondary_status.to_owned();
        job.transitions = vec![Transition {
            status: secondary_status.to_owned(),
            started_at: domain::Timestamp::UNIX_EPOCH,
            ended_at: None,
            message: None,
        }];
        before_stop(&job)
    }

    #[test]
    fn the_question_counts_as_the_result_does() {
        let partial = TrainedEpochs { partial: PartialEpoch::AtLeast(10), ..TWO };
        assert!(question(Some(partial), "Training").starts_with("2 of 12 epochs are complete. The algorithm has two minutes"));
        let validating = TrainedEpochs { awaits_validation: true, ..TWO };
        let validated = "2 of 12 epochs are complete; the second is being validated. ";
        assert!(question(Some(validating), "Training").starts_with(validated));
        assert!(question(Some(TrainedEpochs::default()), "Training").starts_with("No epoch is complete yet."));
        assert!(question(None, "Training").starts_with("It is not known how many epochs were trained."));
        assert_eq!(question(None, "Downloading"), "Training has not begun, so no model will be saved.");
    }

    #[test]
    fn a_job_whose_epochs_nobody_counted_is_not_continued() {
        let artifact = Artifact { size: Some(1), ..Artifact::default() };
        let left = stop_outcome(TrainingJobStatus::Stopped, TrainingJobRequest::default(), None, Some(artifact));
        assert_eq!((left.continuation, left.obstacle.as_deref()), (None, Some("It is not known how many epochs were trained.")));
    }
}
