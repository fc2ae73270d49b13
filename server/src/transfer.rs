//! The history as JSON lines: out of one console's database and into another's.
//!
//! Each line is one object: `{"baton":"history","version":3}` first, then `{"job":…}`, followed by the job's
//! `{"log":{"name":…,"created_at":…,"lines":[[number,time,text],…]}}`, and at the end `{"events":[…]}`,
//! `{"filter_set":…}`, `{"draft":…}`, and of archives `{"report":…}` and `{"distance":…}`. The last line is
//! `{"end":{"jobs":…,"lines":…}}`: it counts the jobs and all lines, itself included. Nothing is held in memory but a line.
//! Version 1 ended with the filter sets, version 2 without the last line.

pub(crate) mod unnamed;

use std::io::{BufRead, Read, Seek, SeekFrom, Write};

use console::data::history::FilterSet;
use domain::Timestamp;
use futures::TryStreamExt;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::db::{
    Database, filter_sets,
    transfer::{self, Kept},
};

/// The form of the lines; a reader refuses a later one.
const VERSION: u64 = 3;
/// The first version with a last line that counts.
const VERSION_WITH_END: u64 = 3;
/// Jobs whose numbers are read at once, and lines that one transaction takes in.
const BATCH: u32 = 200;
/// Bytes in which the first and the last line of an export fit.
const MAX_END: u64 = 1024;

/// Why a transfer ended early.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TransferError {
    #[error("the database: {0}")]
    Database(#[from] crate::db::Error),
    #[error("the file: {0}")]
    File(#[from] std::io::Error),
    #[error("line {line}: {what}")]
    Line { line: u64, what: String },
    #[error(
        "the file is incomplete: it ends after line {0}, without the line that an export ends with. Take a whole copy of the export \
         and import it; what is there already stays"
    )]
    Cut(u64),
    #[error("the file is incomplete: {0}. Take a whole copy of the export and import it; what is there already stays")]
    Incomplete(String),
}

/// What was transferred.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Report {
    /// Jobs of the file.
    pub(crate) jobs: u64,
    /// Those that the database did not have.
    pub(crate) new: u64,
}

/// Lines that go to a file, counted.
struct Lines<'a, W> {
    output: &'a mut W,
    count: u64,
}

impl<W: Write> Write for Lines<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.output.write(bytes)?;
        let ends = bytes.iter().take(written).filter(|byte| **byte == b'\n').count();
        self.count += u64::try_from(ends).unwrap_or_default();
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.output.flush()
    }
}

/// Writes everything.
pub(crate) async fn export(database: &Database, output: &mut (impl Write + Send)) -> Result<Report, TransferError> {
    let mut output = Lines { output, count: 0 };
    let reader = database.reader();
    let mut report = Report::default();
    writeln!(output, "{}", json!({ "baton": "history", "version": VERSION }))?;
    let mut last = 0;
    loop {
        let numbers = transfer::jobs_after(reader, last, BATCH).await?;
        let Some(newest) = numbers.last() else { break };
        last = *newest;
        for id in numbers {
            let job = transfer::job(reader, id).await?;
            writeln!(output, "{{\"job\":{job}}}")?;
            report.jobs += 1;
            let key: Value = serde_json::from_str(&job).unwrap_or_default();
            let mut from = 0;
            while let Some((lines, next)) = transfer::log_piece(reader, id, from).await? {
                writeln!(
                    output,
                    "{{\"log\":{{\"name\":{},\"created_at\":{},\"lines\":{lines}}}}}",
                    key["name"], key["created_at"]
                )?;
                from = next;
            }
        }
    }
    let mut after = 0;
    while let Some((events, newest)) = transfer::event_piece(reader, after).await? {
        writeln!(output, "{{\"events\":{events}}}")?;
        after = newest;
    }
    for set in filter_sets::all(reader).await? {
        writeln!(output, "{}", json!({ "filter_set": set }))?;
    }
    for kind in Kept::ALL {
        let mut rows = kind.rows(reader);
        while let Some(row) = rows.try_next().await? {
            writeln!(output, "{{\"{}\":{row}}}", kind.word())?;
        }
    }
    let lines = output.count + 1;
    writeln!(output, "{}", json!({ "end": End { jobs: report.jobs, lines } }))?;
    output.flush()?;
    Ok(report)
}

/// The last line of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct End {
    jobs: u64,
    /// All lines of the file with this one.
    lines: u64,
}

