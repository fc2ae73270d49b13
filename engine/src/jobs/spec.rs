//! What the engine and a job's supervisor tell each other, as files.

use std::ffi::OsString;
use std::fs;
use std::io;

use serde::{Deserialize, Serialize};

use super::layout::JobFolder;
use crate::durable;

/// What the supervisor has to do.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Spec {
    /// The trainer and all its arguments.
    pub(crate) command: Vec<OsString>,
    /// The trainer's whole environment besides `PATH`.
    pub(crate) environment: Vec<(String, String)>,
    /// `MaxRuntimeInSeconds`
    pub(crate) longest_seconds: u64,
    /// How long after SIGTERM the trainer is killed.
    pub(crate) grace_seconds: u64,
}

/// How a trainer ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Exit {
    pub(crate) cause: Cause,
    /// The exit code, unless a signal ended it.
    pub(crate) code: Option<i32>,
    /// The signal that ended it.
    pub(crate) signal: Option<i32>,
}

/// Why a trainer ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Cause {
    /// By itself.
    Exited,
    /// It was asked to.
    Stopped,
    /// Its time was over.
    TimedOut,
    /// It never ran; the reason.
    NotStarted(String),
}

impl Spec {
    /// Writes the file, durably.
    pub(crate) fn write(&self, folder: &JobFolder) -> io::Result<()> {
        durable::write(&folder.spec(), &serde_json::to_vec(self).map_err(io::Error::other)?, 0o600)
    }

    /// Reads the file.
    pub(crate) fn read(folder: &JobFolder) -> io::Result<Self> {
        serde_json::from_slice(&fs::read(folder.spec())?).map_err(io::Error::other)
    }
}

impl Exit {
    /// Writes the file, durably.
    pub(crate) fn write(&self, folder: &JobFolder) -> io::Result<()> {
        durable::write(&folder.exit(), &serde_json::to_vec(self).map_err(io::Error::other)?, 0o600)
    }

    /// Reads the file; `None` when there is none yet.
    pub(crate) fn read(folder: &JobFolder) -> io::Result<Option<Self>> {
        match fs::read(folder.exit()) {
            Ok(text) => serde_json::from_slice(&text).map(Some).map_err(io::Error::other),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }
}
