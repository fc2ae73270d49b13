//! The trainer's output. Both streams go through one pipe, so that their lines keep their order.

use std::{
    io::{self, PipeWriter, Read},
    sync::mpsc::{self, Receiver},
    thread,
    time::{Duration, Instant},
};

use domain::log_line::escaped;

use crate::{
    clock::{Clock, SystemClock},
    log_file::{LogFile, MAX_LINE_LENGTH},
    process::folder::{JobFolder, as_in_container},
};

/// Bytes that are read at a time.
const CHUNK_LENGTH: usize = 64 * 1024;
/// How long a progress bar is drawn before what it has drawn becomes a line. Our limit: a bar that moves all day is a few lines a
/// minute in the log and is still seen to move.
const BAR_INTERVAL: Duration = Duration::from_secs(1);

/// The thread that writes the log.
pub(super) struct Output(Receiver<()>);

impl Output {
    /// Opens the log and returns the pipe whose lines are copied into it.
    pub(super) fn open(folder: &JobFolder) -> io::Result<(Self, PipeWriter)> {
        let log = LogFile::open(&folder.log())?;
        let names = folder.names();
        let (reader, writer) = io::pipe()?;
        let (done, ended) = mpsc::channel();
        thread::spawn(move || {
            // An error of the disk must not end the training, so the pipe is emptied in any case.
            if let Err(error) = copy(reader, log, &names) {
                eprintln!("the log cannot be written: {error}");
            }
            let _ = done.send(());
        });
        Ok((Self(ended), writer))
    }

    /// Waits until all lines are written. The wait is limited, because a process that the trainer left behind may hold the pipe
    /// open.
    pub(super) fn finish(self, timeout: Duration) {
        let _ = self.0.recv_timeout(timeout);
    }
}

fn copy(mut reader: impl Read, mut log: LogFile, names: &[String]) -> io::Result<()> {
    let mut chunk = vec![0; CHUNK_LENGTH];
    let mut lines = Lines::new(Instant::now());
    let mut failed = None;
    let mut write = |line: &[u8]| {
        let text = as_in_container(names, &String::from_utf8_lossy(line));
        if let Err(error) = log.append(SystemClock.now().milliseconds(), &escaped(&text)) {
            failed = Some(error);
        }
    };
    loop {
        match reader.read(&mut chunk) {
            Ok(0) => break,
            Ok(count) => lines.take(chunk.get(..count).unwrap_or_default(), Instant::now(), &mut write),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    lines.finish(&mut write);
    failed.map_or(Ok(()), Err)
}

/// Cuts the output into lines.
///
/// A progress bar ends no line: it draws over itself with carriage returns. So what it has drawn so far becomes a line of the
/// log after [`BAR_INTERVAL`], up to the carriage return of the drawing that is under way.
struct Lines {
    pending: Vec<u8>,
    /// When the last line was written.
    written: Instant,
}

impl Lines {
    fn new(now: Instant) -> Self {
        Self { pending: Vec::new(), written: now }
    }

    fn take(&mut self, bytes: &[u8], now: Instant, write: &mut impl FnMut(&[u8])) {
        for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
            self.pending.extend_from_slice(piece);
            if self.pending.last() == Some(&b'\n') {
                self.pending.pop();
                self.write(self.pending.len(), now, write);
            }
        }
        let last = self.pending.iter().rposition(|byte| *byte == b'\r').filter(|place| *place > 0);
        if let Some(last) = last.filter(|_| now.saturating_duration_since(self.written) >= BAR_INTERVAL) {
            self.write(last, now, write);
        }
        while self.pending.len() > MAX_LINE_LENGTH {
            self.write(MAX_LINE_LENGTH, now, write);
        }
    }

    /// Writes what is pending up to `length`, as one line or as several when it is too long.
    fn write(&mut self, length: usize, now: Instant, write: &mut impl FnMut(&[u8])) {
        let rest = self.pending.split_off(length);
        let line = std::mem::replace(&mut self.pending, rest);
        if line.is_empty() {
            write(&line);
        }
        line.chunks(MAX_LINE_LENGTH).for_each(write);
        self.written = now;
    }

    /// Writes a last line without an end.
    fn finish(mut self, write: &mut impl FnMut(&[u8])) {
        if !self.pending.is_empty() {
            self.write(self.pending.len(), self.written, write);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What becomes of chunks of output that arrive at these milliseconds.
    fn lines(chunks: &[(u64, &str)]) -> Vec<String> {
        let mut found = Vec::new();
        let mut write = |line: &[u8]| found.push(escaped(&String::from_utf8_lossy(line)).into_owned());
        let begun = Instant::now();
        let mut lines = Lines::new(begun);
        for (time, chunk) in chunks {
            lines.take(chunk.as_bytes(), begun + Duration::from_millis(*time), &mut write);
        }
        lines.finish(&mut write);
        found
    }

    #[test]
    fn lines_are_written_when_they_end() {
        assert_eq!(lines(&[(0, "a\n\nb"), (1, "c\r\n"), (5000, "d"), (9000, "e")]), ["a", "", "bc#015", "de"]);
        let long = "x".repeat(MAX_LINE_LENGTH + 1);
        assert_eq!(lines(&[(0, &long)]).iter().map(String::len).collect::<Vec<_>>(), [MAX_LINE_LENGTH, 1]);
        assert_eq!(lines(&[(0, &format!("{long}\n"))]).len(), 2);
    }

    #[test]
    fn a_progress_bar_is_seen_while_it_is_drawn() {
        let bar = [(0, "\r 0%"), (400, "\r 10%"), (900, "\r 20%"), (1400, "\r 30%"), (1800, "\r 40%"), (1900, "\ndone\n")];
        assert_eq!(lines(&bar), ["#015 0%#015 10%#015 20%", "#015 30%#015 40%", "done"]);
        let behind = [(0, " 0%\r"), (1100, " 10%\r"), (2200, " 20%\r"), (2300, "\n")];
        assert_eq!(lines(&behind), [" 0%#015 10%", "#015 20%", "#015"]);
    }
}
