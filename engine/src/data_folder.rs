//! The files and folders of the data folder. No other module has their names.

use std::{
    fs::{self, File, TryLockError},
    io,
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
};

/// The engine's data folder.
#[derive(Debug, Clone)]
pub(crate) struct DataFolder(PathBuf);

impl DataFolder {
    /// Names the folder; nothing is created.
    pub(crate) fn new(path: &Path) -> Self {
        Self(path.to_path_buf())
    }

    /// Creates the folder and those below it, readable by the owner only.
    ///
    /// # Errors
    /// Any error of the file system.
    pub(crate) fn create(&self) -> io::Result<()> {
        for folder in [self.0.clone(), self.blobs(), self.uploads(), self.jobs()] {
            fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        }
        Ok(())
    }

    /// Takes the lock that excludes a second engine on the same data. The lock is held as long as the file is open.
    ///
    /// # Errors
    /// `WouldBlock` when another engine holds it, or any error of the file system.
    pub(crate) fn lock(&self) -> io::Result<File> {
        let file = File::create(self.0.join("engine.lock"))?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => Err(io::ErrorKind::WouldBlock.into()),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    /// Whether an engine runs on this folder now.
    pub(crate) fn is_in_use(&self) -> bool {
        File::open(self.0.join("engine.lock")).is_ok_and(|file| matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)))
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.0.join("engine.db")
    }

    /// Immutable object contents, in 256 folders.
    pub(crate) fn blobs(&self) -> PathBuf {
        self.0.join("s3").join("blobs")
    }

    /// Contents that are still being received; emptied at start.
    pub(crate) fn uploads(&self) -> PathBuf {
        self.0.join("s3").join("tmp")
    }

    pub(crate) fn jobs(&self) -> PathBuf {
        self.0.join("jobs")
    }

    pub(crate) fn job(&self, id: &str) -> PathBuf {
        self.jobs().join(id)
    }

    pub(crate) fn credentials(&self) -> PathBuf {
        self.0.join("credentials.json")
    }

    /// The key that seals all others. Without it nothing that is encrypted can be read.
    pub(crate) fn master_key(&self) -> PathBuf {
        self.0.join("master.key")
    }

    /// Address and Region of the running engine, for [`crate::environment()`].
    pub(crate) fn endpoint(&self) -> PathBuf {
        self.0.join("endpoint.json")
    }

    /// Quotas, limits, registered images and faults; written by people.
    pub(crate) fn settings(&self) -> PathBuf {
        self.0.join("engine.json")
    }

    /// The configuration file of the SageMaker Python SDK.
    pub(crate) fn sdk_configuration(&self) -> PathBuf {
        self.0.join("sagemaker.yaml")
    }
}
