//! The table of hyperparameters.

use std::collections::BTreeSet;

use crate::{
    algorithm::Algorithm,
    field::Field,
    incremental::{self, SourceModel},
    rule,
    violation::{Constraint, Violations},
    wire::TrainingJobRequest,
};

/// Most hyperparameters of a job. Source: shape `HyperParameters`.
pub const MAXIMUM_COUNT: usize = 100;
/// Longest name in characters. Source: shape `HyperParameterKey`.
pub const MAXIMUM_KEY_LENGTH: usize = 256;
/// Longest value in characters. Source: shape `HyperParameterValue`.
pub const MAXIMUM_VALUE_LENGTH: usize = 2500;

/// Checks the hyperparameters of a request.
pub(super) fn check(request: &TrainingJobRequest, algorithm: Option<&Algorithm>, source: Option<&SourceModel>) -> Violations {
    let mut violations = Violations::default();
    let empty = std::collections::BTreeMap::new();
    let values = request.hyper_parameters.as_ref().unwrap_or(&empty);
    if values.len() > MAXIMUM_COUNT {
        let violation = rule::E_HP_COUNT.violation(Field::Hyperparameters, &[]);
        violations.push(violation.with_constraint(values.len().to_string(), Constraint::MaximumLength(MAXIMUM_COUNT as u64)));
    }
    for (name, value) in values {
        violations.extend(one(name, value, algorithm));
    }
    if let Some(algorithm) = algorithm {
        let is_given = |name: &str| values.get(name).is_some_and(|value| !value.trim().is_empty());
        for known in algorithm.hyperparameters.iter().filter(|known| known.required && !is_given(known.name)) {
            let words = [("algorithm", algorithm.display), ("key", known.name)];
            violations.push(rule::E_HP_REQ.violation(Field::Hyperparameter(known.name.to_owned()), &words));
        }
        let starts_from_model = request.model_location().is_some();
        if let Some(job) = source.filter(|_| starts_from_model).and_then(|source| source.job.as_ref()) {
            for name in algorithm.must_match {
                let own = values.get(*name).map(String::as_str).filter(|value| !value.trim().is_empty());
                let own = own.or_else(|| algorithm.hyperparameter(name).and_then(|known| known.default));
                if let (Some(theirs), Some(own)) = (job.must_match_value(algorithm, name), own)
                    && !incremental::values_agree(&theirs, own)
                {
                    let words = [("key", *name), ("source", theirs.as_str()), ("value", own)];
                    violations.push(rule::E_HP_MATCH.violation(Field::Hyperparameter((*name).to_owned()), &words));
                }
            }
        }
        if starts_from_model && values.get("use_pretrained_model").is_some_and(|value| value.trim() == "1") {
            violations.push(rule::I_MODEL_PRETRAINED.violation(Field::Hyperparameter("use_pretrained_model".to_owned()), &[]));
        }
    }
    violations
}

/// Checks one hyperparameter by itself.
fn one(name: &str, value: &str, algorithm: Option<&Algorithm>) -> Violations {
    let mut violations = Violations::default();
    let field = || Field::Hyperparameter(name.to_owned());
    let length = name.chars().count();
    if length == 0 || length > MAXIMUM_KEY_LENGTH {
        let constraint =
            if length == 0 { Constraint::MinimumLength(1) } else { Constraint::MaximumLength(MAXIMUM_KEY_LENGTH as u64) };
        violations.push(rule::E_HP_KEY.violation(field(), &[]).with_constraint(name, constraint));
    }
    let length = value.chars().count();
    if length > MAXIMUM_VALUE_LENGTH {
        let constraint = Constraint::MaximumLength(MAXIMUM_VALUE_LENGTH as u64);
        violations.push(rule::E_HP_VALUE.violation(field(), &[]).with_constraint(value, constraint));
    } else if length > 256 {
        violations.push(rule::W_HP_256.violation(field(), &[]));
    }
    if looks_secret(name, value) {
        violations.push(rule::W_HP_SECRET.violation(field(), &[]));
    }
    if let Some(algorithm) = algorithm {
        match algorithm.hyperparameter(name) {
            Some(known) if !value.trim().is_empty() && !known.accepts(value) => {
                violations.push(rule::E_HP_TYPE.violation(field(), &[("key", name), ("rule", &known.rule())]));
            }
            Some(_) => {}
            None if name.is_empty() => {}
            None => {
                let words = [("algorithm", algorithm.display), ("key", name)];
                violations.push(rule::W_HP_UNKNOWN.violation(field(), &words));
            }
        }
    }
    violations
}

/// Checks the names of rows as they are typed, where a name may be empty or stand twice; a map could not hold that.
///
/// Messages belong to [`Field::HyperparameterKey`] of the row's place.
pub fn check_keys(rows: &[(String, String)]) -> Violations {
    let mut violations = Violations::default();
    let mut seen = BTreeSet::new();
    for (index, (name, _)) in (0_u32..).zip(rows) {
        let name = name.trim();
        if name.is_empty() || name.chars().count() > MAXIMUM_KEY_LENGTH {
            violations.push(rule::E_HP_KEY.violation(Field::HyperparameterKey(index), &[]));
        } else if !seen.insert(name) {
            violations.push(rule::E_HP_DUP.violation(Field::HyperparameterKey(index), &[("key", name)]));
        }
    }
    violations
}

/// Whether a hyperparameter seems to be a credential: by its name, or by the shape of an AWS access key.
fn looks_secret(name: &str, value: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let by_name = ["password", "passwd", "secret", "access_key", "api_key", "apikey", "auth_token", "private_key"]
        .iter()
        .any(|word| name.contains(word));
    let value = value.trim();
    let by_shape = value.len() == 20
        && (value.starts_with("AKIA") || value.starts_with("ASIA"))
        && value.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    !value.is_empty() && (by_name || by_shape)
}
