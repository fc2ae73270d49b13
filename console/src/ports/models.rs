//! SageMaker's models.

use async_trait::async_trait;
use domain::model::CreateModel;

use crate::{
    data::models::{ModelDetail, ModelsPage},
    error::AppError,
};

/// The models of the target.
#[async_trait]
pub trait Models: Send + Sync {
    /// One page, newest first; `contains` is part of the name.
    async fn list(&self, contains: Option<String>, next: Option<String>) -> Result<ModelsPage, AppError>;
    /// Everything about a model; `None` when the target does not know it.
    async fn describe(&self, name: &str) -> Result<Option<ModelDetail>, AppError>;
    /// Makes a model. A lost answer is settled by describing the name.
    async fn create(&self, model: CreateModel) -> Result<(), AppError>;
    /// Deletes a model; its artifact stays. One that is gone already is no error.
    async fn delete(&self, name: &str) -> Result<(), AppError>;
}
