//! The states of a training job and what may be done in each.

use serde::{Deserialize, Serialize};

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
        }
    }

    /// The state of the service's word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == word)
    }

    /// Whether the job has ended.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Completed | Self::Failed | Self::Stopped)
    }

    /// Whether a job may pass from this state to `next` directly.
    pub fn may_become(self, next: Self) -> bool {
        match self {
            Self::InProgress => next != Self::Deleting,
            Self::Stopping => matches!(next, Self::Stopping | Self::Stopped | Self::Failed | Self::Completed),
            Self::Completed | Self::Failed | Self::Stopped => next == self || next == Self::Deleting,
            Self::Deleting => next == Self::Deleting,
        }
    }
}

/// What a person can do with a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum JobAction {
    /// End it and keep what was saved.
    Stop,
    /// Start another job from its model.
    TrainFromModel,
}

impl JobAction {
    /// Whether the action is possible; otherwise the reason, as a sentence for people.
    ///
    /// `artifact_exists` is whether `model.tar.gz` was really found in S3; `None` when it was not looked for yet.
    ///
    /// # Errors
    /// The reason why not.
    pub fn allowed(self, status: TrainingJobStatus, artifact_exists: Option<bool>) -> Result<(), &'static str> {
        use TrainingJobStatus::{Completed, Deleting, Failed, InProgress, Stopped, Stopping};
        match (self, status, artifact_exists) {
            (Self::Stop, InProgress, _) => Ok(()),
            (Self::Stop, Stopping, _) => Err("The job is already stopping."),
            (Self::Stop, Completed | Failed | Stopped | Deleting, _) => Err("The job has already ended."),
            (Self::TrainFromModel, InProgress | Stopping, _) => Err("The artifact exists once the job has ended."),
            (Self::TrainFromModel, Deleting, _) => Err("The job is being deleted."),
            (Self::TrainFromModel, Completed | Failed | Stopped, Some(true)) => Ok(()),
            (Self::TrainFromModel, Failed, Some(false)) => Err("The job failed before it saved a model."),
            (Self::TrainFromModel, Stopped, Some(false)) => Err("The job was stopped before it saved a model."),
            (Self::TrainFromModel, Completed, Some(false)) => Err("The artifact is no longer in S3."),
            (Self::TrainFromModel, Completed | Failed | Stopped, None) => Err("Looking for the artifact in S3."),
        }
    }
}
