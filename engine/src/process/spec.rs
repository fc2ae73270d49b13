//! The files by which the engine and a job's supervisor communicate.

use std::{ffi::OsString, fs, io, path::PathBuf};

use serde::{Deserialize, Serialize};

use super::folder::JobFolder;
use crate::atomic_write;

/// The task of a supervisor.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Spec {
    /// The number of the attempt, from 0.
    pub(crate) attempt: i64,
    /// Job and attempt, as the trainer's processes are marked.
    pub(crate) marker: String,
    /// The trainer and all its arguments.
    pub(crate) command: Vec<OsString>,
    /// The interface that the trainer expects.
    pub(crate) contract: Contract,
    /// The trainer's environment, without `PATH` and the variables of the contract.
    pub(crate) environment: Vec<(String, String)>,
    /// The rest of `MaxRuntimeInSeconds`.
    pub(crate) longest_seconds: u64,
    /// The seconds between SIGTERM and SIGKILL.
    pub(crate) grace_seconds: u64,
    /// The slot that the job runs in.
    pub(crate) slot: usize,
    /// The processors that it may use; empty for all.
    pub(crate) processors: Vec<usize>,
    /// Bytes of memory that it may use.
    pub(crate) memory: Option<u64>,
    /// Bytes that its files may take.
    pub(crate) volume: Option<u64>,
    /// The command that ends its container; empty when a signal is enough.
    pub(crate) kill: Vec<OsString>,
    /// Whether the program runs without a network.
    pub(crate) isolated: bool,
    /// The channels whose files belong to the object store and are read-only.
    pub(crate) linked: Vec<String>,
    /// The channels that it reads from pipes.
    pub(crate) pipes: Vec<Pipe>,
}

/// What a trainer expects to find.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Contract {
    /// The folder is its last argument.
    #[default]
    Directory,
    /// `/opt/ml`, or variables that say where it is.
    Program,
    /// Docker gives it `/opt/ml`.
    Docker,
}

/// A channel that is streamed: one pipe for each epoch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Pipe {
    pub(crate) channel: String,
    pub(crate) items: Vec<Item>,
    /// Whether objects are decompressed on the way.
    pub(crate) is_gzip: bool,
    /// Whether each item becomes a RecordIO record.
    pub(crate) is_record_io: bool,
    /// The number of items that stay together when the order is shuffled: the attributes of one line of a manifest.
    pub(crate) group: usize,
    /// `ShuffleConfig`
    pub(crate) seed: Option<i64>,
}

/// A part of a stream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Item {
    /// An object's bytes, and its location for messages.
    File { path: PathBuf, uri: String },
    /// A value of an augmented manifest.
    Text(String),
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
    /// Its spot capacity was taken away.
    Interrupted,
    /// Its files took more than the volume.
    VolumeFull,
    /// A channel could not be streamed to its end; the reason.
    InputFailed(String),
    /// It never ran; the reason.
    NotStarted(String),
}

impl Spec {
    /// Writes the file, durably.
    pub(crate) fn write(&self, folder: &JobFolder) -> io::Result<()> {
        atomic_write::write(&folder.spec(), &serde_json::to_vec(self).map_err(io::Error::other)?, 0o600)
    }

    /// Reads the file.
    pub(crate) fn read(folder: &JobFolder) -> io::Result<Self> {
        serde_json::from_slice(&fs::read(folder.spec())?).map_err(io::Error::other)
    }
}

impl Exit {
    /// Writes the file, durably.
    pub(crate) fn write(&self, folder: &JobFolder) -> io::Result<()> {
        atomic_write::write(&folder.exit(), &serde_json::to_vec(self).map_err(io::Error::other)?, 0o600)
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
