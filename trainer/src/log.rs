//! Log lines in the algorithm's form: `[11/23/2026 10:15:01 INFO 139] text`.

use std::io::Write;

use time::{OffsetDateTime, format_description::BorrowedFormatItem, macros::format_description};

const STAMP: &[BorrowedFormatItem<'_>] = format_description!("[month]/[day]/[year] [hour]:[minute]:[second]");

/// Writes lines with the time and the process id in front. A line that cannot be written is dropped: losing the reader of
/// the log must not end the training.
pub(crate) struct Log<'a> {
    output: &'a mut dyn Write,
    clock: fn() -> OffsetDateTime,
}

impl<'a> Log<'a> {
    pub(crate) fn new(output: &'a mut dyn Write) -> Self {
        Self { output, clock: system_time }
    }

    /// What the user wants to know.
    pub(crate) fn info(&mut self, text: impl std::fmt::Display) {
        self.line("INFO", &text);
    }

    /// What the user may have to change.
    pub(crate) fn warning(&mut self, text: impl std::fmt::Display) {
        self.line("WARNING", &text);
    }

    /// Why the job fails.
    pub(crate) fn error(&mut self, text: impl std::fmt::Display) {
        self.line("ERROR", &text);
    }

    fn line(&mut self, level: &str, text: &dyn std::fmt::Display) {
        let stamp = (self.clock)().format(STAMP).unwrap_or_default();
        let line = format!("[{stamp} {level} {}] {text}\n", std::process::id());
        let _ = self.output.write_all(line.as_bytes()).and_then(|()| self.output.flush());
    }
}

#[expect(clippy::disallowed_methods, reason = "the stamp of a log line is the only use of the wall clock")]
fn system_time() -> OffsetDateTime {
    OffsetDateTime::now_utc()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_have_the_algorithms_prefix() {
        let mut output = Vec::new();
        let mut log = Log { output: &mut output, clock: || OffsetDateTime::UNIX_EPOCH };
        log.info("Epoch[0] Time cost=14.863");
        let line = String::from_utf8(output).expect("text");
        assert_eq!(line, format!("[01/01/1970 00:00:00 INFO {}] Epoch[0] Time cost=14.863\n", std::process::id()));
    }
}
