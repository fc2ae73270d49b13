//! SageMaker's models, for the pages.

use async_trait::async_trait;
use console::{
    data::models::{ModelDetail, ModelsPage},
    error::AppError,
    ports::models::Models,
};
use domain::model::CreateModel;

use crate::aws::Aws;

/// The port over the target's models. It keeps nothing and asks the target each time.
pub(crate) struct TargetModels {
    aws: Aws,
}

impl TargetModels {
    /// The port over these clients.
    pub(crate) fn new(aws: Aws) -> Self {
        Self { aws }
    }
}

#[async_trait]
impl Models for TargetModels {
    async fn list(&self, contains: Option<String>, next: Option<String>) -> Result<ModelsPage, AppError> {
        Ok(self.aws.list_models(contains, next).await?)
    }

    async fn describe(&self, name: &str) -> Result<Option<ModelDetail>, AppError> {
        Ok(self.aws.describe_model(name).await?)
    }

    async fn create(&self, model: CreateModel) -> Result<(), AppError> {
        let failure = match self.aws.create_model(&model).await {
            Ok(()) => return Ok(()),
            Err(failure) => failure,
        };
        let is_taken = failure.message.contains("already exist");
        if !is_taken && !failure.is_outcome_unknown() {
            return Err(failure.into());
        }
        // The request may have arrived although its answer did not; then the model is there, with our values.
        let ours = |found: &ModelDetail| {
            let container = found.containers.first();
            container.is_some_and(|container| {
                container.image.as_deref() == Some(model.image()) && container.data.as_deref() == Some(model.data())
            }) && found.role.as_deref() == Some(model.role())
        };
        match self.aws.describe_model(model.name()).await? {
            Some(found) if !is_taken && ours(&found) => Ok(()),
            Some(_) => Err(AppError::Refused(format!("There is a model named {} already. Choose another name.", model.name()))),
            None => Err(failure.into()),
        }
    }

    async fn delete(&self, name: &str) -> Result<(), AppError> {
        Ok(self.aws.delete_model(name).await?)
    }
}

#[cfg(test)]
mod tests;
