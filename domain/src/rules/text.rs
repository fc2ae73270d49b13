//! The limits of one text: length and lines.

use super::{RuleCode, Violation, rule::rules};
use crate::{constraint::Constraint, field::Field};

rules! {
    LineBreak = "E-ONE-LINE", Error, Api, "Remove the line break: this must be one line.";
}

/// The limits of a text member.
pub(super) struct Limits {
    pub(super) minimum: usize,
    pub(super) maximum: usize,
    /// The API model's pattern; one of those that only forbid line breaks, unless [`Self::matches`] says more.
    pub(super) pattern: &'static str,
    pub(super) matches: fn(&str) -> bool,
}

impl Limits {
    /// Any text of one line.
    pub(super) const fn line(minimum: usize, maximum: usize) -> Self {
        Self { minimum, maximum, pattern: if minimum == 0 { ".*" } else { ".+" }, matches: is_one_line }
    }

    /// The first constraint that `text` breaks.
    pub(super) fn broken(&self, text: &str) -> Option<Constraint> {
        let length = text.chars().count();
        if length < self.minimum {
            Some(Constraint::MinimumLength(self.minimum as u64))
        } else if length > self.maximum {
            Some(Constraint::MaximumLength(self.maximum as u64))
        } else if !(self.matches)(text) {
            Some(Constraint::Pattern(self.pattern.to_owned()))
        } else {
            None
        }
    }

    /// The violation of the rule `code`, or of the rule about line breaks, when `text` breaks a limit.
    pub(super) fn check(&self, text: &str, field: &Field, code: RuleCode) -> Option<Violation> {
        let constraint = self.broken(text)?;
        let is_break = matches!(constraint, Constraint::Pattern(_)) && !is_one_line(text);
        let code = if is_break { RuleCode::LineBreak } else { code };
        Some(code.violation(field.clone(), &[]).with_constraint(text, constraint))
    }
}

/// Whether the model's `.` matches every sign of `text`.
pub(super) fn is_one_line(text: &str) -> bool {
    !text.contains(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}'])
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::json;

    use crate::rules::testing::Case;

    pub(in super::super) fn cases() -> Vec<Case> {
        vec![Case::new("E-ONE-LINE", "output-path", &[("/OutputDataConfig/S3OutputPath", json!("s3://bucket/a\nb"))])]
    }
}
