//! Starts a job's supervisor and waits for it, or for one that an earlier engine started.

use std::{
    ffi::OsString,
    fs::{self, File, OpenOptions, TryLockError},
    io,
    process::Stdio,
    time::Duration,
};

use tokio::process::Command;

use super::{
    folder::JobFolder,
    spec::{Exit, Spec},
};
use crate::{blocking::blocking, process::orphans};

/// How often the engine looks at a job's folder.
pub(crate) const INTERVAL: Duration = Duration::from_millis(100);

/// What the engine sees of a supervisor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Observation {
    /// It lives; whether the trainer's time is over.
    Lives { timed_out: bool },
    /// The trainer ended like this.
    Ended(Exit),
    /// It died without a word.
    Lost,
}

/// Starts the supervisor of a job whose specification is written.
///
/// The engine takes the lock and hands the locked file over as standard input: there is no moment at which a
/// supervisor lives and nobody holds its lock.
pub(crate) fn start(command: &[OsString], folder: &JobFolder) -> io::Result<()> {
    let lock = lock_file(folder)?;
    match lock.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Err(io::Error::other("a supervisor of this job lives already")),
        Err(TryLockError::Error(error)) => return Err(error),
    }
    let errors = OpenOptions::new().append(true).create(true).open(folder.supervisor_errors())?;
    let mut words = command.iter();
    let program = words.next().ok_or_else(|| io::Error::other("the supervisor command is empty"))?;
    let mut command = Command::new(program);
    command.args(words).arg(folder.path());
    // A group of its own at once, so that Ctrl-C in the engine's terminal does not reach it.
    command.process_group(0).stdin(Stdio::from(lock)).stdout(Stdio::null()).stderr(Stdio::from(errors));
    // Not awaited: the lock tells whether it lives, and tokio reaps it when it has ended.
    command.spawn().map(drop)
}

/// Looks at a job's folder.
pub(crate) async fn observe(folder: &JobFolder) -> io::Result<Observation> {
    let folder = folder.clone();
    blocking(move || {
        // The lock first: a supervisor writes how the trainer ended before it lets go.
        let lives = matches!(lock_file(&folder)?.try_lock(), Err(TryLockError::WouldBlock));
        Ok(match Exit::read(&folder)? {
            Some(exit) => Observation::Ended(exit),
            None if lives => Observation::Lives { timed_out: folder.timed_out().exists() },
            None => Observation::Lost,
        })
    })
    .await
}

/// Ends what a supervisor that is gone has left: the processes that its trainer started, and its container, which Docker keeps
/// running when the command that started it dies.
pub(crate) fn end_left_behind(folder: &JobFolder) {
    let spec = Spec::read(folder).unwrap_or_default();
    if !spec.marker.is_empty() {
        let group = fs::read(folder.group()).ok().and_then(|text| serde_json::from_slice(&text).ok());
        orphans::end_left_behind(&spec.marker, group.as_ref());
    }
    let mut words = spec.kill.into_iter();
    if let Some(program) = words.next() {
        let mut command = std::process::Command::new(program);
        let _ = command.args(words).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    }
}

fn lock_file(folder: &JobFolder) -> io::Result<File> {
    OpenOptions::new().write(true).create(true).truncate(false).open(folder.lock())
}
