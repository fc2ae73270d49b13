//! Whether the machines that an earlier job keeps can be taken over.

use super::Context;
use crate::{
    field::Field,
    rule,
    violation::Violations,
    warm_pool::{PoolProperties, WarmPool},
};

/// Says which pool the job will take, or why the nearest one is not for it. The latter only to somebody who wants pools or
/// the same machines; others have nothing to do with it.
pub(super) fn check(context: &Context<'_>) -> Violations {
    let mut violations = Violations::default();
    let Some(own) = PoolProperties::of(context.request) else { return violations };
    let pools = context.facts().map(|facts| facts.warm_pools.as_slice()).unwrap_or_default();
    let compared = pools.iter().map(|pool: &WarmPool| (pool, own.differences(&pool.properties)));
    let Some((pool, differences)) = compared.min_by_key(|(_, differences)| differences.len()) else { return violations };
    let keep_alive = context.request.resource_config.as_ref().and_then(|resources| resources.keep_alive_period_in_seconds);
    if differences.is_empty() {
        violations.push(rule::I_POOL_MATCH.violation(Field::InstanceType, &[("name", &pool.job)]));
    } else if keep_alive.is_some_and(|seconds| seconds > 0) || !differences.contains(&"instance type") {
        let values = [("name", pool.job.as_str()), ("members", &differences.join(", "))];
        violations.push(rule::I_POOL_OTHER.violation(Field::InstanceType, &values));
    }
    violations
}
