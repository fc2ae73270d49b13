//! Multipart uploads that are not complete, and their parts.

use sqlx::{FromRow, QueryBuilder, Result, SqliteConnection, SqliteExecutor, types::Json};

use super::records::{Attributes, Checksums, Encryption};

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
    /// That of the parts and of the object; `None` for uploads from the time before encryption.
    pub(crate) encryption: Option<Json<Encryption>>,
}

/// The columns of an [`UploadRow`].
const COLUMNS: &str = "id, bucket, key, created_at, attributes, checksum_algorithm, checksum_type, encryption";

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
    /// `None` when the blob holds the bytes as they are.
    pub(crate) encryption: Option<Json<Encryption>>,
}

/// Adds an upload.
pub(crate) async fn insert(executor: impl SqliteExecutor<'_>, row: &UploadRow) -> Result<()> {
    sqlx::query(
        "INSERT INTO upload (id, bucket, key, created_at, attributes, checksum_algorithm, checksum_type, encryption)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(&row.id)
    .bind(&row.bucket)
    .bind(&row.key)
    .bind(row.created_at)
    .bind(&row.attributes)
    .bind(&row.checksum_algorithm)
    .bind(&row.checksum_type)
    .bind(&row.encryption)
    .execute(executor)
    .await?;
    Ok(())
}

/// An upload by its id, when it is for this bucket and key.
pub(crate) async fn find(executor: impl SqliteExecutor<'_>, bucket: &str, key: &[u8], id: &str) -> Result<Option<UploadRow>> {
    let mut query = QueryBuilder::new("SELECT ");
    query.push(COLUMNS).push(" FROM upload WHERE id = ").push_bind(id);
    query.push(" AND bucket = ").push_bind(bucket).push(" AND key = ").push_bind(key);
    query.build_query_as().fetch_optional(executor).await
}

/// The key of a bucket's upload; `None` when there is no such upload.
pub(crate) async fn key_of(executor: impl SqliteExecutor<'_>, bucket: &str, id: &str) -> Result<Option<Vec<u8>>> {
    let row: Option<(Vec<u8>,)> = sqlx::query_as("SELECT key FROM upload WHERE id = ? AND bucket = ?")
        .bind(id)
        .bind(bucket)
        .fetch_optional(executor)
        .await?;
    Ok(row.map(|(key,)| key))
}

/// Notes that the object of a key was written or deleted while its uploads are under way.
pub(super) async fn overtake(executor: impl SqliteExecutor<'_>, bucket: &str, key: &[u8]) -> Result<()> {
    let query = sqlx::query("UPDATE upload SET overtaken = 1 WHERE bucket = ? AND key = ?");
    query.bind(bucket).bind(key).execute(executor).await.map(drop)
}

/// Whether the object of an upload's key was written or deleted since the upload began; `None` when there is no such upload.
pub(crate) async fn is_overtaken(executor: impl SqliteExecutor<'_>, id: &str) -> Result<Option<bool>> {
    let row: Option<(bool,)> =
        sqlx::query_as("SELECT overtaken FROM upload WHERE id = ?").bind(id).fetch_optional(executor).await?;
    Ok(row.map(|(overtaken,)| overtaken))
}

/// Uploads of a bucket in order of key and id, beginning behind `after` or, without an id, behind all uploads of that key, and
/// before the key `end` (exclusive; `None` is the end of the bucket). At most `limit`.
pub(crate) async fn page(
    executor: impl SqliteExecutor<'_>,
    bucket: &str,
    start: &UploadStart,
    end: Option<&[u8]>,
    limit: i64,
) -> Result<Vec<UploadRow>> {
    let mut query = QueryBuilder::new("SELECT ");
    query.push(COLUMNS).push(" FROM upload WHERE bucket = ").push_bind(bucket);
    match start {
        UploadStart::At(key) => query.push(" AND key >= ").push_bind(key),
        UploadStart::AfterKey(key) => query.push(" AND key > ").push_bind(key),
        UploadStart::After(key, id) => query.push(" AND (key, id) > (").push_bind(key).push(", ").push_bind(id).push(")"),
    };
    if let Some(end) = end {
        query.push(" AND key < ").push_bind(end);
    }
    query.push(" ORDER BY key, id LIMIT ").push_bind(limit);
    query.build_query_as().fetch_all(executor).await
}

/// The begin of a page of uploads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum UploadStart {
    /// At this key or the next one after it.
    At(Vec<u8>),
    /// After all uploads of this key.
    AfterKey(Vec<u8>),
    /// After the upload of this key with this id.
    After(Vec<u8>, String),
}

/// Creates or replaces a part. Returns the blob that is no longer needed; the caller deletes it after the commit. Called inside
/// a transaction, after the upload was found in it.
pub(crate) async fn put_part(connection: &mut SqliteConnection, upload: &str, row: &PartRow) -> Result<Option<String>> {
    let old: Option<(String,)> = sqlx::query_as("DELETE FROM part WHERE upload = ? AND number = ? RETURNING blob")
        .bind(upload)
        .bind(row.number)
        .fetch_optional(&mut *connection)
        .await?;
    sqlx::query(
        "INSERT INTO part (upload, number, size, etag, blob, modified_at, checksums, encryption) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(upload)
    .bind(row.number)
    .bind(row.size)
    .bind(&row.etag)
    .bind(&row.blob)
    .bind(row.modified_at)
    .bind(&row.checksums)
    .bind(&row.encryption)
    .execute(&mut *connection)
    .await?;
    Ok(old.map(|(blob,)| blob))
}

/// The parts of an upload in order, after a number.
pub(crate) async fn parts(executor: impl SqliteExecutor<'_>, upload: &str, after: i32) -> Result<Vec<PartRow>> {
    sqlx::query_as(
        "SELECT number, size, etag, blob, modified_at, checksums, encryption FROM part
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
