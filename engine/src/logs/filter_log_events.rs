//! `FilterLogEvents`: the lines of several streams that hold some words.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::events::{self, Event, Range};
use super::pattern::Pattern;
use super::{check_group, invalid, not_found};
use crate::db;
use crate::db::streams::StreamRow;
use crate::jobs::Jobs;
use crate::s3::store::blocking;
use crate::wire::WireError;

/// Most events of one reply. Source: API page of FilterLogEvents.
const MAXIMUM: i64 = 10_000;
/// Lines that are read for one reply, fitting or not; then the client asks again with the token.
const MOST_READ: usize = 100_000;
/// Streams that are looked up at once.
const STREAMS: i64 = 50;

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Input {
    log_group_name: Option<String>,
    log_group_identifier: Option<String>,
    log_stream_names: Option<Vec<String>>,
    log_stream_name_prefix: Option<String>,
    start_time: Option<i64>,
    end_time: Option<i64>,
    filter_pattern: Option<String>,
    next_token: Option<String>,
    limit: Option<i64>,
}

/// Where the next page begins: in this stream at this offset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Position {
    stream: String,
    offset: u64,
}

/// A page of lines, stream by stream, in the order of their times. It may be empty and still have a token.
pub(super) async fn run(jobs: &Jobs, input: Input) -> Result<Value, WireError> {
    check_group(input.log_group_name.as_deref(), input.log_group_identifier.as_deref())?;
    let limit = input.limit.unwrap_or(MAXIMUM);
    if !(1..=MAXIMUM).contains(&limit) {
        return Err(invalid("limit must be between 1 and 10000."));
    }
    if input.log_stream_names.is_some() && input.log_stream_name_prefix.is_some() {
        return Err(invalid("logStreamNames and logStreamNamePrefix are mutually exclusive."));
    }
    let pattern = Pattern::parse(input.filter_pattern.as_deref().unwrap_or_default()).map_err(|reason| invalid(&reason))?;
    let mut position = input.next_token.as_deref().map(position).transpose()?;
    let limit = usize::try_from(limit).unwrap_or_default();
    let (mut found, mut read) = (Vec::new(), 0);
    'streams: loop {
        let streams = streams(jobs, &input, position.as_ref()).await?;
        if streams.is_empty() {
            position = None;
            break;
        }
        for stream in streams {
            let mut offset = position.as_ref().filter(|position| position.stream == stream.name).map_or(0, |at| at.offset);
            loop {
                if found.len() >= limit || read >= MOST_READ {
                    position = Some(Position { stream: stream.name, offset });
                    break 'streams;
                }
                let range = Range {
                    from: input.start_time.unwrap_or(i64::MIN),
                    // The end is part of the range here, unlike in GetLogEvents.
                    until: input.end_time.map_or(i64::MAX, |end| end.saturating_add(1)),
                    limit: limit - found.len(),
                };
                let path = jobs.folder(&stream.job).log();
                let slice = blocking(move || events::forward(&path, offset, range)).await.map_err(WireError::internal)?;
                if slice.events.is_empty() {
                    break;
                }
                read += slice.events.len();
                offset = slice.end;
                found.extend(slice.events.into_iter().filter(|it| pattern.matches(&it.text)).map(|it| (stream.name.clone(), it)));
            }
            position = Some(Position { stream: stream.name, offset: u64::MAX });
        }
    }
    found.sort_by_key(|(_, event)| event.time);
    let mut output = Map::new();
    output.insert("events".to_owned(), found.iter().map(|(stream, event)| describe(stream, event)).collect());
    output.insert("searchedLogStreams".to_owned(), json!([]));
    if let Some(position) = position {
        let token = serde_json::to_vec(&position).map_err(WireError::internal)?;
        output.insert("nextToken".to_owned(), json!(BASE64_URL_SAFE_NO_PAD.encode(token)));
    }
    Ok(Value::Object(output))
}

/// The next streams by name, beginning with the one that the last page ended in unless that was read to its end.
async fn streams(jobs: &Jobs, input: &Input, position: Option<&Position>) -> Result<Vec<StreamRow>, WireError> {
    let reader = jobs.store().database.reader();
    let is_left = |name: &str| {
        position.is_none_or(|at| if at.offset == u64::MAX { name > at.stream.as_str() } else { name >= at.stream.as_str() })
    };
    if let Some(names) = &input.log_stream_names {
        let mut names: Vec<&String> = names.iter().collect();
        names.sort();
        let mut rows = Vec::new();
        for name in names {
            let row = db::streams::find(reader, name).await?;
            rows.push(row.ok_or_else(|| not_found("The specified log stream does not exist."))?);
        }
        rows.retain(|row| is_left(&row.name));
        return Ok(rows);
    }
    let prefix = input.log_stream_name_prefix.as_deref().unwrap_or_default();
    let mut rows = Vec::new();
    if let Some(at) = position.filter(|at| at.offset != u64::MAX) {
        rows.extend(db::streams::find(reader, &at.stream).await?);
    }
    let after = position.map(|at| at.stream.as_str()).unwrap_or_default();
    rows.extend(db::streams::page(reader, prefix, after, STREAMS).await?);
    Ok(rows)
}

fn describe(stream: &str, event: &Event) -> Value {
    json!({
        "logStreamName": stream,
        "timestamp": event.time,
        "message": event.text,
        "ingestionTime": event.time,
        // Clients that follow a log know by this which events they have shown.
        "eventId": format!("{stream}/{:020}", event.offset),
    })
}

fn position(token: &str) -> Result<Position, WireError> {
    let decoded = BASE64_URL_SAFE_NO_PAD.decode(token).ok();
    decoded.and_then(|bytes| serde_json::from_slice(&bytes).ok()).ok_or_else(|| invalid("The specified nextToken is invalid."))
}
