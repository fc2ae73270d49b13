//! The table of hyperparameters.

use std::collections::{BTreeMap, BTreeSet};

use super::{Context, context::s3, secret::looks_secret, text::Limits};
use crate::{
    algorithm::Algorithm,
    field::Field,
    incremental, rule,
    violation::{Constraint, Violation, Violations},
};

/// Most hyperparameters of a job. Source: shape `HyperParameters`.
pub const MAXIMUM_COUNT: usize = 100;
/// Longest name in characters. Source: shape `HyperParameterKey`.
pub const MAXIMUM_KEY_LENGTH: usize = 256;
/// Longest value in characters. Source: shape `HyperParameterValue`.
pub const MAXIMUM_VALUE_LENGTH: usize = 2500;
/// The model also allows an empty name, which no algorithm reads.
const KEY: Limits = Limits::line(1, MAXIMUM_KEY_LENGTH);
const VALUE: Limits = Limits::line(0, MAXIMUM_VALUE_LENGTH);

/// Checks the hyperparameters of a request.
pub(super) fn check(context: &Context<'_>) -> Violations {
    let mut violations = Violations::default();
    let empty = BTreeMap::new();
    let values = context.request.hyper_parameters.as_ref().unwrap_or(&empty);
    if values.len() > MAXIMUM_COUNT {
        let violation = rule::E_HP_COUNT.violation(Field::Hyperparameters, &[]);
        violations.push(violation.with_constraint(values.len().to_string(), Constraint::MaximumLength(MAXIMUM_COUNT as u64)));
    }
    for (name, value) in values {
        violations.extend(one(name, value, context.algorithm));
    }
    if let Some(algorithm) = context.algorithm {
        violations.extend(missing(context, algorithm));
        violations.extend(inherited(context, algorithm));
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
        if KEY.broken(name).is_some() {
            violations.push(rule::E_HP_KEY.violation(Field::HyperparameterKey(index), &[]));
        } else if !seen.insert(name) {
            violations.push(rule::E_HP_DUP.violation(Field::HyperparameterKey(index), &[("key", name)]));
        }
    }
    violations
}

/// Checks one hyperparameter by itself.
fn one(name: &str, value: &str, algorithm: Option<&Algorithm>) -> Violations {
    let mut violations = Violations::default();
    let field = Field::Hyperparameter(name.to_owned());
    violations.0.extend(KEY.check(name, &field, &rule::E_HP_KEY));
    if let Some(violation) = VALUE.check(value, &field, &rule::E_HP_VALUE) {
        violations.push(violation);
    } else if value.chars().count() > 256 {
        violations.push(rule::W_HP_256.violation(field.clone(), &[]));
    }
    if looks_secret(name, value) {
        violations.push(rule::W_HP_SECRET.violation(field.clone(), &[]));
    }
    // What documents nothing is an algorithm of free rows.
    let Some(algorithm) = algorithm.filter(|algorithm| !algorithm.hyperparameters.is_empty()) else { return violations };
    match algorithm.hyperparameter(name) {
        Some(known) if !value.trim().is_empty() && !known.accepts(value) => {
            violations.push(rule::E_HP_TYPE.violation(field, &[("key", name), ("rule", &known.rule())]));
        }
        None if !name.is_empty() => {
            violations.push(rule::W_HP_UNKNOWN.violation(field, &[("algorithm", algorithm.display), ("key", name)]));
        }
        _ => {}
    }
    violations
}

/// Values that the job needs: always, or because of another value or of image files.
fn missing(context: &Context<'_>, algorithm: &Algorithm) -> Violations {
    let is_given = |name: &str| {
        let value = context.request.hyper_parameters.as_ref().and_then(|values| values.get(name));
        value.is_some_and(|value| !value.trim().is_empty())
    };
    let has_images = || context.channel("train").is_some_and(|train| reads_images(context, train));
    let is_needed = |known: &crate::hyperparameter::Hyperparameter| {
        let by_another = known.needed_when_applied && known.is_applied(|name| context.hyperparameter(name));
        let by_images = known.name == "resize" && algorithm.repository == "image-classification" && has_images();
        known.required || by_another || by_images
    };
    let missing = algorithm.hyperparameters.iter().filter(|known| is_needed(known) && !is_given(known.name));
    let message = |known: &crate::hyperparameter::Hyperparameter| {
        let words = [("algorithm", algorithm.display), ("key", known.name)];
        rule::E_HP_REQ.violation(Field::Hyperparameter(known.name.to_owned()), &words)
    };
    Violations(missing.map(message).collect())
}

/// Whether a channel holds image files that the algorithm reads as files.
pub(super) fn reads_images(context: &Context<'_>, channel: &crate::wire::Channel) -> bool {
    let content_type = channel.content_type.as_deref().unwrap_or_default();
    let is_augmented = s3(channel).and_then(|s3| s3.s3_data_type.as_deref()) == Some("AugmentedManifestFile");
    let is_image = content_type.starts_with("application/x-image") || content_type.starts_with("image/");
    is_image && !is_augmented && context.mode(channel) != crate::mode::InputMode::Pipe
}

/// What the model that the job starts from fixes.
fn inherited(context: &Context<'_>, algorithm: &Algorithm) -> Violations {
    let mut violations = Violations::default();
    if context.model_channel().is_none() {
        return violations;
    }
    if let Some(source) = context.surroundings.source {
        violations.0.extend(algorithm.must_match.iter().filter_map(|name| differs(context, algorithm, source, name)));
    }
    let ignores = algorithm.repository == "image-classification";
    if ignores && context.hyperparameter("use_pretrained_model") == Some("1") {
        violations.push(rule::I_MODEL_PRETRAINED.violation(Field::Hyperparameter("use_pretrained_model".to_owned()), &[]));
    }
    violations
}

fn differs(context: &Context<'_>, algorithm: &Algorithm, source: &incremental::SourceModel, name: &str) -> Option<Violation> {
    let own = context.hyperparameter(name)?;
    let theirs = source.must_match_value(algorithm, name)?;
    (!incremental::values_agree(name, &theirs, own)).then(|| {
        let words = [("key", name), ("source", theirs.as_str()), ("value", own)];
        rule::E_HP_MATCH.violation(Field::Hyperparameter(name.to_owned()), &words)
    })
}
