//! Training jobs: a queue with as many slots as the machine has room for, and a job's way from its data to its model.
//! [`crate::process`] runs a job's program.
//!
//! - [`create`], [`stop`] — the calls of clients
//! - [`attempt`] — one attempt of a job, in a slot
//! - [`run`] — the steps of an attempt, from its claim to its end, or from where an earlier engine left it
//! - [`staging`], [`checkpoints`], [`outputs`], [`finish`] — the parts of an attempt, in order
//! - [`outcome`] — how an attempt and a job end
//! - [`spot`], [`billing`], [`warm_pool`] — spot capacity, billable time and machines that are kept
//! - [`failure`], [`metrics`] — the reason of a failure, and the metrics of the log

mod attempt;
pub(crate) mod billing;
mod checkpoints;
mod create;
mod failure;
mod finish;
pub(crate) mod metrics;
mod outcome;
mod outputs;
mod run;
pub(crate) mod spot;
mod staging;
mod stop;
pub(crate) mod warm_pool;

use std::{ffi::OsString, fs, panic::AssertUnwindSafe, sync::Arc, time::Duration};

use domain::engine_images;
use futures::FutureExt;
use tokio::{sync::Notify, task::JoinSet};

use crate::{
    account::Account,
    blocking::blocking,
    data_folder::DataFolder,
    db,
    db::{jobs::JobRow, records::JobStep},
    fault_injection::FaultInjection,
    process::{
        folder::JobFolder,
        machine::{Share, Slots},
        spec::Spec,
    },
    s3::store::Store,
};
use attempt::Attempt;
use failure::JobError;
use outcome::{JobEnd, Outcome};

pub(crate) use create::{NewTrainingJob, Quota};
pub(crate) use outcome::Destination;
pub(crate) use run::DEFAULT_RUNTIME;

/// Repositories of the built-in algorithms that the engine's own trainer knows.
pub(crate) fn built_in() -> Vec<&'static str> {
    engine_images::built_in().map(|algorithm| algorithm.repository).collect()
}

/// The pause before the queue repeats a query that failed.
const RETRY_INTERVAL: Duration = Duration::from_secs(1);

/// All training jobs. Clones share them.
#[derive(Clone)]
pub(crate) struct Jobs(Arc<Shared>);

struct Shared {
    account: Account,
    store: Store,
    folder: DataFolder,
    faults: Arc<FaultInjection>,
    trainer: Vec<OsString>,
    supervisor: Vec<OsString>,
    created: Notify,
    share: Share,
    slots: Slots,
}

impl Jobs {
    pub(crate) fn new(
        store: Store,
        folder: DataFolder,
        faults: Arc<FaultInjection>,
        share: Share,
        trainer: Vec<OsString>,
        supervisor: Vec<OsString>,
    ) -> Self {
        let (created, slots) = (Notify::new(), Slots::default());
        let account = store.account.clone();
        Self(Arc::new(Shared { account, store, folder, faults, trainer, supervisor, created, share, slots }))
    }

    /// The account that the jobs belong to.
    pub(crate) fn account(&self) -> &Account {
        &self.0.account
    }

    /// The object store with the jobs' data.
    pub(crate) fn store(&self) -> &Store {
        &self.0.store
    }

    /// The folder of a job.
    pub(crate) fn folder(&self, id: &str) -> JobFolder {
        JobFolder::new(&self.0.folder.job(id))
    }

    /// Whether this engine can run an image.
    pub(crate) async fn can_run(&self, image: &str) -> bool {
        engine_images::is_built_in(image) || self.account().settings.current().await.0.registered_image(image).is_some()
    }

    /// How many jobs run at once.
    fn slots(&self) -> i64 {
        i64::try_from(self.0.share.slots).unwrap_or(i64::MAX)
    }

    /// Takes up the jobs of an earlier engine, then serves the queue for ever.
    pub(crate) async fn serve(&self) {
        let mut running = JoinSet::new();
        for job in self.eventually("look for unfinished jobs", || db::queue::interrupted(self.reader())).await {
            tracing::info!(job = %job.name, "taking up a job of an earlier engine");
            running.spawn(self.clone().run(job));
        }
        self.tidy().await;
        let mut tick = tokio::time::interval(RETRY_INTERVAL);
        loop {
            while running.len() < self.0.share.slots {
                match self.eventually("claim a job", || self.claim()).await {
                    Some(job) => drop(running.spawn(self.clone().run(job))),
                    None => break,
                }
            }
            self.end_overdue().await;
            tokio::select! {
                () = self.0.created.notified() => {}
                Some(_) = running.join_next() => {}
                // Nothing notifies the queue of spot capacity that comes back or of a wait time that ends.
                _ = tick.tick() => {}
            }
        }
    }

