//! What a job may start from and what it may cost: the port over the history and the price file.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use async_trait::async_trait;
use console::{
    data::{Candidate, Suggestions},
    error::AppError,
    ports::sources,
};
use domain::{EngineImages, S3Uri, warm_pool::WarmPool};
use serde_json::Value;

use super::{engine_settings, prices};
use crate::history::History;

/// The port.
pub(crate) struct Sources {
    history: Arc<History>,
    prices: PathBuf,
    /// `None` at the target `aws`.
    engine_settings: Option<PathBuf>,
}

impl Sources {
    /// The port over a history, the price file at `prices` and the settings file of the embedded engine, where there is one. The
    /// files need not exist.
    pub(crate) fn new(history: Arc<History>, prices: PathBuf, engine_settings: Option<PathBuf>) -> Self {
        Self { history, prices, engine_settings }
    }
}

/// The images that the engine's settings register; `None` when the file cannot be read, since the engine then keeps the settings
/// that it has.
fn registered(file: &Path) -> Option<EngineImages> {
    let settings = engine_settings::read(file).ok()?;
    let containers = settings.get("Containers").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let images = containers.iter().filter_map(|container| container.get("Image")?.as_str().map(str::to_owned));
    Some(EngineImages { registered: images.collect() })
}

#[async_trait]
impl sources::Sources for Sources {
    async fn candidates(&self, search: &str, limit: u32) -> Result<(Vec<Candidate>, u32), AppError> {
        self.history.candidates(search, limit).await
    }

    async fn price(&self, instance_type: &str) -> Result<Option<(f64, String)>, AppError> {
        let (file, instance_type) = (self.prices.clone(), instance_type.to_owned());
        let read = tokio::task::spawn_blocking(move || prices::of(&file, &instance_type)).await;
        read.unwrap_or_else(|_| Err(AppError::Internal("The price file could not be read.".to_owned())))
    }

    async fn suggestions(&self) -> Result<Suggestions, AppError> {
        self.history.suggestions().await
    }

    async fn checkpoints_of(&self, location: &S3Uri) -> Result<Option<String>, AppError> {
        self.history.checkpoints_of(location).await
    }

    async fn warm_pools(&self) -> Result<Vec<WarmPool>, AppError> {
        self.history.warm_pools().await
    }

    async fn engine_images(&self) -> Option<EngineImages> {
        let file = self.engine_settings.clone()?;
        tokio::task::spawn_blocking(move || registered(&file)).await.ok()?
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn the_registered_images_are_those_of_the_settings_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("engine.json");
        assert_eq!(registered(&file), Some(EngineImages::default()));
        fs::write(&file, r#"{ "Containers": [{ "Image": "*/own:*", "Program": ["/bin/true"] }], "Quotas": {} }"#)
            .expect("a file");
        assert_eq!(registered(&file), Some(EngineImages { registered: vec!["*/own:*".to_owned()] }));
        fs::write(&file, "{ half").expect("a file");
        assert_eq!(registered(&file), None, "nobody knows which settings the engine keeps");
    }
}
