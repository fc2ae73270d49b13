//! Members that are missing, and words that are none of the API's.

use super::{RuleCode, Violation, rule::rules};
use crate::{constraint::Constraint, field::Field};

rules! {
    NotOneOf = "E-ENUM", Error, Api, "\"{value}\" is not one of {choices}.";
    MemberRequired = "E-REQUIRED", Error, Api, "{member} is missing.";
}

/// The message for a member that is missing.
pub(super) fn missing(field: Field, member: &str) -> Violation {
    RuleCode::MemberRequired.violation(field, &[("member", member)]).with_constraint("null", Constraint::NotNull)
}

/// The message for a list without an item.
pub(super) fn too_few(field: Field, item: &str) -> Violation {
    RuleCode::MemberRequired.violation(field, &[("member", item)]).with_constraint("[]", Constraint::MinimumLength(1))
}

/// The message for a word that the API does not know.
pub(super) fn not_one_of(field: Field, word: &str, choices: impl Iterator<Item = &'static str>) -> Violation {
    let choices: Vec<String> = choices.map(str::to_owned).collect();
    let violation = RuleCode::NotOneOf.violation(field, &[("value", word), ("choices", &choices.join(", "))]);
    violation.with_constraint(word, Constraint::Enumeration(choices))
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::json;

    use crate::rules::testing::{Case, first_source};

    pub(in super::super) fn cases() -> Vec<Case> {
        vec![
            first_source("E-REQUIRED", "s3-type", "S3DataType", json!(null)),
            first_source("E-ENUM", "s3-type", "S3DataType", json!("Manifest")),
        ]
    }
}
