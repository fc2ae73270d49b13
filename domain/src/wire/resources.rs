//! Machines and limits of time.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

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
    /// Seconds that the machines are kept for a job that matches.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keep_alive_period_in_seconds: Option<i64>,
    /// Everything else, as it came.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl ResourceConfig {
    /// Members that take the place of instance type and count. They travel on as they came.
    const INSTANCE_ALTERNATIVES: [&str; 2] = ["InstanceGroups", "InstancePreferences"];

    /// Whether another member takes the place of instance type and count.
    pub fn has_instance_alternative(&self) -> bool {
        Self::INSTANCE_ALTERNATIVES.iter().any(|name| self.other.contains_key(*name))
    }
}

/// `StoppingCondition`
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct StoppingCondition {
    /// The job is stopped after this many seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_runtime_in_seconds: Option<i64>,
    /// Seconds that a job on spot capacity may wait and run in total.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_wait_time_in_seconds: Option<i64>,
    /// Seconds that a job may wait for accelerated instances.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_pending_time_in_seconds: Option<i64>,
    /// Everything else, as it came.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl StoppingCondition {
    /// Longest runtime in seconds when [`Self::max_runtime_in_seconds`] is left out.
    /// Source: the API's text on `MaxRuntimeInSeconds`.
    pub const DEFAULT_MAX_RUNTIME: i64 = 86_400;
}

/// `RetryStrategy`
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct RetryStrategy {
    /// How often a job that failed with an internal error of the service is tried again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum_retry_attempts: Option<i64>,
    /// Everything else, as it came.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}
