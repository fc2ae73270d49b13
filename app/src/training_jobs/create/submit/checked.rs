//! A request is checked with everything that the server knows, then handed over.

use console::{data::Reading, error::AppError, ports::Backend};
use domain::{CreateTrainingJob, Facts, S3Uri, Surroundings, TrainingJobRequest, incremental::MODEL_CHANNEL};

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
    let violations = domain::check(&request, &surroundings);
    if violations.has_errors() {
        return Err(AppError::Invalid(violations));
    }
    let facts = look_at_locations(backend, &request).await?;
    let request = CreateTrainingJob::check(request, &surroundings.with_facts(&facts)).map_err(AppError::Invalid)?;
    Ok(backend.jobs.create(request).await?.to_string())
}

/// Looks where the data is and the model goes, so that a wrong path is a message here and no failed job later. The model
/// itself was looked for with its source.
async fn look_at_locations(backend: &Backend, request: &TrainingJobRequest) -> Result<Facts, AppError> {
    let channels = request.input_data_config.iter().flatten();
    let data = channels.filter(|channel| channel.channel_name.as_deref() != Some(MODEL_CHANNEL)).filter_map(|channel| {
        let source = channel.data_source.as_ref()?.s3_data_source.as_ref()?;
        let is_manifest = source.s3_data_type.as_deref() == Some("ManifestFile");
        Some((source.s3_uri.as_deref()?, if is_manifest { Reading::Manifest } else { Reading::Listing }))
    });
    let output = request.output_data_config.as_ref().and_then(|output| output.s3_output_path.as_deref());
    let mut facts = Facts::default();
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
