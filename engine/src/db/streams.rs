//! Log streams. The events themselves are in the job's folder.

use sqlx::{FromRow, Result, SqliteExecutor};

/// A row of `log_stream`.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct StreamRow {
    /// `<job name>/algo-1-<epoch seconds>`
    pub(crate) name: String,
    /// The job's id.
    pub(crate) job: String,
    pub(crate) created_at: i64,
}

/// Adds a stream; nothing happens when it exists.
pub(crate) async fn insert(executor: impl SqliteExecutor<'_>, row: &StreamRow) -> Result<()> {
    sqlx::query("INSERT INTO log_stream (name, job, created_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
        .bind(&row.name)
        .bind(&row.job)
        .bind(row.created_at)
        .execute(executor)
        .await?;
    Ok(())
}

/// One stream.
pub(crate) async fn find(executor: impl SqliteExecutor<'_>, name: &str) -> Result<Option<StreamRow>> {
    sqlx::query_as("SELECT name, job, created_at FROM log_stream WHERE name = ?").bind(name).fetch_optional(executor).await
}

/// Streams whose name starts with `prefix`, by name, after a name, at most `limit`.
pub(crate) async fn page(executor: impl SqliteExecutor<'_>, prefix: &str, after: &str, limit: i64) -> Result<Vec<StreamRow>> {
    // A comparison of the beginning, not LIKE: names may hold `_` and `%`.
    sqlx::query_as(
        "SELECT name, job, created_at FROM log_stream
         WHERE name >= ?1 AND name > ?2 AND substr(name, 1, length(?1)) = ?1 ORDER BY name LIMIT ?3",
    )
    .bind(prefix)
    .bind(after)
    .bind(limit)
    .fetch_all(executor)
    .await
}
