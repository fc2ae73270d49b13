//! The steps of a job's life, with the service's name and sentence for each.

use domain::job_status::TrainingJobStatus;

/// A `SecondaryStatus` that this engine gives to jobs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum JobStep {
    /// Accepted.
    Starting,
    /// Started again after a fault of the engine.
    Replacing,
    /// Waits for a slot.
    Pending,
    /// Copies the channels into the job's folder.
    Downloading,
    /// The trainer runs.
    Training,
    /// Its spot capacity was taken away; it waits for more.
    Interrupted,
    /// Packs the model.
    Uploading,
    /// Ended with a model.
    Completed,
    /// Ended with a reason.
    Failed,
    /// Asked to stop, or out of time.
    Stopping,
    /// Ended by request.
    Stopped,
    /// Ended by the limit of time.
    MaxRuntimeExceeded,
    /// Ended by the limit of waiting for spot capacity and running.
    MaxWaitTimeExceeded,
}

impl JobStep {
    /// `SecondaryStatus`
    pub(crate) fn secondary(self) -> &'static str {
        match self {
            Self::Starting | Self::Replacing => "Starting",
            Self::Interrupted => "Interrupted",
            Self::Pending => "Pending",
            Self::Downloading => "Downloading",
            Self::Training => "Training",
            Self::Uploading => "Uploading",
            Self::Completed => "Completed",
            Self::Failed => "Failed",
            Self::Stopping => "Stopping",
            Self::Stopped => "Stopped",
            Self::MaxRuntimeExceeded => "MaxRuntimeExceeded",
            Self::MaxWaitTimeExceeded => "MaxWaitTimeExceeded",
        }
    }

    /// `TrainingJobStatus`
    pub(crate) fn primary(self) -> TrainingJobStatus {
        match self {
            Self::Starting
            | Self::Replacing
            | Self::Pending
            | Self::Downloading
            | Self::Training
            | Self::Interrupted
            | Self::Uploading => TrainingJobStatus::InProgress,
            Self::Completed => TrainingJobStatus::Completed,
            Self::Failed => TrainingJobStatus::Failed,
            Self::Stopping => TrainingJobStatus::Stopping,
            Self::Stopped | Self::MaxRuntimeExceeded | Self::MaxWaitTimeExceeded => TrainingJobStatus::Stopped,
        }
    }

    /// `StatusMessage` of the transition. The service calls these texts unstable; nothing may depend on them.
    pub(crate) fn message(self) -> &'static str {
        match self {
            Self::Starting => "Starting the training job",
            Self::Replacing => "Launched instance was unhealthy, replacing it!",
            Self::Pending => "Waiting for room on this machine: other training jobs run on it",
            Self::Interrupted => "The spot capacity was reclaimed; waiting for more",
            Self::Downloading => "Downloading input data",
            Self::Training => "Training image download completed. Training in progress.",
            Self::Uploading => "Uploading generated training model",
            Self::Completed => "Training job completed",
            Self::Failed => "Training job failed",
            Self::Stopping => "Stopping the training job",
            Self::Stopped => "Training job stopped",
            Self::MaxRuntimeExceeded => "Training job runtime exceeded MaxRuntimeInSeconds",
            Self::MaxWaitTimeExceeded => "Training job exceeded MaxWaitTimeInSeconds",
        }
    }

    /// The states from which a job may come to this step. Every change checks them.
    pub(crate) fn from(self) -> &'static [TrainingJobStatus] {
        match self {
            Self::Starting
            | Self::Replacing
            | Self::Pending
            | Self::Downloading
            | Self::Training
            | Self::Interrupted
            | Self::Stopping => &[TrainingJobStatus::InProgress],
            // A stopped job uploads its model while its status stays Stopping, so this is no step of its own.
            Self::Uploading | Self::Completed => &[TrainingJobStatus::InProgress],
            Self::Stopped | Self::MaxRuntimeExceeded | Self::MaxWaitTimeExceeded => &[TrainingJobStatus::Stopping],
            Self::Failed => &[TrainingJobStatus::InProgress, TrainingJobStatus::Stopping],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn final_states_stay() {
        use JobStep::{
            Completed, Downloading, Failed, Interrupted, MaxRuntimeExceeded, MaxWaitTimeExceeded, Pending, Replacing, Starting,
            Stopped, Stopping, Training, Uploading,
        };
        let running = [Starting, Replacing, Pending, Downloading, Training, Interrupted, Uploading, Stopping];
        let ended = [Completed, Failed, Stopped, MaxRuntimeExceeded, MaxWaitTimeExceeded];
        for step in running.into_iter().chain(ended) {
            assert!(!step.from().iter().any(|state| state.is_final()), "{step:?}");
        }
        assert_eq!(Stopping.from(), [TrainingJobStatus::InProgress]);
        assert!(running.iter().all(|step| !step.from().contains(&TrainingJobStatus::Stopping)), "a stop is not taken back");
    }
}
