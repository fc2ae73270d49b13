//! Instance type and count, and how long machines are kept.

use super::Context;
use crate::{
    field::Field,
    instance::InstanceType,
    rule,
    violation::{Constraint, Violations},
    wire::ResourceConfig,
};

/// Members that take the place of instance type and count; they pass as they came.
const ALTERNATIVES: [&str; 2] = ["InstanceGroups", "InstancePreferences"];
/// Longest time that machines are kept, in seconds. Source: shape `KeepAlivePeriodInSeconds`.
const MAXIMUM_KEEP_ALIVE: i64 = 21_600;
/// Longest runtime in seconds: 28 days. Source: the API's text on `MaxRuntimeInSeconds`.
pub const MAXIMUM_RUNTIME: i64 = 2_419_200;
/// The guide's shorter limit of the time that machines are kept.
const GUIDE_KEEP_ALIVE: i64 = 3_600;

/// Checks the section *Resource configuration*, except for the volume and the runtime.
pub(super) fn check(context: &Context<'_>) -> Violations {
    let missing = ResourceConfig::default();
    let resources = context.request.resource_config.as_ref().unwrap_or(&missing);
    let mut violations = Violations::default();
    if !has_alternative(resources) {
        violations.extend(instance(resources, context));
        violations.extend(count(resources, context));
    } else if resources.instance_type.is_some() || resources.instance_count.is_some() {
        violations.push(rule::E_GROUP_BOTH.violation(Field::InstanceGroups, &[]));
    }
    violations.extend(keep_alive(resources, context));
    violations
}

/// Whether something else takes the place of instance type and count.
pub(crate) fn has_alternative(resources: &ResourceConfig) -> bool {
    ALTERNATIVES.iter().any(|name| resources.other.contains_key(*name))
}

fn instance(resources: &ResourceConfig, context: &Context<'_>) -> Violations {
    let mut violations = Violations::default();
    let name = resources.instance_type.as_deref().unwrap_or_default();
    let Some(instance) = InstanceType::find(name) else {
        violations.push(if name.is_empty() {
            rule::E_INST_REQ.violation(Field::InstanceType, &[]).with_constraint("null", Constraint::NotNull)
        } else {
            let names = InstanceType::all().iter().map(|instance| instance.name.to_owned()).collect();
            let violation = rule::E_INST_ENUM.violation(Field::InstanceType, &[("value", name)]);
            violation.with_constraint(name, Constraint::Enumeration(names))
        });
        return violations;
    };
    if let Some(algorithm) = context.algorithm.filter(|algorithm| algorithm.needs_gpu) {
        let values = [("algorithm", algorithm.display)];
        if !instance.has_gpu {
            violations.push(rule::E_INST_GPU.violation(Field::InstanceType, &values));
        } else if !instance.documented_for_vision && algorithm.is_incremental() {
            violations.push(rule::W_INST_FAMILY.violation(Field::InstanceType, &values));
        }
    }
    if instance.is_old() {
        violations.push(rule::W_INST_OLD.violation(Field::InstanceType, &[("region", context.region())]));
    }
    violations
}

fn count(resources: &ResourceConfig, context: &Context<'_>) -> Violations {
    let mut violations = Violations::default();
    let count = resources.instance_count;
    if count.is_none_or(|count| count < 1) {
        let value = count.map_or("null".to_owned(), |count| count.to_string());
        let violation = rule::E_COUNT_MIN.violation(Field::InstanceCount, &[]);
        violations.push(violation.with_constraint(value, Constraint::MinimumValue(1)));
    }
    if let Some(algorithm) = context.algorithm.filter(|algorithm| algorithm.single_instance)
        && count.is_some_and(|count| count > 1)
    {
        violations.push(rule::E_COUNT_SINGLE.violation(Field::InstanceCount, &[("algorithm", algorithm.display)]));
    }
    violations
}

fn keep_alive(resources: &ResourceConfig, context: &Context<'_>) -> Violations {
    let mut violations = Violations::default();
    let Some(seconds) = resources.keep_alive_period_in_seconds else { return violations };
    let mut push = |rule: &rule::Rule| violations.push(rule.violation(Field::KeepAlive, &[]));
    match seconds {
        ..0 | 21_601.. => {
            let limit = if seconds < 0 { Constraint::MinimumValue(0) } else { Constraint::MaximumValue(MAXIMUM_KEEP_ALIVE) };
            let violation = rule::E_KEEP_RANGE.violation(Field::KeepAlive, &[]);
            violations.push(violation.with_constraint(seconds.to_string(), limit));
            return violations;
        }
        0 => return violations,
        _ if context.is_spot() || has_alternative(resources) => push(&rule::E_KEEP_SPOT),
        _ => {}
    }
    if seconds > GUIDE_KEEP_ALIVE {
        push(&rule::W_KEEP_3600);
    }
    push(&rule::W_KEEP_COST);
    violations
}
