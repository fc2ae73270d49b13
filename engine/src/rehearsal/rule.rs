//! One entry of `Rehearsal` in `engine.json`.

use serde::Deserialize;

use super::{Call, Fault};

/// A fault, and which calls or jobs it is for. What is left out does not matter.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
pub(crate) struct Rule {
    pub(crate) fault: Fault,
    /// `sagemaker`, `logs`, `s3`, `sts` or `iam`.
    #[serde(default)]
    service: Option<String>,
    /// For example `DescribeTrainingJob` or `GetObject`.
    #[serde(default)]
    operation: Option<String>,
    /// Part of the job's name, or of `bucket/key`.
    #[serde(default)]
    name_contains: Option<String>,
    /// For the first calls only.
    #[serde(default)]
    pub(super) times: Option<u32>,
    /// How late a late answer is.
    #[serde(default)]
    pub(super) seconds: Option<u64>,
}

impl Rule {
    /// Whether the rule is about a call. Faults of jobs are about none.
    pub(super) fn applies_to(&self, call: &Call<'_>) -> bool {
        let is = |asked: &Option<String>, found: &str| asked.as_deref().is_none_or(|asked| asked.eq_ignore_ascii_case(found));
        !self.fault.is_of_jobs()
            && is(&self.service, call.service)
            && is(&self.operation, call.operation)
            && self.names(call.name)
    }

    /// Whether the rule is about a job of this name.
    pub(super) fn names(&self, name: &str) -> bool {
        self.name_contains.as_deref().is_none_or(|part| name.contains(part))
    }
}
