//! Job name, role, algorithm, input mode.

use crate::{
    algorithm::Algorithm,
    arn::role,
    field::Field,
    job_name::JobName,
    mode::InputMode,
    rule,
    violation::{Constraint, Violation, Violations},
    wire::TrainingJobRequest,
};

/// Checks the first section of the page.
pub(super) fn check(request: &TrainingJobRequest, algorithm: Option<&Algorithm>) -> Violations {
    let mut violations = Violations::default();
    violations.extend(name(request.training_job_name.as_deref().unwrap_or_default()));
    violations.extend(role_arn(request.role_arn.as_deref().unwrap_or_default()));
    violations.extend(image(request.training_image().unwrap_or_default()));
    violations.extend(input_mode(request, algorithm));
    violations
}

/// Checks a job name; pattern and length are separate constraints, so both may be broken.
pub fn name(text: &str) -> Violations {
    let mut violations = Violations::default();
    if text.is_empty() {
        violations.push(rule::E_NAME_REQ.violation(Field::JobName, &[]).with_constraint("", Constraint::MinimumLength(1)));
        return violations;
    }
    let length = text.chars().count();
    if length > JobName::MAXIMUM_LENGTH {
        let maximum = Constraint::MaximumLength(JobName::MAXIMUM_LENGTH as u64);
        let violation = rule::E_NAME_LEN.violation(Field::JobName, &[("n", &length.to_string())]);
        violations.push(violation.with_constraint(text, maximum));
    }
    if !JobName::has_allowed_characters(text) {
        let pattern = Constraint::Pattern(JobName::PATTERN.to_owned());
        violations.push(rule::E_NAME_CHARS.violation(Field::JobName, &[]).with_constraint(text, pattern));
    }
    violations
}

/// The message for a name that a job already has.
pub fn name_is_taken(name: &str, region: &str) -> Violation {
    rule::E_NAME_TAKEN.violation(Field::JobName, &[("name", name), ("region", region)])
}

/// Checks a role ARN.
fn role_arn(text: &str) -> Violations {
    let mut violations = Violations::default();
    if text.is_empty() {
        violations.push(rule::E_ROLE_REQ.violation(Field::Role, &[]).with_constraint("", Constraint::NotNull));
        return violations;
    }
    let length = text.chars().count();
    let constraint = if !role::matches_pattern(text) {
        Constraint::Pattern(role::PATTERN.to_owned())
    } else if length < role::MINIMUM_LENGTH {
        Constraint::MinimumLength(role::MINIMUM_LENGTH as u64)
    } else if length > role::MAXIMUM_LENGTH {
        Constraint::MaximumLength(role::MAXIMUM_LENGTH as u64)
    } else {
        return violations;
    };
    violations.push(rule::E_ROLE_ARN.violation(Field::Role, &[]).with_constraint(text, constraint));
    violations
}

/// Checks that there is an image of allowed form. Source: shape `AlgorithmImage`, at most 255 characters.
fn image(text: &str) -> Violations {
    const MAXIMUM_LENGTH: u64 = 255;
    let mut violations = Violations::default();
    if text.is_empty() {
        let violation = rule::E_REQUIRED.violation(Field::Algorithm, &[("member", "AlgorithmSpecification.TrainingImage")]);
        violations.push(violation);
    } else if text.chars().count() as u64 > MAXIMUM_LENGTH {
        let violation = rule::E_IMG_FORM.violation(Field::Algorithm, &[]);
        violations.push(violation.with_constraint(text, Constraint::MaximumLength(MAXIMUM_LENGTH)));
    } else if text.contains(char::is_whitespace) {
        violations
            .push(rule::E_IMG_FORM.violation(Field::Algorithm, &[]).with_constraint(text, Constraint::Pattern(".*".to_owned())));
    }
    violations
}

/// Checks the job's own input mode.
fn input_mode(request: &TrainingJobRequest, algorithm: Option<&Algorithm>) -> Violations {
    let mut violations = Violations::default();
    let mode = request.algorithm_specification.as_ref().and_then(|specification| specification.training_input_mode.as_deref());
    let Some(word) = mode else {
        let violation = rule::E_REQUIRED.violation(Field::InputMode, &[("member", "AlgorithmSpecification.TrainingInputMode")]);
        violations.push(violation.with_constraint("null", Constraint::NotNull));
        return violations;
    };
    let Some(mode) = InputMode::parse(word) else {
        violations.push(super::location::not_one_of(Field::InputMode, word, InputMode::ALL.iter().map(|mode| mode.as_str())));
        return violations;
    };
    if let Some(algorithm) = algorithm
        && !algorithm.input_modes.contains(&mode)
    {
        let modes: Vec<&str> = algorithm.input_modes.iter().map(|mode| mode.as_str()).collect();
        let values = [("algorithm", algorithm.display), ("modes", &modes.join(" and "))];
        violations.push(rule::E_MODE.violation(Field::InputMode, &values));
    }
    violations
}
