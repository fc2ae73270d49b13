//! The job's tags.

use std::collections::{BTreeMap, BTreeSet};

use super::Context;
use crate::{
    field::Field,
    rule,
    violation::{Constraint, Violations},
};

/// Most tags of a job. Source: shape `TagList`.
pub const MAXIMUM_COUNT: usize = 50;
/// Longest key in characters. Source: shape `TagKey`.
pub const MAXIMUM_KEY_LENGTH: usize = 128;
/// Longest value in characters. Source: shape `TagValue`.
pub const MAXIMUM_VALUE_LENGTH: usize = 256;
const PATTERN: &str = r"([\p{L}\p{Z}\p{N}_.:/=+\-@]*)";

/// Checks all tags.
pub(super) fn check(context: &Context<'_>) -> Violations {
    let mut violations = Violations::default();
    let tags = context.request.tags.as_deref().unwrap_or_default();
    if tags.len() > MAXIMUM_COUNT {
        let violation = rule::E_TAG_COUNT.violation(Field::Tags, &[]);
        violations.push(violation.with_constraint(tags.len().to_string(), Constraint::MaximumLength(MAXIMUM_COUNT as u64)));
    }
    let mut seen = BTreeSet::new();
    let mut in_lower_case = BTreeMap::new();
    for (index, tag) in (0_u32..).zip(tags) {
        let key = tag.key.as_deref().unwrap_or_default();
        let value = tag.value.as_deref().unwrap_or_default();
        if let Some(constraint) = broken(key, 1, MAXIMUM_KEY_LENGTH) {
            violations.push(rule::E_TAG_KEY.violation(Field::TagKey(index), &[]).with_constraint(key, constraint));
        } else if !seen.insert(key) {
            violations.push(rule::E_TAG_DUP.violation(Field::TagKey(index), &[("key", key)]));
        } else if let Some(other) = in_lower_case.insert(key.to_lowercase(), key) {
            violations.push(rule::W_TAG_CASE.violation(Field::TagKey(index), &[("key", key), ("other", other)]));
        }
        if key.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("aws:")) {
            violations.push(rule::E_TAG_AWS.violation(Field::TagKey(index), &[]));
        }
        if tag.value.is_none() {
            let violation = rule::E_REQUIRED.violation(Field::TagValue(index), &[("member", "The tag's value")]);
            violations.push(violation.with_constraint("null", Constraint::NotNull));
        }
        if let Some(constraint) = broken(value, 0, MAXIMUM_VALUE_LENGTH) {
            violations.push(rule::E_TAG_VALUE.violation(Field::TagValue(index), &[]).with_constraint(value, constraint));
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
