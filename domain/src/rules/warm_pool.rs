//! How long instances are kept for a later job, and whether this job can take over those of an earlier one.

use super::{RuleCode, Violations, rule::rules, subject::Subject};
use crate::{
    constraint::Constraint,
    field::Field,
    warm_pool::{PoolProperties, WarmPool},
    wire::ResourceConfig,
};

rules! {
    KeepAliveRange = "E-KEEP-RANGE", Error, Api, "Keep alive must be between 0 and 21600 seconds.";
    KeepAliveGuideLimit = "W-KEEP-3600", Warning, Guide, "The guide limits warm pools to 3600 seconds although the API accepts more; the service may refuse this.",
        fix |at| at.set("Set it to 3600", "3600");
    KeepAliveWithSpot = "E-KEEP-SPOT", Error, Guide, "Warm pools cannot be combined with managed spot training.",
        fix |at| at.set("Clear it", "");
    KeepAliveCost = "W-KEEP-COST", Warning, Guide, "The instances are billed while they wait for a matching job.";
    WarmPoolMatch = "I-POOL-MATCH", Information, Guide, "Job \"{name}\" keeps its instances for a job like this one: it can start on them at once.";
    WarmPoolOther = "I-POOL-OTHER", Information, Guide, "Job \"{name}\" keeps its instances for a job with the same settings. Different here: {members}.";
}

/// Longest time that instances are kept, in seconds. Source: shape `KeepAlivePeriodInSeconds`.
const MAX_KEEP_ALIVE: i64 = 21_600;
/// The guide's shorter limit of the time that instances are kept, in seconds.
const MAX_KEEP_ALIVE_OF_GUIDE: i64 = 3_600;

/// Checks the keep-alive period, then names the warm pool that fits.
pub(super) fn check(subject: &Subject<'_>) -> Violations {
    let mut violations = subject.request.resource_config.as_ref().map(|part| keep_alive(part, subject)).unwrap_or_default();
    violations.extend(pools(subject));
    violations
}

fn keep_alive(resources: &ResourceConfig, subject: &Subject<'_>) -> Violations {
    let mut violations = Violations::default();
    let Some(seconds) = resources.keep_alive_period_in_seconds else { return violations };
    if seconds == 0 {
        return violations;
    }
    if !(0..=MAX_KEEP_ALIVE).contains(&seconds) {
        let limit = if seconds < 0 { Constraint::MinimumValue(0) } else { Constraint::MaximumValue(MAX_KEEP_ALIVE) };
        let violation = RuleCode::KeepAliveRange.violation(Field::KeepAlive, &[]);
        violations.push(violation.with_constraint(seconds.to_string(), limit));
        return violations;
    }
    let mut push = |code: RuleCode| violations.push(code.violation(Field::KeepAlive, &[]));
    if subject.is_spot() || resources.has_instance_alternative() {
        push(RuleCode::KeepAliveWithSpot);
    }
    if seconds > MAX_KEEP_ALIVE_OF_GUIDE {
        push(RuleCode::KeepAliveGuideLimit);
    }
    push(RuleCode::KeepAliveCost);
    violations
}

