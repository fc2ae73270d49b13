//! Tags by resource.

use sqlx::{Result, SqliteConnection, SqliteExecutor};

/// The tags of a resource by key.
pub(crate) async fn all(executor: impl SqliteExecutor<'_>, resource: &str) -> Result<Vec<(String, String)>> {
    sqlx::query_as("SELECT key, value FROM tag WHERE resource = ? ORDER BY key").bind(resource).fetch_all(executor).await
}

/// Adds tags or replaces their values.
pub(crate) async fn put(connection: &mut SqliteConnection, resource: &str, tags: &[(String, String)]) -> Result<()> {
    for (key, value) in tags {
        sqlx::query(
            "INSERT INTO tag (resource, key, value) VALUES (?, ?, ?)
             ON CONFLICT (resource, key) DO UPDATE SET value = excluded.value",
        )
        .bind(resource)
        .bind(key)
        .bind(value)
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

/// Removes a tag; a missing tag is ignored.
pub(crate) async fn delete(executor: impl SqliteExecutor<'_>, resource: &str, key: &str) -> Result<()> {
    sqlx::query("DELETE FROM tag WHERE resource = ? AND key = ?").bind(resource).bind(key).execute(executor).await?;
    Ok(())
}

/// Removes all tags of a resource, which is deleted itself.
pub(crate) async fn delete_all(executor: impl SqliteExecutor<'_>, resource: &str) -> Result<()> {
    sqlx::query("DELETE FROM tag WHERE resource = ?").bind(resource).execute(executor).await?;
    Ok(())
}

/// The value of one tag.
pub(crate) async fn value(executor: impl SqliteExecutor<'_>, resource: &str, key: &str) -> Result<Option<String>> {
    let row: Option<(String,)> = sqlx::query_as("SELECT value FROM tag WHERE resource = ? AND key = ?")
        .bind(resource)
        .bind(key)
        .fetch_optional(executor)
        .await?;
    Ok(row.map(|(value,)| value))
}

/// Whether any resource has a tag whose key begins with `prefix`. Reads all tags.
pub(crate) async fn is_any(executor: impl SqliteExecutor<'_>, prefix: &str) -> Result<bool> {
    let (is_any,): (bool,) = sqlx::query_as("SELECT EXISTS (SELECT 1 FROM tag WHERE substr(key, 1, length(?1)) = ?1)")
        .bind(prefix)
        .fetch_one(executor)
        .await?;
    Ok(is_any)
}
