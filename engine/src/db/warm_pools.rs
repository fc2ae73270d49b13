//! Warm pools: the machines of a job that ended, kept for the next one that matches. The job's row has them.

use sqlx::{Result, SqliteExecutor};

use super::jobs::JobRow;

/// Jobs that ended and whose warm pool is available, oldest first.
pub(crate) async fn open(executor: impl SqliteExecutor<'_>, now: i64) -> Result<Vec<JobRow>> {
    sqlx::query_as("SELECT * FROM job WHERE pool_until > ? AND pool_reused_by IS NULL ORDER BY pool_since, sequence")
        .bind(now)
        .fetch_all(executor)
        .await
}

/// Begins the warm pool of a job that ended.
pub(crate) async fn begin_pool(executor: impl SqliteExecutor<'_>, id: &str, since: i64, until: i64) -> Result<()> {
    let query = sqlx::query("UPDATE job SET pool_since = ?, pool_until = ? WHERE id = ?").bind(since).bind(until).bind(id);
    query.execute(executor).await.map(drop)
}

/// Gives the warm pool of a job to another, whose name is `to`.
pub(crate) async fn take_pool(executor: impl SqliteExecutor<'_>, id: &str, to: &str, now: i64) -> Result<()> {
    let query = sqlx::query("UPDATE job SET pool_reused_by = ?, pool_until = ? WHERE id = ?").bind(to).bind(now).bind(id);
    query.execute(executor).await.map(drop)
}

/// Changes the end of a warm pool to `keep_alive_seconds` after its begin.
pub(crate) async fn set_keep_alive(executor: impl SqliteExecutor<'_>, id: &str, seconds: i64, now: i64) -> Result<()> {
    sqlx::query(
        "UPDATE job SET keep_alive_seconds = ?1, modified_at = ?2, pool_until = max(?2, pool_since + 1000 * ?1) WHERE id = ?3",
    )
    .bind(seconds)
    .bind(now)
    .bind(id)
    .execute(executor)
    .await
    .map(drop)
}
