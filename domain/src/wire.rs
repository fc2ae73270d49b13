//! `CreateTrainingJob` as it travels: the members that the product sends, with the service's names, nothing checked.
//!
//! Enumerations stay text here so that a wrong value becomes a message on its field and not a decoding error.
//! Members that the product does not know are kept in [`TrainingJobRequest::other`] and travel on unchanged.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

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
    /// Limits of time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stopping_condition: Option<StoppingCondition>,
    /// Tags of the job.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
    /// Everything else, as it came.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// `AlgorithmSpecification`
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct AlgorithmSpecification {
    /// The container image's registry path.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub training_image: Option<String>,
    /// `File`, `Pipe` or `FastFile`; the default of all channels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub training_input_mode: Option<String>,
    /// Everything else, as it came.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// An item of `InputDataConfig`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Channel {
    /// Name by which the algorithm finds the data.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel_name: Option<String>,
    /// Where the data is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_source: Option<DataSource>,
    /// MIME type of the data.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    /// `None` or `Gzip`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compression_type: Option<String>,
    /// `None` or `RecordIO`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record_wrapper_type: Option<String>,
    /// `File`, `Pipe` or `FastFile`; overrides the job's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input_mode: Option<String>,
    /// Shuffles the channel each epoch.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shuffle_config: Option<ShuffleConfig>,
}

/// `DataSource`
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct DataSource {
    /// Data in S3.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub s3_data_source: Option<S3DataSource>,
    /// Everything else, as it came.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// `S3DataSource`
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct S3DataSource {
    /// `S3Prefix`, `ManifestFile` or `AugmentedManifestFile`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub s3_data_type: Option<String>,
    /// Prefix or manifest object.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub s3_uri: Option<String>,
    /// `FullyReplicated` or `ShardedByS3Key`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub s3_data_distribution_type: Option<String>,
    /// Attributes read from each line of an augmented manifest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attribute_names: Option<Vec<String>>,
}

/// `ShuffleConfig`
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ShuffleConfig {
    /// Seed of the shuffling.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seed: Option<i64>,
}

/// `OutputDataConfig`
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct OutputDataConfig {
    /// The model is stored below this path.
    #[serde(rename = "S3OutputPath", skip_serializing_if = "Option::is_none")]
    pub s3_output_path: Option<String>,
    /// Key that encrypts the output.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kms_key_id: Option<String>,
    /// `GZIP` or `NONE`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compression_type: Option<String>,
}

/// `ResourceConfig`
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ResourceConfig {
    /// For example `ml.p3.2xlarge`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instance_type: Option<String>,
    /// How many machines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instance_count: Option<i64>,
    /// Storage of each machine in GB.
    #[serde(rename = "VolumeSizeInGB", skip_serializing_if = "Option::is_none")]
    pub volume_size_in_gb: Option<i64>,
    /// Key that encrypts the storage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub volume_kms_key_id: Option<String>,
    /// Everything else, as it came.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// `StoppingCondition`
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct StoppingCondition {
    /// The job is stopped after this many seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_runtime_in_seconds: Option<i64>,
    /// Everything else, as it came.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// An item of `Tags`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Tag {
    /// The tag's key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The tag's value, sent even when it is empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}
