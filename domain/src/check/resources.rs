//! Instance type and count, volume, maximum runtime.

use crate::{
    algorithm::Algorithm,
    arn::kms_key,
    field::Field,
    instance::InstanceType,
    rule,
    violation::{Constraint, Violations},
    wire::{ResourceConfig, TrainingJobRequest},
};

/// Longest runtime in seconds: 28 days. Source: the API's text on `MaxRuntimeInSeconds`.
pub const MAXIMUM_RUNTIME: i64 = 2_419_200;

/// Checks the section *Resource configuration*.
pub(super) fn check(request: &TrainingJobRequest, algorithm: Option<&Algorithm>) -> Violations {
    let missing = ResourceConfig::default();
    let resources = request.resource_config.as_ref().unwrap_or(&missing);
    let mut violations = Violations::default();
    // Instance groups, training plans and instance preferences replace these members; they pass unchecked.
    let has_alternative = ["InstanceGroups", "InstancePreferences"].iter().any(|name| resources.other.contains_key(*name));
    if !has_alternative {
        violations.extend(instance(resources, algorithm));
    }
    violations.extend(runtime(request));
    violations
}

fn instance(resources: &ResourceConfig, algorithm: Option<&Algorithm>) -> Violations {
    let mut violations = Violations::default();
    let name = resources.instance_type.as_deref().unwrap_or_default();
    let instance = InstanceType::find(name);
    match instance {
        None if name.is_empty() => {
            violations.push(rule::E_INST_REQ.violation(Field::InstanceType, &[]).with_constraint("null", Constraint::NotNull));
        }
        None => {
            let names = InstanceType::all().iter().map(|instance| instance.name.to_owned()).collect();
            let violation = rule::E_INST_ENUM.violation(Field::InstanceType, &[("value", name)]);
            violations.push(violation.with_constraint(name, Constraint::Enumeration(names)));
        }
        Some(instance) => {
            if let Some(algorithm) = algorithm.filter(|algorithm| algorithm.needs_gpu) {
                let values = [("algorithm", algorithm.display)];
                if !instance.has_gpu {
                    violations.push(rule::E_INST_GPU.violation(Field::InstanceType, &values));
                } else if !instance.documented_for_vision {
                    violations.push(rule::W_INST_FAMILY.violation(Field::InstanceType, &values));
                }
            }
        }
    }
    if resources.instance_count.is_none_or(|count| count < 1) {
        let value = resources.instance_count.map_or("null".to_owned(), |count| count.to_string());
        let violation = rule::E_COUNT_MIN.violation(Field::InstanceCount, &[]);
        violations.push(violation.with_constraint(value, Constraint::MinimumValue(1)));
    }
    violations.extend(volume(resources, instance));
    violations
}

fn volume(resources: &ResourceConfig, instance: Option<&InstanceType>) -> Violations {
    let mut violations = Violations::default();
    let uses_volume = instance.is_none_or(|instance| instance.uses_volume);
    let size_is_missing = resources.volume_size_in_gb.is_none_or(|size| size < 1);
    let size_is_negative = resources.volume_size_in_gb.is_some_and(|size| size < 0);
    if (uses_volume && size_is_missing) || size_is_negative {
        let value = resources.volume_size_in_gb.map_or("null".to_owned(), |size| size.to_string());
        let violation = rule::E_VOL_MIN.violation(Field::Volume, &[]);
        violations.push(violation.with_constraint(value, Constraint::MinimumValue(1)));
    }
    if let Some(instance) = instance.filter(|instance| !instance.uses_volume) {
        violations.push(rule::I_VOL_NVME.violation(Field::Volume, &[("type", instance.name)]));
    }
    if let Some(key) = resources.volume_kms_key_id.as_deref().filter(|key| !key.is_empty()) {
        if let Some(violation) = super::location::kms_key(key, Field::VolumeKmsKey) {
            violations.push(violation);
        } else if kms_key::is_alias(key) {
            violations.push(rule::E_KMS_ALIAS.violation(Field::VolumeKmsKey, &[]));
        }
        if let Some(instance) = instance.filter(|instance| !instance.uses_volume) {
            violations.push(rule::E_VOLKMS_NVME.violation(Field::VolumeKmsKey, &[("type", instance.name)]));
        }
    }
    violations
}

fn runtime(request: &TrainingJobRequest) -> Violations {
    let mut violations = Violations::default();
    let seconds = request.stopping_condition.as_ref().and_then(|condition| condition.max_runtime_in_seconds);
    match seconds {
        // The service takes one day when the member is left out.
        None => {}
        Some(seconds) if seconds < 1 => {
            let violation = rule::E_RUN_MIN.violation(Field::MaximumRuntime, &[]);
            violations.push(violation.with_constraint(seconds.to_string(), Constraint::MinimumValue(1)));
        }
        Some(seconds) if seconds > MAXIMUM_RUNTIME => {
            let violation = rule::E_RUN_MAX.violation(Field::MaximumRuntime, &[]);
            violations.push(violation.with_constraint(seconds.to_string(), Constraint::MaximumValue(MAXIMUM_RUNTIME)));
        }
        Some(_) => {}
    }
    violations
}
