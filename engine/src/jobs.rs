//! Training jobs: a queue with one slot, and a job's way from its data to its model.
//!
//! - [`state`] — the steps of a job, as the service names them
//! - [`create`], [`stop`] — what clients may do
//! - [`run`] — one job from its claim to its end, or from where an earlier engine left it
//! - [`staging`], [`process`], [`collection`], [`finish`] — the parts of a run, in order
//! - [`failure`], [`metrics`] — what a run leaves besides its model
//! - [`layout`], [`spec`] — a job's folder, and what the engine and the supervisor tell each other in it

mod collection;
mod create;
mod failure;
mod finish;
pub(crate) mod layout;
mod metrics;
mod process;
mod run;
pub(crate) mod spec;
mod staging;
pub(crate) mod state;
mod stop;

use std::ffi::OsString;
use std::fs;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use tokio::sync::Notify;

use crate::data_folder::DataFolder;
use crate::db;
use crate::db::jobs::JobRow;
use crate::s3::store::{Store, blocking};
use crate::settings::SettingsFile;
use failure::JobError;
use finish::End;
use layout::JobFolder;
use run::Run;

pub(crate) use collection::Destination;
pub(crate) use create::{NewTrainingJob, Quota};
pub(crate) use run::DEFAULT_RUNTIME;

/// How long the queue waits before it tries again what the database refused.
const PAUSE: Duration = Duration::from_secs(1);

/// All training jobs. Clones share them.
#[derive(Clone)]
pub(crate) struct Jobs(Arc<Shared>);

struct Shared {
    store: Store,
    folder: DataFolder,
    settings: SettingsFile,
    trainer: Vec<OsString>,
    supervisor: Vec<OsString>,
    created: Notify,
}

impl Jobs {
    pub(crate) fn new(
        store: Store,
        folder: DataFolder,
        settings: SettingsFile,
        trainer: Vec<OsString>,
        supervisor: Vec<OsString>,
    ) -> Self {
        Self(Arc::new(Shared { store, folder, settings, trainer, supervisor, created: Notify::new() }))
    }

    /// Where the jobs' data and rows are.
    pub(crate) fn store(&self) -> &Store {
        &self.0.store
    }

    /// Quotas and rehearsals.
    pub(crate) fn settings(&self) -> &SettingsFile {
        &self.0.settings
    }

    /// The folder of a job.
    pub(crate) fn folder(&self, id: &str) -> JobFolder {
        JobFolder::new(&self.0.folder.job(id))
    }

    /// Ends or goes on with the jobs that an earlier engine left, then serves the queue, for ever.
    pub(crate) async fn serve(&self) {
        let interrupted = self.eventually("look for unfinished jobs", || db::jobs::interrupted(self.reader())).await;
        for job in interrupted {
            tracing::info!(job = %job.name, "taking up a job of an earlier engine");
            self.run(job).await;
        }
        self.tidy().await;
        loop {
            match self.eventually("claim a job", || db::jobs::claim_next(self.store().database.writer())).await {
                Some(job) => self.run(job).await,
                None => self.0.created.notified().await,
            }
        }
    }

    /// Runs one job to its end. Nothing that goes wrong leaves it without one.
    async fn run(&self, job: JobRow) {
        let run = Run::new(self.clone(), job);
        let result = AssertUnwindSafe(run.to_end()).catch_unwind().await;
        let (end, outputs) =
            result.unwrap_or_else(|_| Err(JobError::internal("the engine panicked"))).unwrap_or_else(|error| match error {
                JobError::Stopping => (End::Stopped, Vec::new()),
                error => (End::Failed(error.reason()), Vec::new()),
            });
        run.finish(end, outputs).await;
    }

    async fn eventually<T, F: Future<Output = sqlx::Result<T>>>(&self, what: &str, query: impl Fn() -> F) -> T {
        loop {
            match query().await {
                Ok(value) => return value,
                Err(error) => tracing::error!(%error, "the queue cannot {what}"),
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Deletes the working folders of jobs that ended while nobody could delete them.
    async fn tidy(&self) {
        let jobs = self.0.folder.jobs();
        let ended = blocking(move || fs::read_dir(jobs)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<Vec<_>>>());
        for path in ended.await.unwrap_or_default() {
            let id = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let status = db::jobs::status(self.reader(), id).await;
            if matches!(status, Ok(status) if status.as_deref().is_none_or(|status| !matches!(status, "InProgress" | "Stopping")))
            {
                let folder = JobFolder::new(&path);
                let _ = blocking(move || fs::remove_dir_all(folder.ml())).await;
            }
        }
    }

    fn reader(&self) -> &sqlx::SqlitePool {
        self.store().database.reader()
    }
}
