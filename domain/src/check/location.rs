//! What several sections ask of a value: an S3 location, a KMS key, one of some words.

use super::text::is_one_line;
use crate::{
    arn::kms_key,
    field::Field,
    rule,
    s3_uri::{S3Uri, S3UriError},
    violation::{Constraint, Violation, Violations},
};

/// Checks an S3 location that is not empty. `https://` is what the API model also allows: a warning.
pub fn check(text: &str, field: &Field) -> Violations {
    let mut violations = Violations::default();
    if !is_one_line(text) && !S3Uri::matches_pattern(text) {
        let pattern = Constraint::Pattern(S3Uri::PATTERN.to_owned());
        violations.push(rule::E_ONE_LINE.violation(field.clone(), &[]).with_constraint(text, pattern));
        return violations;
    }
    match S3Uri::parse(text) {
        Ok(uri) if uri.has_empty_segment() => violations.push(rule::E_S3_SLASHES.violation(field.clone(), &[])),
        Ok(_) => {}
        Err(S3UriError::TooLong) => {
            let maximum = Constraint::MaximumLength(S3Uri::MAXIMUM_LENGTH as u64);
            violations.push(rule::E_S3_FORM.violation(field.clone(), &[]).with_constraint(text, maximum));
        }
        Err(S3UriError::Scheme) if text.starts_with("https://") && S3Uri::matches_pattern(text) => {
            violations.push(rule::W_S3_HTTPS.violation(field.clone(), &[]));
        }
        Err(S3UriError::Scheme | S3UriError::Bucket) => {
            let pattern = Constraint::Pattern(S3Uri::PATTERN.to_owned());
            violations.push(rule::E_S3_FORM.violation(field.clone(), &[]).with_constraint(text, pattern));
        }
    }
    violations
}

/// The message for a location below which nothing was found.
pub fn is_empty(uri: &str, region: &str, field: Field) -> Violation {
    rule::E_S3_EMPTY.violation(field, &[("uri", uri), ("region", region)])
}

/// The message for a bucket in another Region.
pub fn is_elsewhere(bucket_region: &str, region: &str, field: Field) -> Violation {
    rule::E_S3_REGION.violation(field, &[("bucket_region", bucket_region), ("region", region)])
}

/// Checks a KMS key that is not empty.
pub(super) fn kms_key(text: &str, field: Field) -> Option<Violation> {
    let constraint = if !kms_key::matches_pattern(text) {
        Constraint::Pattern(kms_key::PATTERN.to_owned())
    } else if text.chars().count() > kms_key::MAXIMUM_LENGTH {
        Constraint::MaximumLength(kms_key::MAXIMUM_LENGTH as u64)
    } else {
        return None;
    };
    Some(rule::E_KMS_FORM.violation(field, &[]).with_constraint(text, constraint))
}

/// The message for a word that the API does not know.
pub(super) fn not_one_of(field: Field, word: &str, choices: impl Iterator<Item = &'static str>) -> Violation {
    let choices: Vec<String> = choices.map(str::to_owned).collect();
    let violation = rule::E_ENUM.violation(field, &[("value", word), ("choices", &choices.join(", "))]);
    violation.with_constraint(word, Constraint::Enumeration(choices))
}
