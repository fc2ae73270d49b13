//! The table of hyperparameters.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    RuleCode, Violations,
    fix::{Fix, FixContext},
    rule::rules,
    secret::looks_secret,
    subject::{Subject, s3},
    text::Limits,
    typed_text::{bare, ungrouped, with_point},
};
use crate::{
    algorithm::Algorithm,
    constraint::Constraint,
    field::Field,
    hyperparameter::{Flag, Hyperparameter},
    mode::InputMode,
    wire::Channel,
};

rules! {
    HyperparameterCount = "E-HP-COUNT", Error, Api, "At most 100 hyperparameters are allowed.";
    HyperparameterName = "E-HP-KEY", Error, Api, "Hyperparameter names need 1 to 256 characters.";
    HyperparameterDuplicate = "E-HP-DUP", Error, Api, "\"{key}\" is listed twice.";
    HyperparameterLength = "E-HP-VALUE", Error, Api, "Hyperparameter values can have at most 2500 characters.";
    HyperparameterLength256 = "W-HP-256", Warning, ApiDocument, "Part of the documentation limits values to 256 characters.";
    HyperparameterRequired = "E-HP-REQ", Error, Guide, "{algorithm} needs a value for {key}.";
    HyperparameterType = "E-HP-TYPE", Error, Guide, "{key} must be {rule}.",
        fix accepted_value;
    HyperparameterUnknown = "W-HP-UNKNOWN", Warning, Guide, "{algorithm} does not document \"{key}\". Some algorithms fail on unknown names.";
    HyperparameterSecret = "W-HP-SECRET", Warning, ApiDocument, "Hyperparameters are visible in the job description; do not put secrets here.";
}

/// Most hyperparameters of a job. Source: shape `HyperParameters`.
pub const MAX_COUNT: usize = 100;
/// Longest name in characters. Source: shape `HyperParameterKey`.
pub const MAX_KEY_LENGTH: usize = 256;
/// Longest value in characters. Source: shape `HyperParameterValue`.
pub const MAX_VALUE_LENGTH: usize = 2500;
/// The model also allows an empty name, which no algorithm reads.
const KEY: Limits = Limits::line(1, MAX_KEY_LENGTH);
const VALUE: Limits = Limits::line(0, MAX_VALUE_LENGTH);

/// Checks the hyperparameters of a request.
pub(super) fn check(subject: &Subject<'_>) -> Violations {
    let mut violations = Violations::default();
    let empty = BTreeMap::new();
    let values = subject.request.hyper_parameters.as_ref().unwrap_or(&empty);
    if values.len() > MAX_COUNT {
        let violation = RuleCode::HyperparameterCount.violation(Field::Hyperparameters, &[]);
        violations.push(violation.with_constraint(values.len().to_string(), Constraint::MaximumLength(MAX_COUNT as u64)));
    }
    for (name, value) in values {
        violations.extend(one(name, value, subject.algorithm));
    }
    if let Some(algorithm) = subject.algorithm {
        violations.extend(missing(subject, algorithm));
    }
    violations
}

/// Checks the names of rows as they are typed, where a name may be empty or stand twice; a map could not hold that.
///
/// Messages belong to [`Field::HyperparameterKey`] of the row's place.
pub fn check_keys<'a>(names: impl IntoIterator<Item = &'a str>) -> Violations {
    let mut violations = Violations::default();
    let mut seen = BTreeSet::new();
    for (index, name) in (0_u32..).zip(names) {
        let name = name.trim();
        if KEY.broken(name).is_some() {
            violations.push(RuleCode::HyperparameterName.violation(Field::HyperparameterKey(index), &[]));
        } else if !seen.insert(name) {
            violations.push(RuleCode::HyperparameterDuplicate.violation(Field::HyperparameterKey(index), &[("key", name)]));
        }
    }
    violations
}

/// Checks one hyperparameter by itself.
fn one(name: &str, value: &str, algorithm: Option<&Algorithm>) -> Violations {
    let mut violations = Violations::default();
    let field = Field::Hyperparameter(name.to_owned());
    violations.0.extend(KEY.check(name, &field, RuleCode::HyperparameterName));
    if let Some(violation) = VALUE.check(value, &field, RuleCode::HyperparameterLength) {
        violations.push(violation);
    } else if value.chars().count() > 256 {
        violations.push(RuleCode::HyperparameterLength256.violation(field.clone(), &[]));
    }
    if looks_secret(name, value) {
        violations.push(RuleCode::HyperparameterSecret.violation(field.clone(), &[]));
    }
    // What documents nothing is an algorithm of free rows.
    let Some(algorithm) = algorithm.filter(|algorithm| !algorithm.hyperparameters.is_empty()) else { return violations };
    match algorithm.hyperparameter(name) {
        Some(known) if known.is_whole_number() && !known.accepts(value) && is_beyond_every_number(value) => {
            violations.push(RuleCode::NumberTooLarge.violation(field, &[("value", value.trim())]));
        }
        Some(known) if !value.trim().is_empty() && !known.accepts(value) => {
            violations.push(RuleCode::HyperparameterType.violation(field, &[("key", name), ("rule", &known.rule())]));
        }
        None if !name.is_empty() => {
            violations.push(RuleCode::HyperparameterUnknown.violation(field, &[("algorithm", algorithm.display), ("key", name)]));
        }
        _ => {}
    }
    violations
}

/// Whether a text is a whole number that no integer holds.
fn is_beyond_every_number(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty() && text.bytes().all(|digit| digit.is_ascii_digit()) && text.parse::<i64>().is_err()
}

