//! `GetLogEvents`

use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    Logs, check_group,
    events::{self, Range},
    invalid, limit, not_found,
};
use crate::{blocking::blocking, db, json_protocol::WireError};

/// Events of one reply. Source: API page of GetLogEvents.
const MAX_EVENTS: i64 = 10_000;

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Input {
    log_group_name: Option<String>,
    log_group_identifier: Option<String>,
    log_stream_name: Option<String>,
    start_time: Option<i64>,
    end_time: Option<i64>,
    next_token: Option<String>,
    limit: Option<i64>,
    start_from_head: bool,
}

/// The part to read: the lines from an offset on, or the lines before it.
#[derive(Debug, Clone, Copy)]
enum Direction {
    Forward(u64),
    Backward(Option<u64>),
}

/// A page of a stream. At an end of the stream there are no events, and the token stays the same.
pub(super) async fn run(logs: &Logs, input: Input) -> Result<Value, WireError> {
    check_group(input.log_group_name.as_deref(), input.log_group_identifier.as_deref())?;
    let limit = limit(input.limit, MAX_EVENTS)?;
    let direction = match input.next_token.as_deref() {
        Some(token) => parse(token).ok_or_else(|| invalid("The specified nextToken is invalid."))?,
        None if input.start_from_head => Direction::Forward(0),
        None => Direction::Backward(None),
    };
    let name = input.log_stream_name.ok_or_else(|| invalid("Name the log stream: logStreamName."))?;
    let stream = db::streams::find(logs.account.database.reader(), &name).await?;
    let stream = stream.ok_or_else(|| not_found("The specified log stream does not exist."))?;
    let path = logs.log_file(&stream.job);
    let range = Range {
        from: input.start_time.unwrap_or(i64::MIN),
        until: input.end_time.unwrap_or(i64::MAX),
        limit: usize::try_from(limit).unwrap_or_default(),
    };
    let slice = blocking(move || match direction {
        Direction::Forward(offset) => events::forward(&path, offset, range),
        Direction::Backward(offset) => events::backward(&path, offset, range),
    });
    let slice = slice.await.map_err(WireError::internal)?;
    let event = |event: &events::Event| json!({ "timestamp": event.time, "message": event.text, "ingestionTime": event.time });
    Ok(json!({
        "events": slice.events.iter().map(event).collect::<Vec<_>>(),
        "nextForwardToken": format!("f/{}", slice.end),
        "nextBackwardToken": format!("b/{}", slice.start),
    }))
}

fn parse(token: &str) -> Option<Direction> {
    let (direction, offset) = token.split_once('/')?;
    let offset = offset.parse().ok()?;
    match direction {
        "f" => Some(Direction::Forward(offset)),
        "b" => Some(Direction::Backward(Some(offset))),
        _ => None,
    }
}
