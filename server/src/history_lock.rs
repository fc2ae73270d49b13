//! One console for each history. Two would both read the logs of its jobs, and store every line twice.

use std::{
    fs::{self, File, TryLockError},
    io,
    os::unix::fs::OpenOptionsExt,
    path::Path,
};

/// Why a history cannot be used by this console.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LockError {
    /// Another console holds it.
    #[error("another console is using the history {0}: end it, or choose another data folder with --data")]
    InUse(String),
    /// The file of the lock cannot be made.
    #[error("the history {0} cannot be locked: {1}")]
    File(String, io::Error),
}

/// The lock of a history. It is held as long as the value lives, and the system releases it when the process ends in any way.
#[derive(Debug)]
pub(crate) struct HistoryLock(#[expect(dead_code, reason = "the open file is the lock")] File);

impl HistoryLock {
    /// Takes the lock of the history `name` in the folder `data`. It is a file of its own: SQLite's locks are those of a process,
    /// and closing the database's file anywhere in it would release them.
    ///
    /// # Errors
    /// See [`LockError`].
    pub(crate) fn take(data: &Path, name: &str) -> Result<Self, LockError> {
        let path = data.join(name).with_extension("lock");
        let file = fs::OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(path);
        let file = file.map_err(|error| LockError::File(name.to_owned(), error))?;
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(TryLockError::WouldBlock) => Err(LockError::InUse(name.to_owned())),
            Err(TryLockError::Error(error)) => Err(LockError::File(name.to_owned(), error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_console_at_a_time_uses_a_history() {
        let data = tempfile::tempdir().expect("a folder");
        let name = "console-aws-111111111111-us-west-2.db";
        let first = HistoryLock::take(data.path(), name).expect("the first one");
        let error = HistoryLock::take(data.path(), name).expect_err("the second one");
        assert!(error.to_string().contains(name) && error.to_string().contains("another console"), "{error}");
        HistoryLock::take(data.path(), "console-aws-111111111111-eu-west-1.db").expect("another history");
        drop(first);
        HistoryLock::take(data.path(), name).expect("the first one has ended");
    }
}
