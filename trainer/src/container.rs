//! The directory of the container contract.

use std::{
    collections::BTreeMap,
    io::ErrorKind,
    path::{Path, PathBuf},
};

use mxnet_formats::model_archive::is_shadow_file;
use serde::Deserialize;

use crate::error::TrainingError;

/// Configuration files are small; a larger one is not a configuration file.
const MAX_CONFIGURATION: u64 = 1024 * 1024;

/// What the service says about one channel; other members are not needed.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct ChannelConfiguration {
    pub(crate) content_type: Option<String>,
}

/// What the service calls the first host of a job.
const FIRST_HOST: &str = "algo-1";

/// What the service says about the hosts; other members are not needed.
#[derive(Default, Deserialize)]
struct Resources {
    current_host: Option<String>,
    #[serde(default)]
    hosts: Vec<String>,
}

/// The files below a root, `/opt/ml` in a container.
#[derive(Clone, Debug)]
pub(crate) struct Container {
    root: PathBuf,
}

impl Container {
    pub(crate) fn new(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    /// The hyperparameters as the service wrote them: names and strings.
    ///
    /// # Errors
    /// When the file is missing or is not an object of strings.
    pub(crate) fn hyperparameters(&self) -> Result<BTreeMap<String, String>, TrainingError> {
        let path = self.configuration("hyperparameters.json");
        read_json::<BTreeMap<String, String>>(&path)?
            .ok_or_else(|| TrainingError::Algorithm(format!("{} is missing.", path.display())))
    }

    /// The channels by name.
    ///
    /// # Errors
    /// When the file is missing or is not an object of channels.
    pub(crate) fn channels(&self) -> Result<BTreeMap<String, ChannelConfiguration>, TrainingError> {
        let path = self.configuration("inputdataconfig.json");
        read_json(&path)?.ok_or_else(|| TrainingError::Algorithm(format!("{} is missing.", path.display())))
    }

    /// How many hosts train together; one when the file is missing.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub(crate) fn host_count(&self) -> Result<usize, TrainingError> {
        Ok(self.resources()?.hosts.len().max(1))
    }

    /// The name of this host.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub(crate) fn host(&self) -> Result<String, TrainingError> {
        Ok(self.resources()?.current_host.unwrap_or_else(|| FIRST_HOST.to_owned()))
    }

    fn resources(&self) -> Result<Resources, TrainingError> {
        Ok(read_json(&self.configuration("resourceconfig.json"))?.unwrap_or_default())
    }

    /// Where a channel's files are.
    pub(crate) fn channel(&self, name: &str) -> PathBuf {
        self.root.join("input/data").join(name)
    }

    /// Where pretrained weights are, when the owner of the machine keeps some. Source: our own; the service's containers bring theirs.
    pub(crate) fn pretrained(&self) -> PathBuf {
        self.root.join("input/pretrained")
    }

    /// Where the model goes.
    pub(crate) fn model(&self) -> PathBuf {
        self.root.join("model")
    }

    /// Where a job that may be interrupted keeps what it needs to go on.
    pub(crate) fn checkpoints(&self) -> PathBuf {
        self.root.join("checkpoints")
    }

    /// Where the reason of a failure goes.
    pub(crate) fn failure(&self) -> PathBuf {
        self.root.join("output/failure")
    }

    /// Where an evaluation goes.
    pub(crate) fn evaluation(&self) -> PathBuf {
        self.root.join("output/evaluation.json")
    }

    /// Where an evaluation writes masks.
    pub(crate) fn masks(&self) -> PathBuf {
        self.root.join("output/masks")
    }

    fn configuration(&self, name: &str) -> PathBuf {
        self.root.join("input/config").join(name)
    }
}

fn read_json<T: serde::de::DeserializeOwned>(path: &Path) -> Result<Option<T>, TrainingError> {
    let metadata = match std::fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(TrainingError::file("Reading", path, &error)),
    };
    if metadata.len() > MAX_CONFIGURATION {
        return Err(TrainingError::Algorithm(format!("{} is larger than {MAX_CONFIGURATION} bytes.", path.display())));
    }
    let text = std::fs::read(path).map_err(|error| TrainingError::file("Reading", path, &error))?;
    let value = serde_json::from_slice(&text);
    value.map(Some).map_err(|error| TrainingError::Algorithm(format!("{} is not as expected: {error}.", path.display())))
}

/// All regular files below a folder, sorted by path, without those in which macOS keeps attributes; links are not followed.
///
/// # Errors
/// When a folder cannot be listed.
pub(crate) fn files_below(folder: &Path) -> Result<Vec<PathBuf>, TrainingError> {
    let mut files = all_files_below(folder)?;
    files.retain(|path| !is_shadow(path));
    Ok(files)
}

/// The files below a folder in which macOS keeps attributes, and which nothing here reads.
///
/// # Errors
/// When a folder cannot be listed.
pub(crate) fn shadow_files_below(folder: &Path) -> Result<Vec<PathBuf>, TrainingError> {
    let mut files = all_files_below(folder)?;
    files.retain(|path| is_shadow(path));
    Ok(files)
}

fn is_shadow(path: &Path) -> bool {
    path.file_name().is_some_and(|name| is_shadow_file(&name.to_string_lossy()))
}

fn all_files_below(folder: &Path) -> Result<Vec<PathBuf>, TrainingError> {
    let failed = |error: std::io::Error| TrainingError::file("Listing", folder, &error);
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = match std::fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            Err(error) => return Err(failed(error)),
        };
        for entry in entries {
            let entry = entry.map_err(failed)?;
            let kind = entry.file_type().map_err(failed)?;
            if kind.is_dir() {
                folders.push(entry.path());
            } else if kind.is_file() {
                files.push(entry.path());
            }
        }
    }
    files.sort();
    Ok(files)
}
