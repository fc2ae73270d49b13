//! The history as JSON lines: out of one console's database and into another's.
//!
//! Each line is one object: `{"baton":"history","version":2}` first, then `{"job":…}`, followed by the job's
//! `{"log":{"name":…,"created_at":…,"lines":[[number,time,text],…]}}`, and at the end `{"events":[…]}`,
//! `{"filter_set":…}`, `{"draft":…}`, and of archives `{"report":…}` and `{"distance":…}`. Nothing is held in memory but a
//! line. Version 1 ended with the filter sets.

pub(crate) mod unnamed;

use std::io::Write;

use console::data::history::FilterSet;
use domain::Timestamp;
use futures::TryStreamExt;
use serde_json::{Value, json};

use crate::db::{
    Database, filter_sets,
    transfer::{self, Kept},
};

/// The form of the lines; a reader refuses a later one.
const VERSION: u64 = 2;
/// Jobs whose numbers are read at once, and lines that one transaction takes in.
const BATCH: u32 = 200;

/// Why a transfer ended early.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TransferError {
    #[error("the database: {0}")]
    Database(#[from] crate::db::Error),
    #[error("the file: {0}")]
    File(#[from] std::io::Error),
    #[error("line {line}: {what}")]
    Line { line: u64, what: String },
}

/// What was transferred.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Report {
    /// Jobs of the file.
    pub(crate) jobs: u64,
    /// Those that the database did not have.
    pub(crate) new: u64,
}

/// Writes everything.
pub(crate) async fn export(database: &Database, output: &mut (impl Write + Send)) -> Result<Report, TransferError> {
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
    output.flush()?;
    Ok(report)
}

/// Takes in lines as they come. What is there already stays, so that an import may be repeated or go on.
pub(crate) async fn import(
    database: &Database,
    lines: &mut (impl Iterator<Item = std::io::Result<String>> + Send),
) -> Result<Report, TransferError> {
    let mut report = Report::default();
    let mut number = 0_u64;
    loop {
        let mut transaction = database.begin().await?;
        let mut taken = 0;
        while taken < BATCH {
            let Some(line) = lines.next() else { break };
            let line = line?;
            number += 1;
            taken += 1;
            let wrong = |what: &str| TransferError::Line { line: number, what: what.to_owned() };
            let value: Value = serde_json::from_str(&line).map_err(|error| wrong(&error.to_string()))?;
            if number == 1 {
                check_head(&value).map_err(|what| wrong(&what))?;
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
            return if number == 0 {
                Err(TransferError::Line { line: 1, what: "the file is empty".to_owned() })
            } else {
                Ok(report)
            };
        }
    }
}

fn check_head(head: &Value) -> Result<(), String> {
    if head["baton"] != "history" {
        return Err("this is no export of a history".to_owned());
    }
    match head["version"].as_u64() {
        Some(version) if version <= VERSION => Ok(()),
        _ => Err("it was written by a newer version of Baton".to_owned()),
    }
}

#[cfg(test)]
mod tests;
