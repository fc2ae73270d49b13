//! Counts the injected faults.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

/// Counts that are kept. A limit of this engine; beyond it all counts are forgotten.
const MAX_ENTRIES: usize = 10_000;

/// How often each fault was injected since the engine started.
#[derive(Debug, Default)]
pub(super) struct Counter(Mutex<HashMap<String, u32>>);

impl Counter {
    /// Counts a fault that is injected; `false` when it was injected often enough.
    pub(super) fn is_due(&self, fault: String, times: Option<u32>) -> bool {
        let Some(times) = times else { return true };
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.len() >= MAX_ENTRIES {
            counts.clear();
        }
        let count = counts.entry(fault).or_default();
        *count += 1;
        *count <= times
    }

    /// Forgets the counts of a job's tags.
    pub(super) fn forget_tags(&self, job: &str) {
        let prefix = tag_name(job, "");
        self.0.lock().unwrap_or_else(PoisonError::into_inner).retain(|fault, _| !fault.starts_with(&prefix));
    }
}

/// The name under which a tag of a job is counted.
pub(super) fn tag_name(job: &str, tag: &str) -> String {
    format!("tag {job}/{tag}")
}
