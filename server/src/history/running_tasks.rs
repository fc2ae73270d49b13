//! Which jobs a task works on, so that no second one does the same.

use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
};

/// The numbers of jobs that a task works on.
#[derive(Debug, Default)]
pub(super) struct RunningTasks(Mutex<BTreeSet<i64>>);

impl RunningTasks {
    /// Notes that a task works on a job; `false` when one does already.
    pub(super) fn begin(&self, job: i64) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(job)
    }

    /// Notes that the task has ended.
    pub(super) fn end(&self, job: i64) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&job);
    }
}
