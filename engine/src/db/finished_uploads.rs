//! Multipart uploads that became objects.

use sqlx::{FromRow, Result, SqliteExecutor, types::Json};

use super::records::{Checksums, Encryption};

/// A finished upload.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct FinishedUploadRow {
    /// Without quotes.
    pub(crate) etag: String,
    pub(crate) checksums: Json<Checksums>,
    pub(crate) encryption: Option<Json<Encryption>>,
}

/// The key of an upload.
#[derive(Debug, Clone, Copy)]
pub(crate) struct UploadName<'a> {
    pub(crate) id: &'a str,
    pub(crate) bucket: &'a str,
    /// UTF-8.
    pub(crate) key: &'a [u8],
}

/// Adds a finished upload. Called in the transaction that finishes it.
pub(crate) async fn insert(
    executor: impl SqliteExecutor<'_>,
    upload: UploadName<'_>,
    now: i64,
    row: &FinishedUploadRow,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO finished_upload (id, bucket, key, finished_at, etag, checksums, encryption) VALUES (?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(upload.id)
    .bind(upload.bucket)
    .bind(upload.key)
    .bind(now)
    .bind(&row.etag)
    .bind(&row.checksums)
    .bind(&row.encryption)
    .execute(executor)
    .await?;
    Ok(())
}

/// A finished upload; `None` when it is unknown or forgotten.
pub(crate) async fn find(executor: impl SqliteExecutor<'_>, upload: UploadName<'_>) -> Result<Option<FinishedUploadRow>> {
    sqlx::query_as("SELECT etag, checksums, encryption FROM finished_upload WHERE id = ? AND bucket = ? AND key = ?")
        .bind(upload.id)
        .bind(upload.bucket)
        .bind(upload.key)
        .fetch_optional(executor)
        .await
}

/// Forgets the uploads that were finished before a time.
pub(crate) async fn delete_older_than(executor: impl SqliteExecutor<'_>, time: i64) -> Result<()> {
    sqlx::query("DELETE FROM finished_upload WHERE finished_at < ?").bind(time).execute(executor).await?;
    Ok(())
}