/// Says which pool the job will take, or why the nearest one does not fit. The latter is said only to somebody who wants pools
/// or the same instances; others have nothing to do with it.
fn pools(subject: &Subject<'_>) -> Violations {
    let mut violations = Violations::default();
    let Some(own) = PoolProperties::of(subject.request) else { return violations };
    let pools = subject.facts().map(|facts| facts.warm_pools.as_slice()).unwrap_or_default();
    let compared = pools.iter().map(|pool: &WarmPool| (pool, own.differences(&pool.properties)));
    let Some((pool, differences)) = compared.min_by_key(|(_, differences)| differences.len()) else { return violations };
    let keep_alive = subject.request.resource_config.as_ref().and_then(|resources| resources.keep_alive_period_in_seconds);
    if differences.is_empty() {
        violations.push(RuleCode::WarmPoolMatch.violation(Field::InstanceType, &[("name", &pool.job)]));
    } else if keep_alive.is_some_and(|seconds| seconds > 0) || !differences.contains(&"instance type") {
        let values = [("name", pool.job.as_str()), ("members", &differences.join(", "))];
        violations.push(RuleCode::WarmPoolOther.violation(Field::InstanceType, &values));
    }
    violations
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::{
        Facts, TrainingJobRequest,
        rules::testing::{Case, assert_fix},
    };

    const KEEP: &str = "/ResourceConfig/KeepAlivePeriodInSeconds";
    const TYPE: &str = "/ResourceConfig/InstanceType";

    pub(in super::super) fn cases() -> Vec<Case> {
        let mut cases = vec![
            Case::new("E-KEEP-RANGE", "keep-alive", &[(KEEP, json!(-1))]),
            Case::new("E-KEEP-RANGE", "keep-alive", &[(KEEP, json!(21_601))]),
            Case::new("W-KEEP-3600", "keep-alive", &[(KEEP, json!(3_601))]),
            Case::new("W-KEEP-COST", "keep-alive", &[(KEEP, json!(1))]),
            Case::new("E-KEEP-SPOT", "keep-alive", &[(KEEP, json!(1)), ("/EnableManagedSpotTraining", json!(true))]),
            Case::new("E-KEEP-SPOT", "keep-alive", &[(KEEP, json!(1)), ("/ResourceConfig/InstanceGroups", json!([]))]),
        ];
        cases.extend(pools());
        cases
    }

    /// A job that is like the recommended request with these changes keeps its instances.
    fn kept(changes: &[(&str, Value)]) -> Facts {
        let case = Case::new("", "", changes);
        let request: TrainingJobRequest = serde_json::from_value(case.request().cloned().unwrap_or_default()).expect("a request");
        let properties = PoolProperties::of(&request).expect("no spot job");
        Facts { warm_pools: vec![WarmPool { job: "cats-v0".to_owned(), properties }], ..Facts::default() }
    }

    fn pools() -> [Case; 4] {
        let newer = (TYPE, json!("ml.p3.2xlarge"));
        let larger = ("/ResourceConfig/VolumeSizeInGB", json!(51));
        let keep = (KEEP, json!(600));
        let field = "instance-type";
        [
            Case::new("I-POOL-MATCH", field, &[]).with_facts(kept(&[])),
            Case::new("I-POOL-MATCH", field, &[]).with_facts(kept(std::slice::from_ref(&keep))),
            Case::new("I-POOL-OTHER", field, &[]).with_facts(kept(&[larger])),
            Case::new("I-POOL-OTHER", field, &[keep]).with_facts(kept(&[newer])),
        ]
    }

    #[test]
    fn pools_of_other_instances_are_of_no_interest_to_a_job_that_wants_none() {
        let newer = (TYPE, json!("ml.p3.2xlarge"));
        let facts = kept(std::slice::from_ref(&newer));
        let case = Case::new("", "", &[(KEEP, json!(0))]).with_facts(facts.clone());
        assert!(!case.check().contains(RuleCode::WarmPoolOther));
        let spot = ("/EnableManagedSpotTraining", json!(true));
        let case = Case::new("", "", &[(KEEP, json!(0)), newer, spot]).with_facts(facts);
        assert!(!case.check().contains(RuleCode::WarmPoolMatch), "spot jobs take no pool");
    }

    #[test]
    fn what_the_guide_allows_is_offered() {
        let longest = ("Set it to 3600", "keep-alive", "3600");
        assert_fix(RuleCode::KeepAliveGuideLimit, &Field::KeepAlive, "7200", longest);
        assert_fix(RuleCode::KeepAliveWithSpot, &Field::KeepAlive, "600", ("Clear it", "keep-alive", ""));
    }
}
