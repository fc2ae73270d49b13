//! A page of events out of a log file that may be growing.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use crate::log_file::{self, LONGEST_LINE};

/// The most bytes of events in a page. Source: API page of `GetLogEvents`, 1 MB.
const LARGEST: usize = 1024 * 1024;

/// Where a page begins or ends, as offsets of lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Begins here.
    From(u64),
    /// Ends right before this place.
    Before(u64),
    /// Ends with the last event.
    End,
}

/// Which events are asked for. Times are milliseconds; `end` is exclusive.
#[derive(Debug, Clone, Copy)]
pub(super) struct Question {
    pub(super) place: Place,
    pub(super) limit: usize,
    pub(super) first: i64,
    pub(super) end: i64,
}

/// An event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Event {
    pub(super) time: i64,
    pub(super) text: String,
}

/// Events, and the offsets between which they lie.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Page {
    pub(super) events: Vec<Event>,
    pub(super) start: u64,
    pub(super) end: u64,
}

/// Reads a page; an empty one when there is no file yet.
pub(super) fn read(path: &Path, question: &Question) -> io::Result<Page> {
    let mut file = match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Page::default()),
        file => file?,
    };
    let size = file.metadata()?.len();
    match question.place {
        Place::From(start) => forward(&mut file, start.min(size), size, question),
        Place::Before(end) => backward(&mut file, end.min(size), question),
        Place::End => backward(&mut file, size, question),
    }
}

/// Lines from `start` on; a line that is still being written waits for the next page.
fn forward(file: &mut File, start: u64, size: u64, question: &Question) -> io::Result<Page> {
    file.seek(SeekFrom::Start(start))?;
    let mut reader = BufReader::new(file.take(size - start));
    let mut page = Page { events: Vec::new(), start, end: start };
    let (mut bytes, mut line) = (0, Vec::new());
    while page.events.len() < question.limit {
        line.clear();
        let count = reader.read_until(b'\n', &mut line)?;
        if line.pop() != Some(b'\n') {
            break;
        }
        if let Some((time, text)) = log_file::parse(&line) {
            if time >= question.end {
                break;
            }
            if time >= question.first {
                bytes += text.len();
                if bytes > LARGEST && !page.events.is_empty() {
                    break;
                }
                page.events.push(Event { time, text: String::from_utf8_lossy(text).into_owned() });
            }
        }
        page.end += count as u64;
    }
    Ok(page)
}

/// The last lines before `end`.
fn backward(file: &mut File, end: u64, question: &Question) -> io::Result<Page> {
    // One line more than the largest page, so that a whole page fits whatever the lines are.
    let window = (LARGEST + LONGEST_LINE + 64) as u64;
    let begin = end.saturating_sub(window);
    file.seek(SeekFrom::Start(begin))?;
    let mut text = Vec::new();
    file.take(end - begin).read_to_end(&mut text)?;
    // Only whole lines.
    let complete = text.iter().rposition(|byte| *byte == b'\n').map_or(0, |last| last + 1);
    text.truncate(complete);
    let mut offset = begin + complete as u64;
    let mut page = Page { events: Vec::new(), start: offset, end: offset };
    let mut bytes = 0;
    let mut lines = text.split_inclusive(|byte| *byte == b'\n').rev().peekable();
    while let Some(line) = lines.next() {
        // The first line of a window that begins inside the file may be cut.
        if page.events.len() == question.limit || (lines.peek().is_none() && begin > 0) {
            break;
        }
        offset -= line.len() as u64;
        let Some((time, text)) = log_file::parse(line.strip_suffix(b"\n").unwrap_or(line)) else { continue };
        if time < question.first {
            break;
        }
        if time < question.end {
            bytes += text.len();
            if bytes > LARGEST && !page.events.is_empty() {
                break;
            }
            page.events.push(Event { time, text: String::from_utf8_lossy(text).into_owned() });
        }
        page.start = offset;
    }
    page.events.reverse();
    Ok(page)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::{Page, Place, Question, read};

    fn texts(page: &Page) -> Vec<&str> {
        page.events.iter().map(|event| event.text.as_str()).collect()
    }

    #[test]
    fn pages_follow_each_other_in_both_directions_and_stop_at_the_ends() {
        let mut file = tempfile::NamedTempFile::new().expect("a file");
        file.write_all(b"1\ta\n2\tb\n2\tc\n4\td\n5\tunfinis").expect("written");
        let ask = |place, limit| {
            let question = Question { place, limit, first: i64::MIN, end: i64::MAX };
            read(file.path(), &question).expect("a page")
        };
        let first = ask(Place::From(0), 3);
        assert_eq!(texts(&first), ["a", "b", "c"]);
        let second = ask(Place::From(first.end), 3);
        assert_eq!(texts(&second), ["d"]);
        let third = ask(Place::From(second.end), 3);
        assert_eq!((texts(&third), third.end), (vec![], second.end), "the same token again at the end");

        let last = ask(Place::End, 3);
        assert_eq!(texts(&last), ["b", "c", "d"]);
        let before = ask(Place::Before(last.start), 3);
        assert_eq!((texts(&before), before.start), (vec!["a"], 0));
        assert_eq!(ask(Place::Before(0), 3), Page::default());
    }

    #[test]
    fn times_select() {
        let mut file = tempfile::NamedTempFile::new().expect("a file");
        file.write_all(b"1\ta\n2\tb\n2\tc\n4\td\n").expect("written");
        let ask = |place| read(file.path(), &Question { place, limit: 9, first: 2, end: 4 }).expect("a page");
        assert_eq!(texts(&ask(Place::From(0))), ["b", "c"]);
        assert_eq!(texts(&ask(Place::End)), ["b", "c"]);
    }
}
