//! CloudWatch Logs: the one group of training jobs, read-only.
//!
//! - [`streams`] — `DescribeLogStreams`, `DescribeLogGroups`
//! - [`events`] — `GetLogEvents`
//! - [`page`] — a page of events out of a job's log file

mod events;
mod page;
mod streams;

use axum::response::Response;
use serde::de::DeserializeOwned;

use crate::jobs::Jobs;
use crate::wire::{self, WireError};

/// The group of all training jobs.
const GROUP: &str = "/aws/sagemaker/TrainingJobs";

/// The service.
pub(crate) struct Logs {
    jobs: Jobs,
}

impl Logs {
    pub(crate) fn new(jobs: &Jobs) -> Self {
        Self { jobs: jobs.clone() }
    }

    /// Answers a verified request.
    ///
    /// # Errors
    /// What the caller is told.
    pub(crate) async fn answer(&self, target: &str, body: &[u8]) -> Result<Response, WireError> {
        let output = match target {
            "Logs_20140328.DescribeLogGroups" => streams::groups(self, parse(body)?).await?,
            "Logs_20140328.DescribeLogStreams" => streams::streams(self, parse(body)?).await?,
            "Logs_20140328.GetLogEvents" => events::get(self, parse(body)?).await?,
            _ => {
                return Err(WireError::new(
                    "UnknownOperationException",
                    "This engine's CloudWatch Logs has DescribeLogGroups, DescribeLogStreams and GetLogEvents.",
                ));
            }
        };
        Ok(wire::success(Some(&output)))
    }
}

fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, WireError> {
    serde_json::from_slice(body).map_err(|error| WireError::new("SerializationException", error.to_string()))
}

/// Refuses every group but the one of training jobs. A group may be given by its ARN.
fn check_group(name: Option<&str>, identifier: Option<&str>) -> Result<(), WireError> {
    let name = name.or_else(|| {
        let identifier = identifier?;
        Some(identifier.rsplit_once(":log-group:").map_or(identifier, |(_, name)| name).trim_end_matches(":*"))
    });
    match name {
        Some(GROUP) => Ok(()),
        Some(_) => Err(WireError::new("ResourceNotFoundException", "The specified log group does not exist.")),
        None => Err(invalid("logGroupName or logGroupIdentifier is required.")),
    }
}

fn invalid(message: &str) -> WireError {
    WireError::new("InvalidParameterException", message)
}
