//! How often a job is tried again after an internal error of the service.

use super::{RuleCode, Violations, rule::rules, subject::Subject};
use crate::{constraint::Constraint, field::Field};

rules! {
    RetryAttempts = "E-RETRY-RANGE", Error, Api, "Retry attempts must be a whole number from 1 to 30.";
}

/// Most attempts. Source: shape `MaximumRetryAttempts`.
const MAX_ATTEMPTS: i64 = 30;

/// Checks the number of attempts.
pub(super) fn check(subject: &Subject<'_>) -> Violations {
    let mut violations = Violations::default();
    let Some(strategy) = &subject.request.retry_strategy else { return violations };
    let limit = match strategy.maximum_retry_attempts {
        None => Some(Constraint::NotNull),
        Some(..1) => Some(Constraint::MinimumValue(1)),
        Some(attempts) => (attempts > MAX_ATTEMPTS).then_some(Constraint::MaximumValue(MAX_ATTEMPTS)),
    };
    if let Some(limit) = limit {
        let value = strategy.maximum_retry_attempts.map_or("null".to_owned(), |attempts| attempts.to_string());
        violations.push(RuleCode::RetryAttempts.violation(Field::RetryAttempts, &[]).with_constraint(value, limit));
    }
    violations
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::json;

    use crate::rules::{number, testing::Case};

    pub(in super::super) fn cases() -> Vec<Case> {
        vec![
            Case::new("E-RETRY-RANGE", "retry", &[("/RetryStrategy/MaximumRetryAttempts", json!(31))]),
            Case::new("E-RETRY-RANGE", "retry", &[("/RetryStrategy", json!({}))]),
            Case::typed("E-RETRY-RANGE", "retry", number::retry_attempts("x").err()),
        ]
    }
}
