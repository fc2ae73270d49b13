//! `DescribeLogStreams`

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::{GROUP, Logs, check_group, events, invalid, limit};
use crate::{blocking::blocking, db, db::streams::StreamRow, json_protocol::WireError, page_token};

/// Streams of one reply. Source: API page of DescribeLogStreams.
const MAX_STREAMS: i64 = 50;

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

/// The last stream of a page. The next page begins behind it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Position {
    name: String,
    /// The time of its last event, when the streams are ordered by it.
    #[serde(skip_serializing_if = "Option::is_none")]
    time: Option<i64>,
}

/// A page of streams, by name or by their last event. Streams without an event come before all others in that order.
pub(super) async fn run(logs: &Logs, input: Input) -> Result<Value, WireError> {
    check_group(input.log_group_name.as_deref(), input.log_group_identifier.as_deref())?;
    let limit = limit(input.limit, MAX_STREAMS)?;
    let by_event = match input.order_by.as_deref() {
        None | Some("LogStreamName") => false,
        Some("LastEventTime") => true,
        Some(other) => {
            return Err(invalid(&format!(
                "1 validation error detected: Value '{other}' at 'orderBy' failed to satisfy constraint: Member must satisfy enum value set: [LogStreamName, LastEventTime]"
            )));
        }
    };
    // Source: API page of DescribeLogStreams, orderBy.
    if by_event && input.log_stream_name_prefix.is_some() {
        return Err(invalid("Cannot order by LastEventTime with a logStreamNamePrefix."));
    }
    let after = input.next_token.as_deref().map(position).transpose()?;
    if after.as_ref().is_some_and(|after| after.time.is_some() != by_event) {
        return Err(bad_token());
    }
    let mut rows = match by_event {
        true => by_last_event(logs, after, input.descending, limit + 1).await?,
        false => {
            let prefix = input.log_stream_name_prefix.as_deref().unwrap_or_default();
            let after = after.as_ref().map(|after| after.name.as_str());
            let reader = logs.account.database.reader();
            let rows = db::streams::by_name(reader, prefix, after, input.descending, limit + 1).await?;
            rows.into_iter().map(|row| (None, row)).collect()
        }
    };
    let shown = usize::try_from(limit).unwrap_or_default();
    let has_more = rows.len() > shown;
    rows.truncate(shown);
    let next = rows.last().filter(|_| has_more).map(|(time, row)| Position { name: row.name.clone(), time: *time });
    let mut streams = Vec::with_capacity(rows.len());
    for (_, row) in rows {
        streams.push(describe(logs, &row).await?);
    }
    let mut output = Map::new();
    output.insert("logStreams".to_owned(), Value::Array(streams));
    if let Some(next) = next {
        output.insert("nextToken".to_owned(), json!(page_token::encode(&next)?));
    }
    Ok(Value::Object(output))
}

/// The next streams in the order of their last event. The index has the streams of jobs that ended; the others are read now.
async fn by_last_event(
    logs: &Logs,
    after: Option<Position>,
    descending: bool,
    limit: i64,
) -> Result<Vec<(Option<i64>, StreamRow)>, WireError> {
    let database = &logs.account.database;
    let mut rows = Vec::new();
    for stream in db::streams::open(database.reader()).await? {
        let time = ends(logs, &stream.row).await?.map_or(0, |(_, last)| last);
        if stream.is_over {
            db::streams::settle(database.writer(), &stream.row.name, time).await?;
        } else {
            rows.push((time, stream.row));
        }
    }
    let after = after.as_ref().map(|after| (after.time.unwrap_or_default(), after.name.as_str()));
    if let Some(after) = after {
        rows.retain(|(time, row)| {
            let place = (*time, row.name.as_str());
            if descending { place < after } else { place > after }
        });
    }
    rows.extend(db::streams::by_last_event(database.reader(), after, descending, limit).await?);
    rows.sort_by(|(time, row), (other_time, other)| (time, &row.name).cmp(&(other_time, &other.name)));
    if descending {
        rows.reverse();
    }
    Ok(rows.into_iter().map(|(time, row)| (Some(time), row)).collect())
}

/// The times of the first and last event.
async fn ends(logs: &Logs, row: &StreamRow) -> Result<Option<(i64, i64)>, WireError> {
    let path = logs.log_file(&row.job);
    blocking(move || events::ends(&path)).await.map_err(WireError::internal)
}

async fn describe(logs: &Logs, row: &StreamRow) -> Result<Value, WireError> {
    let mut stream = json!({
        "logStreamName": row.name,
        "creationTime": row.created_at,
        "arn": logs.account.arn("logs", &format!("log-group:{GROUP}:log-stream:{}", row.name)),
        "storedBytes": 0,
    });
    if let (Some((first, last)), Some(object)) = (ends(logs, row).await?, stream.as_object_mut()) {
        object.insert("firstEventTimestamp".to_owned(), json!(first));
        object.insert("lastEventTimestamp".to_owned(), json!(last));
        object.insert("lastIngestionTime".to_owned(), json!(last));
    }
    Ok(stream)
}

fn position(token: &str) -> Result<Position, WireError> {
    page_token::decode(token).ok_or_else(bad_token)
}

fn bad_token() -> WireError {
    invalid("The specified nextToken is invalid.")
}
