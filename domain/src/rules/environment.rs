//! Environment variables of the container.

use std::collections::BTreeSet;

use super::{RuleCode, Violations, rule::rules, secret::looks_secret, subject::Subject, text::Limits};
use crate::{constraint::Constraint, field::Field};

rules! {
    EnvironmentCount = "E-ENV-COUNT", Error, Api, "At most 100 environment variables are allowed.";
    EnvironmentName = "E-ENV-KEY", Error, Api, "Names of environment variables have 1 to 512 letters, digits and underscores and do not begin with a digit.";
    EnvironmentDuplicate = "E-ENV-DUP", Error, Ours, "\"{key}\" is set twice.";
    EnvironmentValue = "E-ENV-VALUE", Error, Api, "Values of environment variables can have at most 512 characters.";
    EnvironmentSecret = "W-ENV-SECRET", Warning, ApiDocument, "Environment variables are visible in the job description; do not put secrets here.";
}

/// Most environment variables. Source: shape `TrainingEnvironmentMap`.
const MAX_COUNT: usize = 100;
const KEY: Limits = Limits { minimum: 0, maximum: 512, pattern: "[a-zA-Z_][a-zA-Z0-9_]*", matches: is_variable };
const VALUE: Limits = Limits { minimum: 0, maximum: 512, pattern: r"[\S\s]*", matches: |_| true };

/// Checks all environment variables.
pub(super) fn check(subject: &Subject<'_>) -> Violations {
    let mut violations = Violations::default();
    let Some(variables) = &subject.request.environment else { return violations };
    if variables.len() > MAX_COUNT {
        let violation = RuleCode::EnvironmentCount.violation(Field::Environment, &[]);
        let limit = Constraint::MaximumLength(MAX_COUNT as u64);
        violations.push(violation.with_constraint(variables.len().to_string(), limit));
    }
    for (name, value) in variables {
        let field = Field::EnvironmentValue(name.clone());
        if let Some(constraint) = KEY.broken(name) {
            violations.push(RuleCode::EnvironmentName.violation(field.clone(), &[]).with_constraint(name, constraint));
        }
        violations.0.extend(VALUE.check(value, &field, RuleCode::EnvironmentValue));
        if looks_secret(name, value) {
            violations.push(RuleCode::EnvironmentSecret.violation(field, &[]));
        }
    }
    violations
}

/// Checks the names of rows as they are typed, where a name may be empty or stand twice; a map could not hold that.
///
/// Messages belong to [`Field::EnvironmentKey`] of the row's place.
pub fn check_keys<'a>(names: impl IntoIterator<Item = &'a str>) -> Violations {
    let mut violations = Violations::default();
    let mut seen = BTreeSet::new();
    for (row, name) in (0_u32..).zip(names) {
        let name = name.trim();
        if KEY.broken(name).is_some() {
            violations.push(RuleCode::EnvironmentName.violation(Field::EnvironmentKey(row), &[]));
        } else if !seen.insert(name) {
            violations.push(RuleCode::EnvironmentDuplicate.violation(Field::EnvironmentKey(row), &[("key", name)]));
        }
    }
    violations
}

fn is_variable(name: &str) -> bool {
    let starts = name.bytes().next().is_some_and(|b| b.is_ascii_alphabetic() || b == b'_');
    starts && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::{Map, Value, json};

    use super::*;
    use crate::rules::testing::Case;

    pub(in super::super) fn cases() -> Vec<Case> {
        let many: Value = (0..101).map(|i| (format!("A{i}"), json!(""))).collect::<Map<_, _>>().into();
        let typed = ["A", "1", "A "];
        let with = |variables: Value| [("/Environment", variables)];
        vec![
            Case::new("E-ENV-COUNT", "env", &with(many)),
            Case::new("E-ENV-KEY", "env-value-1A", &with(json!({ "1A": "" }))),
            Case::typed("E-ENV-KEY", "env-key-1", check_keys(typed)),
            Case::typed("E-ENV-DUP", "env-key-2", check_keys(typed)),
            Case::new("E-ENV-VALUE", "env-value-A", &with(json!({ "A": "a".repeat(513) }))),
            Case::new("W-ENV-SECRET", "env-value-DB_PASSWORD", &with(json!({ "DB_PASSWORD": "x" }))),
        ]
    }
}
