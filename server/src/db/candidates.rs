//! Jobs whose models others may start from.

use sqlx::{Result, SqliteExecutor};

use super::jobs::JobRow;

/// The newest jobs whose names contain `search` in any case. What the target no longer knows may still have its model.
pub(crate) async fn page(executor: impl SqliteExecutor<'_>, search: &str, limit: u32) -> Result<Vec<JobRow>> {
    // A name that was given to a later job leads to that one.
    sqlx::query_as(
        "SELECT * FROM training_job WHERE superseded_at IS NULL AND instr(lower(name), lower(?)) > 0
         ORDER BY created_at DESC, id DESC LIMIT ?",
    )
    .bind(search)
    .bind(limit)
    .fetch_all(executor)
    .await
}

/// How many there are.
pub(crate) async fn count(executor: impl SqliteExecutor<'_>, search: &str) -> Result<u32> {
    sqlx::query_scalar("SELECT count(*) FROM training_job WHERE superseded_at IS NULL AND instr(lower(name), lower(?)) > 0")
        .bind(search)
        .fetch_one(executor)
        .await
}
