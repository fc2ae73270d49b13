//! Opening a database and beginning its transactions.

use std::path::Path;

use sqlx::{
    Sqlite, SqlitePool, Transaction,
    migrate::{MigrateError, Migrator},
};

use crate::{error::OpenError, pool};

/// Which database it is, and how it is read.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// The subject of a message, for example `the engine's database`.
    pub name: &'static str,
    /// The schema.
    pub migrator: &'static Migrator,
    /// KiB of pages that each of the four reading connections keeps; `None` for SQLite's own default of 2,000.
    pub reader_cache: Option<u32>,
}

/// Connections to a database. Clones share them.
#[derive(Debug, Clone)]
pub struct Database {
    write: SqlitePool,
    read: SqlitePool,
}

impl Database {
    /// Opens or creates the file and applies the migrations.
    ///
    /// # Errors
    /// See [`OpenError`].
    pub async fn open(path: &Path, options: Options) -> Result<Self, OpenError> {
        let open = |source| OpenError::Open { name: options.name, source };
        let write = pool::writer(path).await.map_err(open)?;
        let migrated = options.migrator.run(&write).await;
        migrated.map_err(|source| OpenError::Migrate { name: options.name, source })?;
        let read = pool::readers(path, options.reader_cache).await.map_err(open)?;
        Ok(Self { write, read })
    }

    /// Opens a file in a folder that cannot be written, as it is: nothing is made beside it, and nobody may write it meanwhile.
    ///
    /// # Errors
    /// See [`OpenError`]; a file of an older or newer version is refused too, since it cannot be brought to this one.
    pub async fn open_immutable(path: &Path, options: Options) -> Result<Self, OpenError> {
        let open = |source| OpenError::Open { name: options.name, source };
        let read = pool::immutable(path).await.map_err(open)?;
        let found: i64 = sqlx::query_scalar("SELECT max(version) FROM _sqlx_migrations").fetch_one(&read).await.map_err(open)?;
        let latest = options.migrator.iter().map(|migration| migration.version).max().unwrap_or_default();
        if found != latest {
            return Err(OpenError::Migrate { name: options.name, source: MigrateError::VersionMismatch(found) });
        }
        Ok(Self { write: read.clone(), read })
    }

    /// A transaction that holds the only writing connection until it is committed or dropped.
    ///
    /// A transaction that failed may be followed by another one at once, whatever the failure was: see the pool's module.
    ///
    /// # Errors
    /// Any error of the database. [`ErrorKind::of`](crate::ErrorKind::of) says whether a later attempt may succeed.
    pub async fn begin(&self) -> sqlx::Result<Transaction<'static, Sqlite>> {
        self.write.begin_with("BEGIN IMMEDIATE").await
    }

    /// Connections for statements that read.
    pub fn reader(&self) -> &SqlitePool {
        &self.read
    }

    /// The connection for a single statement that writes.
    pub fn writer(&self) -> &SqlitePool {
        &self.write
    }

    /// Waits for running statements and closes the file.
    pub async fn close(&self) {
        self.read.close().await;
        self.write.close().await;
    }
}
