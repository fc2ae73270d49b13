//! What trains: a container image or an algorithm resource, and its input mode.

use super::{Context, text::Limits};
use crate::{
    algorithm::Algorithm,
    arn::algorithm_name,
    field::Field,
    image,
    incremental::MODEL_CHANNEL,
    mode::InputMode,
    rule,
    violation::{Constraint, Violation, Violations},
};

/// Longest image path in characters. Source: shape `AlgorithmImage`.
const IMAGE: Limits = Limits::line(0, 255);

/// Checks the algorithm's source, image, name and input mode.
pub(super) fn check(context: &Context<'_>) -> Violations {
    let mut violations = Violations::default();
    let text = context.request.training_image().unwrap_or_default();
    let name = context.specification().and_then(|specification| specification.algorithm_name.as_deref());
    if text.is_empty() == name.is_none_or(str::is_empty) {
        violations.push(rule::E_ALG_ONE.violation(Field::AlgorithmSource, &[]));
    }
    if !text.is_empty() {
        violations.0.extend(image_form(text, Field::image(context.request)));
    }
    if let Some(name) = name
        && let Some(constraint) = algorithm_name::broken(name)
    {
        violations.push(rule::E_ALGARN.violation(Field::AlgorithmName, &[]).with_constraint(name, constraint));
    }
    if let Some(algorithm) = context.algorithm {
        violations.0.extend(is_not_offered(algorithm, context.region()));
        if image::tag(text).is_some_and(|tag| tag == "latest") {
            violations.push(rule::W_ALG_LATEST.violation(Field::Algorithm, &[]));
        }
        if !algorithm.is_incremental() && context.channel(MODEL_CHANNEL).is_some() {
            violations.push(rule::W_ALG_NOINC.violation(Field::Algorithm, &[("algorithm", algorithm.display)]));
        }
    }
    violations.extend(input_mode(context));
    violations
}

/// The message for a Region in which an algorithm has no image; `None` where it has one.
pub fn is_not_offered(algorithm: &Algorithm, region: &str) -> Option<Violation> {
    let values = [("algorithm", algorithm.display), ("region", region)];
    (!image::is_offered(algorithm, region)).then(|| rule::E_ALG_REGION.violation(Field::Algorithm, &values))
}

/// Checks that an image has a repository behind a registry, and no white space.
fn image_form(text: &str, field: Field) -> Option<Violation> {
    if let Some(violation) = IMAGE.check(text, &field, &rule::E_IMG_FORM) {
        return Some(violation);
    }
    // The API takes any text of that length; what is no image path cannot be pulled.
    let is_image = !text.contains(char::is_whitespace) && image::repository(text).is_some();
    (!is_image).then(|| rule::E_IMG_FORM.violation(field, &[]))
}

/// Checks the job's own input mode.
fn input_mode(context: &Context<'_>) -> Violations {
    let mut violations = Violations::default();
    let Some(word) = context.specification().and_then(|specification| specification.training_input_mode.as_deref()) else {
        let violation = rule::E_REQUIRED.violation(Field::InputMode, &[("member", "AlgorithmSpecification.TrainingInputMode")]);
        violations.push(violation.with_constraint("null", Constraint::NotNull));
        return violations;
    };
    match InputMode::parse(word) {
        Some(mode) => violations.0.extend(unsupported_mode(context.algorithm, mode, Field::InputMode)),
        None => {
            violations.push(super::location::not_one_of(Field::InputMode, word, InputMode::ALL.iter().map(|mode| mode.as_str())))
        }
    }
    violations
}

/// The message for a mode in which a built-in algorithm does not read.
///
/// FastFile shows files, so what reads in File mode may work with it; the channel gets a warning instead.
pub(super) fn unsupported_mode(algorithm: Option<&Algorithm>, mode: InputMode, field: Field) -> Option<Violation> {
    let algorithm = algorithm?;
    let works = |supported: &InputMode| *supported == mode || (mode == InputMode::FastFile && *supported == InputMode::File);
    if algorithm.input_modes.iter().any(works) {
        return None;
    }
    let modes: Vec<&str> = algorithm.input_modes.iter().map(|mode| mode.as_str()).collect();
    let values = [("algorithm", algorithm.display), ("modes", &modes.join(" and "))];
    Some(rule::E_MODE.violation(field, &values))
}
