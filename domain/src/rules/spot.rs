//! Managed spot training.

use super::{RuleCode, Violations, rule::rules, subject::Subject};
use crate::{constraint::Constraint, field::Field, wire::StoppingCondition};

rules! {
    SpotWaitRequired = "E-SPOT-WAIT", Error, ApiDocument, "Set how long the job may wait and run in total when using spot capacity.";
    SpotWaitShort = "E-SPOT-LESS", Error, ApiDocument, "The maximum wait time includes the running time: it must be at least the maximum runtime.";
    WaitWithoutSpot = "E-SPOT-OFF", Error, Observed, "Maximum wait time can only be used with managed spot training.",
        fix |at| at.set("Clear it", "");
    SpotWaitLong = "E-SPOT-3600", Error, Guide, "{algorithm} does not save checkpoints; with spot it may wait at most 3600 seconds.";
    SpotWithoutCheckpoints = "W-SPOT-CKPT", Warning, Guide, "Without a checkpoint location an interrupted spot job starts over.";
}

/// Longest wait of an algorithm that saves no checkpoints, in seconds. Source: the guide.
const MAX_WAIT_WITHOUT_CHECKPOINTS: i64 = 3_600;

/// Checks the section *Managed spot training*.
pub(super) fn check(subject: &Subject<'_>) -> Violations {
    let mut violations = Violations::default();
    let condition = subject.request.stopping_condition.as_ref();
    let wait = condition.and_then(|condition| condition.max_wait_time_in_seconds);
    if let Some(seconds) = wait.filter(|seconds| *seconds < 1) {
        let violation = RuleCode::SpotWaitShort.violation(Field::MaximumWait, &[]);
        violations.push(violation.with_constraint(seconds.to_string(), Constraint::MinimumValue(1)));
    }
    if !subject.is_spot() {
        if wait.is_some() {
            violations.push(RuleCode::WaitWithoutSpot.violation(Field::MaximumWait, &[]));
        }
        return violations;
    }
    let runtime =
        condition.and_then(|condition| condition.max_runtime_in_seconds).unwrap_or(StoppingCondition::DEFAULT_MAX_RUNTIME);
    match wait {
        None => violations.push(RuleCode::SpotWaitRequired.violation(Field::MaximumWait, &[])),
        Some(seconds) if seconds >= 1 && seconds < runtime => {
            violations.push(RuleCode::SpotWaitShort.violation(Field::MaximumWait, &[]));
        }
        Some(_) => {}
    }
    let has_location = subject.request.checkpoint_config.as_ref().is_some_and(|config| config.s3_uri.is_some());
    // What a subscription does is not known; with a location for checkpoints it may well use it.
    let without_checkpoints = match (subject.algorithm, subject.subscription()) {
        (Some(algorithm), _) => (!algorithm.saves_checkpoints).then_some(algorithm.display),
        (None, subscription) => subscription.filter(|_| !has_location),
    };
    if let Some(name) = without_checkpoints
        && wait.is_some_and(|seconds| seconds > MAX_WAIT_WITHOUT_CHECKPOINTS)
    {
        violations.push(RuleCode::SpotWaitLong.violation(Field::MaximumWait, &[("algorithm", name)]));
    }
    if !has_location {
        violations.push(RuleCode::SpotWithoutCheckpoints.violation(Field::CheckpointUri, &[]));
    }
    violations
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        Facts,
        rules::testing::{Case, IMAGE, assert_fix, image_of},
    };

    pub(in super::super) fn cases() -> Vec<Case> {
        let wait = "/StoppingCondition/MaxWaitTimeInSeconds";
        let spot = ("/EnableManagedSpotTraining", json!(true));
        let run = |seconds: i64| ("/StoppingCondition/MaxRuntimeInSeconds", json!(seconds));
        let kmeans = (IMAGE, image_of("kmeans"));
        let arn = "arn:aws:sagemaker:us-west-2:123456789012:algorithm/forest";
        let subscribed = Facts { marketplace: [(arn.to_owned(), true)].into(), ..Facts::default() };
        let subscription = [
            (IMAGE, json!(null)),
            ("/AlgorithmSpecification/AlgorithmName", json!(arn)),
            spot.clone(),
            ("/StoppingCondition", json!({ "MaxRuntimeInSeconds": 60, "MaxWaitTimeInSeconds": 3_601 })),
        ];
        vec![
            Case::new("E-SPOT-WAIT", "max-wait", std::slice::from_ref(&spot)),
            Case::new("E-SPOT-LESS", "max-wait", &[spot.clone(), run(60), (wait, json!(59))]),
            Case::new("E-SPOT-LESS", "max-wait", &[spot.clone(), (wait, json!(0))]),
            Case::new("E-SPOT-OFF", "max-wait", &[(wait, json!(60))]),
            Case::new("E-SPOT-3600", "max-wait", &[spot.clone(), run(60), (wait, json!(3_601)), kmeans]),
            Case::new("E-SPOT-3600", "max-wait", &subscription).with_facts(subscribed),
            Case::new("W-SPOT-CKPT", "ckpt-uri", &[spot]),
        ]
    }

    #[test]
    fn a_wait_without_spot_is_cleared() {
        assert_fix(RuleCode::WaitWithoutSpot, &Field::MaximumWait, "60", ("Clear it", "max-wait", ""));
    }
}
