//! Where jobs keep their checkpoints.

use sqlx::SqliteExecutor;

use super::Result;

/// The newest job that keeps its checkpoints at a location.
pub(crate) async fn job_at(executor: impl SqliteExecutor<'_>, location: &str) -> Result<Option<String>> {
    // The words of the index `document_checkpoints`.
    Ok(sqlx::query_scalar(
        "SELECT job.name FROM document JOIN training_job job ON job.id = document.job
         WHERE CASE WHEN json_valid(request) THEN rtrim(json_extract(request, '$.CheckpointConfig.S3Uri'), '/') END = ?
         ORDER BY job.created_at DESC, job.id DESC LIMIT 1",
    )
    .bind(location.trim_end_matches('/'))
    .fetch_optional(executor)
    .await?)
}

#[cfg(test)]
mod tests {
    use crate::db::testing::database;

    #[tokio::test]
    async fn they_are_found_by_an_index() {
        let (database, _folder) = database().await;
        let plan: Vec<(i64, i64, i64, String)> = sqlx::query_as(
            "EXPLAIN QUERY PLAN SELECT job FROM document
             WHERE CASE WHEN json_valid(request) THEN rtrim(json_extract(request, '$.CheckpointConfig.S3Uri'), '/') END = ''",
        )
        .fetch_all(database.reader())
        .await
        .expect("a plan");
        assert!(plan[0].3.contains("document_checkpoints"), "{plan:?}");
    }
}
