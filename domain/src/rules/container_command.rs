//! The command of a container: its entrypoint and its arguments.

use super::{RuleCode, Violations, rule::rules, subject::Subject, text::Limits};
use crate::{constraint::Constraint, field::Field};

rules! {
    ContainerCommand = "E-CMD-LIST", Error, Api, "Give 1 to 100 words of at most 256 characters each.";
}

/// Most words of an entrypoint or its arguments.
/// Sources: shapes `TrainingContainerEntrypoint`, `TrainingContainerArguments`.
const MAX_WORDS: usize = 100;
const WORD: Limits = Limits::line(0, 256);

/// Checks entrypoint and arguments.
pub(super) fn check(subject: &Subject<'_>) -> Violations {
    let mut violations = Violations::default();
    let specification = subject.specification();
    let lists = [
        (specification.and_then(|part| part.container_entrypoint.as_deref()), Field::Entrypoint),
        (specification.and_then(|part| part.container_arguments.as_deref()), Field::Arguments),
    ];
    for (words, field) in lists {
        violations.extend(words.map(|words| check_words(words, &field)).unwrap_or_default());
    }
    violations
}

fn check_words(words: &[String], field: &Field) -> Violations {
    let mut violations = Violations::default();
    let count = if words.is_empty() {
        Some(Constraint::MinimumLength(1))
    } else {
        (words.len() > MAX_WORDS).then_some(Constraint::MaximumLength(MAX_WORDS as u64))
    };
    if let Some(limit) = count {
        violations.push(RuleCode::ContainerCommand.violation(field.clone(), &[]).with_constraint(words.len().to_string(), limit));
    }
    violations.0.extend(words.iter().filter_map(|word| WORD.check(word, field, RuleCode::ContainerCommand)).take(1));
    violations
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::json;

    use crate::rules::testing::Case;

    pub(in super::super) fn cases() -> Vec<Case> {
        let (entrypoint, arguments) =
            ("/AlgorithmSpecification/ContainerEntrypoint", "/AlgorithmSpecification/ContainerArguments");
        vec![
            Case::new("E-CMD-LIST", "entrypoint", &[(entrypoint, json!([]))]),
            Case::new("E-CMD-LIST", "arguments", &[(arguments, json!(["a".repeat(257)]))]),
            Case::new("E-ONE-LINE", "entrypoint", &[(entrypoint, json!(["a\nb"]))]),
        ]
    }
}
