//! The rows that are ticked.

use std::collections::BTreeMap;

use domain::{description::TrainingJobSummary, job_status::TrainingJobStatus};
use leptos::prelude::*;

/// Keys of the ticked jobs with their states. They stay ticked from page to page.
#[derive(Debug, Clone, Copy)]
pub struct Selection(RwSignal<BTreeMap<String, TrainingJobStatus>>);

impl Selection {
    /// Nothing is ticked.
    pub fn new() -> Self {
        Self(RwSignal::new(BTreeMap::new()))
    }

    /// Ticks a job or takes the tick away.
    pub fn set(self, job: &TrainingJobSummary, ticked: bool) {
        self.0.update(|jobs| {
            if ticked {
                jobs.insert(job.key(), job.status);
            } else {
                jobs.remove(&job.key());
            }
        });
    }

    /// Takes all ticks away.
    pub fn clear(self) {
        self.0.update(BTreeMap::clear);
    }

    /// Whether a job is ticked; tracked.
    pub fn has(self, job: &TrainingJobSummary) -> bool {
        self.0.with(|jobs| jobs.contains_key(&job.key()))
    }

    /// How many jobs are ticked; tracked.
    pub fn len(self) -> usize {
        self.0.with(BTreeMap::len)
    }

    /// Whether nothing is ticked; tracked.
    pub fn is_empty(self) -> bool {
        self.0.with(BTreeMap::is_empty)
    }

    /// Keys of the ticked jobs; tracked.
    pub fn keys(self) -> Vec<String> {
        self.0.with(|jobs| jobs.keys().cloned().collect())
    }

    /// Names of the ticked jobs that run; tracked.
    pub fn running(self) -> Vec<String> {
        let runs = |status: &TrainingJobStatus| *status == TrainingJobStatus::InProgress;
        self.0.with(|jobs| jobs.iter().filter(|(_, status)| runs(status)).map(|(name, _)| name.clone()).collect())
    }

    /// Brings the state of a ticked job up to date.
    pub fn update_state(self, job: &TrainingJobSummary) {
        let is_old = self.0.with_untracked(|jobs| jobs.get(&job.key()).is_some_and(|status| *status != job.status));
        if is_old {
            self.set(job, true);
        }
    }
}

impl Default for Selection {
    fn default() -> Self {
        Self::new()
    }
}
