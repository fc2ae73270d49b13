//! Training jobs, one row each. Every change of a state checks the state before it.

use sqlx::{FromRow, QueryBuilder, Result, SqliteConnection, SqliteExecutor, types::Json};

use super::{
    history::{self, TransitionRow},
    records::JobStep,
};

/// A row of `job`.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct JobRow {
    pub(crate) sequence: i64,
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) arn: String,
    /// The body of `CreateTrainingJob`.
    pub(crate) request: String,
    pub(crate) status: String,
    pub(crate) secondary_status: String,
    pub(crate) failure_reason: Option<String>,
    pub(crate) created_at: i64,
    pub(crate) modified_at: i64,
    pub(crate) training_started_at: Option<i64>,
    pub(crate) training_ended_at: Option<i64>,
    /// Attempts that are over.
    pub(crate) attempt: i64,
    pub(crate) attempt_started_at: Option<i64>,
    /// The time of the attempts that are over.
    pub(crate) trained_ms: i64,
    /// The end of `MaxWaitTimeInSeconds`.
    pub(crate) give_up_at: Option<i64>,
    pub(crate) keep_alive_seconds: Option<i64>,
    pub(crate) pool_since: Option<i64>,
    pub(crate) pool_until: Option<i64>,
    pub(crate) pool_reused_by: Option<String>,
}

/// A job with its transitions in order.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct JobWithTransitions {
    #[sqlx(flatten)]
    pub(crate) job: JobRow,
    pub(crate) transitions: Json<Vec<TransitionRow>>,
}

/// The columns of a new job.
#[derive(Debug, Clone)]
pub(crate) struct NewJob<'a> {
    pub(crate) id: &'a str,
    pub(crate) name: &'a str,
    pub(crate) arn: &'a str,
    pub(crate) request: &'a str,
    pub(crate) created_at: i64,
    pub(crate) give_up_at: Option<i64>,
    pub(crate) keep_alive_seconds: Option<i64>,
}

/// Adds a job that has come by way of [`JobStep::Starting`] to `step`; `false` when the name is taken. Called inside a
/// transaction.
pub(crate) async fn insert(connection: &mut SqliteConnection, job: &NewJob<'_>, step: JobStep) -> Result<bool> {
    let done = sqlx::query(
        "INSERT INTO job (id, name, arn, request, status, secondary_status, created_at, modified_at, give_up_at,
             keep_alive_seconds)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO NOTHING",
    )
    .bind(job.id)
    .bind(job.name)
    .bind(job.arn)
    .bind(job.request)
    .bind(step.primary().as_str())
    .bind(step.secondary())
    .bind(job.created_at)
    .bind(job.created_at)
    .bind(job.give_up_at)
    .bind(job.keep_alive_seconds)
    .execute(&mut *connection)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    if step != JobStep::Starting {
        history::enter(connection, job.id, JobStep::Starting, job.created_at).await?;
    }
    history::enter(connection, job.id, step, job.created_at).await?;
    Ok(true)
}

/// One job by name.
pub(crate) async fn find(executor: impl SqliteExecutor<'_>, name: &str) -> Result<Option<JobRow>> {
    sqlx::query_as("SELECT * FROM job WHERE name = ?").bind(name).fetch_optional(executor).await
}

/// One job by name, with its transitions.
pub(crate) async fn find_with_transitions(executor: impl SqliteExecutor<'_>, name: &str) -> Result<Option<JobWithTransitions>> {
    // A second query would make another way to the connection's thread and back, which costs more than the query.
    sqlx::query_as(
        "SELECT *, (SELECT json_group_array(json_object('status', status, 'started_at', started_at, 'ended_at', ended_at,
                 'message', message) ORDER BY number) FROM transition WHERE transition.job = job.id) AS transitions
         FROM job WHERE name = ?",
    )
    .bind(name)
    .fetch_optional(executor)
    .await
}

