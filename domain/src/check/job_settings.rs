//! Job name and role.

use super::Context;
use crate::{
    arn::role,
    field::Field,
    job_name::JobName,
    rule,
    violation::{Constraint, Violation, Violations},
};

/// Checks the name, and whether it is known to be taken, and the role.
pub(super) fn check(context: &Context<'_>) -> Violations {
    let text = context.request.training_job_name.as_deref().unwrap_or_default();
    let mut violations = name(text);
    let is_taken = context.facts().and_then(|facts| facts.names.get(text.trim())) == Some(&true);
    if violations.0.is_empty() && is_taken {
        violations.push(name_is_taken(text.trim(), context.region()));
    }
    violations.extend(role_arn(context.request.role_arn.as_deref().unwrap_or_default()));
    violations
}

/// Checks a job name; pattern and length are separate constraints, so both may be broken.
pub fn name(text: &str) -> Violations {
    let mut violations = Violations::default();
    if text.is_empty() {
        violations.push(rule::E_NAME_REQ.violation(Field::JobName, &[]).with_constraint("", Constraint::MinimumLength(1)));
        return violations;
    }
    let length = text.chars().count();
    if length > JobName::MAXIMUM_LENGTH {
        let maximum = Constraint::MaximumLength(JobName::MAXIMUM_LENGTH as u64);
        let violation = rule::E_NAME_LEN.violation(Field::JobName, &[("n", &length.to_string())]);
        violations.push(violation.with_constraint(text, maximum));
    }
    if !JobName::has_allowed_characters(text) {
        let pattern = Constraint::Pattern(JobName::PATTERN.to_owned());
        violations.push(rule::E_NAME_CHARS.violation(Field::JobName, &[]).with_constraint(text, pattern));
    }
    violations
}

/// The message for a name that a job already has.
pub fn name_is_taken(name: &str, region: &str) -> Violation {
    rule::E_NAME_TAKEN.violation(Field::JobName, &[("name", name), ("region", region)])
}

/// Checks a role ARN.
fn role_arn(text: &str) -> Violations {
    let mut violations = Violations::default();
    if text.is_empty() {
        violations.push(rule::E_ROLE_REQ.violation(Field::Role, &[]).with_constraint("", Constraint::NotNull));
        return violations;
    }
    let length = text.chars().count();
    let constraint = if !role::matches_pattern(text) {
        Constraint::Pattern(role::PATTERN.to_owned())
    } else if length < role::MINIMUM_LENGTH {
        Constraint::MinimumLength(role::MINIMUM_LENGTH as u64)
    } else if length > role::MAXIMUM_LENGTH {
        Constraint::MaximumLength(role::MAXIMUM_LENGTH as u64)
    } else {
        return violations;
    };
    violations.push(rule::E_ROLE_ARN.violation(Field::Role, &[]).with_constraint(text, constraint));
    violations
}
