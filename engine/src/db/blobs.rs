//! The blobs that are in use.

use std::collections::HashSet;

use sqlx::{Result, SqliteExecutor};

/// The names of all blobs that an object or a part points at.
pub(crate) async fn in_use(executor: impl SqliteExecutor<'_>) -> Result<HashSet<String>> {
    let rows: Vec<(String,)> = sqlx::query_as("SELECT blob FROM object UNION SELECT blob FROM part").fetch_all(executor).await?;
    Ok(rows.into_iter().map(|(blob,)| blob).collect())
}