/// Refuses an export that was cut, by its last line and before anything of it is taken in.
///
/// # Errors
/// [`TransferError::Cut`]; any error of the file.
pub(crate) fn check_last_line(file: &mut (impl BufRead + Seek)) -> Result<(), TransferError> {
    let mut head = String::new();
    file.by_ref().take(MAX_END).read_line(&mut head)?;
    let has_end = serde_json::from_str::<Value>(&head).is_ok_and(|head| head["version"].as_u64() >= Some(VERSION_WITH_END));
    if has_end {
        let length = file.seek(SeekFrom::End(0))?;
        file.seek(SeekFrom::Start(length.saturating_sub(MAX_END)))?;
        let mut tail = Vec::new();
        file.read_to_end(&mut tail)?;
        let tail = String::from_utf8_lossy(&tail);
        let last: Value = tail.lines().next_back().and_then(|line| serde_json::from_str(line).ok()).unwrap_or_default();
        if last.get("end").is_none() {
            return Err(TransferError::Incomplete("it does not end with the line that an export ends with".to_owned()));
        }
    }
    file.rewind()?;
    Ok(())
}

/// Takes in lines as they come. What is there already stays, so that an import may be repeated or go on.
pub(crate) async fn import(
    database: &Database,
    lines: &mut (impl Iterator<Item = std::io::Result<String>> + Send),
) -> Result<Report, TransferError> {
    let mut report = Report::default();
    let (mut number, mut version, mut end) = (0_u64, 0, None);
    loop {
        let mut transaction = database.begin().await?;
        let mut taken = 0;
        while taken < BATCH {
            let Some(line) = lines.next() else { break };
            let line = line?;
            number += 1;
            taken += 1;
            let wrong = |what: &str| TransferError::Line { line: number, what: what.to_owned() };
            let value: Value = match serde_json::from_str(&line) {
                // The last line of a file that was cut.
                Err(error) if error.is_eof() => return Err(TransferError::Cut(number - 1)),
                value => value.map_err(|error| wrong(&error.to_string()))?,
            };
            if end.is_some() {
                return Err(wrong("it stands behind the last line of the export"));
            }
            if number == 1 {
                version = check_head(&value).map_err(|what| wrong(&what))?;
            } else if let Some(last) = value.get("end") {
                end = Some(serde_json::from_value::<End>(last.clone()).map_err(|error| wrong(&error.to_string()))?);
            } else if let Some(job) = value.get("job") {
                report.jobs += 1;
                report.new += u64::from(transfer::take_job(&mut transaction, &job.to_string()).await?);
            } else if let Some(log) = value.get("log") {
                let name = log["name"].as_str().ok_or_else(|| wrong("a log without a name"))?;
                let created_at = log["created_at"].as_i64().ok_or_else(|| wrong("a log without a time"))?;
                transfer::take_log(&mut transaction, name, Timestamp::from_milliseconds(created_at), &log["lines"].to_string())
                    .await?;
            } else if let Some(events) = value.get("events") {
                transfer::take_events(&mut transaction, &events.to_string()).await?;
            } else if let Some(set) = value.get("filter_set") {
                let set: FilterSet = serde_json::from_value(set.clone()).map_err(|error| wrong(&error.to_string()))?;
                filter_sets::save(&mut *transaction, &set).await?;
            } else if let Some((kind, row)) = Kept::ALL.into_iter().find_map(|kind| Some((kind, value.get(kind.word())?))) {
                kind.take(&mut transaction, &row.to_string()).await?;
            } else {
                return Err(wrong("it is nothing that an export holds"));
            }
        }
        transaction.commit().await?;
        if taken < BATCH {
            let found = End { jobs: report.jobs, lines: number };
            return match end {
                _ if number == 0 => Err(TransferError::Line { line: 1, what: "the file is empty".to_owned() }),
                None if version >= VERSION_WITH_END => Err(TransferError::Cut(number)),
                Some(end) if end != found => Err(TransferError::Incomplete(format!(
                    "it has {} of {} lines and {} of {} jobs",
                    found.lines, end.lines, found.jobs, end.jobs
                ))),
                _ => Ok(report),
            };
        }
    }
}

/// The version of a file by its first line.
fn check_head(head: &Value) -> Result<u64, String> {
    if head["baton"] != "history" {
        return Err("this is no export of a history".to_owned());
    }
    match head["version"].as_u64() {
        Some(version) if version <= VERSION => Ok(version),
        _ => Err("it was written by a newer version of Baton".to_owned()),
    }
}

#[cfg(test)]
mod tests;
