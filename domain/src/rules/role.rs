//! The role that the job takes.

use super::{RuleCode, Violations, rule::rules, subject::Subject};
use crate::{arn::role, constraint::Constraint, field::Field};

rules! {
    RoleRequired = "E-ROLE-REQ", Error, Api, "Choose the role SageMaker should use to read your data and write the model.";
    RoleArn = "E-ROLE-ARN", Error, Api, "Enter the complete role ARN, for example arn:aws:iam::123456789012:role/service-role/MyRole.";
}

/// Checks the role's ARN.
pub(super) fn check(subject: &Subject<'_>) -> Violations {
    let text = subject.request.role_arn.as_deref().unwrap_or_default();
    let mut violations = Violations::default();
    if text.is_empty() {
        let violation = RuleCode::RoleRequired.violation(Field::Role, &[]);
        violations.push(violation.with_constraint("", Constraint::NotNull));
        return violations;
    }
    let length = text.chars().count();
    let constraint = if !role::matches_pattern(text) {
        Constraint::Pattern(role::PATTERN.to_owned())
    } else if length < role::MIN_LENGTH {
        Constraint::MinimumLength(role::MIN_LENGTH as u64)
    } else if length > role::MAX_LENGTH {
        Constraint::MaximumLength(role::MAX_LENGTH as u64)
    } else {
        return violations;
    };
    violations.push(RuleCode::RoleArn.violation(Field::Role, &[]).with_constraint(text, constraint));
    violations
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::json;

    use crate::rules::testing::Case;

    pub(in super::super) fn cases() -> Vec<Case> {
        vec![
            Case::new("E-ROLE-REQ", "role", &[("/RoleArn", json!(null))]),
            Case::new("E-ROLE-ARN", "role", &[("/RoleArn", json!("SageMakerRole"))]),
        ]
    }
}
