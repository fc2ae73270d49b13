//! The last values that the service reports of a job's metrics.

use domain::{Timestamp, description::FinalMetric};
use sqlx::{SqliteConnection, SqliteExecutor};

use super::{Result, metrics, timestamp_columns::NullableTimestampColumn};

/// Replaces what the description before said.
pub(crate) async fn replace(connection: &mut SqliteConnection, job: i64, found: &[FinalMetric]) -> Result<()> {
    sqlx::query("DELETE FROM final_metric WHERE job = ?").bind(job).execute(&mut *connection).await?;
    for FinalMetric { name, value, at } in found {
        let metric = metrics::number_of(&mut *connection, name).await?;
        sqlx::query("INSERT OR REPLACE INTO final_metric (job, metric, value, at) VALUES (?, ?, ?, ?)")
            .bind(job)
            .bind(metric)
            .bind(value)
            .bind(at.map(Timestamp::milliseconds))
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// The values by name.
pub(crate) async fn of(executor: impl SqliteExecutor<'_>, job: i64) -> Result<Vec<FinalMetric>> {
    let rows: Vec<(String, f64, NullableTimestampColumn)> = sqlx::query_as(
        "SELECT metric.name, value, at FROM final_metric JOIN metric ON metric.id = final_metric.metric
         WHERE job = ? ORDER BY metric.name",
    )
    .bind(job)
    .fetch_all(executor)
    .await?;
    Ok(rows.into_iter().map(|(name, value, at)| FinalMetric { name, value, at: at.into() }).collect())
}
