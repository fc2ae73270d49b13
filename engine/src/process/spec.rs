//! What the engine and a job's supervisor tell each other, as files.

use std::{ffi::OsString, fs, io, path::PathBuf};

use serde::{Deserialize, Serialize};

use super::folder::JobFolder;
use crate::atomic_write;

/// What the supervisor has to do.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Spec {
    /// Which attempt of the job this is for, from 0.
    pub(crate) attempt: i64,
    /// The same, and of which job: what marks the trainer's processes.
    pub(crate) marker: String,
    /// The trainer and all its arguments.
    pub(crate) command: Vec<OsString>,
    /// What the trainer expects to find.
    pub(crate) contract: Contract,
    /// The trainer's environment besides `PATH` and what the contract says.
    pub(crate) environment: Vec<(String, String)>,
    /// What is left of `MaxRuntimeInSeconds`.
    pub(crate) longest_seconds: u64,
    /// How long after SIGTERM the trainer is killed.
    pub(crate) grace_seconds: u64,
    /// The slot that the job runs in.
    pub(crate) slot: usize,
    /// The processors that it may use; none for all.
    pub(crate) processors: Vec<usize>,
    /// Bytes of memory that it may use.
    pub(crate) memory: Option<u64>,
    /// Bytes that its files may take.
    pub(crate) volume: Option<u64>,
    /// What ends it where a signal is not enough.
    pub(crate) kill: Vec<OsString>,
    /// Whether a program has no network.
    pub(crate) isolated: bool,
    /// The channels whose files are the object store's own, and only to be read.
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
    /// How many items belong together when the order is shuffled: the attributes of one line of a manifest.
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
