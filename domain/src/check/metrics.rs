//! Metric definitions.

use super::{Context, text::Limits};
use crate::{
    field::Field,
    metric_regex::{self, MetricRegexError},
    rule,
    violation::{Constraint, Violations},
};

/// Most metric definitions. Source: shape `MetricDefinitionList`.
pub const MAXIMUM_COUNT: usize = 40;
const NAME: Limits = Limits::line(1, 255);
const REGEX: Limits = Limits::line(1, 500);

/// Checks all metric definitions.
pub(super) fn check(context: &Context<'_>) -> Violations {
    let mut violations = Violations::default();
    let specification = context.specification();
    let rows = specification.and_then(|specification| specification.metric_definitions.as_deref()).unwrap_or_default();
    if rows.len() > MAXIMUM_COUNT {
        let violation = rule::E_MET_COUNT.violation(Field::Metrics, &[]);
        violations.push(violation.with_constraint(rows.len().to_string(), Constraint::MaximumLength(MAXIMUM_COUNT as u64)));
    }
    for (row, definition) in (0_u32..).zip(rows) {
        let name = definition.name.as_deref().unwrap_or_default();
        violations.0.extend(NAME.check(name, &Field::MetricName(row), &rule::E_MET_NAME));
        violations.extend(regex(definition.regex.as_deref().unwrap_or_default(), &Field::MetricRegex(row)));
    }
    violations
}

/// Checks the expression of one metric definition.
pub fn regex(text: &str, field: &Field) -> Violations {
    let mut violations = Violations::default();
    if let Some(violation) = REGEX.check(text, field, &rule::E_MET_REGEX) {
        violations.push(violation);
        return violations;
    }
    match metric_regex::groups(text) {
        Ok(1) => {}
        Ok(_) => violations.push(rule::W_MET_GROUP.violation(field.clone(), &[])),
        Err(MetricRegexError::LookAround | MetricRegexError::BackReference) => {
            violations.push(rule::W_MET_COMPILE.violation(field.clone(), &[]));
        }
        Err(error) => violations.push(rule::W_MET_SYNTAX.violation(field.clone(), &[("reason", &error.to_string())])),
    }
    violations
}
