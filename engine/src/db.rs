//! The engine's database: the only place with SQL.
//!
//! One connection writes, so writers wait for each other in order and never meet a busy database; a few read.
//! Every commit is on disk before it is answered (`synchronous=FULL`): an object or a job that a client was told of exists.
//!
//! - [`buckets`], [`objects`], [`listing`], [`uploads`], [`finished_uploads`], [`blobs`] — the index of the object store
//! - [`queue`], [`warm_pools`] — jobs that wait or run; machines that are kept
//! - [`jobs`], [`history`], [`selection`] — training jobs, their transitions and metrics, and how they are listed
//! - [`models`] — models and how they are listed
//! - [`streams`], [`tags`] — log streams; tags by resource

pub(crate) mod blobs;
pub(crate) mod buckets;
pub(crate) mod finished_uploads;
pub(crate) mod history;
pub(crate) mod jobs;
pub(crate) mod listing;
pub(crate) mod models;
pub(crate) mod objects;
pub(crate) mod queue;
pub(crate) mod selection;
pub(crate) mod streams;
pub(crate) mod tags;
pub(crate) mod uploads;
pub(crate) mod warm_pools;

use std::path::Path;
use std::time::Duration;

use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Sqlite, SqlitePool, Transaction};

/// The schema, embedded.
static MIGRATOR: Migrator = sqlx::migrate!("../migrations/engine");

/// Why the database cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The file cannot be opened or is no database.
    #[error("the engine's database cannot be opened: {0}")]
    Open(#[from] sqlx::Error),
    /// A migration failed, for example because a newer version of the program wrote the file.
    #[error("the engine's database cannot be brought to this version: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
}

/// Connections to the engine's database.
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
        let read = SqlitePoolOptions::new().max_connections(4).connect_with(options.read_only(true)).await?;
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
