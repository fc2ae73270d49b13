//! `engine.json` in the data folder: quotas, injected faults, images that run as programs, limits of the machine, and pretrained
//! models. The owner of the folder writes it; no call does.
//!
//! The engine reads it again when it has changed, so an edit takes effect with the next call.

pub(crate) mod limits;
pub(crate) mod registered_image;

use std::{
    collections::BTreeMap,
    io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::SystemTime,
};

use domain::{engine_images, fault_injection::FaultRule};
use serde::Deserialize;

use crate::data_folder::DataFolder;
use limits::Limits;
use registered_image::RegisteredImage;

/// The path of the settings of a data folder. The file may not exist.
pub fn settings_file(data: &Path) -> PathBuf {
    DataFolder::new(data).settings()
}

/// The settings of the file. Absent members mean no limit and no fault.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "PascalCase")]
pub(crate) struct Settings {
    pub(crate) quotas: Quotas,
    pub(crate) rehearsal: Vec<FaultRule>,
    pub(crate) limits: Limits,
    pub(crate) containers: Vec<RegisteredImage>,
    /// A folder with weights from which jobs with `use_pretrained_model` start, each `NETWORK-NNNN.params`.
    pub(crate) pretrained_models: Option<PathBuf>,
}

impl Settings {
    /// The first entry for an image.
    pub(crate) fn registered_image(&self, image: &str) -> Option<&RegisteredImage> {
        self.containers.iter().find(|registered| engine_images::matches(&registered.image, image))
    }
}

/// How many instances the account may use at once, by type. `default` stands for all types that are not named.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "PascalCase")]
pub(crate) struct Quotas {
    training_instances: BTreeMap<String, i64>,
    spot_training_instances: BTreeMap<String, i64>,
    /// Types that the Region does not have.
    pub(crate) unavailable_instance_types: Vec<String>,
}

impl Quotas {
    /// The limit of an instance type; `None` for none.
    pub(crate) fn limit(&self, instance_type: &str, spot: bool) -> Option<i64> {
        let limits = if spot { &self.spot_training_instances } else { &self.training_instances };
        limits.get(instance_type).or_else(|| limits.get("default")).copied()
    }
}

/// The reason why the file cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{path} cannot be used: {cause}")]
pub(crate) struct SettingsError {
    path: String,
    cause: io::Error,
}

/// The file and its last settings. Clones share them.
#[derive(Debug, Clone)]
pub(crate) struct SettingsFile(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    path: PathBuf,
    loaded: Mutex<Loaded>,
}

/// When the file was written, and its length; `None` while there is none.
type Stamp = Option<(SystemTime, u64)>;

#[derive(Debug, Clone, Default)]
struct Loaded {
    stamp: Stamp,
    generation: u64,
    settings: Arc<Settings>,
}

impl SettingsFile {
    /// Reads the file.
    ///
    /// # Errors
    /// [`SettingsError`] when the file exists and cannot be understood.
    pub(crate) async fn open(path: PathBuf) -> Result<Self, SettingsError> {
        let file = Self(Arc::new(Shared { path, loaded: Mutex::default() }));
        file.refresh().await?;
        Ok(file)
    }

    /// The current settings and the number of their version. The last valid settings stay when the file cannot be read.
    pub(crate) async fn current(&self) -> (Arc<Settings>, u64) {
        if let Err(error) = self.refresh().await {
            tracing::error!(%error, "the engine goes on with the settings that it had");
        }
        let loaded = self.loaded();
        (loaded.settings, loaded.generation)
    }

    async fn refresh(&self) -> Result<(), SettingsError> {
        // Every call asks. A thread of its own for one `stat` in the data folder would cost twenty times as much as the `stat`.
        let stamp = match std::fs::metadata(&self.0.path) {
            Ok(metadata) => Some((metadata.modified().map_err(|cause| self.error(cause))?, metadata.len())),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => None,
            Err(cause) => return Err(self.error(cause)),
        };
        if self.loaded().stamp == stamp {
            return Ok(());
        }
        let settings = match stamp {
            Some(_) => {
                let text = tokio::fs::read(&self.0.path).await.map_err(|cause| self.error(cause))?;
                serde_json::from_slice(&text).map_err(|cause| self.error(cause.into()))
            }
            None => Ok(Settings::default()),
        };
        // A broken version is logged once, not with every call.
        let mut loaded = self.0.loaded.lock().unwrap_or_else(PoisonError::into_inner);
        loaded.stamp = stamp;
        loaded.generation += 1;
        loaded.settings = Arc::new(settings?);
        Ok(())
    }

    fn loaded(&self) -> Loaded {
        self.0.loaded.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn error(&self, cause: io::Error) -> SettingsError {
        SettingsError { path: self.0.path.display().to_string(), cause }
    }
}
