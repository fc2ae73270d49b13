//! The bodies of a job as they were sent and received, as JSON.

use sqlx::{FromRow, SqliteExecutor};

use super::Result;

/// Everything but the job's row.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub(crate) struct DocumentRow {
    pub(crate) request: String,
    pub(crate) answer: Option<String>,
    pub(crate) request_id: Option<String>,
    pub(crate) description: Option<String>,
}

/// The request of a job; empty when there is no such job.
pub(crate) async fn request(executor: impl SqliteExecutor<'_>, job: i64) -> Result<String> {
    let request = sqlx::query_scalar("SELECT request FROM document WHERE job = ?").bind(job).fetch_optional(executor).await?;
    Ok(request.unwrap_or_default())
}

/// All bodies of a job.
pub(crate) async fn of(executor: impl SqliteExecutor<'_>, job: i64) -> Result<Option<DocumentRow>> {
    Ok(sqlx::query_as("SELECT request, answer, request_id, description FROM document WHERE job = ?")
        .bind(job)
        .fetch_optional(executor)
        .await?)
}

/// Keeps the answer to `CreateTrainingJob` of the job that has the name.
pub(crate) async fn answered(
    executor: impl SqliteExecutor<'_>,
    name: &str,
    answer: &str,
    request_id: Option<&str>,
) -> Result<()> {
    sqlx::query(
        "UPDATE document SET answer = ?, request_id = ?
         WHERE job = (SELECT id FROM training_job WHERE name = ? AND superseded_at IS NULL)",
    )
    .bind(answer)
    .bind(request_id)
    .bind(name)
    .execute(executor)
    .await?;
    Ok(())
}
