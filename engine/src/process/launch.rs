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

/// The pause between two observations of a job's folder.
pub(crate) const INTERVAL: Duration = Duration::from_millis(100);

/// The state of a supervisor as the engine sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Observation {
    /// The supervisor lives. `timed_out` says whether the trainer's time is over.
    Lives { timed_out: bool },
    /// The trainer ended like this.
    Ended(Exit),
    /// The supervisor died before it wrote how the trainer ended.
    Lost,
}

/// Starts the supervisor of a job whose specification is written.
///
/// The engine takes the lock and passes the locked file on as standard input, so that the lock is held as long as a supervisor
/// lives.
pub(crate) fn start(command: &[OsString], folder: &JobFolder) -> io::Result<()> {
    let lock = lock_file(folder)?;
    match lock.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Err(io::Error::other("a supervisor of this job lives already")),
        Err(TryLockError::Error(error)) => return Err(error),
    }
    let errors = OpenOptions::new().append(true).create(true).open(folder.supervisor_errors())?;
    let mut arguments = command.iter();
    let program = arguments.next().ok_or_else(|| io::Error::other("the supervisor command is empty"))?;
    let mut command = Command::new(program);
    command.args(arguments).arg(folder.path());
    // With a group of its own, Ctrl-C in the engine's terminal does not reach it.
    command.process_group(0).stdin(Stdio::from(lock)).stdout(Stdio::null()).stderr(Stdio::from(errors));
    // The engine does not wait for it: the lock shows whether it lives, and tokio reaps it.
    command.spawn().map(drop)
}

/// Reads the state of a job's supervisor.
pub(crate) async fn observe(folder: &JobFolder) -> io::Result<Observation> {
    let folder = folder.clone();
    blocking(move || {
        // The lock is read first, because a supervisor writes the exit file before it releases the lock.
        let lives = matches!(lock_file(&folder)?.try_lock(), Err(TryLockError::WouldBlock));
        Ok(match Exit::read(&folder)? {
            Some(exit) => Observation::Ended(exit),
            None if lives => Observation::Lives { timed_out: folder.timed_out().exists() },
            None => Observation::Lost,
        })
    })
    .await
}

/// Ends the processes and the container that a killed supervisor left. Docker keeps a container running when the command that
/// started it dies.
pub(crate) fn end_left_behind(folder: &JobFolder) {
    let spec = Spec::read(folder).unwrap_or_default();
    if !spec.marker.is_empty() {
        let group = fs::read(folder.group()).ok().and_then(|text| serde_json::from_slice(&text).ok());
        orphans::end_left_behind(&spec.marker, group.as_ref());
    }
    let mut arguments = spec.kill.into_iter();
    if let Some(program) = arguments.next() {
        let mut command = std::process::Command::new(program);
        let _ = command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    }
}

fn lock_file(folder: &JobFolder) -> io::Result<File> {
    OpenOptions::new().write(true).create(true).truncate(false).open(folder.lock())
}
