//! The queue: the jobs that have not ended, in the order of their creation.

use sqlx::{Result, SqliteConnection, SqliteExecutor};

use super::{
    jobs::{JobRow, advance},
    records::JobStep,
};

/// The number of jobs that have not ended.
pub(crate) async fn count_unfinished(executor: impl SqliteExecutor<'_>) -> Result<i64> {
    let (count,): (i64,) =
        sqlx::query_as("SELECT count(*) FROM job WHERE status IN ('InProgress', 'Stopping')").fetch_one(executor).await?;
    Ok(count)
}

/// Claims the oldest job that waits for a slot only.
pub(crate) async fn claim_next(connection: &mut SqliteConnection, now: i64) -> Result<Option<JobRow>> {
    sqlx::query_as(
        "UPDATE job SET claimed = 1
         WHERE sequence = (SELECT min(sequence) FROM job WHERE status = 'InProgress' AND claimed = 0 AND not_before <= ?)
         RETURNING *",
    )
    .bind(now)
    .fetch_optional(connection)
    .await
}

/// Whether a job can be claimed.
pub(crate) async fn is_any_due(executor: impl SqliteExecutor<'_>, now: i64) -> Result<bool> {
    let row: Option<(i64,)> =
        sqlx::query_as("SELECT 1 FROM job WHERE status = 'InProgress' AND claimed = 0 AND not_before <= ? LIMIT 1")
            .bind(now)
            .fetch_optional(executor)
            .await?;
    Ok(row.is_some())
}

/// The waiting jobs whose `MaxWaitTimeInSeconds` is over.
pub(crate) async fn past_wait_limit(executor: impl SqliteExecutor<'_>, now: i64) -> Result<Vec<JobRow>> {
    sqlx::query_as("SELECT * FROM job WHERE status = 'InProgress' AND claimed = 0 AND give_up_at <= ?")
        .bind(now)
        .fetch_all(executor)
        .await
}

/// Puts a job whose attempt is over back into the queue, as [`JobStep::Interrupted`] or [`JobStep::Replacing`]; `false` when it
/// must stop. Called inside a transaction.
pub(crate) async fn put_back(
    connection: &mut SqliteConnection,
    id: &str,
    step: JobStep,
    now: i64,
    not_before: i64,
) -> Result<bool> {
    if !advance(&mut *connection, id, step, now).await? {
        return Ok(false);
    }
    sqlx::query(
        "UPDATE job SET claimed = 0, attempt = attempt + 1, not_before = ?2, attempt_started_at = NULL,
             trained_ms = trained_ms + coalesce(?1 - attempt_started_at, 0)
         WHERE id = ?3",
    )
    .bind(now)
    .bind(not_before)
    .bind(id)
    .execute(connection)
    .await?;
    Ok(true)
}

/// Whether a slot works on the job, or worked on it when the engine ended.
pub(crate) async fn is_claimed(executor: impl SqliteExecutor<'_>, id: &str) -> Result<bool> {
    let row: Option<(bool,)> = sqlx::query_as("SELECT claimed FROM job WHERE id = ?").bind(id).fetch_optional(executor).await?;
    Ok(row.is_some_and(|(claimed,)| claimed))
}

/// The jobs that a slot worked on when the engine ended, oldest first.
pub(crate) async fn interrupted(executor: impl SqliteExecutor<'_>) -> Result<Vec<JobRow>> {
    sqlx::query_as("SELECT * FROM job WHERE status IN ('InProgress', 'Stopping') AND claimed = 1 ORDER BY sequence")
        .fetch_all(executor)
        .await
}
