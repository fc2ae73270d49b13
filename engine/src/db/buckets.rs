//! Buckets.

use sqlx::{FromRow, Result, SqliteConnection, SqliteExecutor, types::Json};

use super::records::{BucketSettings, CorsRule};

/// A row of `bucket`.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct BucketRow {
    pub(crate) name: String,
    pub(crate) created_at: i64,
    /// `None` for the Region of the engine.
    pub(crate) region: Option<String>,
}

/// Adds a bucket in a Region; `false` when one of that name exists.
pub(crate) async fn insert(executor: impl SqliteExecutor<'_>, name: &str, region: &str, now: i64) -> Result<bool> {
    let done = sqlx::query("INSERT INTO bucket (name, region, created_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
        .bind(name)
        .bind(region)
        .bind(now)
        .execute(executor)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Whether a bucket exists.
pub(crate) async fn exists(executor: impl SqliteExecutor<'_>, name: &str) -> Result<bool> {
    let row: Option<(i64,)> = sqlx::query_as("SELECT 1 FROM bucket WHERE name = ?").bind(name).fetch_optional(executor).await?;
    Ok(row.is_some())
}

/// One bucket.
pub(crate) async fn find(executor: impl SqliteExecutor<'_>, name: &str) -> Result<Option<BucketRow>> {
    let query = sqlx::query_as("SELECT name, created_at, region FROM bucket WHERE name = ?");
    query.bind(name).fetch_optional(executor).await
}

/// The CORS rules of a bucket; `None` when it has none or does not exist.
pub(crate) async fn cors(executor: impl SqliteExecutor<'_>, name: &str) -> Result<Option<Vec<CorsRule>>> {
    let row: Option<(Option<Json<Vec<CorsRule>>>,)> =
        sqlx::query_as("SELECT cors FROM bucket WHERE name = ?").bind(name).fetch_optional(executor).await?;
    Ok(row.and_then(|(rules,)| rules).map(|Json(rules)| rules))
}

/// Sets or removes the CORS rules of a bucket.
pub(crate) async fn set_cors(executor: impl SqliteExecutor<'_>, name: &str, rules: Option<&Vec<CorsRule>>) -> Result<()> {
    sqlx::query("UPDATE bucket SET cors = ? WHERE name = ?").bind(rules.map(Json)).bind(name).execute(executor).await?;
    Ok(())
}

/// The settings of a bucket; those of a new one when there is none.
pub(crate) async fn settings(executor: impl SqliteExecutor<'_>, name: &str) -> Result<BucketSettings> {
    let row: Option<(Option<Json<BucketSettings>>,)> =
        sqlx::query_as("SELECT settings FROM bucket WHERE name = ?").bind(name).fetch_optional(executor).await?;
    Ok(row.and_then(|(settings,)| settings).map(|Json(settings)| settings).unwrap_or_default())
}

/// Replaces the settings of a bucket.
pub(crate) async fn set_settings(executor: impl SqliteExecutor<'_>, name: &str, settings: &BucketSettings) -> Result<()> {
    sqlx::query("UPDATE bucket SET settings = ? WHERE name = ?").bind(Json(settings)).bind(name).execute(executor).await?;
    Ok(())
}

/// All buckets by name.
pub(crate) async fn all(executor: impl SqliteExecutor<'_>) -> Result<Vec<BucketRow>> {
    sqlx::query_as("SELECT name, created_at, region FROM bucket ORDER BY name").fetch_all(executor).await
}

/// The result of [`delete`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Deletion {
    /// The bucket is gone.
    Done,
    /// There is no such bucket.
    Missing,
    /// It holds objects; nothing was changed.
    NotEmpty,
}

/// Deletes a bucket without objects; its unfinished uploads go with it. Called inside a transaction.
pub(crate) async fn delete(connection: &mut SqliteConnection, name: &str) -> Result<Deletion> {
    if !exists(&mut *connection, name).await? {
        return Ok(Deletion::Missing);
    }
    let object: Option<(i64,)> =
        sqlx::query_as("SELECT 1 FROM object WHERE bucket = ? LIMIT 1").bind(name).fetch_optional(&mut *connection).await?;
    if object.is_some() {
        return Ok(Deletion::NotEmpty);
    }
    sqlx::query("DELETE FROM upload WHERE bucket = ?").bind(name).execute(&mut *connection).await?;
    sqlx::query("DELETE FROM bucket WHERE name = ?").bind(name).execute(&mut *connection).await?;
    Ok(Deletion::Done)
}
