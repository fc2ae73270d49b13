//! What the channels of jobs held when they were listed.

use std::collections::HashMap;

use domain::{
    Timestamp,
    channel_data::{ChannelData, Extent},
};
use sqlx::{FromRow, QueryBuilder, Sqlite, SqliteConnection, SqliteExecutor};

use super::{
    Result,
    timestamp_columns::{NullableTimestampColumn, TimestampColumn},
};

#[derive(FromRow)]
struct Row {
    job: i64,
    channel: String,
    location: String,
    extent: String,
    reason: Option<String>,
    objects: i64,
    bytes: i64,
    records: Option<i64>,
    digest: String,
    tags_are_md5: bool,
    #[sqlx(try_from = "NullableTimestampColumn")]
    modified_at: Option<Timestamp>,
    #[sqlx(try_from = "TimestampColumn")]
    listed_at: Timestamp,
}

/// Replaces the listings of a job.
pub(crate) async fn replace(
    connection: &mut SqliteConnection,
    job: i64,
    channels: &[ChannelData],
    listed_at: Timestamp,
) -> Result<()> {
    sqlx::query("DELETE FROM channel_data WHERE job = ?").bind(job).execute(&mut *connection).await?;
    for data in channels {
        let (extent, reason) = words(&data.extent);
        sqlx::query(
            "INSERT OR REPLACE INTO channel_data
                 (job, channel, location, extent, reason, objects, bytes, records, digest, tags_are_md5, modified_at, listed_at)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(job)
        .bind(&data.channel)
        .bind(&data.location)
        .bind(extent)
        .bind(reason)
        .bind(signed(data.objects))
        .bind(signed(data.bytes))
        .bind(data.records.map(signed))
        .bind(&data.digest)
        .bind(data.tags_are_md5)
        .bind(data.modified_at.map(Timestamp::milliseconds))
        .bind(data.listed_at.milliseconds())
        .execute(&mut *connection)
        .await?;
    }
    sqlx::query("UPDATE training_job SET channels_listed_at = ? WHERE id = ?")
        .bind(listed_at.milliseconds())
        .bind(job)
        .execute(connection)
        .await?;
    Ok(())
}

/// The listings of jobs by their numbers, in the order of the channels' names.
pub(crate) async fn of_all(executor: impl SqliteExecutor<'_>, jobs: &[i64]) -> Result<HashMap<i64, Vec<ChannelData>>> {
    let mut sql: QueryBuilder<Sqlite> = QueryBuilder::new("SELECT * FROM channel_data WHERE job IN (");
    let mut numbers = sql.separated(", ");
    for job in jobs {
        numbers.push_bind(job);
    }
    sql.push(") ORDER BY job, channel");
    let rows: Vec<Row> = sql.build_query_as().fetch_all(executor).await?;
    let mut found: HashMap<i64, Vec<ChannelData>> = HashMap::new();
    for row in rows {
        found.entry(row.job).or_default().push(row.into());
    }
    Ok(found)
}

/// The listings of one job, in the order of the channels' names.
pub(crate) async fn of(executor: impl SqliteExecutor<'_>, job: i64) -> Result<Vec<ChannelData>> {
    Ok(of_all(executor, &[job]).await?.remove(&job).unwrap_or_default())
}

impl From<Row> for ChannelData {
    fn from(row: Row) -> Self {
        let extent = match row.extent.as_str() {
            "complete" => Extent::Complete,
            "first" => Extent::First,
            "manifest" => Extent::Manifest,
            _ => Extent::Nothing(row.reason.unwrap_or_default()),
        };
        Self {
            channel: row.channel,
            location: row.location,
            extent,
            objects: unsigned(row.objects),
            bytes: unsigned(row.bytes),
            records: row.records.map(unsigned),
            digest: row.digest,
            tags_are_md5: row.tags_are_md5,
            modified_at: row.modified_at,
            listed_at: row.listed_at,
        }
    }
}

fn words(extent: &Extent) -> (&'static str, Option<&str>) {
    match extent {
        Extent::Complete => ("complete", None),
        Extent::First => ("first", None),
        Extent::Manifest => ("manifest", None),
        Extent::Nothing(reason) => ("nothing", Some(reason)),
    }
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}
