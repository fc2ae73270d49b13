//! The job's tags.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    RuleCode, Violations,
    fix::{Fix, FixContext},
    member::missing,
    rule::rules,
    subject::Subject,
};
use crate::{constraint::Constraint, field::Field};

rules! {
    TagCount = "E-TAG-COUNT", Error, Api, "At most 50 tags.";
    TagKey = "E-TAG-KEY", Error, Api, "Tag keys need 1 to 128 characters: letters, digits, spaces and _ . : / = + - @.",
        fix without_strange_signs;
    TagValue = "E-TAG-VALUE", Error, Api, "Tag values can have at most 256 characters: letters, digits, spaces and _ . : / = + - @.",
        fix without_strange_signs;
    TagDuplicate = "E-TAG-DUP", Error, Api, "The tag \"{key}\" is listed twice.";
    TagReserved = "E-TAG-AWS", Error, Ours, "Keys that begin with \"aws:\" are reserved.",
        fix without_reserved_start;
    TagCase = "W-TAG-CASE", Warning, Ours, "\"{key}\" and \"{other}\" differ in upper and lower case only; they are two tags.";
}

/// Most tags of a job. Source: shape `TagList`.
pub const MAX_COUNT: usize = 50;
/// Longest key in characters. Source: shape `TagKey`.
pub const MAX_KEY_LENGTH: usize = 128;
/// Longest value in characters. Source: shape `TagValue`.
pub const MAX_VALUE_LENGTH: usize = 256;
const PATTERN: &str = r"([\p{L}\p{Z}\p{N}_.:/=+\-@]*)";

/// Checks all tags.
pub(super) fn check(subject: &Subject<'_>) -> Violations {
    let mut violations = Violations::default();
    let tags = subject.request.tags.as_deref().unwrap_or_default();
    if tags.len() > MAX_COUNT {
        let violation = RuleCode::TagCount.violation(Field::Tags, &[]);
        violations.push(violation.with_constraint(tags.len().to_string(), Constraint::MaximumLength(MAX_COUNT as u64)));
    }
    let mut seen = BTreeSet::new();
    let mut in_lower_case = BTreeMap::new();
    for (index, tag) in (0_u32..).zip(tags) {
        let key = tag.key.as_deref().unwrap_or_default();
        let value = tag.value.as_deref().unwrap_or_default();
        if let Some(constraint) = broken(key, 1, MAX_KEY_LENGTH) {
            violations.push(RuleCode::TagKey.violation(Field::TagKey(index), &[]).with_constraint(key, constraint));
        } else if !seen.insert(key) {
            violations.push(RuleCode::TagDuplicate.violation(Field::TagKey(index), &[("key", key)]));
        } else if let Some(other) = in_lower_case.insert(key.to_lowercase(), key) {
            violations.push(RuleCode::TagCase.violation(Field::TagKey(index), &[("key", key), ("other", other)]));
        }
        if key.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("aws:")) {
            violations.push(RuleCode::TagReserved.violation(Field::TagKey(index), &[]));
        }
        if tag.value.is_none() {
            violations.push(missing(Field::TagValue(index), "The tag's value"));
        }
        if let Some(constraint) = broken(value, 0, MAX_VALUE_LENGTH) {
            violations.push(RuleCode::TagValue.violation(Field::TagValue(index), &[]).with_constraint(value, constraint));
        }
    }
    violations
}

/// The first constraint that a key or value breaks.
fn broken(text: &str, minimum: usize, maximum: usize) -> Option<Constraint> {
    let length = text.chars().count();
    if length < minimum {
        return Some(Constraint::MinimumLength(minimum as u64));
    }
    if length > maximum {
        return Some(Constraint::MaximumLength(maximum as u64));
    }
    (!text.chars().all(is_allowed)).then(|| Constraint::Pattern(PATTERN.to_owned()))
}

/// Letters, numbers, separators and `_.:/=+-@`. The standard library's classes stand for the pattern's `\p{L}` and
/// `\p{N}`; they also take the few alphabetic marks that are no letters, which the service may refuse.
fn is_allowed(c: char) -> bool {
    let is_separator = c == ' ' || (c.is_whitespace() && !c.is_control());
    c.is_alphanumeric() || is_separator || "_.:/=+-@".contains(c)
}

/// The text without the signs that the service refuses.
fn without_strange_signs(at: &FixContext<'_>) -> Option<Fix> {
    let allowed: String = at.value().chars().filter(|sign| is_allowed(*sign)).collect();
    let allowed = allowed.trim();
    // A text that is too long needs a person.
    let limit = if matches!(at.violation.field, Field::TagKey(_)) { MAX_KEY_LENGTH } else { MAX_VALUE_LENGTH };
    let is_better = !allowed.is_empty() && allowed != at.value().trim() && allowed.chars().count() <= limit;
    if is_better { at.set(&format!("Use {allowed}"), allowed) } else { None }
}

/// The key without the start that AWS keeps for itself.
fn without_reserved_start(at: &FixContext<'_>) -> Option<Fix> {
    let rest = at.value().trim().get(4..)?.trim_start_matches(':').trim();
    if rest.is_empty() { None } else { at.set(&format!("Use {rest}"), rest) }
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::{Value, json};

    use crate::rules::testing::Case;

    pub(in super::super) fn cases() -> Vec<Case> {
        let tags = |tags: Value| [("/Tags", tags)];
        let many: Value = (0..51).map(|i| json!({ "Key": format!("k{i}"), "Value": "" })).collect();
        vec![
            Case::new("E-TAG-COUNT", "tags", &tags(many)),
            Case::new("E-TAG-KEY", "tag-key-0", &tags(json!([{ "Key": "a!", "Value": "" }]))),
            Case::new("E-TAG-VALUE", "tag-value-0", &tags(json!([{ "Key": "a", "Value": "!" }]))),
            Case::new("E-REQUIRED", "tag-value-0", &tags(json!([{ "Key": "a" }]))),
            Case::new("E-TAG-DUP", "tag-key-1", &tags(json!([{ "Key": "a", "Value": "" }, { "Key": "a", "Value": "" }]))),
            Case::new("W-TAG-CASE", "tag-key-1", &tags(json!([{ "Key": "a", "Value": "" }, { "Key": "A", "Value": "" }]))),
            Case::new("E-TAG-AWS", "tag-key-0", &tags(json!([{ "Key": "AWS:x", "Value": "" }]))),
        ]
    }
}
