//! The refusals of the service for broken rules of `domain`.
//!
//! Broken member constraints are answered together. The rules about several members follow, one at a time. The trainer checks
//! the rules of the algorithm and fails the job with a reason.

use domain::{Constraint, Field, RuleCode, Severity, TrainingJobRequest, Violation, Violations};

use super::member::{Refusal, null, refusal, refuse};
use crate::json_protocol::WireError;

/// All constraints of a value, which the service lists when one of them is broken. Source: docs/errors.md §2.
const HYPERPARAMETER_VALUE: &str = "Member must have length less than or equal to 2500, Member must have length greater than or equal to 0, Member must satisfy regular expression pattern: .*";

/// The answer to a request that the service refuses; `None` when it would accept it. `members` are the refusals of the API
/// model. When both refuse a member, the model's text is answered.
pub(super) fn of(request: &TrainingJobRequest, violations: Violations, mut members: Vec<Refusal>) -> Option<WireError> {
    let refused: Vec<Violation> = violations
        .into_iter()
        .filter(|violation| violation.severity == Severity::Error && violation.authority.refuses_at_create())
        .collect();
    for refusal in refused.iter().filter_map(member) {
        let is_included =
            |known: &Refusal| refusal.path.strip_prefix(&known.path).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        if !members.iter().any(is_included) {
            members.push(refusal);
        }
    }
    if !members.is_empty() {
        return Some(refuse(&members));
    }
    refused.first().map(|violation| WireError::validation(sentence(request, violation)))
}

/// The refusal of a broken member constraint; `None` for rules about several members.
fn member(violation: &Violation) -> Option<Refusal> {
    let path = violation.field.member();
    let value = violation.value.as_deref().unwrap_or_default();
    let constraint = match violation.constraint.as_deref()? {
        Constraint::NotNull => return Some(null(&path)),
        constraint => text(constraint),
    };
    // Whether the key of a map is refused. The message about a key has the key as its value.
    let by_name = match &violation.field {
        Field::HyperparameterKey(_) | Field::EnvironmentKey(_) => Some(true),
        Field::Hyperparameter(name) | Field::EnvironmentValue(name) => Some(name == value),
        _ => None,
    };
    // The service names no value of a map and wraps the constraint. Source: docs/errors.md §2.
    let text = match by_name {
        Some(true) => format!("'{path}' failed to satisfy constraint: Map keys must satisfy constraint: [{constraint}]"),
        Some(false) => {
            let is_hyperparameter = matches!(violation.field, Field::Hyperparameter(_));
            let constraint = if is_hyperparameter { HYPERPARAMETER_VALUE } else { constraint.as_str() };
            format!("'{path}' failed to satisfy constraint: Map value must satisfy constraint: [{constraint}]")
        }
        None => return Some(refusal(value, &path, &constraint)),
    };
    Some(Refusal { path, text })
}

fn text(constraint: &Constraint) -> String {
    match constraint {
        Constraint::NotNull => "Member must not be null".to_owned(),
        Constraint::MinimumLength(limit) => format!("Member must have length greater than or equal to {limit}"),
        Constraint::MaximumLength(limit) => format!("Member must have length less than or equal to {limit}"),
        Constraint::MinimumValue(limit) => format!("Member must have value greater than or equal to {limit}"),
        Constraint::MaximumValue(limit) => format!("Member must have value less than or equal to {limit}"),
        // The service repeats the model's pattern with an anchor before it.
        Constraint::Pattern(pattern) => {
            format!("Member must satisfy regular expression pattern: ^{}", pattern.trim_start_matches('^'))
        }
        Constraint::Enumeration(values) => format!("Member must satisfy enum value set: [{}]", values.join(", ")),
    }
}

/// The service's sentence where it is known, otherwise ours. Source: docs/errors.md §2.
fn sentence(request: &TrainingJobRequest, violation: &Violation) -> String {
    let instance = request.resource_config.as_ref().and_then(|resources| resources.instance_type.as_deref());
    let repository = request.training_image().and_then(domain::image::repository);
    match (violation.code, instance, repository) {
        (RuleCode::InstanceNeedsGpu, Some(instance), Some(repository)) => {
            format!("Instance type {instance} is not supported by algorithm {repository}; only GPU instances are supported.")
        }
        (RuleCode::WaitWithoutSpot, ..) => {
            "Invalid MaxWaitTimeInSeconds. It is only supported when EnableManagedSpotTraining is set to true".to_owned()
        }
        (RuleCode::MetricsOverridden, ..) => {
            let kind = if repository.is_some() { "Amazon SageMaker" } else { "AWS Marketplace" };
            format!(
                "You can't override the metric definitions for {kind} algorithms. Please retry the request without specifying metric definitions."
            )
        }
        _ => violation.message.clone(),
    }
}
