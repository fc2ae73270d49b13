//! Log streams. The events themselves are in the job's folder.

use sqlx::{FromRow, QueryBuilder, Result, SqliteExecutor, SqlitePool};

/// A row of `log_stream`.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct StreamRow {
    /// `<job name>/algo-1-<epoch seconds>`
    pub(crate) name: String,
    /// The job's id.
    pub(crate) job: String,
    pub(crate) created_at: i64,
}

/// A stream whose last event is not settled.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct OpenStream {
    #[sqlx(flatten)]
    pub(crate) row: StreamRow,
    /// Whether its job has ended, so that no event follows.
    pub(crate) is_over: bool,
}

/// Adds the stream of the job `id`, unless it has one. Another job with this `name` may have been created in the same `second`
/// and deleted since. Its stream stays, and this one gets the next free second.
pub(crate) async fn insert(pool: &SqlitePool, id: &str, name: &str, mut second: i64, now: i64) -> Result<()> {
    loop {
        let (owner,): (String,) = sqlx::query_as(
            "INSERT INTO log_stream (name, job, created_at) VALUES (?, ?, ?)
             ON CONFLICT (name) DO UPDATE SET job = job RETURNING job",
        )
        .bind(format!("{name}/algo-1-{second}"))
        .bind(id)
        .bind(now)
        .fetch_one(pool)
        .await?;
        if owner == id {
            return Ok(());
        }
        second += 1;
    }
}

/// One stream.
pub(crate) async fn find(executor: impl SqliteExecutor<'_>, name: &str) -> Result<Option<StreamRow>> {
    sqlx::query_as("SELECT name, job, created_at FROM log_stream WHERE name = ?").bind(name).fetch_optional(executor).await
}

/// Streams whose name starts with `prefix`, by name, after a name, at most `limit`.
pub(crate) async fn page(executor: impl SqliteExecutor<'_>, prefix: &str, after: &str, limit: i64) -> Result<Vec<StreamRow>> {
    let after = Some(after).filter(|after| !after.is_empty());
    by_name(executor, prefix, after, false, limit).await
}

/// The same in either direction.
pub(crate) async fn by_name(
    executor: impl SqliteExecutor<'_>,
    prefix: &str,
    after: Option<&str>,
    descending: bool,
    limit: i64,
) -> Result<Vec<StreamRow>> {
    // The range of a prefix, and not LIKE: names may hold `_`.
    let mut query = QueryBuilder::new("SELECT name, job, created_at FROM log_stream WHERE name >= ");
    query.push_bind(prefix).push(" AND name < ").push_bind(format!("{prefix}{}", char::MAX));
    if let Some(after) = after {
        query.push(if descending { " AND name < " } else { " AND name > " }).push_bind(after);
    }
    query.push(" ORDER BY name").push(if descending { " DESC" } else { " ASC" });
    query.push(" LIMIT ").push_bind(limit);
    query.build_query_as().fetch_all(executor).await
}

/// The streams whose last event is not settled.
pub(crate) async fn open(executor: impl SqliteExecutor<'_>) -> Result<Vec<OpenStream>> {
    sqlx::query_as(
        "SELECT name, job, created_at,
             NOT EXISTS (SELECT 1 FROM job WHERE job.id = log_stream.job AND status IN ('InProgress', 'Stopping')) AS is_over
         FROM log_stream WHERE last_event_at IS NULL",
    )
    .fetch_all(executor)
    .await
}

/// Settles the time of a stream's last event; 0 when it has none.
pub(crate) async fn settle(executor: impl SqliteExecutor<'_>, name: &str, last_event_at: i64) -> Result<()> {
    let query = sqlx::query("UPDATE log_stream SET last_event_at = ? WHERE name = ?").bind(last_event_at).bind(name);
    query.execute(executor).await.map(drop)
}

/// At most `limit` settled streams with their last event, ordered by its time and by name, after a position.
pub(crate) async fn by_last_event(
    executor: impl SqliteExecutor<'_>,
    after: Option<(i64, &str)>,
    descending: bool,
    limit: i64,
) -> Result<Vec<(i64, StreamRow)>> {
    #[derive(FromRow)]
    struct Settled {
        #[sqlx(flatten)]
        row: StreamRow,
        last_event_at: i64,
    }
    let mut query =
        QueryBuilder::new("SELECT name, job, created_at, last_event_at FROM log_stream WHERE last_event_at IS NOT NULL");
    if let Some((time, name)) = after {
        query.push(" AND (last_event_at, name) ").push(if descending { "< (" } else { "> (" });
        query.push_bind(time).push(", ").push_bind(name).push(")");
    }
    let direction = if descending { " DESC" } else { " ASC" };
    query.push(" ORDER BY last_event_at").push(direction).push(", name").push(direction);
    query.push(" LIMIT ").push_bind(limit);
    let rows: Vec<Settled> = query.build_query_as().fetch_all(executor).await?;
    Ok(rows.into_iter().map(|settled| (settled.last_event_at, settled.row)).collect())
}
