//! Facts about the target as a whole.

use sqlx::SqliteExecutor;

use super::Result;

/// Jobs created at this time and later were not listed yet.
pub(crate) const LISTED_UNTIL: &str = "listed-until";

/// Jobs created before this time were compared with the service's list in this turn.
pub(crate) const SWEPT_UNTIL: &str = "swept-until";

/// The value of a mark.
pub(crate) async fn get(executor: impl SqliteExecutor<'_>, name: &str) -> Result<Option<String>> {
    Ok(sqlx::query_scalar("SELECT value FROM mark WHERE name = ?").bind(name).fetch_optional(executor).await?)
}

/// Sets a mark.
pub(crate) async fn set(executor: impl SqliteExecutor<'_>, name: &str, value: &str) -> Result<()> {
    sqlx::query("INSERT INTO mark (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value")
        .bind(name)
        .bind(value)
        .execute(executor)
        .await?;
    Ok(())
}
