//! How often rehearsals were played.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Counts that are remembered; then all are forgotten.
const LARGEST_MEMORY: usize = 10_000;

/// How often each rehearsal was played since the engine started.
#[derive(Debug, Default)]
pub(super) struct Played(Mutex<HashMap<String, u32>>);

impl Played {
    /// Counts a rehearsal that is played; `false` when it was played often enough.
    pub(super) fn is_due(&self, rehearsal: String, times: Option<u32>) -> bool {
        let Some(times) = times else { return true };
        let mut played = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if played.len() >= LARGEST_MEMORY {
            played.clear();
        }
        let count = played.entry(rehearsal).or_default();
        *count += 1;
        *count <= times
    }

    /// Forgets what was played by the tags of a job: they were written anew, or the job is gone.
    pub(super) fn forget_tags(&self, job: &str) {
        let prefix = tag_name(job, "");
        self.0.lock().unwrap_or_else(PoisonError::into_inner).retain(|rehearsal, _| !rehearsal.starts_with(&prefix));
    }
}

/// The name under which a tag of a job is counted.
pub(super) fn tag_name(job: &str, tag: &str) -> String {
    format!("tag {job}/{tag}")
}
