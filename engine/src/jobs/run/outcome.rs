//! The outcome of an attempt, by the end of its trainer or of its supervisor.

use domain::TrainingJobRequest;

use super::{Attempt, built_in};
use crate::{
    blocking::blocking,
    db::records::JobStep,
    fault_injection::Stage,
    jobs::{
        failure::{self, JobError},
        outcome::{JobEnd, Outcome, Output},
        outputs, spot, staging,
    },
    process::{
        launch,
        spec::{Cause, Contract, Exit, Spec},
    },
};

/// The exit code of `docker run` when Docker itself failed, for example without a daemon or without the image. Source: its
/// reference, "Exit status".
const DOCKER_FAILED: i32 = 125;

impl Attempt {
    async fn is_docker(&self) -> Result<bool, JobError> {
        let folder = self.folder.clone();
        Ok(blocking(move || Ok(Spec::read(&folder)?.contract == Contract::Docker)).await?)
    }

    /// Packs the output of the job. Waits while the disk is full. A stop gives it up after a while.
    async fn collect(&self, request: &TrainingJobRequest, is_complete: bool) -> Result<Vec<Output>, JobError> {
        self.inject_fault(Stage::Uploading).await?;
        self.unless_stopped(self.until_there_is_room(|| outputs::collect(self, request, is_complete))).await
    }

    /// The outcome after the supervisor ended and did not write how the trainer ended.
    pub(super) async fn outcome_of_lost_supervisor(&self, request: &TrainingJobRequest) -> Result<Outcome, JobError> {
        let (folder, stopping) = (self.folder.clone(), self.is_stopping().await?);
        blocking(move || {
            launch::end_left_behind(&folder);
            Ok(())
        })
        .await?;
        if stopping {
            return Ok(Outcome::End(JobEnd::Stopped, self.collect(request, false).await?));
        }
        Err(JobError::internal("the program that watches the training ended while the job ran"))
    }

    /// The outcome after the trainer ended.
    pub(super) async fn outcome_of_exit(&self, request: &TrainingJobRequest, exit: Exit) -> Result<Outcome, JobError> {
        let ended = |end: JobEnd, outputs: Vec<Output>| Ok(Outcome::End(end, outputs));
        match exit.cause {
            Cause::NotStarted(reason) if built_in(request).is_some() => {
                Err(JobError::internal(format!("the training program cannot be started: {reason}")))
            }
            Cause::NotStarted(reason) => {
                Err(JobError::Client(format!("The program that engine.json registers cannot be started: {reason}")))
            }
            Cause::Exited if exit.code == Some(DOCKER_FAILED) && self.is_docker().await? => {
                let image = request.training_image().unwrap_or_default();
                Err(JobError::Client(format!("Docker cannot run the training image {image}; the job's log says why.")))
            }
            Cause::Exited if exit.code != Some(0) => {
                let folder = self.folder.clone();
                let reason = blocking(move || Ok(failure::of_trainer(&folder, exit.code, exit.signal))).await?;
                ended(JobEnd::Failed(reason), Vec::new())
            }
            Cause::Exited => {
                // `false` means that the job was asked to stop after its trainer had ended. It keeps its model and its state.
                self.advance(JobStep::Uploading).await?;
                ended(JobEnd::Completed, self.collect(request, true).await?)
            }
            Cause::InputFailed(reason) => Err(JobError::download(reason)),
            Cause::VolumeFull => Err(staging::volume_exceeded(request)),
            Cause::Interrupted if !self.is_stopping().await? => {
                let next_attempt = self.now() + spot::WAIT_MILLISECONDS;
                match self.job.give_up_at.is_some_and(|end| end <= next_attempt) {
                    // The capacity would come back too late, so the job does not wait for it.
                    true => {
                        self.advance(JobStep::Interrupted).await?;
                        ended(JobEnd::MaxWaitTimeExceeded, self.collect(request, false).await?)
                    }
                    false => Ok(Outcome::Retry { step: JobStep::Interrupted, wait_milliseconds: spot::WAIT_MILLISECONDS }),
                }
            }
            Cause::Interrupted | Cause::Stopped => ended(JobEnd::Stopped, self.collect(request, false).await?),
            Cause::TimedOut => {
                let waited = self.job.give_up_at.is_some_and(|end| end <= self.now());
                let end = if waited { JobEnd::MaxWaitTimeExceeded } else { JobEnd::MaxRuntimeExceeded };
                ended(end, self.collect(request, false).await?)
            }
        }
    }
}
