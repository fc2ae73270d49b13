//! Jobs whose models others may start from.

use sqlx::{FromRow, SqliteExecutor};

use super::{Result, jobs::JobRow};

/// A job with its request.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct CandidateRow {
    #[sqlx(flatten)]
    pub(crate) job: JobRow,
    pub(crate) request: String,
}

/// The newest jobs whose names contain `search` in any case. What the target no longer knows may still have its model.
pub(crate) async fn page(executor: impl SqliteExecutor<'_>, search: &str, limit: u32) -> Result<Vec<CandidateRow>> {
    // A name that was given to a later job leads to that one.
    Ok(sqlx::query_as(
        "SELECT job.*, coalesce(document.request, '') AS request
         FROM training_job job LEFT JOIN document ON document.job = job.id
         WHERE job.superseded_at IS NULL AND instr(lower(job.name), lower(?)) > 0
         ORDER BY job.created_at DESC, job.id DESC LIMIT ?",
    )
    .bind(search)
    .bind(limit)
    .fetch_all(executor)
    .await?)
}

/// How many there are.
pub(crate) async fn count(executor: impl SqliteExecutor<'_>, search: &str) -> Result<u32> {
    Ok(sqlx::query_scalar("SELECT count(*) FROM training_job WHERE superseded_at IS NULL AND instr(lower(name), lower(?)) > 0")
        .bind(search)
        .fetch_one(executor)
        .await?)
}