/// One job by id.
///
/// # Errors
/// `RowNotFound` when there is none.
pub(crate) async fn get(executor: impl SqliteExecutor<'_>, id: &str) -> Result<JobRow> {
    sqlx::query_as("SELECT * FROM job WHERE id = ?").bind(id).fetch_one(executor).await
}

/// The status of a job by id.
pub(crate) async fn status(executor: impl SqliteExecutor<'_>, id: &str) -> Result<Option<String>> {
    let row: Option<(String,)> = sqlx::query_as("SELECT status FROM job WHERE id = ?").bind(id).fetch_optional(executor).await?;
    Ok(row.map(|(status,)| status))
}

/// Moves a job to a step, with its transition; `false` when the job's state does not allow it and nothing was changed.
/// Called inside a transaction.
pub(crate) async fn advance(connection: &mut SqliteConnection, id: &str, step: JobStep, now: i64) -> Result<bool> {
    let mut query = QueryBuilder::new("UPDATE job SET status = ");
    query.push_bind(step.primary().as_str());
    query.push(", secondary_status = ").push_bind(step.secondary());
    query.push(", modified_at = ").push_bind(now);
    match step {
        // A job with streamed data has no download before the training.
        JobStep::Downloading | JobStep::Training => {
            query.push(", training_started_at = coalesce(training_started_at, ").push_bind(now);
            query.push("), attempt_started_at = coalesce(attempt_started_at, ").push_bind(now).push(")");
        }
        _ if step.primary().is_final() => {
            query.push(", training_ended_at = CASE WHEN training_started_at IS NULL THEN NULL ELSE ");
            query.push_bind(now).push(" END, attempt_started_at = NULL, trained_ms = trained_ms + coalesce(");
            query.push_bind(now).push(" - attempt_started_at, 0)");
        }
        _ => {}
    }
    query.push(" WHERE id = ").push_bind(id).push(" AND status IN (");
    let mut states = query.separated(", ");
    for state in step.from() {
        states.push_bind(state.as_str());
    }
    query.push(")");
    if query.build().execute(&mut *connection).await?.rows_affected() == 0 {
        return Ok(false);
    }
    history::enter(connection, id, step, now).await?;
    Ok(true)
}

/// Writes the reason why a job failed. Called in the transaction that moves it to [`JobStep::Failed`].
pub(crate) async fn set_failure_reason(executor: impl SqliteExecutor<'_>, id: &str, reason: &str) -> Result<()> {
    sqlx::query("UPDATE job SET failure_reason = ? WHERE id = ?").bind(reason).bind(id).execute(executor).await?;
    Ok(())
}

/// Deletes a job that has ended, with its history; `false` when it has not. Its log stays.
pub(crate) async fn delete(executor: impl SqliteExecutor<'_>, id: &str) -> Result<bool> {
    let done = sqlx::query("DELETE FROM job WHERE id = ? AND status IN ('Completed', 'Failed', 'Stopped')")
        .bind(id)
        .execute(executor)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Replaces the request of a job.
pub(crate) async fn set_request(executor: impl SqliteExecutor<'_>, id: &str, request: &str, now: i64) -> Result<()> {
    sqlx::query("UPDATE job SET request = ?, modified_at = ? WHERE id = ?")
        .bind(request)
        .bind(now)
        .bind(id)
        .execute(executor)
        .await?;
    Ok(())
}

/// The number of instances of a type that all unfinished jobs use.
pub(crate) async fn instances_in_use(executor: impl SqliteExecutor<'_>, instance_type: &str, spot: bool) -> Result<i64> {
    let (count,): (i64,) = sqlx::query_as(
        "SELECT coalesce(sum(json_extract(request, '$.ResourceConfig.InstanceCount')), 0) FROM job
         WHERE status IN ('InProgress', 'Stopping') AND json_extract(request, '$.ResourceConfig.InstanceType') = ?
           AND coalesce(json_extract(request, '$.EnableManagedSpotTraining'), 0) = ?",
    )
    .bind(instance_type)
    .bind(spot)
    .fetch_one(executor)
    .await?;
    Ok(count)
}
