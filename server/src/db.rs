//! The console's database: the only place with SQL in this crate.
//!
//! Every commit is on the disk before it is answered: a request that was stored is found again after a crash.
//!
//! - [`jobs`] — one row for each training job; [`documents`] — its bodies; [`tags`], [`parents`]
//! - [`lookup`] — how single rows are found; [`job_list`] — the list with its filters; [`filter_sets`] — those that were saved
//! - [`transitions`], [`metrics`], [`defined_metrics`], [`final_metrics`], [`logs`] — what a job went through, measured and wrote
//! - [`drafts`] — forms that were begun; [`candidates`] — jobs to start from
//! - [`lineage`] — ancestors and descendants; [`transfer`] — everything as JSON
//! - [`artifacts`] — what scans of archives found, and which jobs concern a location
//! - `connections` — opening it, transactions; `timestamp_columns` — moments in rows; `error` — what a failure means
//! - [`events`] — what the console saw or did; [`target_state`], [`counts`] — facts about the target and the history as a whole

pub(crate) mod artifacts;
pub(crate) mod candidates;
pub(crate) mod channel_data;
pub(crate) mod checkpoints;
mod connections;
pub(crate) mod counts;
pub(crate) mod defined_metrics;
pub(crate) mod documents;
pub(crate) mod drafts;
mod error;
pub(crate) mod events;
pub(crate) mod filter_sets;
pub(crate) mod final_metrics;
pub(crate) mod job_list;
pub(crate) mod jobs;
pub(crate) mod lineage;
pub(crate) mod logs;
pub(crate) mod metrics;
pub(crate) mod parents;
mod pattern;
pub(crate) mod tags;
pub(crate) mod target_state;
mod timestamp_columns;
pub(crate) mod transfer;
pub(crate) mod transitions;

pub(crate) use sqlite::OpenError;

pub(crate) use self::{
    connections::Database,
    error::{Error, Result},
    jobs::lookup,
};

#[cfg(test)]
mod tests;

#[cfg(test)]
pub(crate) mod testing {
    use super::Database;

    /// An empty database in a folder of its own, which lives as long as the second value.
    pub(crate) async fn database() -> (Database, tempfile::TempDir) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let database = Database::open(&folder.path().join("console.db")).await.expect("a database");
        (database, folder)
    }
}
