//! The location of checkpoints.

use super::{
    RuleCode, Violations,
    fix::{Fix, FixContext},
    location_facts,
    rule::rules,
    s3_location,
    subject::Subject,
    text::Limits,
};
use crate::{constraint::Constraint, field::Field, wire::CheckpointConfig};

rules! {
    CheckpointLocationRequired = "E-CKPT-PAIR", Error, Api, "Enter the S3 location for checkpoints or clear the local path.",
        fix |at| at.set_field("Clear the local path", Field::CheckpointPath, "");
    CheckpointLocalPath = "E-CKPT-LOCAL", Error, Ours, "Enter an absolute directory such as /opt/ml/checkpoints.",
        fix default_path;
    CheckpointLocationShared = "W-CKPT-SHARED", Warning, Guide, "Job \"{name}\" wrote checkpoints here; this job will start from them. Use a new prefix to start fresh.";
    CheckpointAndModel = "W-CKPT-MODEL", Warning, Ours, "Both old checkpoints and a model channel are set; which one wins is not documented.";
}

const PATH: Limits = Limits::line(0, 4096);

/// Checks the section *Checkpoint configuration*.
pub(super) fn check(subject: &Subject<'_>) -> Violations {
    let mut violations = Violations::default();
    let Some(config) = &subject.request.checkpoint_config else { return violations };
    let uri = config.s3_uri.as_deref().unwrap_or_default();
    let path = config.local_path.as_deref().unwrap_or_default();
    if uri.is_empty() {
        let violation = RuleCode::CheckpointLocationRequired.violation(Field::CheckpointUri, &[]);
        violations.push(violation.with_constraint("null", Constraint::NotNull));
    } else {
        violations.extend(s3_location::check(uri, &Field::CheckpointUri));
        violations.0.extend(location_facts::check_region(subject, uri, Field::CheckpointUri));
    }
    if let Some(violation) = PATH.check(path, &Field::CheckpointPath, RuleCode::CheckpointLocalPath) {
        violations.push(violation);
    } else if !path.is_empty() && !path.starts_with('/') {
        violations.push(RuleCode::CheckpointLocalPath.violation(Field::CheckpointPath, &[]));
    }
    if let Some(facts) = subject.context.location(uri) {
        if let Some(job) = &facts.checkpoints_of {
            violations.push(RuleCode::CheckpointLocationShared.violation(Field::CheckpointUri, &[("name", job)]));
        }
        if facts.objects.is_some_and(|objects| objects > 0) && subject.model_channel().is_some() {
            violations.push(RuleCode::CheckpointAndModel.violation(Field::CheckpointUri, &[]));
        }
    }
    violations
}

/// The path at which containers find checkpoints by default.
fn default_path(at: &FixContext<'_>) -> Option<Fix> {
    let path = CheckpointConfig::DEFAULT_LOCAL_PATH;
    at.set(&format!("Use {path}"), path)
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        LocationFacts,
        rules::testing::{Case, Form, assert_fix},
    };

    pub(in super::super) fn cases() -> Vec<Case> {
        let (location, path) = ("/CheckpointConfig/S3Uri", "/CheckpointConfig/LocalPath");
        let uri = "s3://bucket/checkpoints/";
        let at = |code| Case::new(code, "ckpt-uri", &[(location, json!(uri))]);
        let shared = LocationFacts { objects: Some(3), checkpoints_of: Some("cats-v0".to_owned()), ..LocationFacts::default() };
        vec![
            Case::new("E-CKPT-PAIR", "ckpt-uri", &[(path, json!("/opt/ml/checkpoints"))]),
            Case::new("E-CKPT-LOCAL", "ckpt-local", &[(location, json!(uri)), (path, json!("checkpoints"))]),
            at("W-CKPT-SHARED").with_location(uri, shared.clone()),
            at("W-CKPT-MODEL").with_location(uri, shared),
        ]
    }

    #[test]
    fn a_path_is_offered_or_cleared() {
        let path = "/opt/ml/checkpoints";
        let default = ("Use /opt/ml/checkpoints", "ckpt-local", path);
        assert_fix(RuleCode::CheckpointLocalPath, &Field::CheckpointPath, "checkpoints", default);
        let cleared = Some(("Clear the local path".to_owned(), vec![("ckpt-local".to_owned(), String::new())]));
        let form = Form::new(&Field::CheckpointPath, path);
        assert_eq!(form.fix(RuleCode::CheckpointLocationRequired, &Field::CheckpointUri), cleared);
    }
}
