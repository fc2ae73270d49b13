//! One attempt of a job, from its claim to its end, or from where an earlier engine left it.
//!
//! - [`specification`] — the task of the supervisor
//! - [`watch`] — waiting for the trainer's end
//! - [`outcome`] — what the end of the trainer means for the job

mod outcome;
mod specification;
mod watch;

use std::{fs, os::unix::fs::symlink, sync::Arc};

use domain::{TrainingJobRequest, algorithm::Algorithm, engine_images};

use super::{
    attempt::Attempt,
    checkpoints::Checkpoints,
    failure::{JobError, is_out_of_files},
    outcome::Outcome,
    outputs, staging,
};
use crate::{
    blocking::blocking,
    db,
    db::records::JobStep,
    fault_injection::Stage,
    process::{
        folder::{MODEL, OUTPUT_DATA},
        launch::{self, Observation},
        spec::{Pipe, Spec},
    },
};

/// `MaxRuntimeInSeconds` when the request has none.
pub(crate) const DEFAULT_RUNTIME: i64 = domain::wire::StoppingCondition::DEFAULT_MAX_RUNTIME;

impl Attempt {
    /// Runs the steps that are left. An earlier engine may have done every step before it ended.
    pub(super) async fn run(&self) -> Result<Outcome, JobError> {
        let request = TrainingJobRequest::from_json(self.job.request.as_bytes()).map_err(JobError::internal)?;
        let mut checkpoints;
        if self.is_launched().await? {
            if self.is_stopping().await? {
                // An earlier engine may have ended before it passed the stop on to the supervisor.
                self.jobs.ask_to_stop(&self.job.id).await?;
            }
            checkpoints = Checkpoints::of(self, &request).await?;
        } else {
            let pipes;
            self.begin(&request).await?;
            // Nothing of the job runs yet, so all of it may begin anew.
            (pipes, checkpoints) = self.while_passing(|| self.prepare_all(&request)).await?;
            self.launch(&request, pipes).await?;
        }
        let exit = self.watch(&request, &mut checkpoints).await;
        if let Some(checkpoints) = &mut checkpoints {
            checkpoints.finish(self).await?;
        }
        match exit? {
            Some(exit) => self.outcome_of_exit(&request, exit).await,
            None => self.outcome_of_lost_supervisor(&request).await,
        }
    }

    /// Whether a supervisor of this attempt was started. When an earlier engine ended right before the start, it is started
    /// now.
    async fn is_launched(&self) -> Result<bool, JobError> {
        let (folder, attempt) = (self.folder.clone(), self.job.attempt);
        let read = || {
            let folder = folder.clone();
            // A specification that cannot be read now does not mean that nothing runs.
            async {
                let read = blocking(move || match Spec::read(&folder) {
                    Err(error) if is_out_of_files(&error) => Err(error),
                    read => Ok(read.ok()),
                });
                Ok(read.await?)
            }
        };
        let spec = self.while_passing(read).await?;
        if spec.is_none_or(|spec| spec.attempt != attempt) {
            return Ok(false);
        }
        let observed = self.while_passing(|| async { Ok(launch::observe(&self.folder).await?) }).await?;
        if observed == Observation::Lost && !self.folder.started().exists() {
            self.while_passing(|| async { self.start() }).await?;
        }
        Ok(true)
    }

    /// Everything that the program finds when it starts.
    async fn prepare_all(&self, request: &TrainingJobRequest) -> Result<(Vec<Pipe>, Option<Checkpoints>), JobError> {
        let pipes = self.prepare(request).await?;
        let mut checkpoints = Checkpoints::of(self, request).await?;
        if let Some(checkpoints) = &mut checkpoints {
            checkpoints.restore(self).await?;
        }
        Ok((pipes, checkpoints))
    }

    /// The states of a job before it trains.
    async fn begin(&self, request: &TrainingJobRequest) -> Result<(), JobError> {
        if self.job.secondary_status == JobStep::Interrupted.secondary() {
            self.enter(JobStep::Starting).await?;
        }
        self.inject_fault(Stage::Starting).await?;
        if staging::downloads(request) {
            self.enter(JobStep::Downloading).await?;
        } else if self.is_stopping().await? {
            return Err(JobError::Stopping);
        }
        self.inject_fault(Stage::Downloading).await
    }

