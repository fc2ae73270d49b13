//! `FilterLogEvents`: the lines of several streams that match a pattern.

use std::{
    cmp::Reverse,
    collections::{BTreeSet, BinaryHeap, VecDeque},
    io,
    path::PathBuf,
};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::{
    Logs, check_group,
    events::{self, Event, MAX_REPLY_BYTES, Range},
    invalid, limit, not_found,
    pattern::Pattern,
};
use crate::{blocking::blocking, db, db::streams::StreamRow, json_protocol::WireError, page_token};

/// Events of one reply. Source: API page of FilterLogEvents.
const MAX_EVENTS: i64 = 10_000;
/// Lines that are read for one reply, whether they match or not; the client gets a token for the rest. A limit of this engine.
const MAX_LINES_READ: usize = 100_000;
/// Streams that are looked up at once.
const STREAMS: i64 = 500;
/// The approximate number of lines of all streams that are held in memory.
const MAX_HELD_LINES: usize = 4000;

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

/// The place of an event in the order of all events: by its time, its stream and its offset.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Position {
    time: i64,
    stream: String,
    offset: u64,
}

/// A page of the lines of all streams, in the order of their times. It may be empty and still have a token.
pub(super) async fn run(logs: &Logs, input: Input) -> Result<Value, WireError> {
    check_group(input.log_group_name.as_deref(), input.log_group_identifier.as_deref())?;
    let limit = limit(input.limit, MAX_EVENTS)?;
    if input.log_stream_names.is_some() && input.log_stream_name_prefix.is_some() {
        return Err(invalid("logStreamNames and logStreamNamePrefix are mutually exclusive."));
    }
    let pattern = Pattern::parse(input.filter_pattern.as_deref().unwrap_or_default()).map_err(|reason| invalid(&reason))?;
    let after = input.next_token.as_deref().map(position).transpose()?;
    let limit = usize::try_from(limit).unwrap_or_default();
    let streams = streams(logs, &input).await?.into_iter().map(|row| (row.name, logs.log_file(&row.job))).collect();
    // The end belongs to the range here, unlike in GetLogEvents.
    let times = (input.start_time.unwrap_or(i64::MIN), input.end_time.map_or(i64::MAX, |end| end.saturating_add(1)));
    let read = blocking(move || {
        let mut merged = Merged::open(streams, times, after)?;
        let (mut found, mut size) = (Vec::new(), 0);
        for _ in 0..MAX_LINES_READ {
            if found.len() >= limit || size >= MAX_REPLY_BYTES {
                break;
            }
            let Some((stream, event)) = merged.next()? else { return Ok((found, None)) };
            if pattern.matches(&event.text) {
                size += event.text.len();
                found.push((stream, event));
            }
        }
        Ok((found, merged.into_position()))
    });
    let (found, position) = read.await.map_err(WireError::internal)?;
    let mut output = Map::new();
    output.insert("events".to_owned(), found.iter().map(|(stream, event)| describe(stream, event)).collect());
    output.insert("searchedLogStreams".to_owned(), json!([]));
    if let Some(position) = position {
        output.insert("nextToken".to_owned(), json!(page_token::encode(&position)?));
    }
    Ok(Value::Object(output))
}

/// The events of several streams behind a position, in order. The times of one stream never go back.
struct Merged {
    streams: Vec<Stream>,
    /// The first event of each stream that has one, the earliest on top.
    heads: BinaryHeap<Reverse<(Position, usize)>>,
    range: Range,
    /// The last event that was returned.
    last: Option<Position>,
}

/// A stream with the events that were read and not yet returned.
struct Stream {
    name: String,
    path: PathBuf,
    offset: u64,
    events: VecDeque<Event>,
}

impl Merged {
    /// Opens streams, each with a name and a log. `times` are the first time and the first one behind the range.
    fn open(streams: Vec<(String, PathBuf)>, times: (i64, i64), after: Option<Position>) -> io::Result<Self> {
        let (from, until) = times;
        let from = after.as_ref().map_or(from, |after| from.max(after.time));
        // Of many streams, few lines of each are read at once.
        let range = Range { from, until, limit: (MAX_HELD_LINES / streams.len().max(1)).max(1) };
        let mut merged = Self { streams: Vec::new(), heads: BinaryHeap::new(), range, last: after.clone() };
        for (number, (name, path)) in streams.into_iter().enumerate() {
            let offset = events::first_at(&path, from)?;
            merged.streams.push(Stream { name, path, offset, events: VecDeque::new() });
            merged.advance(number)?;
            while let Some(Reverse((head, of))) = merged.heads.peek()
                && *of == number
                && after.as_ref().is_some_and(|after| head <= after)
            {
                merged.take()?;
            }
        }
        merged.last = after;
        Ok(merged)
    }

