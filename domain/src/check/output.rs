//! Where the model goes.

use crate::{
    field::Field,
    rule,
    violation::{Constraint, Violations},
    wire::TrainingJobRequest,
};

/// Checks the section *Output data configuration*.
pub(super) fn check(request: &TrainingJobRequest) -> Violations {
    let mut violations = Violations::default();
    let output = request.output_data_config.as_ref();
    let path = output.and_then(|output| output.s3_output_path.as_deref()).unwrap_or_default();
    if path.is_empty() {
        violations.push(rule::E_OUT_REQ.violation(Field::OutputPath, &[]).with_constraint("null", Constraint::NotNull));
    } else {
        violations.extend(super::location::check(path, &Field::OutputPath));
    }
    if let Some(key) = output.and_then(|output| output.kms_key_id.as_deref()).filter(|key| !key.is_empty()) {
        violations.0.extend(super::location::kms_key(key, Field::OutputKmsKey));
    }
    if let Some(word) = output.and_then(|output| output.compression_type.as_deref())
        && !["GZIP", "NONE"].contains(&word)
    {
        violations.push(super::location::not_one_of(Field::OutputCompression, word, ["GZIP", "NONE"].into_iter()));
    }
    violations
}
