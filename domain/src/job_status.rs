//! The states of a training job and what may be done in each.

use serde::{Deserialize, Serialize};

/// How long a job that is asked to stop may take to save its model, in seconds. Then it is killed.
/// Source: developer guide, "How Amazon SageMaker runs your training image".
pub const STOP_GRACE_SECONDS: u64 = 120;
/// [`STOP_GRACE_SECONDS`] in words.
pub const STOP_GRACE_WORDS: &str = "two minutes";

/// `TrainingJobStatus`
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TrainingJobStatus {
    /// Accepted and not ended.
    #[default]
    InProgress,
    /// Ended with a model.
    Completed,
    /// Ended with a reason.
    Failed,
    /// Asked to stop.
    Stopping,
    /// Ended by request or by a limit of time.
    Stopped,
    /// Being deleted.
    Deleting,
    /// Our word for a job that the service no longer knows and whose end nobody saw. The service never says it.
    Unknown,
}

impl TrainingJobStatus {
    /// All states of the API model.
    pub const ALL: [Self; 6] = [Self::InProgress, Self::Completed, Self::Failed, Self::Stopping, Self::Stopped, Self::Deleting];

    /// The service's word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InProgress => "InProgress",
            Self::Completed => "Completed",
            Self::Failed => "Failed",
            Self::Stopping => "Stopping",
            Self::Stopped => "Stopped",
            Self::Deleting => "Deleting",
            Self::Unknown => "Unknown",
        }
    }

    /// The state of the service's word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().chain([Self::Unknown]).find(|status| status.as_str() == word)
    }

    /// Whether the job has ended, or nothing more can be learnt of it.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Completed | Self::Failed | Self::Stopped | Self::Unknown)
    }
}

/// What a person can do with a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum JobAction {
    /// End it and keep what was saved.
    Stop,
    /// Start another job from its model.
    TrainFromModel,
    /// Start another job that trains what a stopped one left undone.
    ContinueFromHere,
    /// Start another job with its settings.
    Clone,
    /// Make a model of its artifact, which endpoints can use.
    CreateModel,
    /// Remove it from the target; the history keeps it.
    Delete,
}

impl JobAction {
    /// All actions, in the order in which they are offered.
    pub const ALL: [Self; 6] =
        [Self::Stop, Self::Clone, Self::TrainFromModel, Self::ContinueFromHere, Self::CreateModel, Self::Delete];

    /// Its words on a button.
    pub fn label(self) -> &'static str {
        match self {
            Self::Stop => "Stop",
            Self::TrainFromModel => "Train from this model",
            Self::ContinueFromHere => "Continue from here",
            Self::Clone => "Clone",
            Self::CreateModel => "Create model",
            Self::Delete => "Delete",
        }
    }

    /// Whether the action is possible; otherwise the reason, as a sentence for people.
    ///
    /// `model` is whether `model.tar.gz` was really found in S3.
    ///
    /// # Errors
    /// The reason why not.
    pub fn allowed(self, status: TrainingJobStatus, model: ModelPresence) -> Result<(), &'static str> {
        use TrainingJobStatus::{Completed, Deleting, Failed, InProgress, Stopped, Stopping, Unknown};
        match (self, status) {
            (Self::Stop, InProgress) | (Self::Clone, _) | (Self::Delete, Completed | Failed | Stopped) => Ok(()),
            (Self::Stop, Stopping) => Err("The job is already stopping."),
            (Self::Stop, Completed | Failed | Stopped | Deleting) => Err("The job has already ended."),
            (Self::Stop | Self::Delete, Unknown) => Err("The target no longer has the job."),
            (Self::ContinueFromHere, Unknown) => Err("Nobody knows how far the job came."),
            (Self::Delete, InProgress | Stopping) => Err("A job can be deleted once it has ended; stop it first."),
            (Self::Delete | Self::TrainFromModel | Self::CreateModel | Self::ContinueFromHere, Deleting) => {
                Err("The job is being deleted.")
            }
            (Self::ContinueFromHere, InProgress | Stopping) => Err("The job still trains; stop it first."),
            (Self::ContinueFromHere, Completed) => Err("The job has trained all its epochs."),
            (Self::TrainFromModel | Self::CreateModel, InProgress | Stopping) => {
                Err("The artifact exists once the job has ended.")
            }
            (Self::TrainFromModel | Self::CreateModel | Self::ContinueFromHere, Completed | Failed | Stopped | Unknown) => {
                has_model(status, model)
            }
        }
    }
}

/// Whether a job's `model.tar.gz` is in S3.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModelPresence {
    /// Nobody looked yet.
    NotLooked,
    /// It was found.
    There,
    /// It was found once, and is not there any more.
    Gone,
    /// It was found once, and another object lies in its place now.
    Replaced,
    /// It was not found, and never had been.
    Never,
}

impl ModelPresence {
    /// What a look says: whether the object has a size now, and whether a tag of it was ever seen.
    pub fn of(has_size: bool, has_tag: bool) -> Self {
        match (has_size, has_tag) {
            (true, _) => Self::There,
            (false, true) => Self::Gone,
            (false, false) => Self::Never,
        }
    }
}

/// Whether an ended job left a model; otherwise the reason why not.
fn has_model(status: TrainingJobStatus, model: ModelPresence) -> Result<(), &'static str> {
    match (status, model) {
        (_, ModelPresence::There) => Ok(()),
        (_, ModelPresence::NotLooked) => Err("Looking for the artifact in S3."),
        (TrainingJobStatus::Failed, ModelPresence::Never) => Err("The job failed before it saved a model."),
        (TrainingJobStatus::Stopped, ModelPresence::Never) => Err("The job was stopped before it saved a model."),
        (TrainingJobStatus::Unknown, ModelPresence::Never) => Err("No artifact was found in S3."),
        (_, ModelPresence::Replaced) => Err("Another object has taken the place of its artifact in S3."),
        (_, ModelPresence::Never | ModelPresence::Gone) => Err("The artifact is no longer in S3."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_is_possible_or_says_why_not() {
        use TrainingJobStatus::{Completed, Failed, InProgress, Stopped};
        let is_allowed = |action: JobAction, status, artifact| action.allowed(status, artifact).is_ok();
        use ModelPresence::{Gone, Never, NotLooked, There};
        assert!(is_allowed(JobAction::Stop, InProgress, NotLooked));
        assert!(!is_allowed(JobAction::Delete, InProgress, NotLooked));
        assert!(is_allowed(JobAction::ContinueFromHere, Stopped, There));
        assert!(!is_allowed(JobAction::ContinueFromHere, Completed, There));
        assert_eq!(JobAction::CreateModel.allowed(Failed, Never), Err("The job failed before it saved a model."));
        assert_eq!(JobAction::CreateModel.allowed(Stopped, Gone), Err("The artifact is no longer in S3."));
        for action in JobAction::ALL {
            for status in TrainingJobStatus::ALL.into_iter().chain([TrainingJobStatus::Unknown]) {
                for artifact in [NotLooked, Never, Gone, There] {
                    if let Err(reason) = action.allowed(status, artifact) {
                        assert!(reason.ends_with('.'), "{reason}");
                    }
                }
            }
        }
        assert!(TrainingJobStatus::ALL.into_iter().all(|status| is_allowed(JobAction::Clone, status, NotLooked)));
    }
}
