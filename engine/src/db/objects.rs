//! Objects: one row per key, pointing at an immutable blob.

use sqlx::{FromRow, QueryBuilder, Result, SqliteConnection, SqliteExecutor, types::Json};

use super::{
    object_parts,
    records::{Attributes, Checksums, Encryption},
    uploads,
};

/// A row of `object`, without its bucket.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct ObjectRow {
    /// UTF-8.
    pub(crate) key: Vec<u8>,
    pub(crate) size: i64,
    /// Without quotes.
    pub(crate) etag: String,
    /// Name of the blob, see [`crate::s3::blobs`].
    pub(crate) blob: String,
    pub(crate) modified_at: i64,
    pub(crate) attributes: Json<Attributes>,
    pub(crate) checksums: Json<Checksums>,
    /// `None` when the blob holds the bytes as they are.
    pub(crate) encryption: Option<Json<Encryption>>,
}

/// The columns of an [`ObjectRow`].
pub(super) const COLUMNS: &str = "key, size, etag, blob, modified_at, attributes, checksums, encryption";

/// One object.
pub(crate) async fn find(executor: impl SqliteExecutor<'_>, bucket: &str, key: &[u8]) -> Result<Option<ObjectRow>> {
    let mut query = QueryBuilder::new("SELECT ");
    query.push(COLUMNS).push(" FROM object WHERE bucket = ").push_bind(bucket).push(" AND key = ").push_bind(key);
    query.build_query_as().fetch_optional(executor).await
}

/// Creates or replaces an object. Called inside a transaction, after the bucket was found in it. Returns the blob that is no
/// longer needed; the caller deletes it after the commit.
pub(crate) async fn put(connection: &mut SqliteConnection, bucket: &str, row: &ObjectRow) -> Result<Option<String>> {
    let old = blob(&mut *connection, bucket, &row.key).await?;
    sqlx::query(
        "INSERT INTO object (bucket, key, size, etag, blob, modified_at, attributes, checksums, encryption)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (bucket, key) DO UPDATE SET
             size = excluded.size, etag = excluded.etag, blob = excluded.blob, modified_at = excluded.modified_at,
             attributes = excluded.attributes, checksums = excluded.checksums, encryption = excluded.encryption",
    )
    .bind(bucket)
    .bind(&row.key)
    .bind(row.size)
    .bind(&row.etag)
    .bind(&row.blob)
    .bind(row.modified_at)
    .bind(&row.attributes)
    .bind(&row.checksums)
    .bind(&row.encryption)
    .execute(&mut *connection)
    .await?;
    uploads::overtake(&mut *connection, bucket, &row.key).await?;
    let old = old.filter(|old| *old != row.blob);
    if let Some(old) = &old {
        object_parts::delete(&mut *connection, old).await?;
    }
    Ok(old)
}

/// Changes the attributes of an object, whose bytes stay.
pub(crate) async fn set_attributes(
    executor: impl SqliteExecutor<'_>,
    bucket: &str,
    key: &[u8],
    attributes: &Json<Attributes>,
) -> Result<()> {
    let query = sqlx::query("UPDATE object SET attributes = ? WHERE bucket = ? AND key = ?");
    query.bind(attributes).bind(bucket).bind(key).execute(executor).await.map(drop)
}

/// Deletes an object and returns its blob; the caller deletes the blob after the commit. Called inside a transaction.
pub(crate) async fn delete(connection: &mut SqliteConnection, bucket: &str, key: &[u8]) -> Result<Option<String>> {
    let row: Option<(String,)> = sqlx::query_as("DELETE FROM object WHERE bucket = ? AND key = ? RETURNING blob")
        .bind(bucket)
        .bind(key)
        .fetch_optional(&mut *connection)
        .await?;
    let Some((blob,)) = row else { return Ok(None) };
    uploads::overtake(&mut *connection, bucket, key).await?;
    object_parts::delete(&mut *connection, &blob).await?;
    Ok(Some(blob))
}

async fn blob(executor: impl SqliteExecutor<'_>, bucket: &str, key: &[u8]) -> Result<Option<String>> {
    let row: Option<(String,)> = sqlx::query_as("SELECT blob FROM object WHERE bucket = ? AND key = ?")
        .bind(bucket)
        .bind(key)
        .fetch_optional(executor)
        .await?;
    Ok(row.map(|(blob,)| blob))
}
