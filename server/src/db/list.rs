//! How the rows of jobs are found.

use sqlx::{FromRow, Result, SqliteExecutor};

use super::jobs::JobRow;

/// One job by name.
pub(crate) async fn find(executor: impl SqliteExecutor<'_>, name: &str) -> Result<Option<JobRow>> {
    sqlx::query_as("SELECT * FROM training_job WHERE name = ?").bind(name).fetch_optional(executor).await
}

/// The job whose model is or will be at this location.
pub(crate) async fn by_artifact(executor: impl SqliteExecutor<'_>, artifact: &str) -> Result<Option<JobRow>> {
    sqlx::query_as("SELECT * FROM training_job WHERE artifact = ? ORDER BY created_at DESC LIMIT 1")
        .bind(artifact)
        .fetch_optional(executor)
        .await
}

/// A row of the list: a job, and the name of its parent where that is known.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct ListedRow {
    #[sqlx(flatten)]
    pub(crate) job: JobRow,
    pub(crate) parent: Option<String>,
}

/// Jobs, newest first.
pub(crate) async fn page(executor: impl SqliteExecutor<'_>, offset: u32, limit: u32) -> Result<Vec<ListedRow>> {
    sqlx::query_as(
        "SELECT job.*,
                (SELECT parent.name FROM training_job parent WHERE parent.artifact = job.model_source AND parent.name <> job.name
                 ORDER BY parent.created_at DESC LIMIT 1) AS parent
         FROM training_job job ORDER BY job.created_at DESC, job.name LIMIT ? OFFSET ?",
    )
    .bind(limit)
    .bind(offset)
    .fetch_all(executor)
    .await
}

/// How many jobs there are.
pub(crate) async fn count(executor: impl SqliteExecutor<'_>) -> Result<u32> {
    sqlx::query_scalar("SELECT count(*) FROM training_job").fetch_one(executor).await
}

/// Names of the jobs that started from the model at this location, oldest first.
pub(crate) async fn children(executor: impl SqliteExecutor<'_>, artifact: &str) -> Result<Vec<String>> {
    sqlx::query_scalar("SELECT name FROM training_job WHERE model_source = ? ORDER BY created_at, name")
        .bind(artifact)
        .fetch_all(executor)
        .await
}

/// Jobs of which something is still to be learnt: not ended, log not complete, or artifact not looked for.
/// The longest unasked come first.
pub(crate) async fn open(executor: impl SqliteExecutor<'_>, limit: u32) -> Result<Vec<JobRow>> {
    sqlx::query_as(
        "SELECT * FROM training_job
         WHERE vanished_at IS NULL
           AND (status NOT IN ('Completed', 'Failed', 'Stopped') OR log_state = 'open' OR artifact_looked_at IS NULL)
         ORDER BY described_at LIMIT ?",
    )
    .bind(limit)
    .fetch_all(executor)
    .await
}
