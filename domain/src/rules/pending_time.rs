//! How long a job may wait for accelerated instances.

use super::{RuleCode, Violations, rule::rules, subject::Subject};
use crate::{constraint::Constraint, field::Field, instance::Accelerator};

rules! {
    PendingTimeRange = "E-PENDING-RANGE", Error, Api, "The maximum pending time must be between 1800 and 2419200 seconds (30 minutes to 28 days).";
    PendingTimeCpu = "W-PENDING-CPU", Warning, Guide, "The maximum pending time is documented for accelerated instance types; {type} is not one of them.";
}

/// Shortest pending time in seconds: 30 minutes. Source: shape `MaxPendingTimeInSeconds`.
const MIN_PENDING_TIME: i64 = 1_800;
/// Longest pending time in seconds: 28 days. Source: shape `MaxPendingTimeInSeconds`.
const MAX_PENDING_TIME: i64 = 2_419_200;

/// Checks the time that a job may wait for instances.
pub(super) fn check(subject: &Subject<'_>) -> Violations {
    let mut violations = Violations::default();
    let condition = subject.request.stopping_condition.as_ref();
    let Some(seconds) = condition.and_then(|condition| condition.max_pending_time_in_seconds) else { return violations };
    let limit = if seconds < MIN_PENDING_TIME {
        Some(Constraint::MinimumValue(MIN_PENDING_TIME))
    } else {
        (seconds > MAX_PENDING_TIME).then_some(Constraint::MaximumValue(MAX_PENDING_TIME))
    };
    if let Some(limit) = limit {
        let violation = RuleCode::PendingTimeRange.violation(Field::MaximumPending, &[]);
        violations.push(violation.with_constraint(seconds.to_string(), limit));
    } else if let Some(instance) = subject.instance().filter(|instance| instance.accelerator() == Accelerator::None) {
        violations.push(RuleCode::PendingTimeCpu.violation(Field::MaximumPending, &[("type", instance.name)]));
    }
    violations
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::json;

    use crate::rules::{number, testing::Case};

    pub(in super::super) fn cases() -> Vec<Case> {
        let pending = "/StoppingCondition/MaxPendingTimeInSeconds";
        let without_accelerator = [(pending, json!(1_800)), ("/ResourceConfig/InstanceType", json!("ml.m5.large"))];
        vec![
            Case::new("E-PENDING-RANGE", "pending", &[(pending, json!(1_799))]),
            Case::typed("E-PENDING-RANGE", "pending", number::maximum_pending("x").err()),
            Case::new("W-PENDING-CPU", "pending", &without_accelerator),
        ]
    }
}
