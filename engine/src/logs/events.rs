//! `GetLogEvents`

use serde::Deserialize;
use serde_json::{Value, json};

use super::page::{self, Event, Place, Question};
use super::{Logs, check_group, invalid};
use crate::db;
use crate::s3::store::blocking;
use crate::wire::WireError;

/// The most events in a page, which is also the usual number. Source: API page of `GetLogEvents`.
const LIMIT: usize = 10_000;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Input {
    log_group_name: Option<String>,
    log_group_identifier: Option<String>,
    log_stream_name: String,
    start_time: Option<i64>,
    end_time: Option<i64>,
    next_token: Option<String>,
    limit: Option<usize>,
    start_from_head: Option<bool>,
}

/// A page of a stream's events, oldest first; both tokens are offsets in the log file.
pub(super) async fn get(logs: &Logs, input: Input) -> Result<Value, WireError> {
    check_group(input.log_group_name.as_deref(), input.log_group_identifier.as_deref())?;
    let limit = input.limit.unwrap_or(LIMIT);
    if !(1..=LIMIT).contains(&limit) {
        return Err(invalid("limit must be between 1 and 10000."));
    }
    let place = match &input.next_token {
        Some(token) => parse(token).ok_or_else(|| invalid("The specified nextToken is invalid."))?,
        None if input.start_from_head.unwrap_or_default() => Place::From(0),
        None => Place::End,
    };
    let row = db::streams::find(logs.jobs.store().database.reader(), &input.log_stream_name).await?;
    let row = row.ok_or_else(|| {
        WireError::new("ResourceNotFoundException", "The specified log stream does not exist.")
    })?;
    let question = Question {
        place,
        limit,
        first: input.start_time.unwrap_or(i64::MIN),
        // Exclusive. Source: API page of `GetLogEvents`.
        end: input.end_time.unwrap_or(i64::MAX),
    };
    let path = logs.jobs.folder(&row.job).log();
    let page = blocking(move || page::read(&path, &question)).await.map_err(WireError::internal)?;
    let events: Vec<Value> = page.events.iter().map(describe).collect();
    Ok(json!({
        "events": events,
        "nextForwardToken": format!("f/{}", page.end),
        "nextBackwardToken": format!("b/{}", page.start),
    }))
}

fn describe(event: &Event) -> Value {
    json!({ "timestamp": event.time, "message": event.text, "ingestionTime": event.time })
}

fn parse(token: &str) -> Option<Place> {
    let (direction, offset) = token.split_once('/')?;
    let offset = offset.parse().ok()?;
    match direction {
        "f" => Some(Place::From(offset)),
        "b" => Some(Place::Before(offset)),
        _ => None,
    }
}
