//! How single jobs are found, and those that the poller asks for.

use std::collections::HashSet;

use domain::Timestamp;
use sqlx::{QueryBuilder, Sqlite, SqliteExecutor};

use super::JobRow;
use crate::db::{Result, timestamp_columns::NullableTimestampColumn};

/// The job that has a name now.
pub(crate) async fn find(executor: impl SqliteExecutor<'_>, name: &str) -> Result<Option<JobRow>> {
    Ok(sqlx::query_as("SELECT * FROM training_job WHERE name = ? AND superseded_at IS NULL")
        .bind(name)
        .fetch_optional(executor)
        .await?)
}

/// One job by its number.
pub(crate) async fn by_id(executor: impl SqliteExecutor<'_>, id: i64) -> Result<Option<JobRow>> {
    Ok(sqlx::query_as("SELECT * FROM training_job WHERE id = ?").bind(id).fetch_optional(executor).await?)
}

/// The jobs that had a name before, newest first.
pub(crate) async fn earlier(executor: impl SqliteExecutor<'_>, name: &str) -> Result<Vec<JobRow>> {
    Ok(sqlx::query_as(
        "SELECT * FROM training_job WHERE name = ? AND superseded_at IS NOT NULL ORDER BY created_at DESC LIMIT 100",
    )
    .bind(name)
    .fetch_all(executor)
    .await?)
}

/// When the record before a job's own lost the name to it; `None` for the first job of a name.
pub(crate) async fn superseded_before(executor: impl SqliteExecutor<'_>, job: &JobRow) -> Result<Option<Timestamp>> {
    let at: NullableTimestampColumn = sqlx::query_scalar("SELECT max(superseded_at) FROM training_job WHERE name = ? AND id < ?")
        .bind(&job.name)
        .bind(job.id)
        .fetch_one(executor)
        .await?;
    Ok(at.into())
}

/// Those of some jobs, by their numbers, whose names belong to later jobs now.
pub(crate) async fn superseded_among(executor: impl SqliteExecutor<'_>, jobs: &[i64]) -> Result<HashSet<i64>> {
    let mut sql: QueryBuilder<Sqlite> =
        QueryBuilder::new("SELECT id FROM training_job WHERE superseded_at IS NOT NULL AND id IN (");
    let mut numbers = sql.separated(", ");
    for job in jobs {
        numbers.push_bind(job);
    }
    sql.push(")");
    Ok(sql.build_query_scalar().fetch_all(executor).await?.into_iter().collect())
}

/// The job whose model is or will be at this location.
pub(crate) async fn by_artifact(executor: impl SqliteExecutor<'_>, artifact: &str) -> Result<Option<JobRow>> {
    Ok(sqlx::query_as("SELECT * FROM training_job WHERE artifact = ? ORDER BY created_at DESC LIMIT 1")
        .bind(artifact)
        .fetch_optional(executor)
        .await?)
}

/// Names of the jobs that started from a job's model, oldest first.
pub(crate) async fn children(executor: impl SqliteExecutor<'_>, parent: i64, limit: u32) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar("SELECT name FROM training_job WHERE parent = ? ORDER BY created_at, name LIMIT ?")
        .bind(parent)
        .bind(limit)
        .fetch_all(executor)
        .await?)
}

/// Jobs of which something is still to be learnt: not ended, log not complete, or artifact not looked for.
/// The longest unasked come first.
pub(crate) async fn open(executor: impl SqliteExecutor<'_>, limit: u32) -> Result<Vec<JobRow>> {
    Ok(sqlx::query_as(
        "SELECT * FROM training_job
         WHERE vanished_at IS NULL
           AND (status NOT IN ('Completed', 'Failed', 'Stopped') OR log_state = 'open' OR artifact_looked_at IS NULL)
         ORDER BY described_at LIMIT ?",
    )
    .bind(limit)
    .fetch_all(executor)
    .await?)
}

/// Names of the jobs that the target no longer knew when it was asked last, created from `first` until before `end`.
pub(crate) async fn vanished(
    executor: impl SqliteExecutor<'_>,
    first: Timestamp,
    end: Timestamp,
    limit: u32,
) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar(
        "SELECT name FROM training_job
         WHERE created_at >= ? AND created_at < ? AND vanished_at IS NOT NULL AND superseded_at IS NULL
         ORDER BY created_at LIMIT ?",
    )
    .bind(first.milliseconds())
    .bind(end.milliseconds())
    .bind(limit)
    .fetch_all(executor)
    .await?)
}

/// Names and creation times of the jobs that the target should still have, created from `first` until before `end`.
pub(crate) async fn expected(
    executor: impl SqliteExecutor<'_>,
    first: Timestamp,
    end: Timestamp,
    limit: u32,
) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar(
        "SELECT name FROM training_job
         WHERE created_at >= ? AND created_at < ? AND vanished_at IS NULL AND superseded_at IS NULL AND arn IS NOT NULL
         ORDER BY created_at LIMIT ?",
    )
    .bind(first.milliseconds())
    .bind(end.milliseconds())
    .bind(limit)
    .fetch_all(executor)
    .await?)
}
