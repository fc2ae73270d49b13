//! A request is checked with everything that the server knows, then handed over.

use domain::{ChannelField, CreateTrainingJob, Field, S3Uri, Surroundings, TrainingJobRequest, Violation, Violations};

use super::super::finding;
use crate::{error::AppError, model::LocationFinding, ports::Backend};

/// Checks a request against every rule and against what is outside, and creates its job; gives the job's name.
///
/// # Errors
/// [`AppError::Invalid`] with a message for each member, and those of the target.
pub(in crate::training_jobs::create) async fn create(backend: &Backend, request: TrainingJobRequest) -> Result<String, AppError> {
    let region = backend.settings.region.as_str();
    let source = match request.model_location().and_then(|uri| S3Uri::parse(uri).ok()) {
        Some(uri) => Some(backend.jobs.source_model(&uri).await?),
        None => None,
    };
    let surroundings = Surroundings::of(region).with_source(source.as_ref());
    let mut violations = domain::check(&request, &surroundings);
    if !violations.has_errors() {
        violations.extend(look_at_locations(backend, &request).await?);
    }
    if violations.has_errors() {
        return Err(AppError::Invalid(violations));
    }
    let request = CreateTrainingJob::check(request, &surroundings).map_err(AppError::Invalid)?;
    Ok(backend.jobs.create(request).await?.to_string())
}

/// Looks where the data is and the model goes, so that a wrong path is a message here and no failed job later. The model
/// itself was looked for with its source.
async fn look_at_locations(backend: &Backend, request: &TrainingJobRequest) -> Result<Violations, AppError> {
    let region = backend.settings.region.as_str();
    let mut violations = Violations::default();
    for (index, channel) in (0_u32..).zip(request.input_data_config.iter().flatten()) {
        if channel.channel_name.as_deref() == Some(domain::incremental::MODEL_CHANNEL) {
            continue;
        }
        let source = channel.data_source.as_ref().and_then(|source| source.s3_data_source.as_ref());
        let Some(uri) = source.and_then(|source| source.s3_uri.as_deref()) else { continue };
        let field = Field::Channel(index, ChannelField::S3Uri);
        violations.0.extend(look(backend, uri, |finding| finding::of_data(finding, uri, region, field)).await?);
    }
    let output = request.output_data_config.as_ref().and_then(|output| output.s3_output_path.as_deref());
    if let Some(uri) = output {
        violations.0.extend(look(backend, uri, |finding| finding::of_output(finding, uri, region)).await?);
    }
    Ok(violations)
}

async fn look(
    backend: &Backend,
    uri: &str,
    judge: impl FnOnce(&LocationFinding) -> Option<Violation>,
) -> Result<Option<Violation>, AppError> {
    match S3Uri::parse(uri.trim()) {
        Ok(location) => Ok(judge(&backend.objects.look(&location).await?)),
        // The https form passes with a warning; only the service can say whether it likes it.
        Err(_) => Ok(None),
    }
}
