//! What can be done with a job as it is.

use super::TrainingJobDetail;
use crate::job_status::JobAction;

impl TrainingJobDetail {
    /// Why `action` is impossible now; `None` when it is possible.
    pub fn reason_against(&self, action: JobAction) -> Option<String> {
        let artifact_exists = self.artifact.as_ref().map(|artifact| artifact.size.is_some());
        if action == JobAction::Delete && self.summary.deleted_at.is_some() {
            return Some("The target no longer has it; the history keeps it.".to_owned());
        }
        action.allowed(self.summary.status, artifact_exists).err().map(str::to_owned)
    }
}
