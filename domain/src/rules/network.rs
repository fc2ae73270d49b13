//! The private network.

use super::{RuleCode, Violations, rule::rules, subject::Subject, text::Limits};
use crate::{constraint::Constraint, field::Field};

rules! {
    VpcIncomplete = "E-NET-PAIR", Error, Api, "Choose at least one subnet and at least one security group, or no VPC.";
    SubnetCount = "E-NET-SUBNETS", Error, Api, "At most 16 subnets.";
    SecurityGroupCount = "E-NET-SGS", Error, Api, "At most 5 security groups.";
    NetworkIdentifier = "E-NET-ID", Error, Api, "\"{value}\" is not a valid identifier (letters, digits, hyphens; at most 32).";
    MarketplaceNeedsIsolation = "E-NET-MKT", Error, Guide, "Marketplace algorithms need network isolation.",
        fix |at| at.switch("Enable it", true);
    SegmentationIsolated = "W-NET-SEG", Warning, Guide, "Earlier service text said semantic segmentation cannot run isolated; test with a short job.",
        fix |at| at.switch("Turn it off", false);
    TrafficOfOneInstance = "I-NET-ONE", Information, Guide, "With one instance there is no traffic to encrypt.",
        fix |at| at.switch("Turn it off", false);
}

/// Most subnets. Source: shape `Subnets`.
const MAX_SUBNETS: usize = 16;
/// Most security groups. Source: shape `VpcSecurityGroupIds`.
const MAX_SECURITY_GROUPS: usize = 5;
/// Both kinds of identifiers have the same limits. Sources: shapes `SubnetId`, `SecurityGroupId`.
const IDENTIFIER: Limits = Limits { minimum: 0, maximum: 32, pattern: "[-0-9a-zA-Z]+", matches: is_identifier };

/// Checks the section *Network*.
pub(super) fn check(subject: &Subject<'_>) -> Violations {
    let mut violations = Violations::default();
    if let Some(vpc) = &subject.request.vpc_config {
        let subnets = vpc.subnets.as_deref().unwrap_or_default();
        let groups = vpc.security_group_ids.as_deref().unwrap_or_default();
        violations.extend(list(subnets, &Field::Subnets, MAX_SUBNETS, RuleCode::SubnetCount));
        violations.extend(list(groups, &Field::SecurityGroups, MAX_SECURITY_GROUPS, RuleCode::SecurityGroupCount));
    }
    let is_isolated = subject.request.enable_network_isolation == Some(true);
    if subject.subscription().is_some() && !is_isolated {
        violations.push(RuleCode::MarketplaceNeedsIsolation.violation(Field::NetworkIsolation, &[]));
    }
    if is_isolated && subject.algorithm.is_some_and(|algorithm| !algorithm.runs_isolated) {
        violations.push(RuleCode::SegmentationIsolated.violation(Field::NetworkIsolation, &[]));
    }
    let is_encrypted = subject.request.enable_inter_container_traffic_encryption == Some(true);
    if is_encrypted && subject.instance_count() == Some(1) {
        violations.push(RuleCode::TrafficOfOneInstance.violation(Field::EncryptTraffic, &[]));
    }
    violations
}

/// Checks one of the two lists, which come together.
fn list(identifiers: &[String], field: &Field, maximum: usize, too_many: RuleCode) -> Violations {
    let mut violations = Violations::default();
    if identifiers.is_empty() {
        let violation = RuleCode::VpcIncomplete.violation(field.clone(), &[]);
        violations.push(violation.with_constraint("[]", Constraint::MinimumLength(1)));
    }
    if identifiers.len() > maximum {
        let violation = too_many.violation(field.clone(), &[]);
        violations.push(violation.with_constraint(identifiers.len().to_string(), Constraint::MaximumLength(maximum as u64)));
    }
    for identifier in identifiers {
        if let Some(constraint) = IDENTIFIER.broken(identifier) {
            let violation = RuleCode::NetworkIdentifier.violation(field.clone(), &[("value", identifier)]);
            violations.push(violation.with_constraint(identifier, constraint));
        }
    }
    violations
}

fn is_identifier(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
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
        let subnets = "/VpcConfig/Subnets";
        let groups = "/VpcConfig/SecurityGroupIds";
        let many = |n: usize| json!((0..n).map(|i| format!("subnet-{i}")).collect::<Vec<_>>());
        let arn = "arn:aws:sagemaker:us-west-2:123456789012:algorithm/forest";
        let subscribed = Facts { marketplace: [(arn.to_owned(), true)].into(), ..Facts::default() };
        let subscription = [(IMAGE, json!(null)), ("/AlgorithmSpecification/AlgorithmName", json!(arn))];
        let isolated = [("/EnableNetworkIsolation", json!(true)), (IMAGE, image_of("semantic-segmentation"))];
        vec![
            Case::new("E-NET-PAIR", "security-groups", &[(subnets, json!(["subnet-1"]))]),
            Case::new("E-NET-PAIR", "subnets", &[(groups, json!(["sg-1"]))]),
            Case::new("E-NET-SUBNETS", "subnets", &[(subnets, many(17))]),
            Case::new("E-NET-SGS", "security-groups", &[(groups, many(6))]),
            Case::new("E-NET-ID", "subnets", &[(subnets, json!(["subnet 1"]))]),
            Case::new("E-NET-ID", "security-groups", &[(groups, json!(["a".repeat(33)]))]),
            Case::new("E-NET-MKT", "isolation", &subscription).with_facts(subscribed),
            Case::new("W-NET-SEG", "isolation", &isolated),
            Case::new("I-NET-ONE", "encrypt-traffic", &[("/EnableInterContainerTrafficEncryption", json!(true))]),
        ]
    }

    #[test]
    fn a_switch_is_turned() {
        let on = ("Enable it", "isolation", "true");
        assert_fix(RuleCode::MarketplaceNeedsIsolation, &Field::NetworkIsolation, "", on);
        let off = ("Turn it off", "isolation", "false");
        assert_fix(RuleCode::SegmentationIsolated, &Field::NetworkIsolation, "on", off);
        let off = ("Turn it off", "encrypt-traffic", "false");
        assert_fix(RuleCode::TrafficOfOneInstance, &Field::EncryptTraffic, "on", off);
    }
}
