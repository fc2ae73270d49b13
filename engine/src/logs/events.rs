//! Reads a log file by offsets. An offset is always the beginning of a line, so a token stays good for ever.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read, Seek, SeekFrom},
    path::Path,
};

use crate::log_file::{self, MAX_LINE_LENGTH};

/// Bytes of text in one reply. Source: API page of GetLogEvents, 1 MiB.
pub(super) const MAX_REPLY_BYTES: usize = 1024 * 1024;

/// The search ends at a range of so many bytes, because reading it is faster.
const MAX_SCANNED_BYTES: u64 = 64 * 1024;

/// A line of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Event {
    /// Milliseconds.
    pub(crate) time: i64,
    pub(crate) text: String,
    /// Where the line begins.
    pub(crate) offset: u64,
}

/// Some lines, and the offsets before and behind them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Slice {
    pub(crate) events: Vec<Event>,
    pub(crate) start: u64,
    pub(crate) end: u64,
}

/// The lines with `from <= time < until`, at most `limit`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Range {
    pub(crate) from: i64,
    pub(crate) until: i64,
    pub(crate) limit: usize,
}

/// The lines from an offset on.
pub(crate) fn forward(path: &Path, offset: u64, range: Range) -> io::Result<Slice> {
    let mut slice = Slice { start: offset, end: offset, ..Slice::default() };
    let Some(mut reader) = open(path, offset)? else { return Ok(slice) };
    let mut size = 0;
    let mut line = Vec::new();
    while slice.events.len() < range.limit && size < MAX_REPLY_BYTES {
        line.clear();
        let count = (&mut reader).take(2 * MAX_LINE_LENGTH as u64).read_until(b'\n', &mut line)?;
        if line.last() != Some(&b'\n') {
            // The end, or a line that is still being written.
            break;
        }
        let Some((time, text)) = log_file::parse(&line) else {
            slice.end += count as u64;
            continue;
        };
        if time >= range.until {
            break;
        }
        let start = slice.end;
        slice.end += count as u64;
        if time >= range.from {
            size += text.len();
            slice.events.push(event(time, text, start));
        }
    }
    Ok(slice)
}

/// The offset of the first line with this time or a later one, or of a line shortly before it. Times never go back, so this is
/// a binary search.
pub(crate) fn first_at(path: &Path, time: i64) -> io::Result<u64> {
    let Some(mut reader) = open(path, 0)? else { return Ok(0) };
    let (mut low, mut high) = (0, reader.seek(SeekFrom::End(0))?);
    while high - low > MAX_SCANNED_BYTES {
        let middle = low + (high - low) / 2;
        reader.seek(SeekFrom::Start(middle))?;
        let mut line = Vec::new();
        // The middle may be inside a line, whose rest is skipped.
        let start = middle + reader.read_until(b'\n', &mut line)? as u64;
        line.clear();
        (&mut reader).take(2 * MAX_LINE_LENGTH as u64).read_until(b'\n', &mut line)?;
        match log_file::parse(&line) {
            Some((found, _)) if found < time && start < high => low = start,
            _ => high = middle,
        }
    }
    Ok(low)
}

/// The last lines before an offset; `None` is the end of the log.
pub(super) fn backward(path: &Path, offset: Option<u64>, range: Range) -> io::Result<Slice> {
    let Some(mut reader) = open(path, 0)? else { return Ok(Slice::default()) };
    // Logs have at most 100 MiB and are rarely read from the end, so one pass through the file is enough.
    let mut window = std::collections::VecDeque::new();
    let (mut position, mut size, mut end) = (0_u64, 0, None);
    let mut line = Vec::new();
    loop {
        line.clear();
        let count = (&mut reader).take(2 * MAX_LINE_LENGTH as u64).read_until(b'\n', &mut line)?;
        if line.last() != Some(&b'\n') || offset.is_some_and(|offset| position >= offset) {
            break;
        }
        let start = position;
        position += count as u64;
        let Some((time, text)) = log_file::parse(&line) else { continue };
        if time >= range.until {
            end = end.or(Some(start));
            break;
        }
        if time < range.from {
            continue;
        }
        size += text.len();
        window.push_back((start, event(time, text, start)));
        while window.len() > range.limit || size > MAX_REPLY_BYTES && window.len() > 1 {
            size -= window.pop_front().map_or(0, |(_, event)| event.text.len());
        }
    }
    let end = end.unwrap_or(position);
    let start = window.front().map_or(end, |(start, _)| *start);
    Ok(Slice { events: window.into_iter().map(|(_, event)| event).collect(), start, end })
}

