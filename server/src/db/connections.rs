//! Opening the console's database, and its connections.

use std::{
    ops::{Deref, DerefMut},
    path::Path,
};

use sqlite::{ErrorKind, OpenError};
use sqlx::{Sqlite, SqliteConnection, SqlitePool, migrate::Migrator};

use super::{Result, jobs};

/// The schema, embedded.
pub(super) static MIGRATOR: Migrator = sqlx::migrate!("../migrations/console");

/// What the messages call it.
const NAME: &str = "the console's database";
/// KiB of pages that each reader keeps: the indexes of 100,000 jobs fit, and the memory stays bounded whatever the history's
/// size is. A mapped file would count as the program's memory.
const READER_CACHE: u32 = 16_000;

/// Connections to the console's database. Clones share them.
#[derive(Debug, Clone)]
pub(crate) struct Database(sqlite::Database);

/// A transaction that holds the only writing connection until it is committed or dropped.
pub(crate) struct Transaction(sqlx::Transaction<'static, Sqlite>);

impl Database {
    /// Opens or creates the file and applies the migrations.
    ///
    /// # Errors
    /// See [`OpenError`].
    pub(crate) async fn open(path: &Path) -> std::result::Result<Self, OpenError> {
        let options = sqlite::Options { name: NAME, migrator: &MIGRATOR, reader_cache: Some(READER_CACHE) };
        let database = sqlite::Database::open(path, options).await?;
        let database = Self(database);
        database.fill_in().await.map_err(|error| OpenError::Open { name: NAME, source: error.0 })?;
        Ok(database)
    }

    /// Opens the file for reading, also where nothing can be written, as on a medium that is mounted read-only.
    ///
    /// # Errors
    /// See [`OpenError`].
    pub(crate) async fn open_for_reading(path: &Path) -> std::result::Result<Self, OpenError> {
        match Self::open(path).await {
            Err(OpenError::Open { source, .. }) if matches!(ErrorKind::of(&source), ErrorKind::ReadOnly | ErrorKind::Io) => {
                let options = sqlite::Options { name: NAME, migrator: &MIGRATOR, reader_cache: None };
                Ok(Self(sqlite::Database::open_immutable(path, options).await?))
            }
            opened => opened,
        }
    }

    /// Fills in what migrations leave to the program, because SQL cannot tell it.
    async fn fill_in(&self) -> Result<()> {
        jobs::name_algorithms(self.writer()).await?;
        // A file that cannot be written can be read, as long as it needs nothing.
        if jobs::lack_name_keys(self.reader()).await? {
            let mut transaction = self.begin().await?;
            jobs::fill_name_keys(&mut transaction).await?;
            transaction.commit().await?;
        }
        Ok(())
    }

    /// Begins a transaction; another one that is open is waited for.
    pub(crate) async fn begin(&self) -> Result<Transaction> {
        Ok(Transaction(self.0.begin().await?))
    }

    /// Connections for statements that read.
    pub(crate) fn reader(&self) -> &SqlitePool {
        self.0.reader()
    }

    /// The connection for a single statement that writes.
    pub(crate) fn writer(&self) -> &SqlitePool {
        self.0.writer()
    }

    /// Whether the database can be written: its file is still where it was.
    pub(crate) async fn check_writable(&self) -> Result<()> {
        self.0.writer().acquire().await?;
        Ok(())
    }

    /// Waits for running statements and closes the file.
    pub(crate) async fn close(&self) {
        self.0.close().await;
    }
}

impl Transaction {
    /// Stores everything that was done in it, on the disk.
    pub(crate) async fn commit(self) -> Result<()> {
        Ok(self.0.commit().await?)
    }
}

impl Deref for Transaction {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        &self.0
    }
}

impl DerefMut for Transaction {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        &mut self.0
    }
}
