//! The check before a request is sent: every rule, and the facts from outside.

use domain::{
    CheckContext, CreateTrainingJob, Facts, S3Uri, TrainingJobRequest,
    incremental::{MODEL_CHANNEL, SourceModel},
};

use crate::{data::Reading, error::AppError, job_form::draft::Draft, ports::Backend, source_model};

/// Checks a form, and the request that it makes.
///
/// # Errors
/// [`AppError::Invalid`] with a message for each field, and those of the target.
pub async fn check_draft(backend: &Backend, draft: &Draft) -> Result<CreateTrainingJob, AppError> {
    let region = backend.settings.region.as_str();
    // A text that is no number is in no request, so the form is checked first.
    let violations = draft.violations(region, None);
    if violations.has_errors() {
        let source = source_model(backend, draft.model_location().as_deref()).await?;
        return Err(AppError::Invalid(draft.violations(region, source.as_ref())));
    }
    check_request(backend, draft.request(region)).await
}

/// Checks a request against every rule and against what is outside.
///
/// # Errors
/// [`AppError::Invalid`] with a message for each member, and those of the target.
pub async fn check_request(backend: &Backend, request: TrainingJobRequest) -> Result<CreateTrainingJob, AppError> {
    let region = backend.settings.region.as_str();
    let source = source_model(backend, request.model_location()).await?;
    let context = CheckContext::for_region(region).with_source_model(source.as_ref());
    let violations = domain::check(&request, &context);
    if violations.has_errors() {
        return Err(AppError::Invalid(violations));
    }
    let facts = location_facts(backend, &request).await?;
    CreateTrainingJob::check(request, &context.with_facts(&facts)).map_err(AppError::Invalid)
}

/// What is known about the model at a location; `None` where there is no model channel, or none with a location that can be read.
async fn source_model(backend: &Backend, location: Option<&str>) -> Result<Option<SourceModel>, AppError> {
    match location.and_then(|location| S3Uri::parse(location).ok()) {
        Some(location) => Ok(Some(source_model::describe(backend, &location).await?)),
        None => Ok(None),
    }
}

/// Looks where the data is and the model goes, so that a wrong path is a message here and no failed job later. The model
/// itself was looked for with its source.
async fn location_facts(backend: &Backend, request: &TrainingJobRequest) -> Result<Facts, AppError> {
    let channels = request.input_data_config.iter().flatten();
    let data = channels.filter(|channel| channel.channel_name.as_deref() != Some(MODEL_CHANNEL)).filter_map(|channel| {
        let source = channel.data_source.as_ref()?.s3_data_source.as_ref()?;
        let is_manifest = source.s3_data_type.as_deref() == Some("ManifestFile");
        Some((source.s3_uri.as_deref()?, if is_manifest { Reading::Manifest } else { Reading::Listing }))
    });
    let output = request.output_data_config.as_ref().and_then(|output| output.s3_output_path.as_deref());
    let mut facts = Facts {
        engine_images: backend.sources.engine_images().await,
        account: backend.settings.account.clone(),
        ..Facts::default()
    };
    for (uri, reading) in data.chain(output.map(|uri| (uri, Reading::Listing))) {
        // The https form passes with a warning; only the service can say whether it likes it.
        if let Ok(location) = S3Uri::parse(uri.trim())
            && !facts.locations.contains_key(uri.trim())
        {
            facts.locations.insert(uri.trim().to_owned(), backend.objects.facts(&location, reading).await?);
        }
    }
    Ok(facts)
}
