//! Questions to the list that somebody saved.

use console::data::history::FilterSet;
use sqlx::SqliteExecutor;

use super::{Result, timestamp_columns::TimestampColumn};

/// All of them, by name.
pub(crate) async fn all(executor: impl SqliteExecutor<'_>) -> Result<Vec<FilterSet>> {
    let rows: Vec<(String, String, TimestampColumn)> =
        sqlx::query_as("SELECT name, query, saved_at FROM filter_set ORDER BY name COLLATE NOCASE").fetch_all(executor).await?;
    Ok(rows.into_iter().map(|(name, query, saved_at)| FilterSet { name, query, saved_at: saved_at.into() }).collect())
}

/// Saves one, in the place of one of the same name.
pub(crate) async fn save(executor: impl SqliteExecutor<'_>, set: &FilterSet) -> Result<()> {
    sqlx::query(
        "INSERT INTO filter_set (name, query, saved_at) VALUES (?, ?, ?)
         ON CONFLICT (name) DO UPDATE SET query = excluded.query, saved_at = excluded.saved_at",
    )
    .bind(&set.name)
    .bind(&set.query)
    .bind(set.saved_at.milliseconds())
    .execute(executor)
    .await?;
    Ok(())
}

/// Forgets one.
pub(crate) async fn remove(executor: impl SqliteExecutor<'_>, name: &str) -> Result<()> {
    sqlx::query("DELETE FROM filter_set WHERE name = ?").bind(name).execute(executor).await?;
    Ok(())
}
