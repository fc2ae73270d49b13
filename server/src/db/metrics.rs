//! Values that were read out of a job's log.

use domain::description::{Metric, MetricPoint};
use sqlx::{Result, SqliteConnection, SqliteExecutor};

/// Adds a value, or replaces the one of the same epoch: a job that the service restarts measures an epoch again.
pub(crate) async fn put(connection: &mut SqliteConnection, job: &str, point: &MetricPoint) -> Result<()> {
    sqlx::query(
        "INSERT INTO metric_point (job, metric, epoch, value, at) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (job, metric, epoch) DO UPDATE SET value = excluded.value, at = excluded.at",
    )
    .bind(job)
    .bind(word(point.metric))
    .bind(point.epoch)
    .bind(point.value)
    .bind(point.at)
    .execute(&mut *connection)
    .await?;
    if point.metric == Metric::ValidationAccuracy {
        sqlx::query("UPDATE training_job SET validation_accuracy = ? WHERE name = ?")
            .bind(point.value)
            .bind(job)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// All values of a job, by epoch.
pub(crate) async fn of(executor: impl SqliteExecutor<'_>, job: &str) -> Result<Vec<MetricPoint>> {
    let rows: Vec<(String, u32, f64, i64)> =
        sqlx::query_as("SELECT metric, epoch, value, at FROM metric_point WHERE job = ? ORDER BY epoch, metric")
            .bind(job)
            .fetch_all(executor)
            .await?;
    let point = |(name, epoch, value, at): (String, _, _, _)| Some(MetricPoint { metric: metric(&name)?, epoch, value, at });
    Ok(rows.into_iter().filter_map(point).collect())
}

const WORDS: [(Metric, &str); 4] = [
    (Metric::TrainAccuracy, "train:accuracy"),
    (Metric::ValidationAccuracy, "validation:accuracy"),
    (Metric::TrainLoss, "train:cross-entropy"),
    (Metric::ValidationLoss, "validation:cross-entropy"),
];

fn word(metric: Metric) -> &'static str {
    WORDS.iter().find(|(known, _)| *known == metric).map_or("", |(_, word)| word)
}

fn metric(word: &str) -> Option<Metric> {
    WORDS.iter().find(|(_, known)| *known == word).map(|(metric, _)| *metric)
}
