//! `CreateTrainingJob`

use domain::{
    CheckContext, S3Uri, TrainingJobRequest, metric_expressions, metric_regex, mode::S3DataType, rules::s3_location::from_https,
    wire::Channel,
};
use serde_json::{Value, json};

use crate::{
    jobs::{Jobs, NewTrainingJob, Quota, built_in},
    json_protocol::WireError,
    kms::KeyError,
    sagemaker::{RawInput, malformed, refusal, tags},
    settings::Quotas,
};

/// Checks the request as the service does, then queues the job. Refusals of the API model are answered together with the broken
/// rules.
pub(crate) async fn run(jobs: &Jobs, input: RawInput<'_>) -> Result<Value, WireError> {
    let request = TrainingJobRequest::from_json(input.body).map_err(malformed)?;
    let region = jobs.account().region.clone();
    let violations = domain::check(&request, &CheckContext::for_region(&region));
    if let Some(error) = refusal::of(&request, violations, input.refusals) {
        return Err(error);
    }
    tags::check_keys(request.tags.as_deref().unwrap_or_default())?;
    check_metrics(&request)?;
    check_abilities(jobs, &request).await?;
    let (settings, _) = jobs.account().settings.current().await;
    let quota = quota(&request, &settings.quotas)?;
    check_channels(jobs, &request, &region).await?;
    check_keys(jobs, &request).await?;

    let tags = request.tags.unwrap_or_default().into_iter();
    let job = NewTrainingJob {
        name: request.training_job_name.unwrap_or_default(),
        request: String::from_utf8_lossy(input.body).into_owned(),
        tags: tags.map(|tag| (tag.key.unwrap_or_default(), tag.value.unwrap_or_default())).collect(),
        quota,
    };
    let arn = jobs.create(&job).await?;
    Ok(json!({ "TrainingJobArn": arn }))
}

/// Refuses requests that the service could run and this engine cannot.
async fn check_abilities(jobs: &Jobs, request: &TrainingJobRequest) -> Result<(), WireError> {
    let specification = request.algorithm_specification.as_ref();
    if let Some(name) = specification.and_then(|specification| specification.algorithm_name.as_deref()) {
        // This account has no algorithm resources. Source: docs/errors.md §2.
        let own_arn = || jobs.account().arn("sagemaker", &format!("algorithm/{name}"));
        let arn = if name.contains(':') { name.to_owned() } else { own_arn() };
        return Err(WireError::validation(format!("Algorithm {arn} does not exist.")));
    }
    let image = request.training_image().unwrap_or_default();
    if !jobs.can_run(image).await {
        return Err(WireError::validation(format!(
            "This engine cannot run the training image \"{image}\". It runs the built-in algorithm images of: {}; and images that you registered as programs in engine.json (docs/own-containers.md).",
            built_in().join(", ")
        )));
    }
    let count = request.resource_config.as_ref().and_then(|resources| resources.instance_count).unwrap_or(1);
    if count > 1 {
        return Err(WireError::validation(format!(
            "This engine has one instance, and the request asks for {count}. Set InstanceCount to 1."
        )));
    }
    let output = request.output_data_config.as_ref().and_then(|output| output.s3_output_path.as_deref());
    if output.is_none_or(|path| S3Uri::parse(path).is_err()) {
        return Err(WireError::validation(
            "This engine stores the model in its own S3: set OutputDataConfig.S3OutputPath to s3://bucket/path.",
        ));
    }
    Ok(())
}

/// The expressions that find nothing in this engine: it has neither look-around nor back-references, and it limits their size.
fn check_metrics(request: &TrainingJobRequest) -> Result<(), WireError> {
    let definitions = request.algorithm_specification.iter().flat_map(|algorithm| algorithm.metric_definitions.iter().flatten());
    for definition in definitions {
        let (name, text) = (definition.name.as_deref().unwrap_or_default(), definition.regex.as_deref().unwrap_or_default());
        let Err(error) = metric_expressions::compile(text) else { continue };
        let reason = metric_regex::groups(text).err().map_or_else(|| error.to_string(), |reason| reason.to_string());
        return Err(WireError::validation(format!("The regular expression of the metric {name} cannot be used: {reason}.")));
    }
    Ok(())
}

