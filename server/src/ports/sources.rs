//! What a job may start from and what it may cost: the port over the history and the price file.

use std::{path::PathBuf, sync::Arc};

use async_trait::async_trait;
use console::{
    data::{Candidate, Suggestions},
    error::AppError,
    ports::sources,
};
use domain::{S3Uri, warm_pool::WarmPool};

use super::prices;
use crate::history::History;

/// The port.
pub(crate) struct Sources {
    history: Arc<History>,
    prices: PathBuf,
}

impl Sources {
    /// The port over a history and the price file at `prices`, which need not exist.
    pub(crate) fn new(history: Arc<History>, prices: PathBuf) -> Self {
        Self { history, prices }
    }
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
}
