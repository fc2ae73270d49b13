//! A rule as it is typed.

use serde::{Deserialize, Serialize};

use super::{Fault, FaultRule};
use crate::operations::SAGEMAKER_OPERATIONS;

/// Longest delay of an answer, in seconds. Ours: longer than any client waits.
pub const MAX_DELAY: u64 = 600;
/// Most calls or jobs that a rule can be limited to. Ours.
pub const MAX_CALLS: u32 = 10_000;

/// The controls of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum FaultRuleField {
    /// What goes wrong.
    Fault,
    /// Which calls.
    Operation,
    /// How often.
    Times,
    /// How late.
    Seconds,
}

/// What stands in the controls.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FaultRuleDraft {
    /// A word of [`Fault`].
    pub fault: String,
    /// `service:Operation`, `service:` or nothing for every call.
    pub operation: String,
    /// Part of a name, or nothing.
    pub name: String,
    /// A number of calls or jobs, or nothing for all.
    pub times: String,
    /// Seconds, or nothing.
    pub seconds: String,
}

impl FaultRuleDraft {
    /// Operations that are offered, by service.
    pub const OPERATIONS: [(&'static str, &'static [&'static str]); 3] = [
        ("sagemaker", SAGEMAKER_OPERATIONS),
        ("s3", &["ListBuckets", "ListObjectsV2", "HeadObject", "GetObject", "PutObject", "UploadPart", "DeleteObject"]),
        ("logs", &["DescribeLogStreams", "GetLogEvents", "FilterLogEvents"]),
    ];

    /// The rule, or what is wrong with it.
    ///
    /// # Errors
    /// The first control that must be changed, with a sentence.
    pub fn rule(&self) -> Result<FaultRule, (FaultRuleField, String)> {
        let Some(fault) = Fault::parse(&self.fault) else {
            return Err((FaultRuleField::Fault, "Choose what goes wrong.".to_owned()));
        };
        let name = self.name.trim();
        let mut rule = FaultRule {
            fault,
            service: None,
            operation: None,
            name_contains: (!name.is_empty()).then(|| name.to_owned()),
            times: number(&self.times, u64::from(MAX_CALLS), FaultRuleField::Times)?.and_then(|times| u32::try_from(times).ok()),
            seconds: None,
        };
        // A job fails once and for all: calls do not matter.
        if fault.is_of_jobs() {
            return Ok(rule);
        }
        if !self.operation.is_empty() {
            let known = self.operation.split_once(':').filter(|(service, operation)| {
                let found = Self::OPERATIONS.iter().find(|(name, _)| name == service);
                found.is_some_and(|(_, operations)| operation.is_empty() || operations.contains(operation))
            });
            let Some((service, operation)) = known else {
                return Err((FaultRuleField::Operation, "Choose which calls it is for.".to_owned()));
            };
            rule.service = Some(service.to_owned());
            rule.operation = (!operation.is_empty()).then(|| operation.to_owned());
        }
        if fault == Fault::LateAnswer {
            rule.seconds = number(&self.seconds, MAX_DELAY, FaultRuleField::Seconds)?;
        }
        Ok(rule)
    }
}

fn number(text: &str, maximum: u64, field: FaultRuleField) -> Result<Option<u64>, (FaultRuleField, String)> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    match text.parse() {
        Ok(number) if (1..=maximum).contains(&number) => Ok(Some(number)),
        _ => Err((field, format!("Type a whole number from 1 to {maximum}, or leave the field empty."))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(fault: &str, operation: &str, times: &str, seconds: &str) -> FaultRuleDraft {
        let [fault, operation, times, seconds] = [fault, operation, times, seconds].map(str::to_owned);
        FaultRuleDraft { fault, operation, name: " a ".to_owned(), times, seconds }
    }

    #[test]
    fn a_draft_becomes_a_rule() {
        let rule = draft("throttling", "sagemaker:DescribeTrainingJob", "3", "9").rule().expect("a rule");
        assert_eq!((rule.service.as_deref(), rule.operation.as_deref()), (Some("sagemaker"), Some("DescribeTrainingJob")));
        assert_eq!((rule.times, rule.seconds, rule.name_contains.as_deref()), (Some(3), None, Some("a")));
        let rule = draft("late-answer", "s3:", "", "9").rule().expect("a rule");
        assert_eq!((rule.service.as_deref(), rule.operation, rule.times, rule.seconds), (Some("s3"), None, None, Some(9)));
        let rule = draft("capacity-error", "s3:", "2", "x").rule().expect("a rule");
        assert_eq!((rule.service.as_deref(), rule.times), (None, Some(2)));
        assert_eq!(rule.sentence(), "No capacity for the job: jobs, names with \"a\", the first 2 jobs");
    }

    #[test]
    fn what_makes_no_sense_is_told_at_its_control() {
        let field = |draft: FaultRuleDraft| draft.rule().err().map(|(field, _)| field);
        assert_eq!(field(draft("explode", "", "", "")), Some(FaultRuleField::Fault));
        assert_eq!(field(draft("throttling", "s3:Describe", "", "")), Some(FaultRuleField::Operation));
        assert_eq!(field(draft("throttling", "", "0", "")), Some(FaultRuleField::Times));
        assert_eq!(field(draft("late-answer", "", "", "601")), Some(FaultRuleField::Seconds));
    }
}
