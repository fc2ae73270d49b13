//! SageMaker: models.

use aws_sdk_sagemaker::{
    config::{Builder, retry::RetryConfig},
    types::{ContainerDefinition, ModelSortKey, OrderKey},
};
use console::data::models::{Container, ModelDetail, ModelSummary, ModelsPage};
use domain::model::CreateModel;

use super::{
    Aws,
    convert::timestamp,
    error::{Failure, Kind},
};

impl Aws {
    /// One page of the models, newest first.
    ///
    /// # Errors
    /// See [`Failure`].
    pub(crate) async fn list_models(&self, contains: Option<String>, next: Option<String>) -> Result<ModelsPage, Failure> {
        let call = self.sagemaker.list_models().sort_by(ModelSortKey::CreationTime).sort_order(OrderKey::Descending);
        let call = call.max_results(50).set_name_contains(contains).set_next_token(next);
        let output = call.send().await.map_err(|error| Failure::new(&error))?;
        let row = |summary: &aws_sdk_sagemaker::types::ModelSummary| {
            Some(ModelSummary {
                name: summary.model_name()?.to_owned(),
                arn: summary.model_arn().unwrap_or_default().to_owned(),
                created_at: summary.creation_time().and_then(timestamp).unwrap_or_default(),
            })
        };
        Ok(ModelsPage { models: output.models().iter().filter_map(row).collect(), next: output.next_token().map(str::to_owned) })
    }

    /// Everything about a model; `None` when the service does not know it.
    ///
    /// # Errors
    /// See [`Failure`].
    pub(crate) async fn describe_model(&self, name: &str) -> Result<Option<ModelDetail>, Failure> {
        let output = match self.sagemaker.describe_model().model_name(name).send().await {
            Ok(output) => output,
            Err(error) => {
                let failure = Failure::new(&error);
                return if is_unknown(&failure) { Ok(None) } else { Err(failure) };
            }
        };
        let containers = output.primary_container().into_iter().chain(output.containers()).map(container).collect();
        Ok(Some(ModelDetail {
            name: output.model_name().unwrap_or(name).to_owned(),
            arn: output.model_arn().unwrap_or_default().to_owned(),
            created_at: output.creation_time().and_then(timestamp),
            role: output.execution_role_arn().map(str::to_owned),
            is_isolated: output.enable_network_isolation() == Some(true),
            containers,
        }))
    }

    /// Sends a request once.
    ///
    /// # Errors
    /// See [`Failure`]. When [`Failure::is_outcome_unknown`], the model may exist.
    pub(crate) async fn create_model(&self, model: &CreateModel) -> Result<(), Failure> {
        let once = Builder::new().retry_config(RetryConfig::disabled());
        let container = ContainerDefinition::builder().image(model.image()).model_data_url(model.data()).build();
        let call = self.sagemaker.create_model().model_name(model.name()).execution_role_arn(model.role());
        let call = call.primary_container(container).customize().config_override(once);
        call.send().await.map(drop).map_err(|error| Failure::new(&error))
    }

    /// Deletes a model; one that is unknown is no error.
    ///
    /// # Errors
    /// See [`Failure`].
    pub(crate) async fn delete_model(&self, name: &str) -> Result<(), Failure> {
        match self.sagemaker.delete_model().model_name(name).send().await {
            Ok(_) => Ok(()),
            Err(error) => {
                let failure = Failure::new(&error);
                if is_unknown(&failure) { Ok(()) } else { Err(failure) }
            }
        }
    }
}

/// SageMaker answers `Could not find model "arn:…".` with the code of a wrong request.
fn is_unknown(failure: &Failure) -> bool {
    failure.kind == Kind::NotFound || (failure.kind == Kind::Refused && failure.message.starts_with("Could not find model"))
}

fn container(definition: &ContainerDefinition) -> Container {
    let source = definition.model_data_source().and_then(|source| source.s3_data_source());
    let mut environment: Vec<_> =
        definition.environment().into_iter().flatten().map(|(name, value)| (name.clone(), value.clone())).collect();
    environment.sort();
    Container {
        host_name: definition.container_hostname().map(str::to_owned),
        image: definition.image().map(str::to_owned),
        data: definition.model_data_url().or_else(|| source.and_then(|source| source.s3_uri())).map(str::to_owned),
        is_uncompressed: source.and_then(|source| source.compression_type()).is_some_and(|kind| kind.as_str() == "None"),
        mode: definition.mode().map(|mode| mode.as_str().to_owned()),
        environment,
    }
}
