//! Training jobs: one row each.

use domain::job_status::TrainingJobStatus;
use sqlx::{FromRow, Result, SqliteConnection, SqliteExecutor};

/// A row of `training_job`, without the large `description`.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub(crate) struct JobRow {
    pub(crate) name: String,
    pub(crate) arn: Option<String>,
    pub(crate) request: String,
    pub(crate) status: String,
    pub(crate) secondary_status: String,
    pub(crate) failure_reason: Option<String>,
    pub(crate) created_at: i64,
    pub(crate) ended_at: Option<i64>,
    pub(crate) training_seconds: Option<i64>,
    pub(crate) billable_seconds: Option<i64>,
    pub(crate) validation_accuracy: Option<f64>,
    pub(crate) model_source: Option<String>,
    pub(crate) artifact: Option<String>,
    pub(crate) artifact_size: Option<i64>,
    pub(crate) artifact_looked_at: Option<i64>,
    pub(crate) described_at: Option<i64>,
    pub(crate) log_state: String,
    pub(crate) progress_epoch: Option<i64>,
    pub(crate) progress_batch: Option<i64>,
    pub(crate) progress_at: Option<i64>,
    pub(crate) vanished_at: Option<i64>,
}

impl JobRow {
    /// The state; a word of a newer version counts as in progress.
    pub(crate) fn status(&self) -> TrainingJobStatus {
        TrainingJobStatus::parse(&self.status).unwrap_or(TrainingJobStatus::InProgress)
    }

    /// Whether the request was stored and no answer to it is known.
    pub(crate) fn is_submitting(&self) -> bool {
        self.arn.is_none() && self.vanished_at.is_none()
    }
}

/// A job that is about to be submitted, or was found at the target.
#[derive(Debug, Clone)]
pub(crate) struct NewJob<'a> {
    pub(crate) name: &'a str,
    pub(crate) request: &'a str,
    pub(crate) created_at: i64,
    pub(crate) model_source: Option<&'a str>,
    pub(crate) artifact: Option<&'a str>,
    pub(crate) log_state: &'a str,
}

/// What `DescribeTrainingJob` said.
#[derive(Debug, Clone)]
pub(crate) struct Described<'a> {
    pub(crate) arn: &'a str,
    pub(crate) status: TrainingJobStatus,
    pub(crate) secondary_status: &'a str,
    pub(crate) failure_reason: Option<&'a str>,
    pub(crate) created_at: i64,
    pub(crate) ended_at: Option<i64>,
    pub(crate) training_seconds: Option<i64>,
    pub(crate) billable_seconds: Option<i64>,
    pub(crate) validation_accuracy: Option<f64>,
    pub(crate) artifact: Option<&'a str>,
    pub(crate) body: &'a str,
    pub(crate) at: i64,
}

/// Adds a job; `false` when the name has a row already.
pub(crate) async fn insert(executor: impl SqliteExecutor<'_>, job: &NewJob<'_>) -> Result<bool> {
    let done = sqlx::query(
        "INSERT INTO training_job (name, request, status, secondary_status, created_at, model_source, artifact, log_state)
         VALUES (?, ?, 'InProgress', 'Starting', ?, ?, ?, ?) ON CONFLICT (name) DO NOTHING",
    )
    .bind(job.name)
    .bind(job.request)
    .bind(job.created_at)
    .bind(job.model_source)
    .bind(job.artifact)
    .bind(job.log_state)
    .execute(executor)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Marks a job as accepted by the target.
pub(crate) async fn accept(executor: impl SqliteExecutor<'_>, name: &str, arn: &str) -> Result<()> {
    sqlx::query("UPDATE training_job SET arn = ? WHERE name = ?").bind(arn).bind(name).execute(executor).await?;
    Ok(())
}

/// Takes over what the target says. A metric read from the log is newer than the description's and stays.
pub(crate) async fn describe(connection: &mut SqliteConnection, name: &str, job: &Described<'_>) -> Result<()> {
    sqlx::query(
        "UPDATE training_job SET arn = ?, status = ?, secondary_status = ?, failure_reason = ?, created_at = ?, ended_at = ?,
                training_seconds = ?, billable_seconds = ?, validation_accuracy = coalesce(validation_accuracy, ?),
                artifact = coalesce(?, artifact), description = ?, described_at = ?, vanished_at = NULL
         WHERE name = ?",
    )
    .bind(job.arn)
    .bind(job.status.as_str())
    .bind(job.secondary_status)
    .bind(job.failure_reason)
    .bind(job.created_at)
    .bind(job.ended_at)
    .bind(job.training_seconds)
    .bind(job.billable_seconds)
    .bind(job.validation_accuracy)
    .bind(job.artifact)
    .bind(job.body)
    .bind(job.at)
    .bind(name)
    .execute(connection)
    .await?;
    Ok(())
}

/// Ends a job that the target no longer knows.
pub(crate) async fn vanish(executor: impl SqliteExecutor<'_>, name: &str, reason: &str, at: i64) -> Result<()> {
    sqlx::query(
        "UPDATE training_job SET status = 'Failed', secondary_status = 'Failed', failure_reason = ?, ended_at = ?,
                vanished_at = ?, log_state = 'complete', described_at = ?
         WHERE name = ?",
    )
    .bind(reason)
    .bind(at)
    .bind(at)
    .bind(at)
    .bind(name)
    .execute(executor)
    .await?;
    Ok(())
}

/// Remembers that `at` was the last time when the target was asked and nothing had changed.
pub(crate) async fn touch(executor: impl SqliteExecutor<'_>, name: &str, at: i64) -> Result<()> {
    sqlx::query("UPDATE training_job SET described_at = ? WHERE name = ?").bind(at).bind(name).execute(executor).await?;
    Ok(())
}

/// Remembers a look for the artifact; `size` is `None` when there was none.
pub(crate) async fn look(executor: impl SqliteExecutor<'_>, name: &str, size: Option<i64>, at: i64) -> Result<()> {
    sqlx::query("UPDATE training_job SET artifact_size = ?, artifact_looked_at = ? WHERE name = ?")
        .bind(size)
        .bind(at)
        .bind(name)
        .execute(executor)
        .await?;
    Ok(())
}

/// Sets the state of the log.
pub(crate) async fn set_log_state(executor: impl SqliteExecutor<'_>, name: &str, state: &str) -> Result<()> {
    sqlx::query("UPDATE training_job SET log_state = ? WHERE name = ?").bind(state).bind(name).execute(executor).await?;
    Ok(())
}

/// Remembers the newest sign of progress.
pub(crate) async fn set_progress(executor: impl SqliteExecutor<'_>, name: &str, epoch: u32, batch: u32, at: i64) -> Result<()> {
    sqlx::query("UPDATE training_job SET progress_epoch = ?, progress_batch = ?, progress_at = ? WHERE name = ?")
        .bind(epoch)
        .bind(batch)
        .bind(at)
        .bind(name)
        .execute(executor)
        .await?;
    Ok(())
}

/// Removes a job that the target no longer knows, whose name is free again.
pub(crate) async fn remove_vanished(executor: impl SqliteExecutor<'_>, name: &str) -> Result<()> {
    sqlx::query("DELETE FROM training_job WHERE name = ? AND vanished_at IS NOT NULL").bind(name).execute(executor).await?;
    Ok(())
}

/// Removes a job with everything that is known of it; its events stay.
pub(crate) async fn remove(executor: impl SqliteExecutor<'_>, name: &str) -> Result<()> {
    sqlx::query("DELETE FROM training_job WHERE name = ?").bind(name).execute(executor).await?;
    Ok(())
}
