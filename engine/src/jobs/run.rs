//! One job from its claim to its end, or from where an earlier engine left it.

use std::fs;
use std::io;

use domain::TrainingJobRequest;

use super::failure::{self, JobError};
use super::finish::{End, Output};
use super::layout::JobFolder;
use super::process::{self, Observation};
use super::spec::{Cause, Exit, Spec};
use super::state::Step;
use super::{Jobs, collection, staging};
use crate::db;
use crate::db::jobs::JobRow;
use crate::db::streams::StreamRow;
use crate::log_file::LogFile;
use crate::rehearsal::{self, Stage};
use crate::s3::store::blocking;

/// `MaxRuntimeInSeconds` when the request has none: one day. Source: shape `StoppingCondition`.
pub(crate) const DEFAULT_RUNTIME: i64 = 86_400;
/// How long a trainer may take to end after SIGTERM. Source: developer guide, "How Amazon SageMaker runs your training image".
const GRACE: u64 = 120;

/// A job that a slot works on.
pub(super) struct Run {
    pub(super) jobs: Jobs,
    pub(super) job: JobRow,
    pub(super) folder: JobFolder,
}

impl Run {
    pub(super) fn new(jobs: Jobs, job: JobRow) -> Self {
        let folder = jobs.folder(&job.id);
        Self { jobs, job, folder }
    }

    /// Does what is left to do. Every step may have been done before by an engine that ended in the middle of it.
    pub(super) async fn to_end(&self) -> Result<(End, Vec<Output>), JobError> {
        let request = TrainingJobRequest::from_json(self.job.request.as_bytes()).map_err(JobError::internal)?;
        if self.folder.spec().exists() {
            if self.is_stopping().await? {
                // The engine that was asked may have ended before it told the supervisor.
                self.jobs.ask_to_stop(&self.job.id).await?;
            }
        } else {
            self.prepare(&request).await?;
            self.launch(&request).await?;
        }
        let exit = self.watch().await?;
        self.conclude(&request, exit).await
    }

    /// The job's data and configuration, in the form of `/opt/ml`.
    async fn prepare(&self, request: &TrainingJobRequest) -> Result<(), JobError> {
        self.rehearse(Stage::Starting).await?;
        self.enter(Step::Downloading).await?;
        self.rehearse(Stage::Downloading).await?;
        let folder = self.folder.clone();
        blocking(move || {
            match fs::remove_dir_all(folder.ml()) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
            for path in [folder.model(), folder.output_data(), folder.config(""), folder.channel("")] {
                fs::create_dir_all(path)?;
            }
            fs::create_dir_all(folder.ml().join("checkpoints"))
        })
        .await?;
        self.create_stream().await?;
        collection::destination(self, request).await?;
        staging::stage(self, request).await
    }

    async fn create_stream(&self) -> Result<(), JobError> {
        let now = self.now();
        let name = format!("{}/algo-1-{}", self.job.name, self.job.created_at / 1000);
        let row = StreamRow { name, job: self.job.id.clone(), created_at: now };
        Ok(db::streams::insert(self.jobs.store().database.writer(), &row).await?)
    }

    async fn launch(&self, request: &TrainingJobRequest) -> Result<(), JobError> {
        self.enter(Step::Training).await?;
        let limit = request.stopping_condition.as_ref().and_then(|condition| condition.max_runtime_in_seconds);
        let mut command = self.jobs.0.trainer.clone();
        let ml = self.folder.ml();
        command.push(fs::canonicalize(&ml).unwrap_or(ml).into_os_string());
        let spec = Spec {
            command,
            environment: vec![
                ("TRAINING_JOB_NAME".to_owned(), self.job.name.clone()),
                ("TRAINING_JOB_ARN".to_owned(), self.job.arn.clone()),
                ("AWS_REGION".to_owned(), self.jobs.store().region.to_string()),
            ],
            longest_seconds: u64::try_from(limit.unwrap_or(DEFAULT_RUNTIME)).unwrap_or_default(),
            grace_seconds: GRACE,
        };
        let folder = self.folder.clone();
        blocking(move || spec.write(&folder)).await?;
        process::start(&self.jobs.0.supervisor, &self.folder)
            .map_err(|error| JobError::internal(format!("the supervisor cannot be started: {error}")))
    }

    /// Waits until the trainer has ended.
    async fn watch(&self) -> Result<Exit, JobError> {
        let mut interval = tokio::time::interval(process::INTERVAL);
        let mut is_told = false;
        loop {
            interval.tick().await;
            match process::observe(&self.folder).await? {
                Observation::Ended(exit) => return Ok(exit),
                Observation::Lives { timed_out } => {
                    if timed_out && !is_told {
                        // `false` means that somebody asked it to stop already.
                        self.advance(Step::Stopping).await?;
                        is_told = true;
                    }
                }
                Observation::Lost if self.is_stopping().await? => return Err(JobError::Stopping),
                Observation::Lost => {
                    return Err(JobError::internal("the program that watches the training ended while the job ran"));
                }
            }
        }
    }

    /// What the job leaves, by how the trainer ended.
    async fn conclude(&self, request: &TrainingJobRequest, exit: Exit) -> Result<(End, Vec<Output>), JobError> {
        match exit.cause {
            Cause::NotStarted(reason) => Err(JobError::internal(format!("the training program cannot be started: {reason}"))),
            Cause::Exited if exit.code != Some(0) => {
                let folder = self.folder.clone();
                let reason = blocking(move || Ok(failure::of_trainer(&folder, exit.code, exit.signal))).await?;
                Ok((End::Failed(reason), Vec::new()))
            }
            Cause::Exited => {
                // A job that was asked to stop after its trainer ended keeps its model and its state.
                self.advance(Step::Uploading).await?;
                Ok((End::Completed, collection::collect(self, request, true).await?))
            }
            Cause::Stopped => Ok((End::Stopped, collection::collect(self, request, false).await?)),
            Cause::TimedOut => Ok((End::MaxRuntimeExceeded, collection::collect(self, request, false).await?)),
        }
    }

    /// Moves the job on, unless it was asked to stop.
    async fn enter(&self, step: Step) -> Result<(), JobError> {
        match self.advance(step).await? {
            true => Ok(()),
            false => Err(JobError::Stopping),
        }
    }

    async fn advance(&self, step: Step) -> Result<bool, JobError> {
        let mut transaction = self.jobs.store().database.begin().await?;
        let done = db::jobs::advance(&mut transaction, &self.job.id, step, self.now()).await?;
        transaction.commit().await?;
        Ok(done)
    }

    pub(super) async fn is_stopping(&self) -> Result<bool, JobError> {
        let status = db::jobs::status(self.jobs.store().database.reader(), &self.job.id).await?;
        Ok(status.as_deref() == Some("Stopping"))
    }

    /// Fails where a rehearsal says so.
    pub(super) async fn rehearse(&self, stage: Stage) -> Result<(), JobError> {
        let (settings, _) = self.jobs.settings().current().await;
        match rehearsal::failure(self.jobs.store(), &settings, stage, &self.job.name, &self.job.arn).await {
            Some(reason) => Err(JobError::Rehearsed(reason)),
            None => Ok(()),
        }
    }

    /// Writes a line of the engine's own into the job's log.
    pub(super) async fn note(&self, text: String) -> Result<(), JobError> {
        let (path, now) = (self.folder.log(), self.now());
        Ok(blocking(move || LogFile::open(&path)?.append(now, &text)).await?)
    }

    pub(super) fn now(&self) -> i64 {
        self.jobs.store().now()
    }
}
