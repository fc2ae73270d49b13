//! A job's log: its lines, numbered from 0, and how far each stream was read.

use domain::{Timestamp, description::LogLine};
use futures::{TryStreamExt, stream::BoxStream};
use sqlx::{SqliteConnection, SqliteExecutor};

use super::{Result, timestamp_columns::TimestampColumn};

/// A log stream of a job and the token that continues it; `None` before the first read.
pub(crate) type Stream = (String, Option<String>);

/// The streams of a job, by name.
pub(crate) async fn streams(executor: impl SqliteExecutor<'_>, job: i64) -> Result<Vec<Stream>> {
    Ok(sqlx::query_as("SELECT name, token FROM log_stream WHERE job = ? ORDER BY name").bind(job).fetch_all(executor).await?)
}

/// Remembers a stream and its token.
pub(crate) async fn set_stream(connection: &mut SqliteConnection, job: i64, stream: &str, token: Option<&str>) -> Result<()> {
    sqlx::query(
        "INSERT INTO log_stream (job, name, token) VALUES (?, ?, ?) ON CONFLICT (job, name) DO UPDATE SET token = excluded.token",
    )
    .bind(job)
    .bind(stream)
    .bind(token)
    .execute(connection)
    .await?;
    Ok(())
}

/// Appends lines; gives the number of the first.
pub(crate) async fn append(connection: &mut SqliteConnection, job: i64, lines: &[(Timestamp, String)]) -> Result<u64> {
    let first = next_number(&mut *connection, job).await?;
    for (number, (at, text)) in (first..).zip(lines) {
        sqlx::query("INSERT INTO log_line (job, number, at, text) VALUES (?, ?, ?, ?)")
            .bind(job)
            .bind(number)
            .bind(at.milliseconds())
            .bind(text)
            .execute(&mut *connection)
            .await?;
    }
    Ok(u64::try_from(first).unwrap_or_default())
}

/// The number that the next line will get, which is how many lines there are.
pub(crate) async fn next_number(executor: impl SqliteExecutor<'_>, job: i64) -> Result<i64> {
    Ok(sqlx::query_scalar("SELECT coalesce(max(number) + 1, 0) FROM log_line WHERE job = ?")
        .bind(job)
        .fetch_one(executor)
        .await?)
}

/// Bytes of text after which a page of lines ends. A line that is longer is a page of its own: the longest has 256 KiB, the
/// limit of a log event.
pub(crate) const MAX_PAGE_BYTES: usize = 1 << 20;

type LineRow = (i64, TimestampColumn, String);

fn line((number, at, text): LineRow) -> LogLine {
    LogLine { number: u64::try_from(number).unwrap_or_default(), at: at.into(), text }
}

/// The lines of a page, as many as [`MAX_PAGE_BYTES`] allow.
async fn page(mut rows: BoxStream<'_, sqlx::Result<LineRow>>) -> Result<Vec<LogLine>> {
    let (mut lines, mut bytes) = (Vec::new(), 0);
    while let Some(row) = rows.try_next().await? {
        bytes += row.2.len();
        if bytes > MAX_PAGE_BYTES && !lines.is_empty() {
            break;
        }
        lines.push(line(row));
    }
    Ok(lines)
}

/// At most `limit` lines from number `from` on; fewer where they are long (see [`MAX_PAGE_BYTES`]), and none at the end only.
pub(crate) async fn lines(executor: impl SqliteExecutor<'_>, job: i64, from: u64, limit: u32) -> Result<Vec<LogLine>> {
    let from = i64::try_from(from).unwrap_or(i64::MAX);
    let query = sqlx::query_as("SELECT number, at, text FROM log_line WHERE job = ? AND number >= ? ORDER BY number LIMIT ?");
    page(query.bind(job).bind(from).bind(limit).fetch(executor)).await
}

/// At most `limit` of the lines before `end`, the last ones, in order; fewer where they are long (see [`MAX_PAGE_BYTES`]).
pub(crate) async fn last_lines(executor: impl SqliteExecutor<'_>, job: i64, end: u64, limit: u32) -> Result<Vec<LogLine>> {
    let end = i64::try_from(end).unwrap_or(i64::MAX);
    let query = sqlx::query_as("SELECT number, at, text FROM log_line WHERE job = ? AND number < ? ORDER BY number DESC LIMIT ?");
    let mut lines = page(query.bind(job).bind(end).bind(limit).fetch(executor)).await?;
    lines.reverse();
    Ok(lines)
}

/// At most `limit` lines from number `from` on that contain `words`, without regard to the case of Latin letters; fewer where
/// they are long (see [`MAX_PAGE_BYTES`]).
pub(crate) async fn search(
    executor: impl SqliteExecutor<'_>,
    job: i64,
    words: &str,
    from: u64,
    limit: u32,
) -> Result<Vec<LogLine>> {
    let from = i64::try_from(from).unwrap_or(i64::MAX);
    let query = sqlx::query_as(
        r"SELECT number, at, text FROM log_line WHERE job = ? AND number >= ? AND text LIKE ? ESCAPE '\' ORDER BY number LIMIT ?",
    );
    page(query.bind(job).bind(from).bind(super::pattern::contains(words)).bind(limit).fetch(executor)).await
}

/// How many lines contain `words`, counted up to `limit`.
pub(crate) async fn count_matches(executor: impl SqliteExecutor<'_>, job: i64, words: &str, limit: u32) -> Result<u32> {
    Ok(sqlx::query_scalar(r"SELECT count(*) FROM (SELECT 1 FROM log_line WHERE job = ? AND text LIKE ? ESCAPE '\' LIMIT ?)")
        .bind(job)
        .bind(super::pattern::contains(words))
        .bind(limit)
        .fetch_one(executor)
        .await?)
}
