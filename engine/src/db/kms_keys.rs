//! Keys of KMS.

use sqlx::{FromRow, QueryBuilder, Result, SqliteConnection, SqliteExecutor};

/// A row of `kms_key`.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct KeyRow {
    /// A UUID.
    pub(crate) id: String,
    pub(crate) created_at: i64,
    pub(crate) description: String,
    /// `CUSTOMER` or `AWS`.
    pub(crate) manager: String,
    pub(crate) is_enabled: bool,
    /// When the key is deleted; `None` when it stays.
    pub(crate) deletion_at: Option<i64>,
    /// Sealed with the master key.
    pub(crate) material: Vec<u8>,
}

const COLUMNS: &str = "id, created_at, description, manager, is_enabled, deletion_at, material";

/// Adds a key.
pub(crate) async fn insert(executor: impl SqliteExecutor<'_>, row: &KeyRow) -> Result<()> {
    sqlx::query(
        "INSERT INTO kms_key (id, created_at, description, manager, is_enabled, deletion_at, material)
         VALUES (?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(&row.id)
    .bind(row.created_at)
    .bind(&row.description)
    .bind(&row.manager)
    .bind(row.is_enabled)
    .bind(row.deletion_at)
    .bind(&row.material)
    .execute(executor)
    .await
    .map(drop)
}

/// The key with an id.
pub(crate) async fn find(executor: impl SqliteExecutor<'_>, id: &str) -> Result<Option<KeyRow>> {
    let mut query = QueryBuilder::new("SELECT ");
    query.push(COLUMNS).push(" FROM kms_key WHERE id = ").push_bind(id);
    query.build_query_as().fetch_optional(executor).await
}

/// Any key; `None` when there is none.
pub(crate) async fn any(executor: impl SqliteExecutor<'_>) -> Result<Option<KeyRow>> {
    let mut query = QueryBuilder::new("SELECT ");
    query.push(COLUMNS).push(" FROM kms_key LIMIT 1");
    query.build_query_as().fetch_optional(executor).await
}

/// At most `limit` ids in order, after the id `after`.
pub(crate) async fn page(executor: impl SqliteExecutor<'_>, after: &str, limit: i64) -> Result<Vec<String>> {
    let query = sqlx::query_as("SELECT id FROM kms_key WHERE id > ? ORDER BY id LIMIT ?");
    let rows: Vec<(String,)> = query.bind(after).bind(limit).fetch_all(executor).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Changes the state of a key.
pub(crate) async fn set_state(
    executor: impl SqliteExecutor<'_>,
    id: &str,
    is_enabled: bool,
    deletion_at: Option<i64>,
) -> Result<()> {
    let query = sqlx::query("UPDATE kms_key SET is_enabled = ?, deletion_at = ? WHERE id = ?");
    query.bind(is_enabled).bind(deletion_at).bind(id).execute(executor).await.map(drop)
}

/// Deletes the keys whose time has come, with their aliases and tags.
pub(crate) async fn delete_due(connection: &mut SqliteConnection, now: i64) -> Result<()> {
    sqlx::query("DELETE FROM tag WHERE resource IN (SELECT id FROM kms_key WHERE deletion_at <= ?)")
        .bind(now)
        .execute(&mut *connection)
        .await?;
    sqlx::query("DELETE FROM kms_key WHERE deletion_at <= ?").bind(now).execute(connection).await.map(drop)
}

/// Whether the time of a key has come.
pub(crate) async fn has_due(executor: impl SqliteExecutor<'_>, now: i64) -> Result<bool> {
    let (found,): (bool,) =
        sqlx::query_as("SELECT EXISTS (SELECT 1 FROM kms_key WHERE deletion_at <= ?)").bind(now).fetch_one(executor).await?;
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::{self, kms_aliases, tags};

    #[tokio::test]
    async fn a_key_goes_with_its_names_and_tags_when_its_time_has_come() {
        let folder = tempfile::tempdir().expect("a folder");
        let database = db::open(&folder.path().join("engine.db")).await.expect("a database");
        let mut transaction = database.begin().await.expect("a transaction");
        for (id, deletion_at) in [("kept", None), ("due", Some(5))] {
            let (description, manager) = (String::new(), "CUSTOMER".to_owned());
            let row = KeyRow {
                id: id.to_owned(),
                created_at: 1,
                description,
                manager,
                is_enabled: true,
                deletion_at,
                material: vec![1],
            };
            insert(&mut *transaction, &row).await.expect("inserted");
            assert!(kms_aliases::insert(&mut *transaction, &format!("alias/{id}"), id, 1).await.expect("inserted"));
            tags::put(&mut transaction, id, &[("a".to_owned(), "b".to_owned())]).await.expect("inserted");
        }
        assert!(!has_due(&mut *transaction, 4).await.expect("read") && has_due(&mut *transaction, 5).await.expect("read"));
        delete_due(&mut transaction, 4).await.expect("deleted");
        assert_eq!(page(&mut *transaction, "", 9).await.expect("read"), ["due", "kept"]);
        delete_due(&mut transaction, 5).await.expect("deleted");
        assert_eq!(page(&mut *transaction, "", 9).await.expect("read"), ["kept"]);
        assert_eq!(kms_aliases::key_of(&mut *transaction, "alias/due").await.expect("read"), None);
        assert_eq!(tags::all(&mut *transaction, "due").await.expect("read"), []);
        assert_eq!(tags::all(&mut *transaction, "kept").await.expect("read").len(), 1);
    }
}
