//! Where the model goes.

use super::{Context, reach};
use crate::{
    field::Field,
    rule,
    violation::{Constraint, Violations},
};

const COMPRESSIONS: [&str; 2] = ["GZIP", "NONE"];

/// Checks the section *Output data configuration*.
pub(super) fn check(context: &Context<'_>) -> Violations {
    let mut violations = Violations::default();
    let output = context.request.output_data_config.as_ref();
    let path = output.and_then(|output| output.s3_output_path.as_deref()).unwrap_or_default();
    if path.is_empty() {
        violations.push(rule::E_OUT_REQ.violation(Field::OutputPath, &[]).with_constraint("null", Constraint::NotNull));
    } else {
        violations.extend(super::location::check(path, &Field::OutputPath));
        violations.0.extend(reach::output(context, path, Field::OutputPath));
    }
    if let Some(key) = output.and_then(|output| output.kms_key_id.as_deref()).filter(|key| !key.is_empty()) {
        violations.0.extend(super::location::kms_key(key, Field::OutputKmsKey));
    }
    match output.and_then(|output| output.compression_type.as_deref()) {
        Some(word) if !COMPRESSIONS.contains(&word) => {
            violations.push(super::location::not_one_of(Field::OutputCompression, word, COMPRESSIONS.into_iter()));
        }
        Some("NONE") if context.algorithm.is_some_and(|algorithm| algorithm.is_incremental()) => {
            violations.push(rule::W_OUT_NONE.violation(Field::OutputCompression, &[]));
        }
        _ => {}
    }
    violations
}
