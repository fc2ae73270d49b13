//! Rows of training jobs, known by a number.

mod algorithms;
pub(crate) mod lookup;
mod name_keys;
mod rows;
mod words;

use domain::{Timestamp, job_query::natural_key};
use sqlx::{SqliteConnection, SqliteExecutor};

pub(crate) use self::{
    algorithms::{algorithm, name_algorithms},
    name_keys::{fill_name_keys, lack_name_keys},
    rows::{ArtifactProbe, Described, JobRow, NewJob},
    words::{LogState, Origin},
};

use super::Result;

/// Adds a job with its request; gives its number, or `None` when the name belongs to a job already.
pub(crate) async fn insert(connection: &mut SqliteConnection, job: &NewJob<'_>) -> Result<Option<i64>> {
    let id: Option<i64> = sqlx::query_scalar(
        "INSERT INTO training_job (name, name_key, origin, status, secondary_status, created_at, algorithm, instance_type,
                                   model_source, artifact, log_state)
         VALUES (?, ?, ?, 'InProgress', 'Starting', ?, ?, ?, ?, ?, ?)
         ON CONFLICT (name) WHERE superseded_at IS NULL DO NOTHING RETURNING id",
    )
    .bind(job.name)
    .bind(natural_key(job.name))
    .bind(job.origin)
    .bind(job.created_at.milliseconds())
    .bind(job.algorithm)
    .bind(job.instance_type)
    .bind(job.model_source)
    .bind(job.artifact)
    .bind(job.log_state)
    .fetch_optional(&mut *connection)
    .await?;
    if let Some(id) = id {
        sqlx::query("INSERT INTO document (job, request) VALUES (?, ?)")
            .bind(id)
            .bind(job.request)
            .execute(&mut *connection)
            .await?;
        super::parents::connect(connection, id).await?;
    }
    Ok(id)
}

/// Marks a job as accepted by the target.
pub(crate) async fn accept(connection: &mut SqliteConnection, name: &str, arn: &str) -> Result<()> {
    sqlx::query("UPDATE training_job SET arn = ? WHERE name = ? AND superseded_at IS NULL")
        .bind(arn)
        .bind(name)
        .execute(connection)
        .await?;
    Ok(())
}

/// Takes over what the target says. A metric read from the log is newer than the description's and stays.
pub(crate) async fn describe(connection: &mut SqliteConnection, id: i64, job: &Described<'_>) -> Result<()> {
    sqlx::query(
        "UPDATE training_job SET arn = ?, status = ?, secondary_status = ?, failure_reason = ?, created_at = ?, ended_at = ?,
                training_seconds = ?, billable_seconds = ?, validation_accuracy = coalesce(validation_accuracy, ?),
                artifact = coalesce(?, artifact), described_at = ?, vanished_at = NULL
         WHERE id = ?",
    )
    .bind(job.arn)
    .bind(job.status.as_str())
    .bind(job.secondary_status)
    .bind(job.failure_reason)
    .bind(job.created_at.milliseconds())
    .bind(job.ended_at.map(Timestamp::milliseconds))
    .bind(job.training_seconds)
    .bind(job.billable_seconds)
    .bind(job.validation_accuracy)
    .bind(job.artifact)
    .bind(job.at.milliseconds())
    .bind(id)
    .execute(&mut *connection)
    .await?;
    sqlx::query("UPDATE document SET description = ? WHERE job = ?").bind(job.body).bind(id).execute(&mut *connection).await?;
    super::parents::connect(connection, id).await
}

/// Keeps a job that the target no longer knows and whose end nobody saw. Its finer state stays the one that was seen last.
pub(crate) async fn lose(executor: impl SqliteExecutor<'_>, id: i64, at: Timestamp) -> Result<()> {
    sqlx::query(
        "UPDATE training_job SET status = 'Unknown', vanished_at = ?, log_state = 'complete', described_at = ? WHERE id = ?",
    )
    .bind(at.milliseconds())
    .bind(at.milliseconds())
    .bind(id)
    .execute(executor)
    .await?;
    Ok(())
}

/// Keeps an ended job that the target no longer knows: the rest of its log will not be learnt any more.
pub(crate) async fn mark_deleted(executor: impl SqliteExecutor<'_>, id: i64, at: Timestamp) -> Result<()> {
    sqlx::query("UPDATE training_job SET vanished_at = ?, log_state = 'complete', described_at = ? WHERE id = ?")
        .bind(at.milliseconds())
        .bind(at.milliseconds())
        .bind(id)
        .execute(executor)
        .await?;
    Ok(())
}

/// Lets the log and the artifact of a job be learnt again that had seemed to be gone.
pub(crate) async fn reopen(executor: impl SqliteExecutor<'_>, id: i64) -> Result<()> {
    sqlx::query("UPDATE training_job SET log_state = 'open', artifact_looked_at = NULL WHERE id = ?")
        .bind(id)
        .execute(executor)
        .await?;
    Ok(())
}

