//! Where checkpoints are kept.

use super::{Context, reach, text::Limits};
use crate::{
    field::Field,
    rule,
    violation::{Constraint, Violations},
};

/// Where a container finds checkpoints when nothing else is said.
pub const USUAL_PATH: &str = "/opt/ml/checkpoints";
const PATH: Limits = Limits::line(0, 4096);

/// Checks the section *Checkpoint configuration*.
pub(super) fn check(context: &Context<'_>) -> Violations {
    let mut violations = Violations::default();
    let Some(config) = &context.request.checkpoint_config else { return violations };
    let uri = config.s3_uri.as_deref().unwrap_or_default();
    let path = config.local_path.as_deref().unwrap_or_default();
    if uri.is_empty() {
        violations.push(rule::E_CKPT_PAIR.violation(Field::CheckpointUri, &[]).with_constraint("null", Constraint::NotNull));
    } else {
        violations.extend(super::location::check(uri, &Field::CheckpointUri));
        violations.0.extend(reach::region(context, uri, Field::CheckpointUri));
    }
    if let Some(violation) = PATH.check(path, &Field::CheckpointPath, &rule::E_CKPT_LOCAL) {
        violations.push(violation);
    } else if !path.is_empty() && !path.starts_with('/') {
        violations.push(rule::E_CKPT_LOCAL.violation(Field::CheckpointPath, &[]));
    }
    if let Some(found) = context.surroundings.location(uri) {
        if let Some(job) = &found.checkpoints_of {
            violations.push(rule::W_CKPT_SHARED.violation(Field::CheckpointUri, &[("name", job)]));
        }
        if found.objects.is_some_and(|objects| objects > 0) && context.model_channel().is_some() {
            violations.push(rule::W_CKPT_MODEL.violation(Field::CheckpointUri, &[]));
        }
    }
    violations
}
