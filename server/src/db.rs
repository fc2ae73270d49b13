//! The console's database: the only place with SQL in this crate.
//!
//! One connection writes, so writers wait for each other in order and never meet a busy database; a few read.
//! Every commit is on disk before it is answered: a request that was stored is found again after a crash.
//!
//! - [`jobs`] — one row for each training job; [`documents`] — its bodies; [`tags`], [`parents`]
//! - [`list`] — how single rows are found; [`job_query`] — the list's questions; [`filter_sets`] — those that were saved
//! - [`transitions`], [`metrics`], [`logs`] — what a job went through, measured and wrote
//! - [`drafts`] — forms that were begun; [`candidates`] — jobs to start from
//! - [`lineage`] — ancestors and descendants; [`transfer`] — everything as JSON
//! - [`artifacts`] — what passes over archives found, and which jobs concern a location
//! - [`events`] — what the console saw or did; [`marks`], [`counts`] — facts about the target and the history as a whole

pub(crate) mod artifacts;
pub(crate) mod candidates;
pub(crate) mod checkpoints;
pub(crate) mod counts;
pub(crate) mod documents;
pub(crate) mod drafts;
pub(crate) mod events;
pub(crate) mod filter_sets;
pub(crate) mod job_query;
pub(crate) mod jobs;
pub(crate) mod lineage;
pub(crate) mod list;
pub(crate) mod logs;
pub(crate) mod marks;
pub(crate) mod metrics;
pub(crate) mod parents;
mod pattern;
pub(crate) mod tags;
pub(crate) mod transfer;
pub(crate) mod transitions;

use std::{path::Path, time::Duration};

use sqlx::{
    Sqlite, SqlitePool, Transaction,
    migrate::Migrator,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

/// The schema, embedded.
static MIGRATOR: Migrator = sqlx::migrate!("../migrations/console");

/// Bytes of the file that readers map into memory, just below SQLite's own limit.
const MAPPED: &str = "2147418112";

/// Why the database cannot be opened.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OpenError {
    /// The file cannot be opened or is no database.
    #[error("the console's database cannot be opened: {0}")]
    Open(#[from] sqlx::Error),
    /// A migration failed, for example because a newer version of the program wrote the file.
    #[error("the console's database cannot be brought to this version: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
}

/// Connections to the console's database.
#[derive(Debug, Clone)]
pub(crate) struct Database {
    write: SqlitePool,
    read: SqlitePool,
}

impl Database {
    /// Opens or creates the file and applies the migrations.
    ///
    /// # Errors
    /// See [`OpenError`].
    pub(crate) async fn open(path: &Path) -> Result<Self, OpenError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10));
        let write = SqlitePoolOptions::new().max_connections(1).connect_with(options.clone()).await?;
        MIGRATOR.run(&write).await?;
        jobs::name_algorithms(&write).await?;
        let read = SqlitePoolOptions::new().max_connections(4).connect_with(reading(options)).await?;
        Ok(Self { write, read })
    }

    /// A transaction that holds the only writing connection until it is committed or dropped.
    pub(crate) async fn begin(&self) -> sqlx::Result<Transaction<'static, Sqlite>> {
        self.write.begin_with("BEGIN IMMEDIATE").await
    }

    /// Connections for statements that read.
    pub(crate) fn reader(&self) -> &SqlitePool {
        &self.read
    }

    /// The connection for a single statement that writes.
    pub(crate) fn writer(&self) -> &SqlitePool {
        &self.write
    }

    /// Waits for running statements and closes the file.
    pub(crate) async fn close(&self) {
        self.read.close().await;
        self.write.close().await;
    }
}

/// Readers share the pages that the operating system holds: the history may be larger than a cache of their own.
fn reading(options: SqliteConnectOptions) -> SqliteConnectOptions {
    options.read_only(true).pragma("mmap_size", MAPPED)
}

#[cfg(test)]
mod measure;
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
