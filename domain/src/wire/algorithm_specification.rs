//! The algorithm: an image or a subscription, its input mode and its metrics.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// `AlgorithmSpecification`: exactly one of an image and an algorithm's name.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct AlgorithmSpecification {
    /// The container image's registry path.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub training_image: Option<String>,
    /// Name or ARN of an algorithm resource, one's own or subscribed to in the Marketplace.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub algorithm_name: Option<String>,
    /// `File`, `Pipe` or `FastFile`; the default of all channels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub training_input_mode: Option<String>,
    /// What the service reads from the log of a container that is not built in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metric_definitions: Option<Vec<MetricDefinition>>,
    /// Whether the service keeps each metric over time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enable_sage_maker_metrics_time_series: Option<bool>,
    /// The command that runs in place of the image's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub container_entrypoint: Option<Vec<String>>,
    /// Arguments of that command.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub container_arguments: Option<Vec<String>>,
    /// Everything else, as it came.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// An item of `MetricDefinitions`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct MetricDefinition {
    /// The metric's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Regular expression with one group around the number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub regex: Option<String>,
    /// Everything else, as it came.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}
