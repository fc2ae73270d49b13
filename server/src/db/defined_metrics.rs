//! Values of the metrics that a job defines by regular expressions.

use std::collections::BTreeMap;

use console::data::history::StepValue;
use domain::{
    Timestamp,
    description::{DefinedMetric, Metric},
};
use sqlx::{QueryBuilder, Sqlite, SqliteConnection, SqlitePool};

use super::{Result, metrics, timestamp_columns::TimestampColumn};

/// Values of one metric that are kept besides the last one. Source: our own limit; a chart cannot show more, and a log of 100 MiB
/// may have millions.
pub(crate) const MAX_STEPS: u32 = 100_000;
/// Points of one metric that a page gets.
const MAX_SHOWN_POINTS: u32 = 250;

/// Appends values of one metric in the order in which they were written.
pub(crate) async fn append(connection: &mut SqliteConnection, job: i64, name: &str, values: &[(Timestamp, f64)]) -> Result<()> {
    let Some((last_at, last)) = values.last() else { return Ok(()) };
    let metric = metrics::number_of(&mut *connection, name).await?;
    let before: Option<u32> = sqlx::query_scalar("SELECT steps FROM defined_metric WHERE job = ? AND metric = ?")
        .bind(job)
        .bind(metric)
        .fetch_optional(&mut *connection)
        .await?;
    let before = before.unwrap_or_default();
    for (step, (at, value)) in (before.saturating_add(1)..=MAX_STEPS).zip(values) {
        sqlx::query("INSERT INTO defined_metric_point (job, metric, step, value, at) VALUES (?, ?, ?, ?, ?)")
            .bind(job)
            .bind(metric)
            .bind(step)
            .bind(value)
            .bind(at.milliseconds())
            .execute(&mut *connection)
            .await?;
    }
    sqlx::query(
        "INSERT INTO defined_metric (job, metric, steps, value, at) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (job, metric) DO UPDATE SET steps = excluded.steps, value = excluded.value, at = excluded.at",
    )
    .bind(job)
    .bind(metric)
    .bind(before.saturating_add(u32::try_from(values.len()).unwrap_or(u32::MAX)))
    .bind(last)
    .bind(last_at.milliseconds())
    .execute(&mut *connection)
    .await?;
    if name == Metric::ValidationAccuracy.word() {
        summarise(connection, job, metric, *last).await?;
    }
    Ok(())
}

/// Copies the last and the best validation accuracy into the job's row, where the list finds them.
async fn summarise(connection: &mut SqliteConnection, job: i64, metric: i64, last: f64) -> Result<()> {
    sqlx::query(
        "UPDATE training_job SET validation_accuracy = ?3, (best_validation_accuracy, best_epoch) = (
             SELECT value, step FROM defined_metric_point WHERE job = ?1 AND metric = ?2 ORDER BY value DESC, step LIMIT 1)
         WHERE id = ?1",
    )
    .bind(job)
    .bind(metric)
    .bind(last)
    .execute(connection)
    .await?;
    Ok(())
}

/// Forgets all values of a job, because its expressions took too long on its log: half a curve would mislead, and so would the
/// best of its values.
pub(crate) async fn abandon(connection: &mut SqliteConnection, job: i64) -> Result<()> {
    let metric = metrics::number_of(&mut *connection, Metric::ValidationAccuracy.word()).await?;
    sqlx::query(
        "UPDATE training_job SET validation_accuracy = NULL, best_validation_accuracy = NULL, best_epoch = NULL
         WHERE id = ?1 AND EXISTS (SELECT 1 FROM defined_metric WHERE job = ?1 AND metric = ?2)",
    )
    .bind(job)
    .bind(metric)
    .execute(&mut *connection)
    .await?;
    for statement in [
        "DELETE FROM defined_metric_point WHERE job = ?",
        "DELETE FROM defined_metric WHERE job = ?",
        "UPDATE training_job SET metrics_abandoned = TRUE WHERE id = ?",
    ] {
        sqlx::query(statement).bind(job).execute(&mut *connection).await?;
    }
    Ok(())
}

/// The metrics of a job by name, thinned to about [`MAX_SHOWN_POINTS`] values each: every n-th step, the first of the largest
/// values, since pages tell which one is the best, and the last one.
pub(crate) async fn shown(pool: &SqlitePool, job: i64) -> Result<Vec<DefinedMetric>> {
    let metrics: Vec<(i64, String, u32, f64)> = sqlx::query_as(
        "SELECT metric.id, metric.name, steps, value FROM defined_metric JOIN metric ON metric.id = defined_metric.metric
         WHERE job = ? ORDER BY metric.name",
    )
    .bind(job)
    .fetch_all(pool)
    .await?;
    let mut shown = Vec::with_capacity(metrics.len());
    for (metric, name, steps, last) in metrics {
        let mut points: Vec<(u32, f64)> = sqlx::query_as(
            "SELECT step, value FROM defined_metric_point
             WHERE job = ?1 AND metric = ?2 AND step < ?4 AND ((step - 1) % ?3 = 0 OR step = (
                 SELECT step FROM defined_metric_point WHERE job = ?1 AND metric = ?2 ORDER BY value DESC, step LIMIT 1))
             ORDER BY step",
        )
        .bind(job)
        .bind(metric)
        .bind(steps.div_ceil(MAX_SHOWN_POINTS))
        .bind(steps)
        .fetch_all(pool)
        .await?;
        points.push((steps, last));
        shown.push(DefinedMetric { name, steps, points });
    }
    Ok(shown)
}

/// The last values of the metrics of several jobs, by name: those that the job defines, and those that the service reports.
pub(crate) async fn last_values(pool: &SqlitePool, jobs: &[i64]) -> Result<BTreeMap<i64, BTreeMap<String, f64>>> {
    let mut values: BTreeMap<i64, BTreeMap<String, f64>> = BTreeMap::new();
    // What the job defines comes last and replaces the service's value in single precision.
    for table in ["final_metric", "defined_metric"] {
        let mut sql: QueryBuilder<Sqlite> = QueryBuilder::new("SELECT job, metric.name, value FROM metric JOIN ");
        sql.push(table).push(" AS last ON last.metric = metric.id WHERE job IN (");
        let mut numbers = sql.separated(", ");
        for job in jobs {
            numbers.push_bind(job);
        }
        sql.push(")");
        let rows: Vec<(i64, String, f64)> = sql.build_query_as().fetch_all(pool).await?;
        for (job, name, value) in rows {
            values.entry(job).or_default().insert(name, value);
        }
    }
    Ok(values)
}

/// The values of a job by metric and step, at most `limit` after the given metric and step.
pub(crate) async fn page(pool: &SqlitePool, job: i64, after: (&str, u32), limit: u32) -> Result<Vec<StepValue>> {
    let rows: Vec<(String, u32, f64, TimestampColumn)> = sqlx::query_as(
        "SELECT metric.name, step, value, at FROM defined_metric_point AS point JOIN metric ON metric.id = point.metric
         WHERE job = ?1 AND (metric.name, step) > (?2, ?3) ORDER BY metric.name, step LIMIT ?4",
    )
    .bind(job)
    .bind(after.0)
    .bind(after.1)
    .bind(limit)
    .fetch_all(pool)
    .await?;
    Ok(rows.into_iter().map(|(metric, step, value, at)| StepValue { metric, step, value, at: at.into() }).collect())
}

#[cfg(test)]
mod tests;
