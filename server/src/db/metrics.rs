//! Values that were read out of a job's log.

use domain::{
    description::{Metric, MetricPoint},
    log_line::MAX_EPOCH,
};
use sqlx::{SqliteConnection, SqliteExecutor};

use super::{Result, timestamp_columns::TimestampColumn};

/// Adds a value, or replaces the one of the same epoch: a job that the service restarts measures an epoch again.
pub(crate) async fn put(connection: &mut SqliteConnection, job: i64, point: &MetricPoint) -> Result<()> {
    put_named(connection, job, point.metric.word(), point).await?;
    if point.metric == Metric::ValidationAccuracy {
        sqlx::query(
            // The loaded model's score, of epoch 0, is no result of the job.
            "UPDATE training_job SET validation_accuracy = iif(?5 > 0, ?1, validation_accuracy), (best_validation_accuracy, best_epoch) = (
                 SELECT value, epoch FROM metric_point
                 WHERE job = ?2 AND metric = (SELECT id FROM metric WHERE name = ?3) AND epoch BETWEEN 1 AND ?4
                 ORDER BY value DESC, epoch LIMIT 1)
             WHERE id = ?2",
        )
        .bind(point.value)
        .bind(job)
        .bind(point.metric.word())
        .bind(MAX_EPOCH)
        .bind(point.epoch)
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

/// The number of a metric's name.
pub(crate) async fn number_of(connection: &mut SqliteConnection, name: &str) -> Result<i64> {
    sqlx::query("INSERT INTO metric (name) VALUES (?) ON CONFLICT (name) DO NOTHING")
        .bind(name)
        .execute(&mut *connection)
        .await?;
    Ok(sqlx::query_scalar("SELECT id FROM metric WHERE name = ?").bind(name).fetch_one(connection).await?)
}

async fn put_named(connection: &mut SqliteConnection, job: i64, name: &str, point: &MetricPoint) -> Result<()> {
    let metric = number_of(&mut *connection, name).await?;
    sqlx::query(
        "INSERT INTO metric_point (job, metric, epoch, value, at) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (job, metric, epoch) DO UPDATE SET value = excluded.value, at = excluded.at",
    )
    .bind(job)
    .bind(metric)
    .bind(point.epoch)
    .bind(point.value)
    .bind(point.at.milliseconds())
    .execute(&mut *connection)
    .await?;
    Ok(())
}

/// All values of a job, by epoch. Values of metrics that this version does not know are left out, and so are those of epochs
/// that cannot be: earlier versions stored whatever a program printed.
pub(crate) async fn of(executor: impl SqliteExecutor<'_>, job: i64) -> Result<Vec<MetricPoint>> {
    let rows: Vec<(String, u32, f64, TimestampColumn)> = sqlx::query_as(
        "SELECT metric.name, epoch, value, at FROM metric_point JOIN metric ON metric.id = metric_point.metric
         WHERE job = ? AND epoch BETWEEN 0 AND ? ORDER BY epoch, metric.name",
    )
    .bind(job)
    .bind(MAX_EPOCH)
    .fetch_all(executor)
    .await?;
    let point = |(name, epoch, value, at): (String, u32, f64, TimestampColumn)| {
        Some(MetricPoint { metric: Metric::parse(&name)?, epoch, value, at: at.into() })
    };
    Ok(rows.into_iter().filter_map(point).collect())
}
