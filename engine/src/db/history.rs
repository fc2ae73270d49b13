//! The transitions of a job, and its final metrics.

use serde::Deserialize;
use sqlx::{FromRow, Result, SqliteConnection, SqliteExecutor};

use super::records::JobStep;

/// A row of `transition`.
#[derive(Debug, Clone, PartialEq, Eq, FromRow, Deserialize)]
pub(crate) struct TransitionRow {
    pub(crate) status: String,
    pub(crate) started_at: i64,
    pub(crate) ended_at: Option<i64>,
    pub(crate) message: String,
}

/// A row of `metric`.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub(crate) struct MetricRow {
    pub(crate) name: String,
    pub(crate) value: f64,
    pub(crate) observed_at: i64,
}

/// Ends the open transition and begins one for `step`; a final step ends at once. Called inside a transaction.
pub(super) async fn enter(connection: &mut SqliteConnection, job: &str, step: JobStep, now: i64) -> Result<()> {
    // Both statements make one way to the connection's thread and back.
    sqlx::query(
        "UPDATE transition SET ended_at = ?2 WHERE job = ?1 AND ended_at IS NULL;
         INSERT INTO transition (job, number, status, started_at, ended_at, message)
         VALUES (?1, (SELECT count(*) FROM transition WHERE job = ?1), ?3, ?2, ?4, ?5)",
    )
    .bind(job)
    .bind(now)
    .bind(step.secondary())
    .bind(step.primary().is_final().then_some(now))
    .bind(step.message())
    .execute(&mut *connection)
    .await?;
    Ok(())
}

/// The transitions of a job in order.
pub(crate) async fn transitions(executor: impl SqliteExecutor<'_>, job: &str) -> Result<Vec<TransitionRow>> {
    sqlx::query_as("SELECT status, started_at, ended_at, message FROM transition WHERE job = ? ORDER BY number")
        .bind(job)
        .fetch_all(executor)
        .await
}

/// Writes the last value of each metric. Called in the transaction that ends the job.
pub(crate) async fn put_metrics(connection: &mut SqliteConnection, job: &str, metrics: &[MetricRow]) -> Result<()> {
    for metric in metrics {
        sqlx::query(
            "INSERT INTO metric (job, name, value, observed_at) VALUES (?, ?, ?, ?)
             ON CONFLICT (job, name) DO UPDATE SET value = excluded.value, observed_at = excluded.observed_at",
        )
        .bind(job)
        .bind(&metric.name)
        .bind(metric.value)
        .bind(metric.observed_at)
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

/// The last value of each metric of a job, by name.
pub(crate) async fn metrics(executor: impl SqliteExecutor<'_>, job: &str) -> Result<Vec<MetricRow>> {
    sqlx::query_as("SELECT name, value, observed_at FROM metric WHERE job = ? ORDER BY name").bind(job).fetch_all(executor).await
}
