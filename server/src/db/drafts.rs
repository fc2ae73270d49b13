//! Forms that were begun and not sent.

use domain::Timestamp;
use sqlx::{FromRow, SqliteExecutor};

use super::{Result, timestamp_columns::TimestampColumn};

/// A row of `draft`, without the form.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub(crate) struct DraftRow {
    pub(crate) id: String,
    pub(crate) version: i64,
    pub(crate) title: String,
    #[sqlx(try_from = "TimestampColumn")]
    pub(crate) changed_at: Timestamp,
}

/// A draft with its form.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub(crate) struct DraftWithForm {
    #[sqlx(flatten)]
    pub(crate) row: DraftRow,
    pub(crate) form: String,
}

/// A draft with what is told of its form.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub(crate) struct ListedRow {
    #[sqlx(flatten)]
    pub(crate) row: DraftRow,
    pub(crate) algorithm_source: String,
    pub(crate) algorithm: String,
    pub(crate) source: String,
    /// `[[name, location], …]` as JSON.
    pub(crate) channels: String,
}

/// Adds a draft under an id that nobody guesses; gives its row.
pub(crate) async fn insert(executor: impl SqliteExecutor<'_>, title: &str, form: &str, at: Timestamp) -> Result<DraftRow> {
    Ok(sqlx::query_as(
        "INSERT INTO draft (id, version, title, form, created_at, changed_at) VALUES (lower(hex(randomblob(8))), 1, ?, ?, ?, ?)
         RETURNING id, version, title, changed_at",
    )
    .bind(title)
    .bind(form)
    .bind(at.milliseconds())
    .bind(at.milliseconds())
    .fetch_one(executor)
    .await?)
}

/// An id that nobody guesses, for a draft that is not saved yet.
pub(crate) async fn new_id(executor: impl SqliteExecutor<'_>) -> Result<String> {
    Ok(sqlx::query_scalar("SELECT lower(hex(randomblob(8)))").fetch_one(executor).await?)
}

/// Adds a draft under an id of [`new_id`]; gives its row, or `None` when there is one or there was one whose job was created.
pub(crate) async fn insert_as(
    executor: impl SqliteExecutor<'_>,
    id: &str,
    title: &str,
    form: &str,
    at: Timestamp,
) -> Result<Option<DraftRow>> {
    Ok(sqlx::query_as(
        "INSERT INTO draft (id, version, title, form, created_at, changed_at)
         SELECT ?1, 1, ?2, ?3, ?4, ?4 WHERE NOT EXISTS (SELECT 1 FROM submitted_draft WHERE id = ?1)
         ON CONFLICT (id) DO NOTHING
         RETURNING id, version, title, changed_at",
    )
    .bind(id)
    .bind(title)
    .bind(form)
    .bind(at.milliseconds())
    .fetch_optional(executor)
    .await?)
}

/// Notes that the job of a draft was created.
pub(crate) async fn note_submission(executor: impl SqliteExecutor<'_>, id: &str, at: Timestamp) -> Result<()> {
    sqlx::query("INSERT INTO submitted_draft (id, submitted_at) VALUES (?, ?) ON CONFLICT (id) DO NOTHING")
        .bind(id)
        .bind(at.milliseconds())
        .execute(executor)
        .await?;
    Ok(())
}

/// Forgets the submissions before a time.
pub(crate) async fn forget_submissions(executor: impl SqliteExecutor<'_>, before: Timestamp) -> Result<()> {
    sqlx::query("DELETE FROM submitted_draft WHERE submitted_at < ?").bind(before.milliseconds()).execute(executor).await?;
    Ok(())
}

/// Replaces the form if `version` is still the newest; gives the new row, or `None` when somebody else saved or removed it.
pub(crate) async fn update(
    executor: impl SqliteExecutor<'_>,
    id: &str,
    version: i64,
    title: &str,
    form: &str,
    at: Timestamp,
) -> Result<Option<DraftRow>> {
    Ok(sqlx::query_as(
        "UPDATE draft SET version = version + 1, title = ?, form = ?, changed_at = ? WHERE id = ? AND version = ?
         RETURNING id, version, title, changed_at",
    )
    .bind(title)
    .bind(form)
    .bind(at.milliseconds())
    .bind(id)
    .bind(version)
    .fetch_optional(executor)
    .await?)
}

/// One draft.
pub(crate) async fn find(executor: impl SqliteExecutor<'_>, id: &str) -> Result<Option<DraftWithForm>> {
    Ok(sqlx::query_as("SELECT id, version, title, changed_at, form FROM draft WHERE id = ?")
        .bind(id)
        .fetch_optional(executor)
        .await?)
}

/// Drafts whose names contain `search`, the newest change first. What is told of a form is read from it, so that the two cannot differ.
pub(crate) async fn page(executor: impl SqliteExecutor<'_>, search: &str, offset: u32, limit: u32) -> Result<Vec<ListedRow>> {
    Ok(sqlx::query_as(
        "SELECT id, version, title, changed_at,
                coalesce(form ->> '$.draft.algorithm_source', '') AS algorithm_source,
                coalesce(CASE form ->> '$.draft.algorithm_source'
                    WHEN 'container' THEN form ->> '$.draft.container'
                    WHEN 'resource' THEN form ->> '$.draft.algorithm_name'
                    WHEN 'subscription' THEN form ->> '$.draft.algorithm_name'
                    ELSE form ->> '$.draft.algorithm' END, '') AS algorithm,
                coalesce(form ->> '$.draft.source', '') AS source,
                (SELECT json_group_array(json_array(coalesce(value ->> 'name', ''), coalesce(value ->> 'uri', '')))
                 FROM json_each(form, '$.draft.channels')) AS channels
         FROM draft WHERE instr(lower(title), lower(?)) > 0 OR ? = '' ORDER BY changed_at DESC, id LIMIT ? OFFSET ?",
    )
    .bind(search)
    .bind(search)
    .bind(limit)
    .bind(offset)
    .fetch_all(executor)
    .await?)
}

/// How many drafts have names that contain `search`.
pub(crate) async fn count(executor: impl SqliteExecutor<'_>, search: &str) -> Result<u32> {
    let query = sqlx::query_scalar("SELECT count(*) FROM draft WHERE instr(lower(title), lower(?)) > 0 OR ? = ''");
    Ok(query.bind(search).bind(search).fetch_one(executor).await?)
}

/// Removes a draft; nothing happens when it is gone.
pub(crate) async fn remove(executor: impl SqliteExecutor<'_>, id: &str) -> Result<()> {
    sqlx::query("DELETE FROM draft WHERE id = ?").bind(id).execute(executor).await?;
    Ok(())
}
