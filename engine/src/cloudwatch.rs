//! CloudWatch: the metrics of training jobs, read from their logs.
//!
//! - [`get_metric_statistics`], [`get_metric_data`], [`list_metrics`] — the operations
//! - [`protocol`] — the three protocols of clients; [`input`] and [`output`] — members that are the same in all of them
//! - [`metric`] — the metrics that a job has; [`statistic`] and [`data_points`] — their values in periods

mod data_points;
mod get_metric_data;
mod get_metric_statistics;
mod input;
mod list_metrics;
mod metric;
mod output;
mod period;
mod protocol;
mod statistic;

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::{account::Account, data_folder::DataFolder, json_protocol::WireError};
use output::Output;

pub(crate) use protocol::{Protocol, Request, SERVICE};

/// The one namespace. Source: "Monitor and Analyze Training Jobs Using Amazon CloudWatch Metrics", SageMaker developer guide.
const NAMESPACE: &str = "/aws/sagemaker/TrainingJobs";
/// The one dimension: the metrics of the instances, which have the dimension `Host`, are not measured here.
const DIMENSION: &str = "TrainingJobName";

/// The service.
pub(crate) struct CloudWatch {
    account: Account,
    folder: DataFolder,
}

impl CloudWatch {
    pub(crate) fn new(account: Account, folder: DataFolder) -> Self {
        Self { account, folder }
    }

    /// Answers a verified request.
    ///
    /// # Errors
    /// The operation's refusals, and `UnknownOperationException` for the operations that the engine does not have.
    pub(crate) async fn answer(&self, operation: &str, input: Value) -> Result<Output, WireError> {
        match operation {
            "GetMetricData" => get_metric_data::run(self, read(input)?).await,
            "GetMetricStatistics" => get_metric_statistics::run(self, read(input)?).await,
            "ListMetrics" => list_metrics::run(self, read(input)?).await,
            other => {
                let message = format!(
                    "This engine's CloudWatch does not have the operation \"{other}\": it reads the metrics of training jobs, and has no alarms, dashboards or metrics of your own. It has GetMetricData, GetMetricStatistics and ListMetrics."
                );
                Err(WireError::new("UnknownOperationException", message))
            }
        }
    }
}

fn read<T: DeserializeOwned>(input: Value) -> Result<T, WireError> {
    serde_json::from_value(input)
        .map_err(|error| WireError::new("SerializationException", format!("The request cannot be read: {error}")))
}

/// A required member. `name` is its path in the service's words.
fn required<T>(member: Option<T>, name: &str) -> Result<T, WireError> {
    member.ok_or_else(|| WireError::new("MissingParameter", format!("The parameter {name} is required.")))
}

fn invalid(message: impl Into<String>) -> WireError {
    WireError::new("InvalidParameterValue", message)
}
