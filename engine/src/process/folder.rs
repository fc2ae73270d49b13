//! Where everything lies in a job's folder.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use crate::process::untrusted_dir::Folder;

/// The folder of the channels.
pub(crate) const DATA: &str = "input/data";
/// What becomes `model.tar.gz`.
pub(crate) const MODEL: &str = "model";
/// What becomes `output.tar.gz`.
pub(crate) const OUTPUT_DATA: &str = "output/data";
/// The folder and the name of the file in which a trainer says why it failed.
pub(crate) const FAILURE: (&str, &str) = ("output", "failure");

/// A job's folder. Below `ml/` it has the form of `/opt/ml` in a container.
#[derive(Debug, Clone)]
pub(crate) struct JobFolder(PathBuf);

impl JobFolder {
    pub(crate) fn new(path: &Path) -> Self {
        Self(path.to_path_buf())
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// What the trainer gets as its argument.
    pub(crate) fn ml(&self) -> PathBuf {
        self.0.join("ml")
    }

    pub(crate) fn config(&self, name: &str) -> PathBuf {
        self.ml().join("input").join("config").join(name)
    }

    pub(crate) fn channel(&self, name: &str) -> PathBuf {
        self.ml().join(DATA).join(name)
    }

    /// Opens a folder below [`Self::ml`] that a trainer may have replaced by anything; `None` when it is not there.
    ///
    /// # Errors
    /// `NotADirectory` when a part of the path is a link or no folder; errors of the file system.
    pub(crate) fn open(&self, below: &Path) -> io::Result<Option<Folder>> {
        Folder::open(&self.ml(), below)
    }

    pub(crate) fn log(&self) -> PathBuf {
        self.0.join("algo-1.log")
    }

    /// The names of this folder that a trainer may print.
    pub(crate) fn names(&self) -> Vec<String> {
        let ml = self.ml();
        let canonical = std::fs::canonicalize(&ml).ok();
        let names = canonical.iter().chain([&ml]).filter_map(|path| path.to_str());
        names.filter(|name| name.len() > 1).map(str::to_owned).collect()
    }

    /// Objects that are streamed into pipes.
    pub(crate) fn streams(&self, channel: &str) -> PathBuf {
        self.0.join("streams").join(channel)
    }

    /// The supervisor's own names of the named pipes.
    pub(crate) fn pipes(&self) -> PathBuf {
        self.0.join("pipes")
    }

    /// Where the supervisor builds a private root.
    pub(crate) fn scratch(&self) -> PathBuf {
        self.0.join("root")
    }

    /// Deletes what only a job that runs needs.
    pub(crate) fn tidy(&self) -> io::Result<()> {
        for path in [self.ml(), self.0.join("streams"), self.pipes(), self.scratch()] {
            match fs::remove_dir_all(path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        match fs::remove_file(self.reserve()) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Deletes what an earlier attempt left, the specification first: without it nothing has been started.
    pub(crate) fn forget_attempt(&self) -> io::Result<()> {
        for path in [self.spec(), self.exit(), self.started(), self.group(), self.interrupt(), self.timed_out()] {
            match fs::remove_file(path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        self.tidy()
    }

    /// Held by the supervisor as long as it lives.
    pub(crate) fn lock(&self) -> PathBuf {
        self.0.join("supervisor.lock")
    }

    /// What the supervisor itself complains about.
    pub(crate) fn supervisor_errors(&self) -> PathBuf {
        self.0.join("supervisor.err")
    }

    /// What to run; written once, right before the supervisor starts.
    pub(crate) fn spec(&self) -> PathBuf {
        self.0.join("spec.json")
    }

    /// How the trainer ended; written last.
    pub(crate) fn exit(&self) -> PathBuf {
        self.0.join("exit.json")
    }

    /// Takes room on the disk as long as a trainer runs, so that its end can be written when the disk is full.
    pub(crate) fn reserve(&self) -> PathBuf {
        self.0.join("reserve")
    }

    /// Its existence asks the supervisor to end the trainer. A file, because it also reaches a supervisor that this
    /// engine did not start, and cannot hit another process that got the same number.
    pub(crate) fn stop(&self) -> PathBuf {
        self.0.join("stop")
    }

    /// Its existence tells that a supervisor has begun.
    pub(crate) fn started(&self) -> PathBuf {
        self.0.join("started")
    }

    /// The trainer's process group, for who finds its supervisor dead.
    pub(crate) fn group(&self) -> PathBuf {
        self.0.join("group.json")
    }

    /// Its existence takes the spot capacity away.
    pub(crate) fn interrupt(&self) -> PathBuf {
        self.0.join("interrupt")
    }

    /// Its existence tells that the limit of time is over.
    pub(crate) fn timed_out(&self) -> PathBuf {
        self.0.join("timed-out")
    }
}

/// A text with a container's path in place of these: where the engine keeps its data is nobody's business.
pub(crate) fn as_in_container(names: &[String], text: &str) -> String {
    names.iter().fold(text.to_owned(), |text, name| if text.contains(name) { text.replace(name, "/opt/ml") } else { text })
}
