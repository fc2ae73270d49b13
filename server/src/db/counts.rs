//! How much the history holds.

use console::data::history::Counts;
use sqlx::SqliteExecutor;

use super::Result;

/// Counts everything; a table of ten million rows takes a moment.
pub(crate) async fn all(executor: impl SqliteExecutor<'_>) -> Result<Counts> {
    let (jobs, metric_points, log_lines, events): (i64, i64, i64, i64) = sqlx::query_as(
        "SELECT (SELECT count(*) FROM training_job), (SELECT count(*) FROM metric_point),
                (SELECT count(*) FROM log_line), (SELECT count(*) FROM event)",
    )
    .fetch_one(executor)
    .await?;
    let number = |count: i64| u64::try_from(count).unwrap_or_default();
    Ok(Counts { jobs: number(jobs), metric_points: number(metric_points), log_lines: number(log_lines), events: number(events) })
}

/// The version of SQLite, and the number of the last migration.
pub(crate) async fn versions(executor: impl SqliteExecutor<'_>) -> Result<(String, i64)> {
    Ok(sqlx::query_as("SELECT sqlite_version(), (SELECT max(version) FROM _sqlx_migrations)").fetch_one(executor).await?)
}