    /// Returns the next event and the name of its stream.
    fn next(&mut self) -> io::Result<Option<(String, Event)>> {
        let next = self.take()?;
        if let Some((stream, event)) = &next {
            self.last = Some(Position { time: event.time, stream: stream.clone(), offset: event.offset });
        }
        Ok(next)
    }

    fn take(&mut self) -> io::Result<Option<(String, Event)>> {
        let Some(Reverse((head, number))) = self.heads.pop() else { return Ok(None) };
        let event = self.streams.get_mut(number).and_then(|stream| stream.events.pop_front());
        self.advance(number)?;
        Ok(event.map(|event| (head.stream, event)))
    }

    /// Adds the first event of a stream to the heap.
    fn advance(&mut self, number: usize) -> io::Result<()> {
        let Some(stream) = self.streams.get_mut(number) else { return Ok(()) };
        if stream.events.is_empty() {
            let slice = events::forward(&stream.path, stream.offset, self.range)?;
            stream.offset = slice.end;
            stream.events = slice.events.into();
        }
        if let Some(event) = stream.events.front() {
            let position = Position { time: event.time, stream: stream.name.clone(), offset: event.offset };
            self.heads.push(Reverse((position, number)));
        }
        Ok(())
    }

    /// The begin of the next page; `None` at the end.
    fn into_position(self) -> Option<Position> {
        self.last.filter(|_| !self.heads.is_empty())
    }
}

/// The streams of the request.
async fn streams(logs: &Logs, input: &Input) -> Result<Vec<StreamRow>, WireError> {
    let reader = logs.account.database.reader();
    let mut rows: Vec<StreamRow> = Vec::new();
    if let Some(names) = &input.log_stream_names {
        for name in names.iter().collect::<BTreeSet<_>>() {
            let row = db::streams::find(reader, name).await?;
            rows.push(row.ok_or_else(|| not_found("The specified log stream does not exist."))?);
        }
        return Ok(rows);
    }
    let prefix = input.log_stream_name_prefix.as_deref().unwrap_or_default();
    loop {
        let after = rows.last().map(|row| row.name.clone()).unwrap_or_default();
        let page = db::streams::page(reader, prefix, &after, STREAMS).await?;
        if page.is_empty() {
            return Ok(rows);
        }
        rows.extend(page);
    }
}

fn describe(stream: &str, event: &Event) -> Value {
    json!({
        "logStreamName": stream,
        "timestamp": event.time,
        "message": event.text,
        "ingestionTime": event.time,
        // Clients that follow a log recognise by this the events that they have shown.
        "eventId": format!("{stream}/{:020}", event.offset),
    })
}

fn position(token: &str) -> Result<Position, WireError> {
    page_token::decode(token).ok_or_else(|| invalid("The specified nextToken is invalid."))
}

#[cfg(test)]
mod tests {
    use std::{fs, path::PathBuf};

    use super::{Merged, Position};

    /// The texts of the next events, and the begin of the page behind them.
    fn page(streams: &[(String, PathBuf)], count: usize, after: Option<Position>) -> (Vec<String>, Option<Position>) {
        let mut merged = Merged::open(streams.to_vec(), (2, 9), after).expect("logs");
        let mut texts = Vec::new();
        while texts.len() < count
            && let Some((_, event)) = merged.next().expect("a log")
        {
            texts.push(event.text);
        }
        (texts, merged.into_position())
    }

    #[test]
    fn streams_are_merged_by_time_across_pages() {
        let folder = tempfile::tempdir().expect("a folder");
        let logs = [("b", "1\tearly\n2\tb2\n4\tb4\n4\tb4 too\n9\tlate\n"), ("a", "3\ta3\n4\ta4\n5\ta5\n"), ("c", "")];
        let streams = logs.map(|(name, text)| {
            let path = folder.path().join(name);
            fs::write(&path, text).expect("a file");
            (name.to_owned(), path)
        });
        let all = ["b2", "a3", "a4", "b4", "b4 too", "a5"];
        assert_eq!(page(&streams, 10, None), (all.map(str::to_owned).to_vec(), None));
        for count in 1..4 {
            let (mut texts, mut after) = page(&streams, count, None);
            while after.is_some() {
                let (more, next) = page(&streams, count, after);
                texts.extend(more);
                after = next;
            }
            assert_eq!(texts, all, "{count} a page");
        }
    }
}
