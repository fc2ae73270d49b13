//! Warm pools: after a job with `KeepAlivePeriodInSeconds` its machines are kept for the next one that matches. Here that saves
//! no time, but clients see the same states.

use domain::{TrainingJobRequest, warm_pool::PoolProperties};
use serde_json::{Value, json};
use sqlx::SqliteConnection;

use super::outcome::JobEnd;
use crate::{db, db::jobs::JobRow};

/// `WarmPoolStatus.Status`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WarmPoolStatus {
    Available,
    Terminated,
    Reused,
    InUse,
}

impl WarmPoolStatus {
    /// All states by the names that the service gives them.
    pub(crate) const VALUES: [(&str, Self); 4] =
        [("Available", Self::Available), ("Terminated", Self::Terminated), ("Reused", Self::Reused), ("InUse", Self::InUse)];

    /// The service's name of the state.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Available => "Available",
            Self::Terminated => "Terminated",
            Self::Reused => "Reused",
            Self::InUse => "InUse",
        }
    }
}

/// The state of a job's pool; `None` when it asked for none.
pub(crate) fn status(job: &JobRow, now: i64) -> Option<WarmPoolStatus> {
    job.keep_alive_seconds?;
    Some(match (job.pool_since, job.pool_until, &job.pool_reused_by) {
        (_, _, Some(_)) => WarmPoolStatus::Reused,
        (Some(_), Some(until), None) if now < until => WarmPoolStatus::Available,
        (None, _, None) if matches!(job.status.as_str(), "InProgress" | "Stopping") => WarmPoolStatus::InUse,
        _ => WarmPoolStatus::Terminated,
    })
}

/// The member `WarmPoolStatus` of a description.
pub(crate) fn describe(job: &JobRow, now: i64) -> Option<Value> {
    let mut value = json!({ "Status": status(job, now)?.as_str() });
    if let (Some(object), Some(since), Some(until)) = (value.as_object_mut(), job.pool_since, job.pool_until) {
        let seconds = (now.min(until) - since).max(0) / 1000;
        object.insert("ResourceRetainedBillableTimeInSeconds".to_owned(), json!(seconds));
        if let Some(name) = &job.pool_reused_by {
            object.insert("ReusedByJob".to_owned(), json!(name));
        }
    }
    Some(value)
}

/// How long the pool of a job is kept after this end, in milliseconds. A pool needs machines that were started and that work.
pub(super) fn keep_alive_milliseconds(job: &JobRow, end: &JobEnd) -> Option<i64> {
    let seconds = job.keep_alive_seconds.filter(|seconds| *seconds > 0)?;
    let faulty =
        matches!(end, JobEnd::Failed(reason) if reason.starts_with("InternalServerError") || reason.starts_with("CapacityError"));
    (job.training_started_at.is_some() && !faulty).then_some(seconds * 1000)
}

/// Gives a matching pool to a job that is being started. Called in the transaction that claims the job.
pub(super) async fn take(connection: &mut SqliteConnection, job: &JobRow, now: i64) -> sqlx::Result<()> {
    if job.attempt > 0 {
        return Ok(());
    }
    let Some(needed) = properties(&job.request) else { return Ok(()) };
    let pools = db::warm_pools::open(&mut *connection, now).await?;
    match pools.into_iter().find(|pool| properties(&pool.request).as_ref() == Some(&needed)) {
        Some(pool) => db::warm_pools::take_pool(connection, &pool.id, &job.name, now).await,
        None => Ok(()),
    }
}

/// The properties that a job must share with the pool; `None` for a job that takes no pool.
fn properties(request: &str) -> Option<PoolProperties> {
    PoolProperties::of(&TrainingJobRequest::from_json(request.as_bytes()).ok()?)
}
