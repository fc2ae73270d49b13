//! Where the model goes.

use super::{RuleCode, Violations, kms_key, location_facts, member::not_one_of, rule::rules, s3_location, subject::Subject};
use crate::{constraint::Constraint, field::Field};

rules! {
    OutputRequired = "E-OUT-REQ", Error, Api, "Choose where the model should be stored.";
    OutputUncompressed = "W-OUT-NONE", Warning, Guide, "Uncompressed output cannot be used later as a model channel, which expects model.tar.gz.",
        fix |at| at.set("Choose GZIP", "GZIP");
}

const COMPRESSIONS: [&str; 2] = ["GZIP", "NONE"];

/// Checks the section *Output data configuration*.
pub(super) fn check(subject: &Subject<'_>) -> Violations {
    let mut violations = Violations::default();
    let output = subject.request.output_data_config.as_ref();
    let path = output.and_then(|output| output.s3_output_path.as_deref()).unwrap_or_default();
    if path.is_empty() {
        let violation = RuleCode::OutputRequired.violation(Field::OutputPath, &[]);
        violations.push(violation.with_constraint("null", Constraint::NotNull));
    } else {
        violations.extend(s3_location::check(path, &Field::OutputPath));
        violations.0.extend(location_facts::check_output(subject, path, Field::OutputPath));
    }
    if let Some(key) = output.and_then(|output| output.kms_key_id.as_deref()).filter(|key| !key.is_empty()) {
        violations.0.extend(kms_key::check(key, Field::OutputKmsKey));
    }
    match output.and_then(|output| output.compression_type.as_deref()) {
        Some(word) if !COMPRESSIONS.contains(&word) => {
            violations.push(not_one_of(Field::OutputCompression, word, COMPRESSIONS.into_iter()));
        }
        Some("NONE") if subject.algorithm.is_some_and(|algorithm| algorithm.is_incremental()) => {
            violations.push(RuleCode::OutputUncompressed.violation(Field::OutputCompression, &[]));
        }
        _ => {}
    }
    violations
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::json;

    use super::*;
    use crate::rules::testing::{Case, assert_fix};

    pub(in super::super) fn cases() -> Vec<Case> {
        let compression = "/OutputDataConfig/CompressionType";
        vec![
            Case::new("E-OUT-REQ", "output-path", &[("/OutputDataConfig/S3OutputPath", json!(null))]),
            Case::new("E-OUT-REQ", "output-path", &[("/OutputDataConfig", json!(null))]),
            Case::new("E-ENUM", "output-compression", &[(compression, json!("zip"))]),
            Case::new("W-OUT-NONE", "output-compression", &[(compression, json!("NONE"))]),
        ]
    }

    #[test]
    fn compressed_output_is_offered() {
        let gzip = ("Choose GZIP", "output-compression", "GZIP");
        assert_fix(RuleCode::OutputUncompressed, &Field::OutputCompression, "NONE", gzip);
    }
}
