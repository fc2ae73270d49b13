//! Keys that encrypt the volume or the output.

use super::{RuleCode, Violation, rule::rules};
use crate::{arn::kms_key, constraint::Constraint, field::Field};

rules! {
    KmsKeyForm = "E-KMS-FORM", Error, Api, "Enter a KMS key ID or ARN (letters, digits, : / _ and - only).";
    KmsKeyAlias = "E-KMS-ALIAS", Error, ApiDocument, "Use a key ID or key ARN here, not an alias.";
}

/// Checks a KMS key that is not empty.
pub(super) fn check(text: &str, field: Field) -> Option<Violation> {
    let constraint = if !kms_key::matches_pattern(text) {
        Constraint::Pattern(kms_key::PATTERN.to_owned())
    } else if text.chars().count() > kms_key::MAX_LENGTH {
        Constraint::MaximumLength(kms_key::MAX_LENGTH as u64)
    } else {
        return None;
    };
    Some(RuleCode::KmsKeyForm.violation(field, &[]).with_constraint(text, constraint))
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::json;

    use crate::rules::testing::Case;

    pub(in super::super) fn cases() -> Vec<Case> {
        let key = "/ResourceConfig/VolumeKmsKeyId";
        let arn = "arn:aws:kms:us-west-2:123456789012:alias/k";
        vec![
            Case::new("E-KMS-FORM", "volume-kms", &[(key, json!("a key"))]),
            Case::new("E-KMS-FORM", "output-kms", &[("/OutputDataConfig/KmsKeyId", json!("a key"))]),
            Case::new("E-KMS-ALIAS", "volume-kms", &[(key, json!("alias/k"))]),
            Case::new("E-KMS-ALIAS", "volume-kms", &[(key, json!(arn))]),
        ]
    }
}
