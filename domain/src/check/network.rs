//! The private network.

use super::{Context, text::Limits};
use crate::{
    field::Field,
    rule::{self, Rule},
    violation::{Constraint, Violations},
};

/// Most subnets. Source: shape `Subnets`.
pub const MAXIMUM_SUBNETS: usize = 16;
/// Most security groups. Source: shape `VpcSecurityGroupIds`.
pub const MAXIMUM_SECURITY_GROUPS: usize = 5;
/// Both kinds of identifiers have the same limits. Sources: shapes `SubnetId`, `SecurityGroupId`.
const IDENTIFIER: Limits = Limits { minimum: 0, maximum: 32, pattern: "[-0-9a-zA-Z]+", matches: is_identifier };

/// Checks the section *Network*.
pub(super) fn check(context: &Context<'_>) -> Violations {
    let mut violations = Violations::default();
    if let Some(vpc) = &context.request.vpc_config {
        let subnets = vpc.subnets.as_deref().unwrap_or_default();
        let groups = vpc.security_group_ids.as_deref().unwrap_or_default();
        violations.extend(list(subnets, &Field::Subnets, MAXIMUM_SUBNETS, &rule::E_NET_SUBNETS));
        violations.extend(list(groups, &Field::SecurityGroups, MAXIMUM_SECURITY_GROUPS, &rule::E_NET_SGS));
    }
    let is_isolated = context.request.enable_network_isolation == Some(true);
    if context.subscription().is_some() && !is_isolated {
        violations.push(rule::E_NET_MKT.violation(Field::NetworkIsolation, &[]));
    }
    if is_isolated && context.algorithm.is_some_and(|algorithm| algorithm.repository == "semantic-segmentation") {
        violations.push(rule::W_NET_SEG.violation(Field::NetworkIsolation, &[]));
    }
    let is_encrypted = context.request.enable_inter_container_traffic_encryption == Some(true);
    if is_encrypted && context.instance_count() == Some(1) {
        violations.push(rule::I_NET_ONE.violation(Field::EncryptTraffic, &[]));
    }
    violations
}

/// Checks one of the two lists, which come together.
fn list(identifiers: &[String], field: &Field, maximum: usize, too_many: &Rule) -> Violations {
    let mut violations = Violations::default();
    if identifiers.is_empty() {
        let violation = rule::E_NET_PAIR.violation(field.clone(), &[]);
        violations.push(violation.with_constraint("[]", Constraint::MinimumLength(1)));
    }
    if identifiers.len() > maximum {
        let violation = too_many.violation(field.clone(), &[]);
        violations.push(violation.with_constraint(identifiers.len().to_string(), Constraint::MaximumLength(maximum as u64)));
    }
    for identifier in identifiers {
        if let Some(constraint) = IDENTIFIER.broken(identifier) {
            let violation = rule::E_NET_ID.violation(field.clone(), &[("value", identifier)]);
            violations.push(violation.with_constraint(identifier, constraint));
        }
    }
    violations
}

fn is_identifier(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}
