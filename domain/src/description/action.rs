//! The actions on a job, and why one is not possible.

use super::{Artifact, TrainingJobDetail};
use crate::job_status::{JobAction, ModelPresence};

impl Artifact {
    /// What the last look said. A tag stays when the object goes.
    pub fn presence(&self) -> ModelPresence {
        if self.is_replaced { ModelPresence::Replaced } else { ModelPresence::of(self.size.is_some(), self.etag.is_some()) }
    }
}

impl TrainingJobDetail {
    /// Whether `model.tar.gz` is in S3, as far as is known.
    pub fn model_presence(&self) -> ModelPresence {
        self.artifact.as_ref().map_or(ModelPresence::NotLooked, Artifact::presence)
    }

    /// Why `action` is impossible now; `None` when it is possible.
    pub fn reason_against(&self, action: JobAction) -> Option<String> {
        if self.summary.superseded && action != JobAction::Clone {
            return Some("A later job has this name; the target no longer has this one.".to_owned());
        }
        if action == JobAction::Delete && self.summary.deleted_at.is_some() {
            return Some("The target no longer has it; the history keeps it.".to_owned());
        }
        action.allowed(self.summary.status, self.model_presence()).err().map(str::to_owned)
    }
}
