//! `CreateTrainingJob`

use domain::algorithm::Algorithm;
use domain::instance::InstanceType;
use domain::{Surroundings, TrainingJobRequest};
use serde_json::{Value, json};

use super::{input, refusal, serialization};
use crate::jobs::{Jobs, NewTrainingJob};
use crate::wire::WireError;

/// Checks a request and queues its job.
pub(super) async fn create(jobs: &Jobs, body: &[u8]) -> Result<Value, WireError> {
    let request = TrainingJobRequest::from_json(body).map_err(|error| serialization(&error))?;
    let surroundings = Surroundings { region: &jobs.store().region, source: None };
    let violations = domain::check(&request, &surroundings);
    if violations.contains("E-INST-GPU") {
        // First the members' own mistakes, then this, which the service words with the values.
        let mut others = violations.clone();
        others.0.retain(|violation| violation.code != "E-INST-GPU");
        return Err(refusal::of(&others).unwrap_or_else(|| gpu_only(&request)));
    }
    if let Some(error) = refusal::of(&violations) {
        return Err(error);
    }
    check_abilities(&request)?;
    input::check(jobs, &request).await?;
    let body = std::str::from_utf8(body).map_err(|_| WireError::new("SerializationException", "The request is no UTF-8."))?;
    let name = request.training_job_name.clone().unwrap_or_default();
    let job = NewTrainingJob { name, request: body.to_owned(), tags: tags(&request) };
    Ok(json!({ "TrainingJobArn": jobs.create(&job).await? }))
}

/// Refuses what the service can and this engine cannot.
fn check_abilities(request: &TrainingJobRequest) -> Result<(), WireError> {
    let image = request.training_image().unwrap_or_default();
    if Algorithm::of_image(image).is_none() {
        let known: Vec<&str> = Algorithm::ALL.iter().map(|algorithm| algorithm.repository).collect();
        return Err(WireError::validation(format!(
            "This engine cannot run the training image {image}. It trains with the image of: {}.",
            known.join(", ")
        )));
    }
    let resources = request.resource_config.as_ref();
    let is_plain = resources.is_some_and(|resources| {
        resources.instance_count == Some(1) && resources.instance_type.as_deref().and_then(InstanceType::find).is_some()
    });
    if !is_plain {
        return Err(WireError::validation(
            "This engine trains on one instance: set ResourceConfig.InstanceCount to 1, with an InstanceType.",
        ));
    }
    if request.output_data_config.as_ref().and_then(|output| output.s3_output_path.as_deref()).is_none() {
        return Err(refusal::members(&[
            "Value null at 'outputDataConfig.s3OutputPath' failed to satisfy constraint: Member must not be null".to_owned(),
        ]));
    }
    Ok(())
}

fn gpu_only(request: &TrainingJobRequest) -> WireError {
    let instance = request.resource_config.as_ref().and_then(|resources| resources.instance_type.as_deref());
    let algorithm = request.training_image().and_then(domain::image::repository);
    WireError::validation(format!(
        "Instance type {} is not supported by algorithm {}; only GPU instances are supported.",
        instance.unwrap_or_default(),
        algorithm.unwrap_or_default()
    ))
}

fn tags(request: &TrainingJobRequest) -> Vec<(String, String)> {
    let tags = request.tags.as_deref().unwrap_or_default().iter();
    tags.map(|tag| (tag.key.clone().unwrap_or_default(), tag.value.clone().unwrap_or_default())).collect()
}
