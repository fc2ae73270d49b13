//! Training jobs: one row each, known by a number.

use domain::job_status::TrainingJobStatus;
use sqlx::{FromRow, Result, SqliteConnection, SqliteExecutor};

/// A row of `training_job`. Its bodies are in [`super::documents`].
#[derive(Debug, Clone, PartialEq, FromRow)]
pub(crate) struct JobRow {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) origin: String,
    pub(crate) status: String,
    pub(crate) secondary_status: String,
    pub(crate) created_at: i64,
    pub(crate) ended_at: Option<i64>,
    pub(crate) training_seconds: Option<i64>,
    pub(crate) billable_seconds: Option<i64>,
    pub(crate) algorithm: Option<String>,
    pub(crate) instance_type: Option<String>,
    pub(crate) validation_accuracy: Option<f64>,
    pub(crate) best_validation_accuracy: Option<f64>,
    pub(crate) best_epoch: Option<u32>,
    pub(crate) parent: Option<i64>,
    pub(crate) parent_name: Option<String>,
    pub(crate) vanished_at: Option<i64>,
    pub(crate) superseded_at: Option<i64>,
    pub(crate) arn: Option<String>,
    pub(crate) failure_reason: Option<String>,
    pub(crate) model_source: Option<String>,
    pub(crate) artifact: Option<String>,
    pub(crate) artifact_size: Option<i64>,
    pub(crate) artifact_etag: Option<String>,
    pub(crate) artifact_sha256: Option<String>,
    pub(crate) artifact_looked_at: Option<i64>,
    pub(crate) described_at: Option<i64>,
    pub(crate) log_state: String,
    pub(crate) progress_epoch: Option<i64>,
    pub(crate) progress_batch: Option<i64>,
    pub(crate) progress_at: Option<i64>,
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
    /// `console` or `elsewhere`.
    pub(crate) origin: &'a str,
    pub(crate) request: &'a str,
    pub(crate) algorithm: &'a str,
    pub(crate) instance_type: Option<&'a str>,
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

/// Adds a job with its request; gives its number, or `None` when the name belongs to a job already.
pub(crate) async fn insert(connection: &mut SqliteConnection, job: &NewJob<'_>) -> Result<Option<i64>> {
    let id: Option<i64> = sqlx::query_scalar(
        "INSERT INTO training_job (name, origin, status, secondary_status, created_at, algorithm, instance_type, model_source,
                                   artifact, log_state)
         VALUES (?, ?, 'InProgress', 'Starting', ?, ?, ?, ?, ?, ?)
         ON CONFLICT (name) WHERE superseded_at IS NULL DO NOTHING RETURNING id",
    )
    .bind(job.name)
    .bind(job.origin)
    .bind(job.created_at)
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
    .bind(job.created_at)
    .bind(job.ended_at)
    .bind(job.training_seconds)
    .bind(job.billable_seconds)
    .bind(job.validation_accuracy)
    .bind(job.artifact)
    .bind(job.at)
    .bind(id)
    .execute(&mut *connection)
    .await?;
    sqlx::query("UPDATE document SET description = ? WHERE job = ?").bind(job.body).bind(id).execute(&mut *connection).await?;
    super::parents::connect(connection, id).await
}

/// Ends a job that the target no longer knows while it ran.
pub(crate) async fn fail_vanished(executor: impl SqliteExecutor<'_>, id: i64, reason: &str, at: i64) -> Result<()> {
    sqlx::query(
        "UPDATE training_job SET status = 'Failed', secondary_status = 'Failed', failure_reason = ?, ended_at = ?,
                vanished_at = ?, log_state = 'complete', described_at = ?
         WHERE id = ?",
    )
    .bind(reason)
    .bind(at)
    .bind(at)
    .bind(at)
    .bind(id)
    .execute(executor)
    .await?;
    Ok(())
}

/// Keeps an ended job that the target no longer knows: the rest of its log will not be learnt any more.
pub(crate) async fn bury(executor: impl SqliteExecutor<'_>, id: i64, at: i64) -> Result<()> {
    sqlx::query("UPDATE training_job SET vanished_at = ?, log_state = 'complete', described_at = ? WHERE id = ?")
        .bind(at)
        .bind(at)
        .bind(id)
        .execute(executor)
        .await?;
    Ok(())
}

