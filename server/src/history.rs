//! The jobs of the target, with everything that the console remembers of them.
//!
//! - `submit` — a request is stored before it is sent, and a lost answer is settled; `request_row` — the row of a request;
//!   `same_request` — what counts as ours
//! - `poll` — the loop that keeps the history true; `refresh` — one job; `read_log` — its log;
//!   `defined_metrics` — the metrics that it defines; `discover` — jobs made elsewhere
//! - `view` — rows into what the pages show; `progress` — how far a training has come; `trained` — how many epochs that is
//! - `channel_data` — the objects that a job gets; `running_tasks` — which jobs are worked on
//! - `candidates` — jobs to start from
//! - `records` — the record of one job, stored or taken in
//! - `search_log` — lines that match; `relaunch` — which job replaces a failed one
//! - `lineage`, `continuation`, `suggestions`, `tagging` — what takes more than a question to the database

mod candidates;
mod channel_data;
mod continuation;
mod defined_metrics;
mod discover;
mod lineage;
mod poll;
mod progress;
mod read_log;
mod records;
mod refresh;
mod relaunch;
mod request_row;
mod running_tasks;
mod same_request;
mod search_log;
mod submit;
mod suggestions;
mod tagging;
#[cfg(test)]
mod tests;
mod trained;
mod view;

use std::sync::{Arc, Mutex, PoisonError, Weak};

use console::data::history::Trouble;
use domain::{Clock, Timestamp};
use tokio::sync::{Notify, broadcast};

pub(crate) use self::records::source_job;
use self::running_tasks::RunningTasks;

use crate::{aws::Aws, db::Database};

/// Changes that a slow listener may lag behind by before it has to read everything again.
const CHANGES_KEPT: usize = 256;

/// Jobs and their history.
pub(crate) struct History {
    /// Itself, for tasks that go on when the call that began them is dropped.
    pub(crate) own: Weak<Self>,
    pub(crate) database: Database,
    pub(crate) aws: Aws,
    pub(crate) clock: Arc<dyn Clock>,
    /// Whether the target is the embedded engine, which may be asked every second.
    is_local: bool,
    /// Names of jobs of which something changed.
    changes: broadcast::Sender<String>,
    /// Ends the poller's pause.
    pub(crate) wake: Notify,
    /// What stands between the console and the target, for people.
    trouble: Mutex<Option<Trouble>>,
    /// When the history was up to date last; at the start what the database has counts as that.
    current_at: Mutex<Timestamp>,
    /// Jobs whose channels are being listed.
    listing: RunningTasks,
}

impl History {
    /// The history in `database` of the jobs that `aws` reaches.
    pub(crate) fn new(database: Database, aws: Aws, clock: Arc<dyn Clock>, is_local: bool) -> Arc<Self> {
        let (changes, _) = broadcast::channel(CHANGES_KEPT);
        let current_at = Mutex::new(clock.now());
        Arc::new_cyclic(|own| Self {
            own: own.clone(),
            database,
            aws,
            clock,
            is_local,
            changes,
            wake: Notify::new(),
            trouble: Mutex::new(None),
            current_at,
            listing: RunningTasks::default(),
        })
    }

    /// Names of jobs, each time something of one changes.
    pub(crate) fn changes(&self) -> broadcast::Receiver<String> {
        self.changes.subscribe()
    }

    /// Waits for running statements and closes the database.
    pub(crate) async fn close(&self) {
        self.database.close().await;
    }

    /// How many tasks wait for changes.
    #[cfg(test)]
    pub(crate) fn listeners(&self) -> usize {
        self.changes.receiver_count()
    }

    pub(crate) fn announce(&self, name: &str) {
        if self.changes.receiver_count() > 0 {
            // Fails when nobody listens any more, which is fine.
            let _ = self.changes.send(name.to_owned());
        }
    }

    pub(crate) fn present_trouble(&self) -> Option<Trouble> {
        self.trouble.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set_trouble(&self, trouble: Option<Trouble>) {
        *self.trouble.lock().unwrap_or_else(PoisonError::into_inner) = trouble;
    }

    /// The present, as far as the history knows it: the last moment at which it was up to date.
    pub(crate) fn known_present(&self) -> Timestamp {
        self.present_trouble().and_then(|trouble| trouble.since).unwrap_or_else(|| self.clock.now())
    }
}
