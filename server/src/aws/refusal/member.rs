//! "N validation errors detected: Value 'x' at 'path' failed to satisfy constraint: …; Value …"

use domain::{Field, JobName, RuleCode, TrainingJobRequest, Violation, rules::service::refused};

use super::known_rule;

/// One violation for each member that the message names; none when it names none.
pub(super) fn violations(message: &str, request: &TrainingJobRequest) -> Vec<Violation> {
    let list = match message.split_once(" detected: ") {
        Some((head, list)) if head.contains("validation error") => list,
        _ => message,
    };
    // A value may hold "; " itself, so a new item starts only where one of the two known beginnings follows.
    let mut items: Vec<String> = Vec::new();
    for part in list.split("; ") {
        match items.last_mut() {
            Some(item) if !part.starts_with("Value ") && !part.starts_with('\'') => {
                item.push_str("; ");
                item.push_str(part);
            }
            _ => items.push(part.to_owned()),
        }
    }
    items.iter().filter_map(|item| violation(item, request)).collect()
}

fn violation(item: &str, request: &TrainingJobRequest) -> Option<Violation> {
    let (head, constraint) = item.split_once(" failed to satisfy constraint: ")?;
    let path = head.strip_suffix('\'')?.rsplit('\'').next()?;
    let value = head.strip_prefix("Value '").and_then(|rest| rest.rsplit_once("' at '")).map(|(value, _)| value);
    let field = Field::of_member(path, request)?;
    Some(said(field, value, constraint))
}

/// The violation in our words: the rule that says the same, or the constraint made readable.
fn said(field: Field, value: Option<&str>, constraint: &str) -> Violation {
    if field == Field::JobName
        && let Some(value) = value
        && value.chars().count() > JobName::MAX_LENGTH
    {
        return RuleCode::NameLength.violation(field, &[("n", &value.chars().count().to_string())]);
    }
    if let Some((_, choices)) = constraint.split_once("enum value set: [") {
        let choices = choices.trim_end_matches(']');
        let value = value.unwrap_or_default();
        return match field {
            Field::InstanceType => RuleCode::InstanceTypeUnknown.violation(field, &[("value", value)]),
            _ => RuleCode::NotOneOf.violation(field, &[("value", value), ("choices", choices)]),
        };
    }
    if let Some(rule) = known_rule(&field, constraint) {
        return rule.violation(field, &[]);
    }
    let number = |text: &str| constraint.split_once(text).map(|(_, rest)| rest.trim().to_owned());
    let sentence = match (number("length less than or equal to "), number("length greater than or equal to ")) {
        (Some(maximum), _) => format!("The service allows at most {maximum} characters here."),
        (_, Some(minimum)) => format!("The service needs at least {minimum} characters here."),
        _ => format!("The service refuses this value: {constraint}."),
    };
    refused(field, &sentence)
}