/// The times of the first and the last line; `None` for an empty log.
pub(super) fn ends(path: &Path) -> io::Result<Option<(i64, i64)>> {
    let all = Range { from: i64::MIN, until: i64::MAX, limit: 1 };
    let first = forward(path, 0, all)?.events.into_iter().next();
    let Some(mut reader) = open(path, 0)? else { return Ok(None) };
    let size = reader.seek(SeekFrom::End(0))?;
    reader.seek(SeekFrom::Start(size.saturating_sub(MAX_LINE_LENGTH as u64 + 64)))?;
    let mut tail = Vec::new();
    reader.read_to_end(&mut tail)?;
    // Times never go back, so the latest of the tail is the last.
    let last = tail.split(|byte| *byte == b'\n').filter_map(log_file::parse).map(|(time, _)| time).max();
    Ok(first.map(|first| (first.time, last.unwrap_or(first.time))))
}

fn open(path: &Path, offset: u64) -> io::Result<Option<BufReader<File>>> {
    let mut file = match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        file => file?,
    };
    file.seek(SeekFrom::Start(offset))?;
    Ok(Some(BufReader::new(file)))
}

fn event(time: i64, text: &[u8], offset: u64) -> Event {
    Event { time, text: String::from_utf8_lossy(text).trim_end_matches('\n').to_owned(), offset }
}

#[cfg(test)]
mod tests {
    use super::{Range, Slice, backward, first_at, forward};

    const ALL: Range = Range { from: 0, until: i64::MAX, limit: 10 };

    fn texts(slice: &Slice) -> Vec<&str> {
        slice.events.iter().map(|event| event.text.as_str()).collect()
    }

    #[test]
    fn a_log_is_read_in_both_directions_and_never_past_its_last_whole_line() -> std::io::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("log");
        std::fs::write(&path, "1\ta\n2\tb\n2\tc\n3\thalf a li")?;
        let first = forward(&path, 0, Range { limit: 2, ..ALL })?;
        assert_eq!(texts(&first), ["a", "b"]);
        let rest = forward(&path, first.end, ALL)?;
        assert_eq!(texts(&rest), ["c"]);
        let end = forward(&path, rest.end, ALL)?;
        assert_eq!((end.events.len(), end.end), (0, rest.end), "the end repeats its token");

        let last = backward(&path, None, Range { limit: 2, ..ALL })?;
        assert_eq!(texts(&last), ["b", "c"]);
        assert_eq!(last.end, rest.end);
        assert_eq!(texts(&backward(&path, Some(last.start), ALL)?), ["a"]);
        assert_eq!(texts(&forward(&path, 0, Range { from: 2, until: 3, ..ALL })?), ["b", "c"]);
        Ok(())
    }

    #[test]
    fn a_time_is_found_without_reading_the_log() -> std::io::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("log");
        let lines: Vec<String> = (0..40_000).map(|number| format!("{}\tline {number}\n", number / 3)).collect();
        std::fs::write(&path, lines.concat())?;
        for time in [0, 1, 5_000, 13_000, 13_333, 20_000] {
            let start = first_at(&path, time)?;
            let found = forward(&path, start, Range { from: time, limit: 1, ..ALL })?;
            let expected = (time <= 13_333).then(|| format!("line {}", 3 * time));
            assert_eq!(found.events.first().map(|event| event.text.clone()), expected, "{time}");
            assert!(start == 0 || lines.concat().as_bytes().get(usize::try_from(start).expect("small") - 1) == Some(&b'\n'));
        }
        Ok(())
    }
}
