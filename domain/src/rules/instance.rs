//! Instance type and count. `domain/src/instance/catalog.rs` lists the types.

use super::{
    RuleCode, Violations,
    fix::{Fix, FixContext},
    rule::rules,
    subject::Subject,
};
use crate::{constraint::Constraint, field::Field, instance::InstanceType, wire::ResourceConfig};

rules! {
    InstanceTypeRequired = "E-INST-REQ", Error, Api, "Choose an instance type.";
    InstanceTypeUnknown = "E-INST-ENUM", Error, Api, "\"{value}\" is not a SageMaker training instance type.",
        fix known_type;
    InstanceNeedsGpu = "E-INST-GPU", Error, Observed, "{algorithm} trains on GPU instances only. Pick a P or G family type, for example ml.p3.2xlarge or ml.g4dn.xlarge.",
        fix with_gpu;
    InstanceFamilyUndocumented = "W-INST-FAMILY", Warning, Guide, "This GPU family is newer than the ones {algorithm} is documented for; the job may fail to start.";
    InstanceTypeOld = "W-INST-OLD", Warning, Ours, "This is an old generation; it may not exist in {region}.";
    InstanceCountMinimum = "E-COUNT-MIN", Error, Api, "Use at least one instance.",
        fix |at| at.set("Set it to 1", "1");
    InstanceCountSingle = "E-COUNT-SINGLE", Error, Guide, "{algorithm} runs on a single instance. Set the count to 1.",
        fix |at| at.set("Set it to 1", "1");
    InstanceGroupsAndType = "E-GROUP-BOTH", Error, ApiDocument, "Instance groups take the place of instance type and count; remove one of the two.";
}

/// Checks instance type and count, or that nothing stands beside instance groups.
pub(super) fn check(subject: &Subject<'_>) -> Violations {
    let missing = ResourceConfig::default();
    let resources = subject.request.resource_config.as_ref().unwrap_or(&missing);
    let mut violations = Violations::default();
    if !resources.has_instance_alternative() {
        violations.extend(instance_type(resources, subject));
        violations.extend(count(resources, subject));
    } else if resources.instance_type.is_some() || resources.instance_count.is_some() {
        violations.push(RuleCode::InstanceGroupsAndType.violation(Field::InstanceGroups, &[]));
    }
    violations
}

fn instance_type(resources: &ResourceConfig, subject: &Subject<'_>) -> Violations {
    let mut violations = Violations::default();
    let name = resources.instance_type.as_deref().unwrap_or_default();
    let Some(instance) = InstanceType::find(name) else {
        violations.push(if name.is_empty() {
            RuleCode::InstanceTypeRequired.violation(Field::InstanceType, &[]).with_constraint("null", Constraint::NotNull)
        } else {
            let names = InstanceType::all().iter().map(|instance| instance.name.to_owned()).collect();
            let violation = RuleCode::InstanceTypeUnknown.violation(Field::InstanceType, &[("value", name)]);
            violation.with_constraint(name, Constraint::Enumeration(names))
        });
        return violations;
    };
    if let Some(algorithm) = subject.algorithm.filter(|algorithm| algorithm.needs_gpu) {
        let values = [("algorithm", algorithm.display)];
        if !instance.has_gpu {
            violations.push(RuleCode::InstanceNeedsGpu.violation(Field::InstanceType, &values));
        } else if !instance.documented_for_vision && algorithm.is_incremental() {
            violations.push(RuleCode::InstanceFamilyUndocumented.violation(Field::InstanceType, &values));
        }
    }
    if instance.is_old() {
        violations.push(RuleCode::InstanceTypeOld.violation(Field::InstanceType, &[("region", subject.region())]));
    }
    violations
}

fn count(resources: &ResourceConfig, subject: &Subject<'_>) -> Violations {
    let mut violations = Violations::default();
    let count = resources.instance_count;
    if count.is_none_or(|count| count < 1) {
        let value = count.map_or("null".to_owned(), |count| count.to_string());
        let violation = RuleCode::InstanceCountMinimum.violation(Field::InstanceCount, &[]);
        violations.push(violation.with_constraint(value, Constraint::MinimumValue(1)));
    }
    if let Some(algorithm) = subject.algorithm.filter(|algorithm| algorithm.single_instance)
        && count.is_some_and(|count| count > 1)
    {
        let values = [("algorithm", algorithm.display)];
        violations.push(RuleCode::InstanceCountSingle.violation(Field::InstanceCount, &values));
    }
    violations
}

/// The default instance type, which has a GPU.
fn with_gpu(at: &FixContext<'_>) -> Option<Fix> {
    at.set(&format!("Choose {}", InstanceType::DEFAULT), InstanceType::DEFAULT)
}

/// The instance type that was typed in another case or without its `ml.`.
fn known_type(at: &FixContext<'_>) -> Option<Fix> {
    let name = format!("ml.{}", at.value().trim().to_lowercase().trim_start_matches("ml."));
    let known = InstanceType::find(&name)?;
    at.set(&format!("Choose {}", known.name), known.name)
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::json;

    use super::*;
    use crate::rules::testing::{Case, Form, IMAGE, assert_fix, image_of};

    pub(in super::super) fn cases() -> Vec<Case> {
        let kind = "/ResourceConfig/InstanceType";
        let count = "/ResourceConfig/InstanceCount";
        vec![
            Case::new("E-INST-REQ", "instance-type", &[(kind, json!(null))]),
            Case::new("E-INST-ENUM", "instance-type", &[(kind, json!("ml.x1.huge"))]),
            Case::new("E-INST-GPU", "instance-type", &[(kind, json!("ml.m4.xlarge"))]),
            Case::new("W-INST-FAMILY", "instance-type", &[(kind, json!("ml.g6.xlarge"))]),
            Case::new("W-INST-OLD", "instance-type", &[(kind, json!("ml.p2.xlarge"))]),
            Case::new("E-COUNT-MIN", "instance-count", &[(count, json!(0))]),
            Case::new("E-COUNT-SINGLE", "instance-count", &[(count, json!(2)), (IMAGE, image_of("semantic-segmentation"))]),
            Case::new("E-GROUP-BOTH", "groups", &[("/ResourceConfig/InstanceGroups", json!([]))]),
        ]
    }

    #[test]
    fn an_instance_type_is_offered() {
        let (gpu, typed) = ("ml.p3.2xlarge", "M5.large");
        assert_fix(RuleCode::InstanceNeedsGpu, &Field::InstanceType, typed, ("Choose ml.p3.2xlarge", "instance-type", gpu));
        let known = ("Choose ml.m5.large", "instance-type", "ml.m5.large");
        assert_fix(RuleCode::InstanceTypeUnknown, &Field::InstanceType, typed, known);
        let unknown = Form::new(&Field::InstanceType, "large").fix(RuleCode::InstanceTypeUnknown, &Field::InstanceType);
        assert_eq!(unknown, None);
    }

    #[test]
    fn one_instance_is_offered() {
        for code in [RuleCode::InstanceCountMinimum, RuleCode::InstanceCountSingle] {
            assert_fix(code, &Field::InstanceCount, "0", ("Set it to 1", "instance-count", "1"));
        }
    }
}