/// Gives the name of a job that the target no longer knows free; the job stays.
pub(crate) async fn supersede(executor: impl SqliteExecutor<'_>, id: i64, at: i64) -> Result<()> {
    sqlx::query(
        "UPDATE training_job SET superseded_at = ?, vanished_at = coalesce(vanished_at, ?), log_state = 'complete' WHERE id = ?",
    )
    .bind(at)
    .bind(at)
    .bind(id)
    .execute(executor)
    .await?;
    Ok(())
}

/// Remembers that `at` was the last time when the target was asked and nothing had changed.
pub(crate) async fn touch(executor: impl SqliteExecutor<'_>, id: i64, at: i64) -> Result<()> {
    sqlx::query("UPDATE training_job SET described_at = ? WHERE id = ?").bind(at).bind(id).execute(executor).await?;
    Ok(())
}

/// What a look for the artifact found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Look<'a> {
    /// `None` when there was none.
    pub(crate) size: Option<i64>,
    pub(crate) etag: Option<&'a str>,
    /// Where the store tells it; a digest that is known of the same object stays.
    pub(crate) sha256: Option<&'a str>,
}

/// Remembers a look for the artifact.
pub(crate) async fn look(executor: impl SqliteExecutor<'_>, id: i64, look: &Look<'_>, at: i64) -> Result<()> {
    sqlx::query(
        "UPDATE training_job SET artifact_size = ?1, artifact_looked_at = ?4,
                artifact_sha256 = coalesce(?3, CASE WHEN artifact_etag IS ?2 OR ?2 IS NULL THEN artifact_sha256 END),
                artifact_etag = coalesce(?2, artifact_etag)
         WHERE id = ?5",
    )
    .bind(look.size)
    .bind(look.etag)
    .bind(look.sha256)
    .bind(at)
    .bind(id)
    .execute(executor)
    .await?;
    Ok(())
}

/// Sets the state of the log.
pub(crate) async fn set_log_state(executor: impl SqliteExecutor<'_>, id: i64, state: &str) -> Result<()> {
    sqlx::query("UPDATE training_job SET log_state = ? WHERE id = ?").bind(state).bind(id).execute(executor).await?;
    Ok(())
}

/// Remembers the newest sign of progress.
pub(crate) async fn set_progress(executor: impl SqliteExecutor<'_>, id: i64, epoch: u32, batch: u32, at: i64) -> Result<()> {
    sqlx::query("UPDATE training_job SET progress_epoch = ?, progress_batch = ?, progress_at = ? WHERE id = ?")
        .bind(epoch)
        .bind(batch)
        .bind(at)
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
    sqlx::query("UPDATE training_job SET parent = NULL, parent_name = NULL WHERE parent = ?")
        .bind(id)
        .execute(&mut *connection)
        .await?;
    sqlx::query("DELETE FROM training_job WHERE id = ?").bind(id).execute(&mut *connection).await?;
    Ok(())
}

/// Fills in the algorithms of rows that an earlier version wrote: their names are known to the program alone.
pub(crate) async fn name_algorithms(pool: &sqlx::SqlitePool) -> Result<()> {
    let rows: Vec<(i64, String)> = sqlx::query_as(
        "SELECT id, request FROM training_job JOIN document ON document.job = training_job.id WHERE algorithm IS NULL",
    )
    .fetch_all(pool)
    .await?;
    for (id, request) in rows {
        let request: domain::TrainingJobRequest = serde_json::from_str(&request).unwrap_or_default();
        sqlx::query("UPDATE training_job SET algorithm = ? WHERE id = ?")
            .bind(algorithm(&request))
            .bind(id)
            .execute(pool)
            .await?;
    }
    Ok(())
}

/// The algorithm's name for people, or the image; empty when the request has none.
pub(crate) fn algorithm(request: &domain::TrainingJobRequest) -> &str {
    let image = request.training_image().unwrap_or_default();
    domain::algorithm::Algorithm::of_image(image).map_or(image, |algorithm| algorithm.display)
}
