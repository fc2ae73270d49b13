//! A request that exists only when it is valid.

use std::{io, ops::Deref};

use serde::Serialize;

use crate::{
    algorithm::Algorithm,
    check_context::CheckContext,
    job_name::JobName,
    rules::{self, Violations},
    wire::TrainingJobRequest,
};

/// A `CreateTrainingJob` request without errors; it serialises to the body that is sent.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(transparent)]
pub struct CreateTrainingJob {
    request: TrainingJobRequest,
    #[serde(skip)]
    name: JobName,
}

impl CreateTrainingJob {
    /// Checks a request against every rule. Warnings do not hinder.
    ///
    /// # Errors
    /// All violations, warnings included, when at least one is an error.
    pub fn check(request: TrainingJobRequest, context: &CheckContext<'_>) -> Result<Self, Violations> {
        let violations = rules::check(&request, context);
        let name = request.training_job_name.as_deref().map(str::trim).and_then(|name| JobName::parse(name).ok());
        match name {
            Some(name) if !violations.has_errors() => Ok(Self { request, name }),
            _ => Err(violations),
        }
    }

    /// The job's name.
    pub fn name(&self) -> &JobName {
        &self.name
    }

    /// The location of the `model` channel, when the job starts from an earlier model.
    pub fn model_location(&self) -> Option<&str> {
        self.request.model_location()
    }
}

impl Deref for CreateTrainingJob {
    type Target = TrainingJobRequest;

    fn deref(&self) -> &TrainingJobRequest {
        &self.request
    }
}

impl TrainingJobRequest {
    /// Reads a request from JSON.
    ///
    /// # Errors
    /// Text that is no JSON object, or a member of another JSON type than the API's.
    pub fn from_json(body: &[u8]) -> Result<Self, serde_json::Error> {
        if body.iter().find(|byte| !byte.is_ascii_whitespace()).is_none_or(|byte| *byte != b'{') {
            return Err(serde_json::Error::io(io::Error::other("the request is not a JSON object")));
        }
        serde_json::from_slice(body)
    }

    /// The location of the `model` channel, when there is one.
    pub fn model_location(&self) -> Option<&str> {
        let channels = self.input_data_config.as_deref()?;
        let channel =
            channels.iter().find(|channel| channel.channel_name.as_deref() == Some(crate::incremental::MODEL_CHANNEL))?;
        channel.data_source.as_ref()?.s3_data_source.as_ref()?.s3_uri.as_deref()
    }

    /// The container image, when there is one.
    pub fn training_image(&self) -> Option<&str> {
        self.algorithm_specification.as_ref()?.training_image.as_deref()
    }

    /// A hyperparameter as it was given or, of a built-in algorithm, by its documented default.
    pub fn hyperparameter(&self, name: &str) -> Option<&str> {
        let given = self.hyper_parameters.as_ref().and_then(|values| values.get(name)).map(|value| value.trim());
        let algorithm = self.training_image().and_then(Algorithm::of_image);
        let default = || algorithm.and_then(|algorithm| algorithm.hyperparameter(name)).and_then(|known| known.default);
        given.filter(|value| !value.is_empty()).or_else(default)
    }

    /// How many epochs a built-in algorithm was asked for; `None` for other programs, to which `epochs` may mean anything.
    pub fn epochs(&self) -> Option<u32> {
        self.training_image().and_then(Algorithm::of_image)?.hyperparameter("epochs")?;
        self.hyperparameter("epochs")?.parse().ok().filter(|epochs| *epochs > 0)
    }
}
