//! Where jobs keep their checkpoints.

use sqlx::{Result, SqliteExecutor};

/// The newest job that keeps its checkpoints at a location.
pub(crate) async fn job_at(executor: impl SqliteExecutor<'_>, location: &str) -> Result<Option<String>> {
    // The words of the index `document_checkpoints`.
    sqlx::query_scalar(
        "SELECT job.name FROM document JOIN training_job job ON job.id = document.job
         WHERE CASE WHEN json_valid(request) THEN rtrim(json_extract(request, '$.CheckpointConfig.S3Uri'), '/') END = ?
         ORDER BY job.created_at DESC, job.id DESC LIMIT 1",
    )
    .bind(location.trim_end_matches('/'))
    .fetch_optional(executor)
    .await
}
