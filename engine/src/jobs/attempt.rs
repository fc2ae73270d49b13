//! One attempt of a job, in the slot that works on it.

use std::{
    pin::pin,
    time::{Duration, Instant},
};

use super::{Jobs, failure::JobError};
use crate::{
    blocking::blocking,
    db,
    db::{jobs::JobRow, records::JobStep},
    fault_injection::Stage,
    log_file::LogFile,
    process::{folder::JobFolder, machine::Slot},
};

/// The pause before a write that a full disk refused is tried again.
const RETRY_INTERVAL: Duration = Duration::from_secs(1);

/// The time that a job which is asked to stop has for packing its model. Source: the service gives a stopped job 120 seconds to
/// save its model; packing it takes a multiple of that.
const STOP_TIMEOUT: Duration = Duration::from_secs(600);

/// One attempt of a job. Every step of it works on this.
pub(super) struct Attempt {
    pub(super) jobs: Jobs,
    pub(super) job: JobRow,
    pub(super) folder: JobFolder,
    pub(super) slot: Slot,
}

impl Attempt {
    pub(super) fn new(jobs: Jobs, job: JobRow, slot: Slot) -> Self {
        let folder = jobs.folder(&job.id);
        Self { jobs, job, folder, slot }
    }

    /// Moves the job on; `false` when it was asked to stop. Waits while the disk is full.
    pub(super) async fn advance(&self, step: JobStep) -> Result<bool, JobError> {
        self.until_there_is_room(|| self.try_to_advance(step)).await
    }

    /// Repeats `work` as long as it fails because the disk is full. The output of the training is kept meanwhile: the owner of
    /// the machine can empty the disk, and nobody wants to train again.
    pub(super) async fn until_there_is_room<T, F>(&self, mut work: impl FnMut() -> F) -> Result<T, JobError>
    where
        F: Future<Output = Result<T, JobError>>,
    {
        self.repeat(&mut work, |error| error.temporary_cause().is_some()).await
    }

    /// Repeats `work` as long as no more files can be opened or the database is busy. A disk that is full is an error: the input
    /// does not fit.
    pub(super) async fn while_passing<T, F>(&self, mut work: impl FnMut() -> F) -> Result<T, JobError>
    where
        F: Future<Output = Result<T, JobError>>,
    {
        self.repeat(&mut work, JobError::is_passing).await
    }

    /// Repeats `work` as long as it fails with an error that `may_pass`.
    async fn repeat<T, F>(&self, work: &mut impl FnMut() -> F, may_pass: impl Fn(&JobError) -> bool) -> Result<T, JobError>
    where
        F: Future<Output = Result<T, JobError>>,
    {
        let mut is_logged = false;
        loop {
            let done = work().await;
            let Some(cause) = done.as_ref().err().filter(|error| may_pass(error)).and_then(JobError::temporary_cause) else {
                return done;
            };
            if !std::mem::replace(&mut is_logged, true) {
                tracing::warn!(job = %self.job.name, cause, "a job waits until it can be written");
                // The log may be on the same disk.
                let _ = self.note(format!("The job waits until the engine can write again: {cause}")).await;
            }
            tokio::time::sleep(RETRY_INTERVAL).await;
        }
    }

    async fn try_to_advance(&self, step: JobStep) -> Result<bool, JobError> {
        let mut transaction = self.jobs.account().database.begin().await?;
        let done = db::jobs::advance(&mut transaction, &self.job.id, step, self.now()).await?;
        transaction.commit().await?;
        Ok(done)
    }

    /// Whether the job was asked to stop. Waits while the database cannot be read.
    pub(super) async fn is_stopping(&self) -> Result<bool, JobError> {
        let reader = self.jobs.account().database.reader();
        let status = self.while_passing(|| async { Ok(db::jobs::status(reader, &self.job.id).await?) }).await?;
        Ok(status.as_deref() == Some("Stopping"))
    }

    /// Does `work` for as long as the job is not asked to stop, and for [`STOP_TIMEOUT`] after that. What is left of it then is
    /// given up.
    pub(super) async fn unless_stopped<T>(&self, work: impl Future<Output = Result<T, JobError>>) -> Result<T, JobError> {
        let mut work = pin!(work);
        let mut asked: Option<Instant> = None;
        loop {
            tokio::select! {
                done = &mut work => return done,
                () = tokio::time::sleep(RETRY_INTERVAL) => {}
            }
            if asked.is_none() && self.is_stopping().await? {
                asked = Some(Instant::now());
            }
            if asked.is_some_and(|asked| asked.elapsed() >= STOP_TIMEOUT) {
                self.note(format!(
                    "The job was stopped: its model was not packed {} seconds after that.",
                    STOP_TIMEOUT.as_secs()
                ))
                .await?;
                return Err(JobError::Stopping);
            }
        }
    }

    /// Fails where a fault is set for this stage.
    pub(super) async fn inject_fault(&self, stage: Stage) -> Result<(), JobError> {
        match self.jobs.0.faults.for_stage(stage, &self.job.name, &self.job.arn).await {
            Some(reason) => Err(JobError::Injected(reason)),
            None => Ok(()),
        }
    }

    /// Writes a line of the engine into the job's log.
    pub(super) async fn note(&self, text: String) -> Result<(), JobError> {
        let (path, now) = (self.folder.log(), self.now());
        Ok(blocking(move || LogFile::open(&path)?.append(now, &text)).await?)
    }

    pub(super) fn now(&self) -> i64 {
        self.jobs.account().now()
    }
}
