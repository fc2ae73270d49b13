//! A failure of the console's database, and what it means for people.

use console::error::AppError;
use sqlite::ErrorKind;

/// A failure of the console's database.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub(crate) struct Error(#[from] pub(super) sqlx::Error);

/// What statements of the console's database give.
pub(crate) type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// What happened and what to do. The cause itself belongs into the log.
    pub(crate) fn sentence(&self) -> &'static str {
        match ErrorKind::of(&self.0) {
            ErrorKind::DiskFull => {
                "The disk that holds the console's data folder is full, so nothing can be saved. Make room there, then try again: \
                 the console needs no restart."
            }
            ErrorKind::Io => {
                "The file system refuses to read or write the console's database. The console's log names the cause. Check \
                 that the data folder is still there, the disk, and the limit of the size of files, then try again."
            }
            ErrorKind::Busy => "The console's database is in use by somebody else for too long. Try again in a moment.",
            ErrorKind::ReadOnly => {
                "The console's database may only be read. Allow the user who runs the console to write in the data folder, then \
                 try again."
            }
            ErrorKind::Corrupt => {
                "The console's database is damaged. Stop the console and put a copy of the file in its place, or import an export."
            }
            ErrorKind::Other => {
                "The console had a problem with its database. The console's log names the cause. Try again; if it stays, report \
                 it."
            }
        }
    }
}

/// The cause goes to the log, and what it means to the page.
impl From<Error> for AppError {
    fn from(error: Error) -> Self {
        tracing::error!(%error, "the console's database failed");
        Self::Internal(error.sentence().to_owned())
    }
}
