//! What a failure of the console's database means, for people.

use sqlite::ErrorKind;

/// What happened and what to do. The cause itself is in the log.
pub(crate) fn sentence(error: &sqlx::Error) -> &'static str {
    match ErrorKind::of(error) {
        ErrorKind::DiskFull => {
            "The disk that holds the console's data folder is full, so nothing can be saved. Make room there, then try again: the \
             console needs no restart."
        }
        ErrorKind::Io => {
            "The file system refuses to read or write the console's database. The console's log names the cause. Check the disk \
             and the limit of the size of files, then try again."
        }
        ErrorKind::Busy => "The console's database is in use by somebody else for too long. Try again in a moment.",
        ErrorKind::ReadOnly => {
            "The console's database may only be read. Allow the user who runs the console to write in the data folder, then try \
             again."
        }
        ErrorKind::Corrupt => {
            "The console's database is damaged. Stop the console and put a copy of the file in its place, or import an export."
        }
        ErrorKind::Other => {
            "The console had a problem with its database. The console's log names the cause. Try again; if it stays, report it."
        }
    }
}
