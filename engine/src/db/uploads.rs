//! Multipart uploads that are not complete, and their parts.

use sqlx::{FromRow, Result, SqliteConnection, SqliteExecutor, types::Json};

use super::records::{Attributes, Checksums};

/// A row of `upload`.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct UploadRow {
    pub(crate) id: String,
    pub(crate) bucket: String,
    pub(crate) key: Vec<u8>,
    pub(crate) created_at: i64,
    pub(crate) attributes: Json<Attributes>,
    /// The algorithm that the client asked for, for example `CRC32`.
    pub(crate) checksum_algorithm: Option<String>,
    /// `COMPOSITE` or `FULL_OBJECT`.
    pub(crate) checksum_type: Option<String>,
}

/// A row of `part`, without its upload.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct PartRow {
    /// 1 to 10,000.
    pub(crate) number: i32,
    pub(crate) size: i64,
    /// Without quotes: the MD5 of the part, hexadecimal.
    pub(crate) etag: String,
    pub(crate) blob: String,
    pub(crate) modified_at: i64,
    pub(crate) checksums: Json<Checksums>,
}

/// Adds an upload.
pub(crate) async fn insert(executor: impl SqliteExecutor<'_>, row: &UploadRow) -> Result<()> {
    sqlx::query(
        "INSERT INTO upload (id, bucket, key, created_at, attributes, checksum_algorithm, checksum_type)
         VALUES (?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(&row.id)
    .bind(&row.bucket)
    .bind(&row.key)
    .bind(row.created_at)
    .bind(&row.attributes)
    .bind(&row.checksum_algorithm)
    .bind(&row.checksum_type)
    .execute(executor)
    .await?;
    Ok(())
}

/// An upload by its id, when it is for this bucket and key.
pub(crate) async fn find(executor: impl SqliteExecutor<'_>, bucket: &str, key: &[u8], id: &str) -> Result<Option<UploadRow>> {
    sqlx::query_as(
        "SELECT id, bucket, key, created_at, attributes, checksum_algorithm, checksum_type
         FROM upload WHERE id = ? AND bucket = ? AND key = ?",
    )
    .bind(id)
    .bind(bucket)
    .bind(key)
    .fetch_optional(executor)
    .await
}

/// Uploads of a bucket whose key starts with `prefix`, by key and id, after a position, at most `limit`.
pub(crate) async fn page(
    executor: impl SqliteExecutor<'_>,
    bucket: &str,
    prefix: &[u8],
    after: (&[u8], &str),
    limit: i64,
) -> Result<Vec<UploadRow>> {
    sqlx::query_as(
        "SELECT id, bucket, key, created_at, attributes, checksum_algorithm, checksum_type
         FROM upload WHERE bucket = ?1 AND key >= ?2 AND substr(key, 1, length(?2)) = ?2 AND (key, id) > (?3, ?4) ORDER BY key, id LIMIT ?5",
    )
    .bind(bucket)
    .bind(prefix)
    .bind(after.0)
    .bind(after.1)
    .bind(limit)
    .fetch_all(executor)
    .await
}

/// Creates or replaces a part. Returns the blob that is no longer needed; the caller deletes it after the commit. Called inside
/// a transaction, after the upload was found in it.
pub(crate) async fn put_part(connection: &mut SqliteConnection, upload: &str, row: &PartRow) -> Result<Option<String>> {
    let old: Option<(String,)> = sqlx::query_as("DELETE FROM part WHERE upload = ? AND number = ? RETURNING blob")
        .bind(upload)
        .bind(row.number)
        .fetch_optional(&mut *connection)
        .await?;
    sqlx::query("INSERT INTO part (upload, number, size, etag, blob, modified_at, checksums) VALUES (?, ?, ?, ?, ?, ?, ?)")
        .bind(upload)
        .bind(row.number)
        .bind(row.size)
        .bind(&row.etag)
        .bind(&row.blob)
        .bind(row.modified_at)
        .bind(&row.checksums)
        .execute(&mut *connection)
        .await?;
    Ok(old.map(|(blob,)| blob))
}

/// The parts of an upload in order, after a number.
pub(crate) async fn parts(executor: impl SqliteExecutor<'_>, upload: &str, after: i32) -> Result<Vec<PartRow>> {
    sqlx::query_as(
        "SELECT number, size, etag, blob, modified_at, checksums FROM part
         WHERE upload = ? AND number > ? ORDER BY number",
    )
    .bind(upload)
    .bind(after)
    .fetch_all(executor)
    .await
}

/// Deletes an upload and its parts and returns their blobs; the caller deletes them after the commit. Called inside a
/// transaction.
pub(crate) async fn delete(connection: &mut SqliteConnection, id: &str) -> Result<Vec<String>> {
    let blobs: Vec<(String,)> =
        sqlx::query_as("DELETE FROM part WHERE upload = ? RETURNING blob").bind(id).fetch_all(&mut *connection).await?;
    sqlx::query("DELETE FROM upload WHERE id = ?").bind(id).execute(&mut *connection).await?;
    Ok(blobs.into_iter().map(|(blob,)| blob).collect())
}

/// Deletes the uploads that were begun before a time, with their parts.
pub(crate) async fn delete_older_than(executor: impl SqliteExecutor<'_>, time: i64) -> Result<()> {
    sqlx::query("DELETE FROM upload WHERE created_at < ?").bind(time).execute(executor).await?;
    Ok(())
}

/// Whether an upload exists.
pub(crate) async fn exists(executor: impl SqliteExecutor<'_>, id: &str) -> Result<bool> {
    let row: Option<(i64,)> = sqlx::query_as("SELECT 1 FROM upload WHERE id = ?").bind(id).fetch_optional(executor).await?;
    Ok(row.is_some())
}
