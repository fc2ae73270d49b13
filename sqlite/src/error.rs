//! Why a database cannot be opened, and what kind of failure an error is.

use sqlx::migrate::MigrateError;

/// Why a database cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The file cannot be opened or is no database.
    #[error("{name} cannot be opened: {source}")]
    Open {
        /// The database, as its owner calls it.
        name: &'static str,
        /// What SQLite or the file system says.
        source: sqlx::Error,
    },
    /// A migration failed, for example because a newer version of the program wrote the file.
    #[error("{name} cannot be brought to this version: {source}")]
    Migrate {
        /// The database, as its owner calls it.
        name: &'static str,
        /// Which migration, and why.
        source: MigrateError,
    },
}

/// What kind of failure an error is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// The file system has no room.
    DiskFull,
    /// The file system refuses to read or write, for example beyond a limit of the size of files.
    Io,
    /// Another program or another task holds the database.
    Busy,
    /// The file or its folder cannot be written.
    ReadOnly,
    /// The file is damaged or no database.
    Corrupt,
    /// A wrong statement, a broken constraint, a value of another type, a pool that is closed.
    Other,
}

impl ErrorKind {
    /// The kind of an error. Source: <https://www.sqlite.org/rescode.html>, the primary code in the lowest eight bits.
    pub fn of(error: &sqlx::Error) -> Self {
        let code = match error {
            sqlx::Error::Database(error) => error.code().and_then(|code| code.parse::<u32>().ok()),
            sqlx::Error::PoolTimedOut => return Self::Busy,
            sqlx::Error::Io(_) => return Self::Io,
            _ => None,
        };
        match code.map(|code| code & 0xFF) {
            Some(13) => Self::DiskFull,
            // SQLITE_IOERR; SQLITE_CANTOPEN, which a full disk gives too: the files of the write-ahead log are made anew.
            Some(10 | 14) => Self::Io,
            // SQLITE_BUSY, SQLITE_LOCKED
            Some(5 | 6) => Self::Busy,
            Some(8) => Self::ReadOnly,
            // SQLITE_CORRUPT, SQLITE_NOTADB
            Some(11 | 26) => Self::Corrupt,
            _ => Self::Other,
        }
    }

    /// Whether the same statement may succeed later without anybody changing the file or the program.
    pub fn is_temporary(self) -> bool {
        matches!(self, Self::DiskFull | Self::Io | Self::Busy)
    }
}