    /// The job's data and configuration, in the form of `/opt/ml`.
    async fn prepare(&self, request: &TrainingJobRequest) -> Result<Vec<Pipe>, JobError> {
        let folder = self.folder.clone();
        let (settings, _) = self.jobs.account().settings.current().await;
        let pretrained = settings.pretrained_models.clone().filter(|_| built_in(request).is_some());
        blocking(move || {
            folder.forget_attempt()?;
            let ml = folder.ml();
            for path in [ml.join(MODEL), ml.join(OUTPUT_DATA), folder.config(""), folder.channel("")] {
                fs::create_dir_all(path)?;
            }
            pretrained.map_or(Ok(()), |models| symlink(models, folder.pretrained()))
        })
        .await?;
        self.create_stream().await?;
        outputs::destination(self, request).await?;
        staging::stage(self, request, built_in(request).is_none()).await
    }

    async fn create_stream(&self) -> Result<(), JobError> {
        let (writer, job) = (self.jobs.account().database.writer(), &self.job);
        self.until_there_is_room(|| async move {
            Ok(db::streams::insert(writer, &job.id, &job.name, job.created_at / 1000, self.now()).await?)
        })
        .await
    }

    async fn launch(&self, request: &TrainingJobRequest, pipes: Vec<Pipe>) -> Result<(), JobError> {
        self.enter(JobStep::Training).await?;
        let spec = Arc::new(self.spec(request, pipes).await?);
        let write = || {
            let (spec, folder) = (spec.clone(), self.folder.clone());
            async { Ok(blocking(move || spec.write(&folder)).await?) }
        };
        self.while_passing(write).await?;
        self.while_passing(|| async { self.start() }).await
    }

    fn start(&self) -> Result<(), JobError> {
        launch::start(&self.jobs.0.supervisor, &self.folder).map_err(|error| match is_out_of_files(&error) {
            true => error.into(),
            false => JobError::internal(format!("the supervisor cannot be started: {error}")),
        })
    }

    /// Whether `MaximumRetryAttempts` of its `RetryStrategy` allows the job another attempt after a fault of this engine.
    /// Interruptions of spot capacity do not count. Source: shape `RetryStrategy`.
    pub(super) async fn may_retry(&self, fault: &JobError) -> bool {
        let request = TrainingJobRequest::from_json(self.job.request.as_bytes()).unwrap_or_default();
        let allowed = request.retry_strategy.and_then(|strategy| strategy.maximum_retry_attempts).unwrap_or_default();
        let past = db::history::transitions(self.jobs.account().database.reader(), &self.job.id).await.unwrap_or_default();
        let done = past.iter().filter(|transition| transition.message == JobStep::Replacing.message()).count();
        let may_retry = i64::try_from(done).is_ok_and(|done| done < allowed);
        if may_retry {
            // A job has no log before its data is staged.
            let _ = self.note(format!("{}; the job is tried again, {} of {allowed}.", fault.reason(), done + 1)).await;
        }
        may_retry
    }

    /// Puts the job back into the queue; `false` when the job must stop. Waits while the disk is full.
    pub(super) async fn put_back(&self, step: JobStep, wait: i64) -> Result<bool, JobError> {
        self.until_there_is_room(|| self.try_to_put_back(step, wait)).await
    }

    async fn try_to_put_back(&self, step: JobStep, wait: i64) -> Result<bool, JobError> {
        let now = self.now();
        let mut transaction = self.jobs.account().database.begin().await?;
        let done = db::queue::put_back(&mut transaction, &self.job.id, step, now, now + wait).await?;
        transaction.commit().await?;
        Ok(done)
    }

    /// Moves the job on, unless it was asked to stop.
    async fn enter(&self, step: JobStep) -> Result<(), JobError> {
        match self.advance(step).await? {
            true => Ok(()),
            false => Err(JobError::Stopping),
        }
    }
}

/// The algorithm of a job that the engine's own trainer runs.
fn built_in(request: &TrainingJobRequest) -> Option<&'static Algorithm> {
    engine_images::built_in_of(request.training_image().unwrap_or_default())
}
