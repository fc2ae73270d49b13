//! Fault injection: where the local engine fails on purpose, as `Rehearsal` in its `engine.json` says it. People know it as a
//! fault rehearsal.
//!
//! The engine reads these rules, the console's settings page writes them. At Amazon they mean nothing.

mod draft;
mod fault;

use serde::{Deserialize, Serialize};

pub use draft::{FaultRuleDraft, FaultRuleField, MAX_CALLS, MAX_DELAY};
pub use fault::Fault;

/// A fault, and which calls or jobs it is for. What is left out does not matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
pub struct FaultRule {
    /// What goes wrong.
    pub fault: Fault,
    /// `sagemaker`, `logs`, `monitoring` (CloudWatch), `s3`, `sts` or `iam`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// For example `DescribeTrainingJob` or `GetObject`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// Part of the job's name, or of `bucket/key`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_contains: Option<String>,
    /// For the first calls, or jobs, only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u32>,
    /// How late a late answer is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<u64>,
}

impl FaultRule {
    /// Whether the rule is about a call of this operation. Faults of jobs are about none.
    pub fn is_about_call(&self, service: &str, operation: &str, name: &str) -> bool {
        let is = |asked: &Option<String>, found: &str| asked.as_deref().is_none_or(|asked| asked.eq_ignore_ascii_case(found));
        !self.fault.is_of_jobs() && is(&self.service, service) && is(&self.operation, operation) && self.names(name)
    }

    /// Whether the rule is about a job of this name.
    pub fn names(&self, name: &str) -> bool {
        self.name_contains.as_deref().is_none_or(|part| name.contains(part))
    }

    /// What it does, for people: `Rate exceeded (ThrottlingException): DescribeTrainingJob, the first 3 calls`.
    pub fn sentence(&self) -> String {
        let mut words = Vec::new();
        if self.fault.is_of_jobs() {
            words.push(if self.name_contains.is_some() { "jobs" } else { "every job" }.to_owned());
        } else {
            words.push(match (&self.operation, &self.service) {
                (Some(operation), _) => operation.clone(),
                (None, Some(service)) => format!("every call of {service}"),
                (None, None) => "every call".to_owned(),
            });
        }
        if let Some(part) = &self.name_contains {
            words.push(format!("names with \"{part}\""));
        }
        let counted = if self.fault.is_of_jobs() { "job" } else { "call" };
        match self.times {
            Some(1) => words.push(format!("the first {counted}")),
            Some(times) => words.push(format!("the first {times} {counted}s")),
            None => {}
        }
        if let Some(seconds) = self.seconds {
            words.push(format!("{seconds} s late"));
        }
        format!("{}: {}", self.fault.label(), words.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_read_and_written_as_the_file_has_it() {
        let text = r#"{"Fault":"throttling","Operation":"DescribeTrainingJob","Times":3}"#;
        let rule: FaultRule = serde_json::from_str(text).expect("a rule");
        assert_eq!(serde_json::to_string(&rule).expect("text"), text);
        assert_eq!(rule.sentence(), "Rate exceeded (ThrottlingException): DescribeTrainingJob, the first 3 calls");
        assert!(rule.is_about_call("sagemaker", "describetrainingjob", "any"));
        assert!(!rule.is_about_call("sagemaker", "StopTrainingJob", "any"));
        assert!(serde_json::from_str::<FaultRule>(r#"{"Fault":"throttling","Often":3}"#).is_err());
    }

    #[test]
    fn a_fault_of_jobs_is_about_no_call() {
        let rule: FaultRule = serde_json::from_str(r#"{"Fault":"capacity-error","NameContains":"night"}"#).expect("a rule");
        assert!(!rule.is_about_call("sagemaker", "CreateTrainingJob", "nightly"));
        assert!(rule.names("nightly") && !rule.names("daily"));
        assert_eq!(rule.sentence(), "No capacity for the job: jobs, names with \"night\"");
    }
}
