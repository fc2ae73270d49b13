//! Managed spot training.

use super::Context;
use crate::{
    field::Field,
    rule,
    violation::{Constraint, Violations},
};

/// How long a job may run when nothing is said, in seconds. Source: the API's text on `MaxRuntimeInSeconds`.
const USUAL_RUNTIME: i64 = 86_400;
/// Longest wait of an algorithm that saves no checkpoints, in seconds. Source: the guide.
const WAIT_WITHOUT_CHECKPOINTS: i64 = 3_600;

/// Checks the section *Managed spot training*.
pub(super) fn check(context: &Context<'_>) -> Violations {
    let mut violations = Violations::default();
    let condition = context.request.stopping_condition.as_ref();
    let wait = condition.and_then(|condition| condition.max_wait_time_in_seconds);
    if let Some(seconds) = wait.filter(|seconds| *seconds < 1) {
        let violation = rule::E_SPOT_LESS.violation(Field::MaximumWait, &[]);
        violations.push(violation.with_constraint(seconds.to_string(), Constraint::MinimumValue(1)));
    }
    if !context.is_spot() {
        if wait.is_some() {
            violations.push(rule::E_SPOT_OFF.violation(Field::MaximumWait, &[]));
        }
        return violations;
    }
    let runtime = condition.and_then(|condition| condition.max_runtime_in_seconds).unwrap_or(USUAL_RUNTIME);
    match wait {
        None => violations.push(rule::E_SPOT_WAIT.violation(Field::MaximumWait, &[])),
        Some(seconds) if seconds >= 1 && seconds < runtime => {
            violations.push(rule::E_SPOT_LESS.violation(Field::MaximumWait, &[]));
        }
        Some(_) => {}
    }
    let has_location = context.request.checkpoint_config.as_ref().is_some_and(|config| config.s3_uri.is_some());
    // What a subscription does is not known; with a location for checkpoints it may well use it.
    let keeps_nothing = match (context.algorithm, context.subscription()) {
        (Some(algorithm), _) => (!algorithm.saves_checkpoints).then_some(algorithm.display),
        (None, subscription) => subscription.filter(|_| !has_location),
    };
    if let Some(name) = keeps_nothing
        && wait.is_some_and(|seconds| seconds > WAIT_WITHOUT_CHECKPOINTS)
    {
        violations.push(rule::E_SPOT_3600.violation(Field::MaximumWait, &[("algorithm", name)]));
    }
    if !has_location {
        violations.push(rule::W_SPOT_CKPT.violation(Field::CheckpointUri, &[]));
    }
    violations
}
