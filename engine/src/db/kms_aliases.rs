//! Names of the keys of KMS.

use sqlx::{FromRow, QueryBuilder, Result, SqliteExecutor};

/// A row of `kms_alias`.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct AliasRow {
    /// With the prefix `alias/`.
    pub(crate) name: String,
    /// The id of the key.
    pub(crate) key: String,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
}

/// Adds an alias. Returns whether there was none of this name.
pub(crate) async fn insert(executor: impl SqliteExecutor<'_>, name: &str, key: &str, now: i64) -> Result<bool> {
    let query =
        sqlx::query("INSERT INTO kms_alias (name, key, created_at, updated_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING");
    let done = query.bind(name).bind(key).bind(now).bind(now).execute(executor).await?;
    Ok(done.rows_affected() > 0)
}

/// The id of the key that an alias names.
pub(crate) async fn key_of(executor: impl SqliteExecutor<'_>, name: &str) -> Result<Option<String>> {
    let row: Option<(String,)> =
        sqlx::query_as("SELECT key FROM kms_alias WHERE name = ?").bind(name).fetch_optional(executor).await?;
    Ok(row.map(|(key,)| key))
}

/// Deletes an alias. Returns whether there was one.
pub(crate) async fn delete(executor: impl SqliteExecutor<'_>, name: &str) -> Result<bool> {
    let done = sqlx::query("DELETE FROM kms_alias WHERE name = ?").bind(name).execute(executor).await?;
    Ok(done.rows_affected() > 0)
}

/// At most `limit` aliases in order, after the name `after`; those of one key, when it is given.
pub(crate) async fn page(executor: impl SqliteExecutor<'_>, key: Option<&str>, after: &str, limit: i64) -> Result<Vec<AliasRow>> {
    let mut query = QueryBuilder::new("SELECT name, key, created_at, updated_at FROM kms_alias WHERE name > ");
    query.push_bind(after);
    if let Some(key) = key {
        query.push(" AND key = ").push_bind(key);
    }
    query.push(" ORDER BY name LIMIT ").push_bind(limit);
    query.build_query_as().fetch_all(executor).await
}
