//! The files of a job's folder.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use crate::process::untrusted_dir::Folder;

/// The folder of the channels.
pub(crate) const DATA: &str = "input/data";
/// The folder that is packed into `model.tar.gz`.
pub(crate) const MODEL: &str = "model";
/// The folder that is packed into `output.tar.gz`.
pub(crate) const OUTPUT_DATA: &str = "output/data";
/// Folder and name of the file in which a trainer writes why it failed.
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

    /// The folder that the trainer gets as its argument.
    pub(crate) fn ml(&self) -> PathBuf {
        self.0.join("ml")
    }

    pub(crate) fn config(&self, name: &str) -> PathBuf {
        self.ml().join("input").join("config").join(name)
    }

    pub(crate) fn channel(&self, name: &str) -> PathBuf {
        self.ml().join(DATA).join(name)
    }

    /// Where the built-in trainer finds pretrained weights. No checkpoint can be there: `LocalPath` names nothing in `input`.
    pub(crate) fn pretrained(&self) -> PathBuf {
        self.ml().join("input").join("pretrained")
    }

    /// Opens a folder below [`Self::ml`]; `None` when it is not there. The trainer may have replaced the folder.
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

    /// The folder in which the supervisor builds a private root.
    pub(crate) fn scratch(&self) -> PathBuf {
        self.0.join("root")
    }

    /// Deletes the files that only a running job needs.
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

    /// Deletes the files of an earlier attempt. The specification is deleted first: without it the attempt counts as not
    /// started.
    pub(crate) fn forget_attempt(&self) -> io::Result<()> {
        for path in [self.spec(), self.exit(), self.started(), self.group(), self.interrupt(), self.timed_out()] {
            match fs::remove_file(path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        self.tidy()
    }

    /// The supervisor holds this lock as long as it lives.
    pub(crate) fn lock(&self) -> PathBuf {
        self.0.join("supervisor.lock")
    }

    /// The errors of the supervisor itself.
    pub(crate) fn supervisor_errors(&self) -> PathBuf {
        self.0.join("supervisor.err")
    }

    /// The specification of the attempt; written once, right before the supervisor starts.
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

    /// Asks the supervisor to end the trainer when it exists. A file reaches also a supervisor that an earlier engine started,
    /// and it cannot reach another process that got the same number.
    pub(crate) fn stop(&self) -> PathBuf {
        self.0.join("stop")
    }

    /// Exists as soon as a supervisor has begun.
    pub(crate) fn started(&self) -> PathBuf {
        self.0.join("started")
    }

    /// The trainer's process group, needed when its supervisor was killed.
    pub(crate) fn group(&self) -> PathBuf {
        self.0.join("group.json")
    }

    /// Takes the spot capacity away when it exists.
    pub(crate) fn interrupt(&self) -> PathBuf {
        self.0.join("interrupt")
    }

    /// Exists as soon as the time limit is over.
    pub(crate) fn timed_out(&self) -> PathBuf {
        self.0.join("timed-out")
    }
}

/// Replaces these names by the path in a container. The log must not show the path of the engine's data.
pub(crate) fn as_in_container(names: &[String], text: &str) -> String {
    names.iter().fold(text.to_owned(), |text, name| if text.contains(name) { text.replace(name, "/opt/ml") } else { text })
}
