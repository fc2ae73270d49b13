//! A job that a slot works on: what every step of its way to the end needs.

use super::Jobs;
use super::failure::JobError;
use super::layout::JobFolder;
use super::limits::Slot;
use super::state::Step;
use crate::db;
use crate::db::jobs::JobRow;
use crate::log_file::LogFile;
use crate::rehearsal::{self, Stage};
use crate::s3::store::blocking;

/// A job that a slot works on.
pub(super) struct Run {
    pub(super) jobs: Jobs,
    pub(super) job: JobRow,
    pub(super) folder: JobFolder,
    pub(super) slot: Slot,
}

impl Run {
    pub(super) fn new(jobs: Jobs, job: JobRow, slot: Slot) -> Self {
        let folder = jobs.folder(&job.id);
        Self { jobs, job, folder, slot }
    }

    /// Moves the job on; `false` when it was asked to stop.
    pub(super) async fn advance(&self, step: Step) -> Result<bool, JobError> {
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
        match rehearsal::failure(self.jobs.store(), self.jobs.settings(), stage, &self.job.name, &self.job.arn).await {
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
