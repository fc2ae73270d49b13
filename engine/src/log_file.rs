//! A job's log: one append-only file of lines `<milliseconds>\t<text>`. Times in it never go back, because readers
//! resume from the last time that they saw.

use std::{
    fs::{File, OpenOptions},
    io::{self, Read, Seek, SeekFrom, Write},
    path::Path,
};

/// The longest text of one event in bytes; longer lines become several. Source: CloudWatch Logs quotas, 256 KiB.
pub(crate) const MAX_LINE_LENGTH: usize = 256 * 1024;
/// The size of a log in bytes. A limit of this engine: a trainer that prints without end must not fill the disk.
const MAX_LOG_BYTES: u64 = 100 * 1024 * 1024;
const CUT: &str = "The log ends here: it has reached 100 MiB. The job continues.";

/// A log that is open for appending.
#[derive(Debug)]
pub(crate) struct LogFile {
    file: File,
    size: u64,
    last: i64,
    /// Whether the last line of the file may be incomplete.
    is_broken_off: bool,
}

impl LogFile {
    /// Opens or creates a log. An incomplete last line is ended first.
    ///
    /// # Errors
    /// Any error of the file system.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        let mut file = OpenOptions::new().read(true).append(true).create(true).open(path)?;
        let size = file.metadata()?.len();
        let tail = tail(&mut file, size)?;
        if tail.last().is_some_and(|byte| *byte != b'\n') {
            file.write_all(b"\n")?;
        }
        let last = tail.split(|byte| *byte == b'\n').filter_map(parse).map(|(time, _)| time).max();
        let size = file.metadata()?.len();
        Ok(Self { file, size, last: last.unwrap_or_default(), is_broken_off: false })
    }

    /// Appends a line that was written at `now`, in milliseconds. Characters that end a line become spaces.
    ///
    /// # Errors
    /// Any error of the file system.
    pub(crate) fn append(&mut self, now: i64, text: &str) -> io::Result<()> {
        if self.size > MAX_LOG_BYTES {
            return Ok(());
        }
        self.last = self.last.max(now);
        let mut line = format!("{}\t{}\n", self.last, text.replace(['\n', '\r'], " "));
        if self.size + line.len() as u64 > MAX_LOG_BYTES {
            line = format!("{}\t{CUT}\n", self.last);
            self.size = MAX_LOG_BYTES + 1;
        }
        if self.is_broken_off {
            line.insert(0, '\n');
        }
        // Each line is written by one call: the engine and the supervisor append to the same file, though never at the same
        // time.
        let written = self.file.write_all(line.as_bytes());
        // On a full disk half a line may have been written.
        self.is_broken_off = written.is_err();
        if written.is_ok() {
            self.size += line.len() as u64;
        }
        written
    }
}

/// Time and text of a stored line; `None` when the line has no text.
pub(crate) fn parse(line: &[u8]) -> Option<(i64, &[u8])> {
    let tab = line.iter().position(|byte| *byte == b'\t')?;
    let (time, text) = line.split_at_checked(tab)?;
    let time = std::str::from_utf8(time).ok()?.parse().ok()?;
    Some((time, text.get(1..)?))
}

/// The end of the file, long enough to hold its last line.
fn tail(file: &mut File, size: u64) -> io::Result<Vec<u8>> {
    let length = size.min(MAX_LINE_LENGTH as u64 + 64);
    file.seek(SeekFrom::Start(size - length))?;
    let mut tail = Vec::new();
    file.take(length).read_to_end(&mut tail)?;
    Ok(tail)
}
