//! `DescribeLogStreams`

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{GROUP, check_group, events, invalid};
use crate::db;
use crate::db::streams::StreamRow;
use crate::jobs::Jobs;
use crate::s3::store::blocking;
use crate::wire::WireError;

/// Most streams of one reply. Source: API page of DescribeLogStreams.
const MAXIMUM: i64 = 50;

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Input {
    log_group_name: Option<String>,
    log_group_identifier: Option<String>,
    log_stream_name_prefix: Option<String>,
    limit: Option<i64>,
    next_token: Option<String>,
    descending: bool,
    order_by: Option<String>,
}

/// Streams by name. Ordering by the last event is answered by name too: a job has one stream.
pub(super) async fn run(jobs: &Jobs, input: Input) -> Result<Value, WireError> {
    check_group(input.log_group_name.as_deref(), input.log_group_identifier.as_deref())?;
    let limit = input.limit.unwrap_or(MAXIMUM);
    if !(1..=MAXIMUM).contains(&limit) {
        return Err(invalid("limit must be between 1 and 50."));
    }
    if input.descending || input.order_by.as_deref() == Some("LastEventTime") {
        tracing::debug!("log streams are given by name in ascending order");
    }
    let prefix = input.log_stream_name_prefix.as_deref().unwrap_or_default();
    let after = input.next_token.as_deref().unwrap_or_default();
    let mut rows = db::streams::page(jobs.store().database.reader(), prefix, after, limit + 1).await?;
    let shown = usize::try_from(limit).unwrap_or_default();
    let next = (rows.len() > shown).then(|| rows.get(shown.saturating_sub(1)).map(|row| row.name.clone())).flatten();
    rows.truncate(shown);
    let mut streams = Vec::with_capacity(rows.len());
    for row in rows {
        streams.push(describe(jobs, &row).await?);
    }
    let mut output = Map::new();
    output.insert("logStreams".to_owned(), Value::Array(streams));
    if let Some(next) = next {
        output.insert("nextToken".to_owned(), json!(next));
    }
    Ok(Value::Object(output))
}

async fn describe(jobs: &Jobs, row: &StreamRow) -> Result<Value, WireError> {
    let path = jobs.folder(&row.job).log();
    let ends = blocking(move || events::ends(&path)).await.map_err(WireError::internal)?;
    let store = jobs.store();
    let mut stream = json!({
        "logStreamName": row.name,
        "creationTime": row.created_at,
        "arn": format!("arn:aws:logs:{}:{}:log-group:{GROUP}:log-stream:{}", store.region, store.account, row.name),
        "storedBytes": 0,
    });
    if let (Some((first, last)), Some(object)) = (ends, stream.as_object_mut()) {
        object.insert("firstEventTimestamp".to_owned(), json!(first));
        object.insert("lastEventTimestamp".to_owned(), json!(last));
        object.insert("lastIngestionTime".to_owned(), json!(last));
    }
    Ok(stream)
}
