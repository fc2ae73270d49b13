//! The pools, and when a connection of them is thrown away.
//!
//! SQLite itself rolls a transaction back when the disk is full, when reading or writing fails, and when memory is short.
//! The client library does not see that. It counts the transaction on, its own `ROLLBACK` fails ("no transaction is active"),
//! and every later `BEGIN IMMEDIATE` on that connection is refused ("attempted to call begin_with at non-zero transaction
//! depth"). With one writing connection nothing would be written any more until the program is restarted.
//!
//! ```text
//! BEGIN IMMEDIATE   count 1   SQLite: in a transaction
//! INSERT … FULL     count 1   SQLite: rolled back
//! ROLLBACK fails    count 1   SQLite: none is active
//! released          count 1   → closed; the next one who asks gets a new connection
//! ```
//!
//! So a connection that comes back and counts a transaction is closed. A ping goes before: a dropped transaction only sends its
//! `ROLLBACK`, and the count is true when the connection's thread has executed it. Without the ping every transaction that is
//! dropped would cost a connection.
//!
//! A connection that counts none is not pinged, and one that reads is not tested before its use either. Each of them would send
//! the connection's thread a message and wait for its answer, which costs as much as a short query.
//!
//! Source: SQLite, "Response To Errors Within A Transaction" (<https://www.sqlite.org/lang_transaction.html>).

use std::{path::Path, time::Duration};

use sqlx::{
    Connection, SqlitePool,
    pool::PoolOptions,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use crate::file::DatabaseFile;

/// How long a statement waits for the lock of another program.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
/// Connections that read at the same time.
const MAX_READERS: u32 = 4;

/// The only connection that writes. Creates the file.
///
/// Before each use it looks whether the file still has its name. A file that was deleted would take everything that is written,
/// and lose it with its last connection.
pub(crate) async fn writer(path: &Path) -> sqlx::Result<SqlitePool> {
    let file = DatabaseFile::prepare(path)?;
    let pool = SqlitePoolOptions::new().after_release(|connection, _| {
        Box::pin(async move {
            if !connection.is_in_transaction() {
                return Ok(true);
            }
            connection.ping().await?;
            Ok(!connection.is_in_transaction())
        })
    });
    let pool = pool.before_acquire(move |_, _| {
        let is_there = file.is_there();
        Box::pin(async move { Ok(is_there) })
    });
    pool.max_connections(1).connect_with(options(path)).await
}

/// The connections that read a file that is there.
pub(crate) async fn readers(path: &Path, cache: Option<u32>) -> sqlx::Result<SqlitePool> {
    let mut options = options(path).read_only(true);
    if let Some(kibibytes) = cache {
        // SQLite counts pages where the number is positive, and KiB where it is negative.
        options = options.pragma("cache_size", format!("-{kibibytes}"));
    }
    reading_pool().connect_with(options).await
}

/// Connections that read a file which nobody writes.
pub(crate) async fn immutable(path: &Path) -> sqlx::Result<SqlitePool> {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    if std::fs::metadata(log).is_ok_and(|metadata| metadata.len() > 0) {
        let words = "a program still writes it, or ended in the middle of it; copy it with its -wal file into a folder that can be written";
        return Err(sqlx::Error::Io(std::io::Error::other(words)));
    }
    let options = SqliteConnectOptions::new().filename(path).immutable(true).read_only(true);
    reading_pool().connect_with(options).await
}

fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        // A connection that takes the place of another one must not begin an empty database.
        .create_if_missing(false)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY_TIMEOUT)
}

/// Reading connections have no transactions, and one whose thread has ended is replaced with age.
fn reading_pool() -> PoolOptions<sqlx::Sqlite> {
    SqlitePoolOptions::new().max_connections(MAX_READERS).test_before_acquire(false)
}