/// The limit of the account for the job's instances. Source: docs/errors.md §2, `ResourceLimitExceeded`.
fn quota(request: &TrainingJobRequest, quotas: &Quotas) -> Result<Option<Quota>, WireError> {
    let Some(resources) = &request.resource_config else { return Ok(None) };
    let instance_type = resources.instance_type.clone().unwrap_or_default();
    if quotas.unavailable_instance_types.contains(&instance_type) {
        return Err(WireError::new(
            "ResourceLimitExceeded",
            format!("The requested resource training-job/{instance_type} is not available in this region"),
        ));
    }
    let spot = request.enable_managed_spot_training.unwrap_or(false);
    let needed = resources.instance_count.unwrap_or(1);
    Ok(quotas.limit(&instance_type, spot).map(|limit| Quota { instance_type, spot, limit, needed }))
}

/// Reads the location of a channel's data.
fn source<'a>(channel: &'a Channel, name: &str) -> Result<(&'a str, S3DataType), WireError> {
    let source = channel.data_source.as_ref().and_then(|source| source.s3_data_source.as_ref());
    let data_type = source.and_then(|source| source.s3_data_type.as_deref()).and_then(S3DataType::parse);
    let uri = source.and_then(|source| source.s3_uri.as_deref());
    match (uri, data_type) {
        (Some(uri), Some(data_type @ (S3DataType::S3Prefix | S3DataType::ManifestFile | S3DataType::AugmentedManifestFile))) => {
            Ok((uri, data_type))
        }
        _ => Err(WireError::validation(format!(
            "Channel {name}: this engine reads S3 data sources of the types S3Prefix, ManifestFile and AugmentedManifestFile."
        ))),
    }
}

/// The keys that a request names must be usable now. The service gives no volume and no output to a key that is not.
async fn check_keys(jobs: &Jobs, request: &TrainingJobRequest) -> Result<(), WireError> {
    let volume = request.resource_config.as_ref().and_then(|resources| resources.volume_kms_key_id.as_deref());
    let output = request.output_data_config.as_ref().and_then(|output| output.kms_key_id.as_deref());
    for (member, name) in [("ResourceConfig.VolumeKmsKeyId", volume), ("OutputDataConfig.KmsKeyId", output)] {
        let Some(name) = name.filter(|name| !name.is_empty()) else { continue };
        match jobs.store().keys.usable(name).await {
            Err(KeyError::Refused { code, message }) => {
                return Err(WireError::validation(format!("{member} cannot be used: {message} (KMS {code})")));
            }
            Err(error) => return Err(WireError::internal(error)),
            Ok(_) => {}
        }
    }
    Ok(())
}

/// Every channel must have data now. Source: docs/errors.md §2, E-S3-EMPTY.
async fn check_channels(jobs: &Jobs, request: &TrainingJobRequest, region: &str) -> Result<(), WireError> {
    let role = request.role_arn.as_deref().unwrap_or_default();
    for channel in request.input_data_config.iter().flatten() {
        let (text, data_type) = source(channel, channel.channel_name.as_deref().unwrap_or_default())?;
        let found = match S3Uri::parse(text) {
            Ok(uri) if data_type != S3DataType::S3Prefix => {
                jobs.store().open_object(uri.bucket(), uri.key()).await.map_err(WireError::internal)?.is_some()
            }
            Ok(uri) => {
                let page = jobs.store().list(uri.bucket(), uri.key(), None, 1).await;
                !page.map_err(WireError::internal)?.is_empty()
            }
            // The API model also allows https, where this engine finds nothing.
            Err(_) => false,
        };
        if !found {
            let uri = from_https(text);
            let path = uri.as_deref().unwrap_or(text);
            let path = path.split_once("://").map_or(path, |(_, path)| path);
            let bucket = path.split('/').next().unwrap_or_default();
            return Err(WireError::validation(format!(
                "No S3 objects found under S3 URL \"{text}\" given in input data source. Please ensure that the bucket exists in the selected region ({region}), that objects exist under that S3 prefix, and that the role \"{role}\" has \"s3:ListBucket\" permissions on bucket \"{bucket}\"."
            )));
        }
    }
    Ok(())
}
