//! The private network of the machines.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// `VpcConfig`
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct VpcConfig {
    /// Security groups of the network interfaces.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub security_group_ids: Option<Vec<String>>,
    /// Subnets of the network interfaces.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subnets: Option<Vec<String>>,
    /// Everything else, as it came.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}
