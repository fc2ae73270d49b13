//! Facts about the target as a whole.

use domain::Timestamp;
use sqlx::SqliteExecutor;

use super::Result;

/// Jobs created at this time and later were not listed yet.
pub(crate) const LISTED_UNTIL: &str = "listed-until";

/// Jobs created before this time were compared with the service's list in this turn.
pub(crate) const SWEPT_UNTIL: &str = "swept-until";

/// The value of a mark; none counts as the beginning of all times, and so does one that cannot be read.
pub(crate) async fn get(executor: impl SqliteExecutor<'_>, name: &str) -> Result<Timestamp> {
    let value: Option<String> =
        sqlx::query_scalar("SELECT value FROM mark WHERE name = ?").bind(name).fetch_optional(executor).await?;
    let milliseconds = value.and_then(|value| value.parse().ok());
    Ok(milliseconds.map_or(Timestamp::UNIX_EPOCH, Timestamp::from_milliseconds))
}

/// Sets a mark.
pub(crate) async fn set(executor: impl SqliteExecutor<'_>, name: &str, value: Timestamp) -> Result<()> {
    sqlx::query("INSERT INTO mark (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value")
        .bind(name)
        .bind(value.milliseconds().to_string())
        .execute(executor)
        .await?;
    Ok(())
}
