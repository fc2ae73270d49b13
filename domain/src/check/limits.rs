//! How long a job may run.

use super::{Context, resources};
use crate::{
    field::Field,
    rule,
    violation::{Constraint, Violations},
};

/// Checks the maximum runtime.
pub(super) fn check(context: &Context<'_>) -> Violations {
    let mut violations = Violations::default();
    let seconds = context.request.stopping_condition.as_ref().and_then(|condition| condition.max_runtime_in_seconds);
    match seconds {
        // The service takes one day when the member is left out.
        None => {}
        Some(seconds) if seconds < 1 => {
            let violation = rule::E_RUN_MIN.violation(Field::MaximumRuntime, &[]);
            violations.push(violation.with_constraint(seconds.to_string(), Constraint::MinimumValue(1)));
        }
        Some(seconds) if seconds > resources::MAXIMUM_RUNTIME => {
            let violation = rule::E_RUN_MAX.violation(Field::MaximumRuntime, &[]);
            let limit = Constraint::MaximumValue(resources::MAXIMUM_RUNTIME);
            violations.push(violation.with_constraint(seconds.to_string(), limit));
        }
        Some(_) => {}
    }
    violations
}
