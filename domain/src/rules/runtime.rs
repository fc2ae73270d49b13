//! How long a job may run.

use super::{RuleCode, Violations, rule::rules, subject::Subject};
use crate::{constraint::Constraint, field::Field};

rules! {
    RuntimeMinimum = "E-RUN-MIN", Error, Api, "Enter a maximum runtime of at least one second.";
    RuntimeMaximum = "E-RUN-MAX", Error, ApiDocument, "A job can run for at most 28 days.";
}

/// Longest runtime in seconds: 28 days. Source: the API's text on `MaxRuntimeInSeconds`.
const MAX_RUNTIME: i64 = 2_419_200;

/// Checks the maximum runtime.
pub(super) fn check(subject: &Subject<'_>) -> Violations {
    let mut violations = Violations::default();
    let condition = subject.request.stopping_condition.as_ref();
    // The service takes one day when the member is left out.
    let Some(seconds) = condition.and_then(|condition| condition.max_runtime_in_seconds) else { return violations };
    let broken = if seconds < 1 {
        Some((RuleCode::RuntimeMinimum, Constraint::MinimumValue(1)))
    } else {
        (seconds > MAX_RUNTIME).then_some((RuleCode::RuntimeMaximum, Constraint::MaximumValue(MAX_RUNTIME)))
    };
    if let Some((code, limit)) = broken {
        violations.push(code.violation(Field::MaximumRuntime, &[]).with_constraint(seconds.to_string(), limit));
    }
    violations
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::json;

    use crate::rules::testing::Case;

    pub(in super::super) fn cases() -> Vec<Case> {
        let runtime = "/StoppingCondition/MaxRuntimeInSeconds";
        vec![
            Case::new("E-RUN-MIN", "max-runtime", &[(runtime, json!(0))]),
            Case::new("E-RUN-MAX", "max-runtime", &[(runtime, json!(2_419_201))]),
        ]
    }
}