/// What was typed, in a form that the algorithm takes: without quotes and separators of thousands, in other capitals.
fn accepted_value(at: &FixContext<'_>) -> Option<Fix> {
    let Field::Hyperparameter(name) = &at.violation.field else { return None };
    let known = at.form.algorithm()?.hyperparameter(name)?;
    let bare = bare(at.value());
    let truth = known.kind.flag().and_then(|flag| truth(bare, flag)).map(str::to_owned);
    let candidates = [Some(bare.to_owned()), ungrouped(bare), with_point(bare), Some(bare.to_lowercase()), truth];
    let value = candidates.into_iter().flatten().find(|candidate| !candidate.is_empty() && known.accepts(candidate))?;
    at.set(&format!("Use {value}"), &value)
}

/// The value of a switch for words and numbers that say yes and no.
fn truth(text: &str, flag: Flag) -> Option<&'static str> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" | "1" => Some(flag.yes),
        "false" | "no" | "off" | "0" => Some(flag.no),
        _ => None,
    }
}

/// Values that the job needs: always, or because of another value or of image files.
fn missing(subject: &Subject<'_>, algorithm: &Algorithm) -> Violations {
    let is_given = |name: &str| {
        let value = subject.request.hyper_parameters.as_ref().and_then(|values| values.get(name));
        value.is_some_and(|value| !value.trim().is_empty())
    };
    let has_images = || subject.channel("train").is_some_and(|train| reads_images(subject, train));
    let is_needed = |known: &Hyperparameter| {
        let by_another = known.needed_when_applied && known.is_applied(|name| subject.hyperparameter(name));
        let by_images = known.needed_with_images && has_images();
        known.required || by_another || by_images
    };
    let missing = algorithm.hyperparameters.iter().filter(|known| is_needed(known) && !is_given(known.name));
    let message = |known: &Hyperparameter| {
        let words = [("algorithm", algorithm.display), ("key", known.name)];
        RuleCode::HyperparameterRequired.violation(Field::Hyperparameter(known.name.to_owned()), &words)
    };
    Violations(missing.map(message).collect())
}

/// Whether a channel holds image files that the algorithm reads as files.
pub(super) fn reads_images(subject: &Subject<'_>, channel: &Channel) -> bool {
    let content_type = channel.content_type.as_deref().unwrap_or_default();
    let is_augmented = s3(channel).and_then(|s3| s3.s3_data_type.as_deref()) == Some("AugmentedManifestFile");
    let is_image = content_type.starts_with("application/x-image") || content_type.starts_with("image/");
    is_image && !is_augmented && subject.mode(channel) != InputMode::Pipe
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::{Map, Value, json};

    use super::*;
    use crate::rules::testing::{Case, IMAGE, image_of};

    pub(in super::super) fn cases() -> Vec<Case> {
        let many: Value = (0..101).map(|i| (format!("h{i}"), json!("1"))).collect::<Map<_, _>>().into();
        let content = "/InputDataConfig/0/ContentType";
        let images = [("/HyperParameters/resize", json!(null)), (content, json!("application/x-image"))];
        let segmentation = json!({ "num_classes": "21", "num_training_samples": "100", "lr_scheduler": "step" });
        let segmentation = [("/HyperParameters", segmentation), (IMAGE, image_of("semantic-segmentation"))];
        let one = |code, name: &str, value: &str| {
            let pointer = format!("/HyperParameters/{name}");
            Case::new(code, &format!("hp-value-{name}"), &[(&pointer, json!(value))])
        };
        let of = |repository: &str, name: &str, value: &str| {
            let changes = [(IMAGE, image_of(repository)), (&format!("/HyperParameters/{name}"), json!(value))];
            Case::new("E-HP-TYPE", &format!("hp-value-{name}"), &changes)
        };
        let typed = ["a", " ", "a "];
        vec![
            Case::new("E-HP-COUNT", "hyperparameters", &[("/HyperParameters", many)]),
            Case::new("E-HP-KEY", "hp-value-", &[("/HyperParameters", json!({ "": "1" }))]),
            Case::typed("E-HP-KEY", "hp-key-1", check_keys(typed)),
            Case::typed("E-HP-DUP", "hp-key-2", check_keys(typed)),
            Case::new("E-HP-REQ", "hp-value-num_classes", &[("/HyperParameters/num_classes", json!(null))]),
            Case::new("E-HP-REQ", "hp-value-resize", &images),
            Case::new("E-HP-REQ", "hp-value-lr_scheduler_step", &segmentation),
            one("E-HP-VALUE", "resize", &"a".repeat(2501)),
            one("E-ONE-LINE", "model_prefix", "a\nb"),
            one("W-HP-256", "model_prefix", &"a".repeat(257)),
            one("E-HP-TYPE", "num_classes", "ten"),
            of("object-detection", "image_shape", "299"),
            of("semantic-segmentation", "crop_size", "15"),
            one("E-HP-TYPE", "learning_rate", "NaN"),
            one("E-HP-TYPE", "lr_scheduler_step", "3,2"),
            one("E-HP-TYPE", "image_shape", "28,28"),
            one("W-HP-UNKNOWN", "colour", "red"),
            one("W-HP-SECRET", "api_key", "x"),
        ]
    }

    #[test]
    fn a_switch_is_offered_in_the_words_of_its_algorithm() {
        for (words, flag) in [(["1", "0"], Flag { no: "0", yes: "1" }), (["True", "False"], Flag { no: "False", yes: "True" })] {
            let [yes, no] = words;
            assert!(["yes", "TRUE", "on", "1"].iter().all(|text| truth(text, flag) == Some(yes)), "{yes}");
            assert!(["No", "false", "off", "0"].iter().all(|text| truth(text, flag) == Some(no)), "{no}");
            assert_eq!(truth("maybe", flag), None);
        }
    }
}
