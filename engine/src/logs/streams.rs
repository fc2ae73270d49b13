//! Which streams there are: one for each job whose data was looked for.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{GROUP, Logs, check_group, invalid};
use crate::db;
use crate::db::streams::StreamRow;
use crate::jobs::layout::JobFolder;
use crate::log_file::LogFile;
use crate::s3::store::blocking;
use crate::wire::WireError;

/// The largest page, which is also the usual one. Source: API page of `DescribeLogStreams`.
const PAGE: i64 = 50;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct GroupsInput {
    log_group_name_prefix: Option<String>,
}

/// `DescribeLogGroups`
pub(super) async fn groups(logs: &Logs, input: GroupsInput) -> Result<Value, WireError> {
    let store = logs.jobs.store();
    if !GROUP.starts_with(input.log_group_name_prefix.as_deref().unwrap_or_default()) {
        return Ok(json!({ "logGroups": [] }));
    }
    let arn = format!("arn:aws:logs:{}:{}:log-group:{GROUP}", store.region, store.account);
    Ok(json!({ "logGroups": [{ "logGroupName": GROUP, "arn": format!("{arn}:*"), "logGroupArn": arn }] }))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct StreamsInput {
    log_group_name: Option<String>,
    log_group_identifier: Option<String>,
    log_stream_name_prefix: Option<String>,
    next_token: Option<String>,
    limit: Option<i64>,
}

/// `DescribeLogStreams`, always by name.
pub(super) async fn streams(logs: &Logs, input: StreamsInput) -> Result<Value, WireError> {
    check_group(input.log_group_name.as_deref(), input.log_group_identifier.as_deref())?;
    let limit = input.limit.unwrap_or(PAGE);
    if !(1..=PAGE).contains(&limit) {
        return Err(invalid("limit must be between 1 and 50."));
    }
    let prefix = input.log_stream_name_prefix.unwrap_or_default();
    let after = input.next_token.unwrap_or_default();
    let reader = logs.jobs.store().database.reader();
    let mut rows = db::streams::page(reader, &prefix, &after, limit + 1).await?;
    let has_more = rows.len() as i64 > limit;
    rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next = rows.last().filter(|_| has_more).map(|row| row.name.clone());
    let mut streams = Vec::new();
    for row in &rows {
        streams.push(describe(logs, row).await);
    }
    let mut output = json!({ "logStreams": streams });
    if let Some(next) = next {
        output["nextToken"] = json!(next);
    }
    Ok(output)
}

async fn describe(logs: &Logs, row: &StreamRow) -> Value {
    let store = logs.jobs.store();
    let arn = format!("arn:aws:logs:{}:{}:log-group:{GROUP}:log-stream:{}", store.region, store.account, row.name);
    let mut stream = json!({ "logStreamName": row.name, "creationTime": row.created_at, "arn": arn, "storedBytes": 0 });
    let folder: JobFolder = logs.jobs.folder(&row.job);
    let span = blocking(move || LogFile::span(&folder.log())).await.ok().flatten();
    if let Some((first, last)) = span {
        stream["firstEventTimestamp"] = json!(first);
        stream["lastEventTimestamp"] = json!(last);
        stream["lastIngestionTime"] = json!(last);
    }
    stream
}
