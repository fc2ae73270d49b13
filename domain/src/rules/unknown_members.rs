//! Members that the API does not have: the service ignores them, so a misspelt one does nothing.

use super::{RuleCode, Violation, Violations, rule::rules, subject::Subject};
use crate::{
    field::{ChannelField, Field},
    wire::unknown_members::{Part, UnknownMember, unknown_members},
};

rules! {
    UnknownMember = "W-MEMBER-UNKNOWN", Warning, Ours, "CreateTrainingJob has no member {member}, so it does nothing.{question}";
}

/// Warns of each.
pub(super) fn check(subject: &Subject<'_>) -> Violations {
    Violations(unknown_members(subject.request).iter().map(warning).collect())
}

fn warning(unknown: &UnknownMember) -> Violation {
    let field = match unknown.part {
        Part::Request => Field::Other,
        Part::Channel(index) => Field::Channel(index, ChannelField::Name),
        Part::Tag(index) => Field::TagKey(index),
        Part::Metric(index) => Field::MetricName(index),
    };
    RuleCode::UnknownMember.violation(field, &[("member", &unknown.path), ("question", &unknown.question())])
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::json;

    use crate::rules::testing::Case;

    pub(in super::super) fn cases() -> Vec<Case> {
        vec![
            Case::new("W-MEMBER-UNKNOWN", "other", &[("/EnableManagedSpotTraning", json!(true))]),
            Case::new("W-MEMBER-UNKNOWN", "tag-key-0", &[("/Tags", json!([{ "key": "cart", "value": "data-team" }]))]),
            Case::new(
                "W-MEMBER-UNKNOWN",
                "metric-name-0",
                &[("/AlgorithmSpecification/MetricDefinitions", json!([{ "name": "a" }]))],
            ),
            Case::new("W-MEMBER-UNKNOWN", "other", &[("/DebugHookConfig", json!({ "s3OutputPath": "s3://b" }))]),
            Case::new("W-MEMBER-UNKNOWN", "channel-0-name", &[("/InputDataConfig/0/Odd", json!(1))]),
        ]
    }
}
