//! The row that the history has of a job, as far as its request tells.

use domain::{CreateTrainingJob, S3Uri, Timestamp, TrainingJobRequest};

use crate::db::jobs::{self, LogState, NewJob, Origin};

/// The row of a request that this console sends.
pub(super) fn new_job<'a>(request: &'a CreateTrainingJob, body: &'a str, artifact: Option<&'a str>, at: Timestamp) -> NewJob<'a> {
    NewJob {
        name: request.name().as_str(),
        origin: Origin::Console,
        request: body,
        algorithm: jobs::algorithm(request),
        instance_type: instance_type(request),
        created_at: at,
        model_source: request.model_location(),
        artifact,
        log_state: LogState::Open,
    }
}

/// The kind of machine that a request asks for.
pub(super) fn instance_type(request: &TrainingJobRequest) -> Option<&str> {
    request.resource_config.as_ref()?.instance_type.as_deref()
}

/// Keys and values of a request's tags.
pub(super) fn tags_of(request: &TrainingJobRequest) -> Vec<(String, String)> {
    let tags = request.tags.iter().flatten();
    tags.filter_map(|tag| Some((tag.key.clone()?, tag.value.clone().unwrap_or_default()))).collect()
}

/// Where the service will store the model of this request.
pub(super) fn planned_artifact(request: &TrainingJobRequest) -> Option<String> {
    let path = request.output_data_config.as_ref()?.s3_output_path.as_deref()?;
    let name = request.training_job_name.as_deref()?;
    Some(S3Uri::parse(path).ok()?.model_artifact(name).to_string())
}
