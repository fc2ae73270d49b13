//! The parts that objects were completed from, with their checksums.

use sqlx::{FromRow, QueryBuilder, Result, SqliteConnection, SqliteExecutor};

/// Rows that one statement inserts; SQLite limits the values of a statement.
const ROWS_OF_A_STATEMENT: usize = 500;

/// A row of `object_part`, without its blob.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct ObjectPartRow {
    /// As in the upload, 1 to 10,000.
    pub(crate) number: i32,
    pub(crate) size: i64,
    /// In base64, of the object's algorithm.
    pub(crate) checksum: String,
}

/// Adds the parts of an object. Called in the transaction that writes the object.
pub(crate) async fn insert(connection: &mut SqliteConnection, blob: &str, parts: &[ObjectPartRow]) -> Result<()> {
    for batch in parts.chunks(ROWS_OF_A_STATEMENT) {
        let mut query = QueryBuilder::new("INSERT INTO object_part (blob, number, size, checksum) ");
        query.push_values(batch, |mut row, part| {
            row.push_bind(blob).push_bind(part.number).push_bind(part.size).push_bind(&part.checksum);
        });
        query.build().execute(&mut *connection).await?;
    }
    Ok(())
}

/// At most `limit` parts of an object in order, after the number `after`.
pub(crate) async fn page(executor: impl SqliteExecutor<'_>, blob: &str, after: i32, limit: i64) -> Result<Vec<ObjectPartRow>> {
    sqlx::query_as("SELECT number, size, checksum FROM object_part WHERE blob = ? AND number > ? ORDER BY number LIMIT ?")
        .bind(blob)
        .bind(after)
        .bind(limit)
        .fetch_all(executor)
        .await
}

/// The part at a place in the order of parts, which begins with 0.
pub(crate) async fn at(executor: impl SqliteExecutor<'_>, blob: &str, place: i64) -> Result<Option<ObjectPartRow>> {
    sqlx::query_as("SELECT number, size, checksum FROM object_part WHERE blob = ? ORDER BY number LIMIT 1 OFFSET ?")
        .bind(blob)
        .bind(place)
        .fetch_optional(executor)
        .await
}

/// The number of parts of an object.
pub(crate) async fn count(executor: impl SqliteExecutor<'_>, blob: &str) -> Result<i32> {
    let (count,): (i32,) =
        sqlx::query_as("SELECT count(*) FROM object_part WHERE blob = ?").bind(blob).fetch_one(executor).await?;
    Ok(count)
}

/// Deletes the parts of an object that is no more.
pub(super) async fn delete(executor: impl SqliteExecutor<'_>, blob: &str) -> Result<()> {
    sqlx::query("DELETE FROM object_part WHERE blob = ?").bind(blob).execute(executor).await.map(drop)
}
