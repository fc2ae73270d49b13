//! What the classic page does not show: environment, retries, pending time, the container's command.

use std::collections::BTreeSet;

use super::{Context, secret::looks_secret, text::Limits};
use crate::{
    field::Field,
    instance::Accelerator,
    rule,
    violation::{Constraint, Violations},
};

/// Most environment variables. Source: shape `TrainingEnvironmentMap`.
pub const MAXIMUM_VARIABLES: usize = 100;
/// Most words of an entrypoint or its arguments. Sources: shapes `TrainingContainerEntrypoint`, `TrainingContainerArguments`.
pub const MAXIMUM_WORDS: usize = 100;
const KEY: Limits = Limits { minimum: 0, maximum: 512, pattern: "[a-zA-Z_][a-zA-Z0-9_]*", matches: is_variable };
const VALUE: Limits = Limits { minimum: 0, maximum: 512, pattern: r"[\S\s]*", matches: |_| true };
const WORD: Limits = Limits::line(0, 256);

/// Checks the advanced members.
pub(super) fn check(context: &Context<'_>) -> Violations {
    let mut violations = environment(context);
    let retry = context.request.retry_strategy.as_ref().map(|strategy| strategy.maximum_retry_attempts);
    if let Some(attempts) = retry {
        let limit = match attempts {
            None => Some(Constraint::NotNull),
            Some(..1) => Some(Constraint::MinimumValue(1)),
            Some(31..) => Some(Constraint::MaximumValue(30)),
            Some(_) => None,
        };
        if let Some(limit) = limit {
            let value = attempts.map_or("null".to_owned(), |attempts| attempts.to_string());
            violations.push(rule::E_RETRY_RANGE.violation(Field::RetryAttempts, &[]).with_constraint(value, limit));
        }
    }
    violations.extend(pending(context));
    let specification = context.specification();
    let words = [
        (specification.and_then(|part| part.container_entrypoint.as_deref()), Field::Entrypoint),
        (specification.and_then(|part| part.container_arguments.as_deref()), Field::Arguments),
    ];
    for (words, field) in words {
        violations.extend(words.map(|words| command(words, &field)).unwrap_or_default());
    }
    violations
}

/// Checks the names of rows as they are typed, where a name may be empty or stand twice; a map could not hold that.
///
/// Messages belong to [`Field::EnvironmentKey`] of the row's place.
pub fn check_keys(rows: &[(String, String)]) -> Violations {
    let mut violations = Violations::default();
    let mut seen = BTreeSet::new();
    for (row, (name, _)) in (0_u32..).zip(rows) {
        let name = name.trim();
        if KEY.broken(name).is_some() {
            violations.push(rule::E_ENV_KEY.violation(Field::EnvironmentKey(row), &[]));
        } else if !seen.insert(name) {
            violations.push(rule::E_ENV_DUP.violation(Field::EnvironmentKey(row), &[("key", name)]));
        }
    }
    violations
}

fn environment(context: &Context<'_>) -> Violations {
    let mut violations = Violations::default();
    let Some(variables) = &context.request.environment else { return violations };
    if variables.len() > MAXIMUM_VARIABLES {
        let violation = rule::E_ENV_COUNT.violation(Field::Environment, &[]);
        let limit = Constraint::MaximumLength(MAXIMUM_VARIABLES as u64);
        violations.push(violation.with_constraint(variables.len().to_string(), limit));
    }
    for (name, value) in variables {
        let field = Field::EnvironmentValue(name.clone());
        if let Some(constraint) = KEY.broken(name) {
            violations.push(rule::E_ENV_KEY.violation(field.clone(), &[]).with_constraint(name, constraint));
        }
        violations.0.extend(VALUE.check(value, &field, &rule::E_ENV_VALUE));
        if looks_secret(name, value) {
            violations.push(rule::W_ENV_SECRET.violation(field, &[]));
        }
    }
    violations
}

/// Checks the time that a job may wait for machines. Source of the range: shape `MaxPendingTimeInSeconds`.
fn pending(context: &Context<'_>) -> Violations {
    let mut violations = Violations::default();
    let condition = context.request.stopping_condition.as_ref();
    let Some(seconds) = condition.and_then(|condition| condition.max_pending_time_in_seconds) else { return violations };
    let limit = match seconds {
        ..1_800 => Some(Constraint::MinimumValue(1_800)),
        2_419_201.. => Some(Constraint::MaximumValue(2_419_200)),
        _ => None,
    };
    if let Some(limit) = limit {
        let violation = rule::E_PENDING_RANGE.violation(Field::MaximumPending, &[]);
        violations.push(violation.with_constraint(seconds.to_string(), limit));
    } else if let Some(instance) = context.instance().filter(|instance| instance.accelerator() == Accelerator::None) {
        violations.push(rule::W_PENDING_CPU.violation(Field::MaximumPending, &[("type", instance.name)]));
    }
    violations
}

fn command(words: &[String], field: &Field) -> Violations {
    let mut violations = Violations::default();
    let count = if words.is_empty() {
        Some(Constraint::MinimumLength(1))
    } else {
        (words.len() > MAXIMUM_WORDS).then_some(Constraint::MaximumLength(MAXIMUM_WORDS as u64))
    };
    if let Some(limit) = count {
        violations.push(rule::E_CMD_LIST.violation(field.clone(), &[]).with_constraint(words.len().to_string(), limit));
    }
    violations.0.extend(words.iter().filter_map(|word| WORD.check(word, field, &rule::E_CMD_LIST)).take(1));
    violations
}

fn is_variable(name: &str) -> bool {
    let starts = name.bytes().next().is_some_and(|b| b.is_ascii_alphabetic() || b == b'_');
    starts && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}