    /// Takes the next job out of the queue, with a warm pool when one matches.
    async fn claim(&self) -> sqlx::Result<Option<JobRow>> {
        let now = self.account().now();
        if !db::queue::is_any_due(self.reader(), now).await? {
            return Ok(None);
        }
        let mut transaction = self.account().database.begin().await?;
        let job = db::queue::claim_next(&mut transaction, now).await?;
        if let Some(job) = &job {
            warm_pool::take(&mut transaction, job, now).await?;
        }
        transaction.commit().await?;
        Ok(job)
    }

    /// Ends the waiting jobs whose `MaxWaitTimeInSeconds` is over.
    async fn end_overdue(&self) {
        let now = self.account().now();
        let overdue = db::queue::past_wait_limit(self.reader(), now).await.unwrap_or_default();
        for job in overdue {
            let end = async {
                let mut transaction = self.account().database.begin().await?;
                for step in [JobStep::Stopping, JobStep::MaxWaitTimeExceeded] {
                    db::jobs::advance(&mut transaction, &job.id, step, now).await?;
                }
                transaction.commit().await
            };
            if let Err(error) = end.await {
                tracing::error!(job = %job.name, %error, "a job that waited too long cannot be ended");
            }
        }
    }

    /// Runs one attempt of a job. After every failure the job has an end or waits for its next attempt.
    async fn run(self, job: JobRow) {
        let folder = self.folder(&job.id);
        let earlier_slot = blocking(move || Spec::read(&folder)).await.ok().map(|spec| spec.slot);
        let slot = self.0.slots.take(earlier_slot);
        let attempt = Attempt::new(self, job, slot);
        let outcome = AssertUnwindSafe(attempt.run()).catch_unwind().await;
        let mut outcome = outcome.unwrap_or_else(|_| Err(JobError::internal("the engine panicked")));
        if let Err(error) = &outcome
            && error.is_internal()
            && attempt.may_retry(error).await
        {
            outcome = Ok(Outcome::Retry { step: JobStep::Replacing, wait_milliseconds: 0 });
        }
        if let Ok(Outcome::Retry { step, wait_milliseconds }) = &outcome {
            match attempt.put_back(*step, *wait_milliseconds).await {
                Ok(true) => return,
                Ok(false) => outcome = Err(JobError::Stopping),
                Err(error) => outcome = Err(error),
            }
        }
        let (end, outputs) = match outcome {
            Ok(Outcome::End(end, outputs)) => (end, outputs),
            Ok(Outcome::Retry { .. }) | Err(JobError::Stopping) => (JobEnd::Stopped, Vec::new()),
            Err(error) => (JobEnd::Failed(error.reason()), Vec::new()),
        };
        attempt.finish(end, outputs).await;
    }

    async fn eventually<T, F: Future<Output = sqlx::Result<T>>>(&self, what: &str, query: impl Fn() -> F) -> T {
        loop {
            match query().await {
                Ok(value) => return value,
                Err(error) => tracing::error!(%error, "the queue cannot {what}"),
            }
            tokio::time::sleep(RETRY_INTERVAL).await;
        }
    }

    /// Deletes the working folders that an earlier engine could not delete.
    async fn tidy(&self) {
        let jobs = self.0.folder.jobs();
        let ended = blocking(move || fs::read_dir(jobs)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<Vec<_>>>());
        for path in ended.await.unwrap_or_default() {
            let id = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let status = db::jobs::status(self.reader(), id).await;
            if matches!(status, Ok(status) if status.as_deref().is_none_or(|status| !matches!(status, "InProgress" | "Stopping")))
            {
                let folder = JobFolder::new(&path);
                let _ = blocking(move || folder.tidy()).await;
            }
        }
    }

    fn reader(&self) -> &sqlx::SqlitePool {
        self.account().database.reader()
    }
}
