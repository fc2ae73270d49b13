//! What scans of archives found, and which jobs concern a location.

use domain::Timestamp;
use sqlx::{SqliteConnection, SqliteExecutor};

use super::{Result, timestamp_columns::TimestampColumn};

/// Counts the forms of what is kept; a higher one makes every scan anew.
pub(crate) const FORM: i64 = 2;

type Dated = (String, TimestampColumn);

fn dated((text, at): Dated) -> (String, Timestamp) {
    (text, at.into())
}

/// A report as it is kept: its text and when it was made.
pub(crate) async fn report(
    executor: impl SqliteExecutor<'_>,
    uri: &str,
    etag: &str,
    form: i64,
) -> Result<Option<(String, Timestamp)>> {
    let row: Option<Dated> = sqlx::query_as("SELECT report, at FROM artifact_report WHERE uri = ? AND etag = ? AND form = ?")
        .bind(uri)
        .bind(etag)
        .bind(form)
        .fetch_optional(executor)
        .await?;
    Ok(row.map(dated))
}

/// Keeps a report, and the digest of the whole object with the jobs that stored it.
pub(crate) async fn keep_report(
    connection: &mut SqliteConnection,
    (uri, etag): (&str, &str),
    form: i64,
    report: &str,
    at: Timestamp,
) -> Result<()> {
    sqlx::query("INSERT OR REPLACE INTO artifact_report (uri, etag, form, report, at) VALUES (?, ?, ?, ?, ?)")
        .bind(uri)
        .bind(etag)
        .bind(form)
        .bind(report)
        .bind(at.milliseconds())
        .execute(&mut *connection)
        .await?;
    // A job's tag of the object has no quotation marks.
    sqlx::query(
        "UPDATE training_job SET artifact_sha256 = ?3 ->> '$.digest'
         WHERE artifact = ?1 AND artifact_etag = trim(?2, '\"') AND ?3 ->> '$.digest' IS NOT NULL",
    )
    .bind(uri)
    .bind(etag)
    .bind(report)
    .execute(connection)
    .await?;
    Ok(())
}

/// Two versions of archives: location and ETag of each.
pub(crate) type Pair<'a> = ((&'a str, &'a str), (&'a str, &'a str));

/// A distance as it is kept: its text and when it was measured.
pub(crate) async fn distance(
    executor: impl SqliteExecutor<'_>,
    pair: Pair<'_>,
    form: i64,
) -> Result<Option<(String, Timestamp)>> {
    let ((first, first_etag), (second, second_etag)) = pair;
    let row: Option<Dated> = sqlx::query_as(
        "SELECT distance, at FROM weights_distance
         WHERE first_uri = ? AND first_etag = ? AND second_uri = ? AND second_etag = ? AND form = ?",
    )
    .bind(first)
    .bind(first_etag)
    .bind(second)
    .bind(second_etag)
    .bind(form)
    .fetch_optional(executor)
    .await?;
    Ok(row.map(dated))
}

/// The last distance that was measured between two locations: between the versions with these tags, or whatever was there
/// where a tag is not known. A job's tag of an object has no quotation marks.
pub(crate) async fn last_distance(
    executor: impl SqliteExecutor<'_>,
    (first, first_etag): (&str, Option<&str>),
    (second, second_etag): (&str, Option<&str>),
) -> Result<Option<String>> {
    Ok(sqlx::query_scalar(
        "SELECT distance FROM weights_distance
         WHERE first_uri = ? AND trim(first_etag, '\"') = coalesce(?, trim(first_etag, '\"'))
           AND second_uri = ? AND trim(second_etag, '\"') = coalesce(?, trim(second_etag, '\"')) AND form = ?
         ORDER BY at DESC LIMIT 1",
    )
    .bind(first)
    .bind(first_etag)
    .bind(second)
    .bind(second_etag)
    .bind(FORM)
    .fetch_optional(executor)
    .await?)
}

/// Keeps a distance.
pub(crate) async fn keep_distance(
    executor: impl SqliteExecutor<'_>,
    pair: Pair<'_>,
    form: i64,
    distance: &str,
    at: Timestamp,
) -> Result<()> {
    let ((first, first_etag), (second, second_etag)) = pair;
    sqlx::query(
        "INSERT OR REPLACE INTO weights_distance (first_uri, first_etag, second_uri, second_etag, form, distance, at)
         VALUES (?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(first)
    .bind(first_etag)
    .bind(second)
    .bind(second_etag)
    .bind(form)
    .bind(distance)
    .bind(at.milliseconds())
    .execute(executor)
    .await?;
    Ok(())
}

/// Names and output paths of those of the named jobs that exist.
pub(crate) async fn outputs(executor: impl SqliteExecutor<'_>, names: &[String]) -> Result<Vec<(String, String)>> {
    Ok(sqlx::query_as(
        "SELECT job.name, coalesce(json_extract(document.request, '$.OutputDataConfig.S3OutputPath'), '')
         FROM training_job job JOIN document ON document.job = job.id
         WHERE job.name IN (SELECT value FROM json_each(?)) AND job.superseded_at IS NULL AND json_valid(document.request)",
    )
    .bind(serde_json::to_string(names).unwrap_or_default())
    .fetch_all(executor)
    .await?)
}

/// The newest jobs that read one of the given locations, or anything that starts with `below`: job and channel.
pub(crate) async fn readers(
    executor: impl SqliteExecutor<'_>,
    locations: &[String],
    below: Option<&str>,
    limit: u32,
) -> Result<Vec<(String, String)>> {
    // No sign of a key sorts behind the highest one, so this ends the range of all that start with `below`.
    let end = below.map(|below| format!("{below}\u{10FFFF}"));
    Ok(sqlx::query_as(
        "SELECT job.name, input.channel FROM job_input input JOIN training_job job ON job.id = input.job
         WHERE job.superseded_at IS NULL AND (input.uri IN (SELECT value FROM json_each(?1)) OR (input.uri >= ?2 AND input.uri < ?3))
         ORDER BY job.created_at DESC, job.name, input.channel LIMIT ?4",
    )
    .bind(serde_json::to_string(locations).unwrap_or_default())
    .bind(below)
    .bind(end)
    .bind(limit)
    .fetch_all(executor)
    .await?)
}
