//! Jobs side by side.

use domain::{description::TrainingJobDetail, diff::SettingRow};
use serde::{Deserialize, Serialize};

/// Jobs that are compared at once.
pub const MAX_COMPARED_JOBS: usize = 8;

/// Jobs side by side.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// The jobs in the order that was asked for, without names that nobody knows.
    pub jobs: Vec<TrainingJobDetail>,
    /// Names that nobody knows.
    pub missing: Vec<String>,
    /// All their settings, those that differ first; one value for each of `jobs`.
    pub settings: Vec<SettingRow>,
}