/// Gives the name of a job that the target no longer knows free; the job stays.
pub(crate) async fn supersede(executor: impl SqliteExecutor<'_>, id: i64, at: Timestamp) -> Result<()> {
    sqlx::query(
        "UPDATE training_job SET superseded_at = ?, vanished_at = coalesce(vanished_at, ?), log_state = 'complete' WHERE id = ?",
    )
    .bind(at.milliseconds())
    .bind(at.milliseconds())
    .bind(id)
    .execute(executor)
    .await?;
    Ok(())
}

/// Remembers that `at` was the last time when the target was asked and nothing had changed.
pub(crate) async fn touch(executor: impl SqliteExecutor<'_>, id: i64, at: Timestamp) -> Result<()> {
    sqlx::query("UPDATE training_job SET described_at = ? WHERE id = ?")
        .bind(at.milliseconds())
        .bind(id)
        .execute(executor)
        .await?;
    Ok(())
}

/// Remembers a look for the artifact. The tag that was seen first is that of the job's own object: an object with another tag
/// has taken its place, and what is known of the job's own stays.
pub(crate) async fn record_artifact_probe(
    executor: impl SqliteExecutor<'_>,
    id: i64,
    probe: &ArtifactProbe<'_>,
    at: Timestamp,
) -> Result<()> {
    sqlx::query(
        "UPDATE training_job SET artifact_looked_at = ?4,
                artifact_replaced = coalesce(artifact_etag <> ?2, FALSE),
                artifact_size = CASE WHEN artifact_etag <> ?2 THEN artifact_size ELSE ?1 END,
                artifact_sha256 = CASE WHEN artifact_etag <> ?2 THEN artifact_sha256 ELSE coalesce(?3, artifact_sha256) END,
                artifact_etag = coalesce(artifact_etag, ?2)
         WHERE id = ?5",
    )
    .bind(probe.size)
    .bind(probe.etag)
    .bind(probe.sha256)
    .bind(at.milliseconds())
    .bind(id)
    .execute(executor)
    .await?;
    Ok(())
}

/// Sets the state of the log.
pub(crate) async fn set_log_state(executor: impl SqliteExecutor<'_>, id: i64, state: LogState) -> Result<()> {
    sqlx::query("UPDATE training_job SET log_state = ? WHERE id = ?").bind(state).bind(id).execute(executor).await?;
    Ok(())
}

/// Remembers the digest of the archive that the trainer loaded.
pub(crate) async fn set_loaded(executor: impl SqliteExecutor<'_>, id: i64, digest: &str) -> Result<()> {
    sqlx::query("UPDATE training_job SET loaded_sha256 = ? WHERE id = ?").bind(digest).bind(id).execute(executor).await?;
    Ok(())
}

/// Remembers how much a job's score rose; `None` where nobody can tell.
pub(crate) async fn set_change(executor: impl SqliteExecutor<'_>, id: i64, change: Option<f64>) -> Result<()> {
    sqlx::query("UPDATE training_job SET change = ? WHERE id = ?").bind(change).bind(id).execute(executor).await?;
    Ok(())
}

/// Remembers the newest sign of progress.
pub(crate) async fn set_progress(
    executor: impl SqliteExecutor<'_>,
    id: i64,
    epoch: u32,
    batch: u32,
    at: Timestamp,
) -> Result<()> {
    sqlx::query("UPDATE training_job SET progress_epoch = ?, progress_batch = ?, progress_at = ? WHERE id = ?")
        .bind(epoch)
        .bind(batch)
        .bind(at.milliseconds())
        .bind(id)
        .execute(executor)
        .await?;
    Ok(())
}

/// Gives a name back to the job that had it last, when no job has it now.
pub(crate) async fn restore(executor: impl SqliteExecutor<'_>, name: &str) -> Result<()> {
    sqlx::query(
        "UPDATE training_job SET superseded_at = NULL
         WHERE id = (SELECT id FROM training_job WHERE name = ?1 AND superseded_at IS NOT NULL ORDER BY superseded_at DESC LIMIT 1)
           AND NOT EXISTS (SELECT 1 FROM training_job WHERE name = ?1 AND superseded_at IS NULL)",
    )
    .bind(name)
    .execute(executor)
    .await?;
    Ok(())
}

/// Removes a job that never existed at the target, with everything that is known of it; its events stay.
pub(crate) async fn remove(connection: &mut SqliteConnection, id: i64) -> Result<()> {
    sqlx::query("UPDATE training_job SET parent = NULL, parent_name = NULL, parent_key = NULL WHERE parent = ?")
        .bind(id)
        .execute(&mut *connection)
        .await?;
    sqlx::query("DELETE FROM training_job WHERE id = ?").bind(id).execute(&mut *connection).await?;
    Ok(())
}
