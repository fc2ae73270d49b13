//! `CreateTrainingJob` as it travels: the members that the product sends, with the service's names, nothing checked.
//!
//! Enumerations stay text here so that a wrong value becomes a message on its field and not a decoding error.
//! Members that the product does not know are kept in the maps called `other` and travel on unchanged.

mod algorithm_specification;
mod channel;
pub mod members;
mod network;
mod output;
mod resources;
mod tag;
pub mod unknown_members;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub use algorithm_specification::{AlgorithmSpecification, MetricDefinition};
pub use channel::{Channel, DataSource, FileSystemDataSource, S3DataSource, ShuffleConfig};
pub use network::VpcConfig;
pub use output::{CheckpointConfig, OutputDataConfig};
pub use resources::{ResourceConfig, RetryStrategy, StoppingCondition};
pub use tag::Tag;

/// The body of a `CreateTrainingJob` call, unchecked.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct TrainingJobRequest {
    /// Name of the job, unique in the account and Region.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub training_job_name: Option<String>,
    /// Hyperparameters; all values are text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hyper_parameters: Option<BTreeMap<String, String>>,
    /// What trains.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub algorithm_specification: Option<AlgorithmSpecification>,
    /// The role that SageMaker takes to read data and write the model.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role_arn: Option<String>,
    /// The input channels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input_data_config: Option<Vec<Channel>>,
    /// Where the model goes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output_data_config: Option<OutputDataConfig>,
    /// Machines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_config: Option<ResourceConfig>,
    /// The private network of the machines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vpc_config: Option<VpcConfig>,
    /// Limits of time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stopping_condition: Option<StoppingCondition>,
    /// Tags of the job.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
    /// Whether the container has no network; sent only when true.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enable_network_isolation: Option<bool>,
    /// Whether traffic between machines is encrypted; sent only when true.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enable_inter_container_traffic_encryption: Option<bool>,
    /// Whether the job runs on spot capacity; sent only when true.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enable_managed_spot_training: Option<bool>,
    /// Where checkpoints are kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub checkpoint_config: Option<CheckpointConfig>,
    /// Environment variables of the container.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub environment: Option<BTreeMap<String, String>>,
    /// What happens after an internal error of the service.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_strategy: Option<RetryStrategy>,
    /// Everything else, as it came.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}
