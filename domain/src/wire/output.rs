//! The locations of the model and of the checkpoints.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

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
    /// Everything else, as it came.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl CheckpointConfig {
    /// The directory in the container when [`Self::local_path`] is left out. Source: the API's text on `LocalPath`.
    pub const DEFAULT_LOCAL_PATH: &str = "/opt/ml/checkpoints";
}

/// `CheckpointConfig`
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct CheckpointConfig {
    /// Where checkpoints are kept, and read from at the start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub s3_uri: Option<String>,
    /// Directory in the container; [`Self::DEFAULT_LOCAL_PATH`] when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub local_path: Option<String>,
    /// Everything else, as it came.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}
