//! CloudWatch Logs in the JSON protocol: the logs of training jobs, in one group.
//!
//! - [`describe_log_groups`], [`describe_log_streams`], [`get_log_events`], [`filter_log_events`] — the operations
//! - [`events`] — reads a log file forwards and backwards; [`pattern`] — filter patterns

mod describe_log_groups;
mod describe_log_streams;
pub(crate) mod events;
mod filter_log_events;
mod get_log_events;
mod pattern;

use std::path::PathBuf;

use axum::response::Response;
use serde::de::DeserializeOwned;

use crate::{
    account::Account,
    data_folder::DataFolder,
    json_protocol::{WireError, success},
    process::folder::JobFolder,
};

/// The one log group.
const GROUP: &str = "/aws/sagemaker/TrainingJobs";

/// The service.
pub(crate) struct Logs {
    account: Account,
    folder: DataFolder,
}

impl Logs {
    pub(crate) fn new(account: Account, folder: DataFolder) -> Self {
        Self { account, folder }
    }

    /// The same logs for a caller in a Region: their ARNs are of that Region.
    pub(crate) fn in_region(&self, region: &str) -> Self {
        Self { account: self.account.in_region(region), folder: self.folder.clone() }
    }

    /// The log of the job with an id.
    fn log_file(&self, job: &str) -> PathBuf {
        JobFolder::new(&self.folder.job(job)).log()
    }

    /// Answers a verified request.
    pub(crate) async fn answer(&self, target: &str, body: &[u8]) -> Result<Response, WireError> {
        let output = match target.strip_prefix("Logs_20140328.").unwrap_or_default() {
            "DescribeLogStreams" => describe_log_streams::run(self, read(body)?).await?,
            "DescribeLogGroups" => describe_log_groups::run(&self.account, &read(body)?)?,
            "FilterLogEvents" => filter_log_events::run(self, read(body)?).await?,
            "GetLogEvents" => get_log_events::run(self, read(body)?).await?,
            other => return Err(unknown(other)),
        };
        Ok(success(Some(&output)))
    }
}

/// The refusal of an operation that the engine does not have.
fn unknown(operation: &str) -> WireError {
    let instead = match operation {
        "StartQuery" | "GetQueryResults" | "StopQuery" | "DescribeQueries" => {
            " Find events with FilterLogEvents and a filterPattern; Logs Insights is on AWS alone."
        }
        "StartLiveTail" => " Follow a log with `aws logs tail --follow`, or by FilterLogEvents with a startTime.",
        _ => "",
    };
    let message = format!(
        "This engine does not have the operation \"{operation}\".{instead} It has DescribeLogGroups, DescribeLogStreams, GetLogEvents and FilterLogEvents."
    );
    WireError::new("UnknownOperationException", message)
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, WireError> {
    serde_json::from_slice(body)
        .map_err(|error| WireError::new("SerializationException", format!("The body cannot be read: {error}")))
}

/// Refuses other groups than the one log group. A request names it by its name or its ARN.
fn check_group(name: Option<&str>, identifier: Option<&str>) -> Result<(), WireError> {
    let is_known = |group: &str| group == GROUP || group.trim_end_matches(":*").ends_with(&format!(":log-group:{GROUP}"));
    match name.or(identifier) {
        Some(group) if is_known(group) => Ok(()),
        Some(_) => Err(not_found("The specified log group does not exist.")),
        None => Err(invalid("Name the log group: logGroupName.")),
    }
}

/// The number of entries of one reply.
///
/// # Errors
/// `InvalidParameterException`, in the service's words.
fn limit(asked: Option<i64>, default: i64) -> Result<i64, WireError> {
    let constraint = match asked {
        Some(limit) if limit < 1 => "greater than or equal to 1".to_owned(),
        Some(limit) if limit > default => format!("less than or equal to {default}"),
        asked => return Ok(asked.unwrap_or(default)),
    };
    Err(invalid(&format!(
        "1 validation error detected: Value '{}' at 'limit' failed to satisfy constraint: Member must have value {constraint}",
        asked.unwrap_or_default()
    )))
}

fn not_found(message: &str) -> WireError {
    WireError::new("ResourceNotFoundException", message)
}

fn invalid(message: &str) -> WireError {
    WireError::new("InvalidParameterException", message)
}
