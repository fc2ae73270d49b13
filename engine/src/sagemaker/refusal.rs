//! The rules of a request, refused in the service's own words.

use domain::{Constraint, Severity, Violation, Violations};

use crate::wire::WireError;

/// The refusal of a request by the rules that `CreateTrainingJob` itself enforces; `None` when it is accepted.
///
/// The service reports all members that break the API model together, and other refusals one by one.
pub(super) fn of(violations: &Violations) -> Option<WireError> {
    let refused = |violation: &&Violation| violation.severity == Severity::Error && violation.authority.refuses_at_create();
    let texts: Vec<String> = violations.0.iter().filter(refused).filter_map(member).collect();
    if !texts.is_empty() {
        return Some(members(&texts));
    }
    violations.0.iter().find(refused).map(|violation| WireError::validation(violation.message.clone()))
}

/// `2 validation errors detected: …; …`
pub(super) fn members(texts: &[String]) -> WireError {
    let noun = if texts.len() == 1 { "error" } else { "errors" };
    WireError::validation(format!("{} validation {noun} detected: {}", texts.len(), texts.join("; ")))
}

/// What the service says of a member that breaks its model.
fn member(violation: &Violation) -> Option<String> {
    let constraint = match violation.constraint.as_deref()? {
        Constraint::NotNull => "Member must not be null".to_owned(),
        Constraint::MinimumLength(length) => format!("Member must have length greater than or equal to {length}"),
        Constraint::MaximumLength(length) => format!("Member must have length less than or equal to {length}"),
        Constraint::MinimumValue(value) => format!("Member must have value greater than or equal to {value}"),
        Constraint::MaximumValue(value) => format!("Member must have value less than or equal to {value}"),
        Constraint::Pattern(pattern) => format!("Member must satisfy regular expression pattern: ^{pattern}"),
        Constraint::Enumeration(words) => format!("Member must satisfy enum value set: [{}]", words.join(", ")),
    };
    let path = violation.field.member();
    if violation.code == "E-HP-VALUE" {
        return Some(format!(
            "Value at '{path}' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to 2500, Member must have length greater than or equal to 0, Member must satisfy regular expression pattern: .*]"
        ));
    }
    let value = violation.value.as_deref().unwrap_or_default();
    let value = match violation.constraint.as_deref() {
        Some(Constraint::NotNull) => "null".to_owned(),
        _ => format!("'{value}'"),
    };
    Some(format!("Value {value} at '{path}' failed to satisfy constraint: {constraint}"))
}
