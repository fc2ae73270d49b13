//! Where everything lies in a job's folder.

use std::path::{Path, PathBuf};

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
        self.ml().join("input").join("data").join(name)
    }

    /// What becomes `model.tar.gz`.
    pub(crate) fn model(&self) -> PathBuf {
        self.ml().join("model")
    }

    /// What becomes `output.tar.gz`.
    pub(crate) fn output_data(&self) -> PathBuf {
        self.ml().join("output").join("data")
    }

    /// Where a trainer says why it failed.
    pub(crate) fn failure(&self) -> PathBuf {
        self.ml().join("output").join("failure")
    }

    pub(crate) fn log(&self) -> PathBuf {
        self.0.join("algo-1.log")
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

    /// Its existence asks the supervisor to end the trainer. A file, because it also reaches a supervisor that this
    /// engine did not start, and cannot hit another process that got the same number.
    pub(crate) fn stop(&self) -> PathBuf {
        self.0.join("stop")
    }

    /// Its existence tells that the limit of time is over.
    pub(crate) fn timed_out(&self) -> PathBuf {
        self.0.join("timed-out")
    }
}
