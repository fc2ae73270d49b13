//! A refused `CreateTrainingJob`: each of the service's words on the field that it is about.
//!
//! The service's sentences are recognised, never shown as the message: people read ours.

mod member;

use console::error::AppError;
use domain::{
    ChannelField, Field, TrainingJobRequest, Violation, Violations,
    algorithm::Algorithm,
    authority::Authority,
    rule::{self, Rule},
    violation::Severity,
};

use super::error::{self, Failure, Kind};

/// The error for the page: violations on fields where the message names one, the service's refusal otherwise.
pub(crate) fn of_create(failure: Failure, request: &TrainingJobRequest, region: &str) -> AppError {
    let violations = violations(&failure, request, region);
    if violations.is_empty() {
        return failure.into();
    }
    let id = failure.request_id.as_deref().map(|id| format!(" (request {id})")).unwrap_or_default();
    let details = format!("{}: {}{id}", failure.code, failure.message);
    let with_details = |violation| Violation { details: Some(details.as_str().into()), ..violation };
    AppError::Invalid(Violations(violations.into_iter().map(with_details).collect()))
}

fn violations(failure: &Failure, request: &TrainingJobRequest, region: &str) -> Vec<Violation> {
    let message = failure.message.as_str();
    match (failure.code.as_str(), failure.kind) {
        ("ResourceInUse", _) => vec![name_taken(request.training_job_name.as_deref().unwrap_or_default(), region)],
        ("ResourceLimitExceeded", _) => vec![limit(message, request, region)],
        (_, Kind::Denied) if error::action(message) == Some("iam:PassRole") => {
            vec![own(
                Field::Role,
                "Your credentials may not pass this role to SageMaker. Choose another role, or ask for iam:PassRole on it.",
            )]
        }
        (_, Kind::Refused) => {
            let members = member::violations(message, request);
            if members.is_empty() { of_one_sentence(message, request, region).into_iter().collect() } else { members }
        }
        _ => Vec::new(),
    }
}

/// The violation of a name that another job has.
pub(crate) fn name_taken(name: &str, region: &str) -> Violation {
    rule::E_NAME_TAKEN.violation(Field::JobName, &[("name", name), ("region", region)])
}

/// Checks that answer with one sentence of their own.
fn of_one_sentence(message: &str, request: &TrainingJobRequest, region: &str) -> Option<Violation> {
    if message.starts_with("No S3 objects found under S3 URL") {
        return Some(empty_location(message, request, region));
    }
    if message.contains("only GPU instances are supported") {
        let algorithm =
            request.training_image().and_then(Algorithm::of_image).map_or("The algorithm", |algorithm| algorithm.display);
        return Some(rule::E_INST_GPU.violation(Field::InstanceType, &[("algorithm", algorithm)]));
    }
    if message.starts_with("Could not assume role") || message.contains("sts:AssumeRole") {
        return Some(own(Field::Role, "SageMaker cannot use this role: check that it exists and trusts the service."));
    }
    if message.contains("MaxWaitTimeInSeconds") && message.contains("EnableManagedSpotTraining") {
        return Some(rule::E_SPOT_OFF.violation(Field::MaximumWait, &[]));
    }
    if message.contains("OutputDataConfig.S3OutputPath") {
        return Some(own(
            Field::OutputPath,
            "The model cannot be stored there: choose a location such as s3://my-bucket/output/.",
        ));
    }
    if message.contains("not subscribed to the marketplace offering") {
        return Some(own(Field::AlgorithmName, "Subscribe to this Marketplace algorithm first."));
    }
    if message.starts_with("Training job names must be unique") {
        return Some(name_taken(request.training_job_name.as_deref().unwrap_or_default(), region));
    }
    None
}

/// "No S3 objects found under S3 URL "…" given in input data source": on the channel with that location.
fn empty_location(message: &str, request: &TrainingJobRequest, region: &str) -> Violation {
    let uri = message.split('"').nth(1).unwrap_or_default();
    let channels = request.input_data_config.iter().flatten();
    let place = channels.zip(0_u32..).find(|(channel, _)| {
        let source = channel.data_source.as_ref().and_then(|source| source.s3_data_source.as_ref());
        source.and_then(|source| source.s3_uri.as_deref()) == Some(uri)
    });
    let field = place.map_or(Field::Channels, |(_, index)| Field::Channel(index, ChannelField::S3Uri));
    rule::E_S3_EMPTY.violation(field, &[("uri", uri), ("region", region)])
}

/// A quota, or a type that the Region does not offer.
fn limit(message: &str, request: &TrainingJobRequest, region: &str) -> Violation {
    let instance = request.resource_config.as_ref().and_then(|part| part.instance_type.as_deref()).unwrap_or("this type");
    let number_after = |text: &str| {
        let (_, rest) = message.split_once(text)?;
        rest.split_whitespace().next().filter(|word| word.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let numbers = (number_after("' is "), number_after("current utilization of "), number_after("request delta of "));
    match numbers {
        (Some(maximum), Some(used), Some(delta)) => own(
            Field::InstanceType,
            &format!(
                "Your account may use {maximum} × {instance} for training; {used} in use, {delta} requested. \
                 Ask for a higher quota or choose another type."
            ),
        ),
        _ if message.contains("is not available in this region") => {
            own(Field::InstanceType, &format!("{instance} is not offered in {region}. Choose another type."))
        }
        _ => own(Field::InstanceType, &format!("A limit of the account is reached: {message}")),
    }
}

/// A violation that only the service can find, in our words.
fn own(field: Field, message: &str) -> Violation {
    Violation {
        code: "E-SERVICE".to_owned(),
        field,
        severity: Severity::Error,
        authority: Authority::Observed,
        message: message.to_owned(),
        value: None,
        constraint: None,
        details: None,
    }
}

/// The rule that says a member's constraint in words for people, where there is one.
fn known_rule(field: &Field, constraint: &str) -> Option<&'static Rule> {
    let is_length = constraint.contains("have length");
    match field {
        Field::JobName if is_length => Some(&rule::E_NAME_REQ),
        Field::JobName => Some(&rule::E_NAME_CHARS),
        Field::Role => Some(&rule::E_ROLE_ARN),
        Field::InstanceCount => Some(&rule::E_COUNT_MIN),
        Field::Volume => Some(&rule::E_VOL_MIN),
        Field::MaximumRuntime => Some(&rule::E_RUN_MIN),
        Field::OutputKmsKey | Field::VolumeKmsKey => Some(&rule::E_KMS_FORM),
        Field::Channel(_, ChannelField::Name) => Some(&rule::E_CH_NAME),
        Field::Channel(_, ChannelField::ContentType) => Some(&rule::E_CT_LEN),
        Field::Channel(_, ChannelField::S3Uri) | Field::OutputPath => Some(&rule::E_S3_FORM),
        Field::Hyperparameters => Some(&rule::E_HP_VALUE),
        Field::Container => Some(&rule::E_IMG_FORM),
        Field::AlgorithmName => Some(&rule::E_ALGARN),
        Field::Metrics => Some(&rule::E_MET_COUNT),
        Field::MetricName(_) => Some(&rule::E_MET_NAME),
        Field::MetricRegex(_) => Some(&rule::E_MET_REGEX),
        Field::KeepAlive => Some(&rule::E_KEEP_RANGE),
        Field::MaximumPending => Some(&rule::E_PENDING_RANGE),
        Field::RetryAttempts => Some(&rule::E_RETRY_RANGE),
        Field::Subnets if is_length => Some(&rule::E_NET_SUBNETS),
        Field::SecurityGroups if is_length => Some(&rule::E_NET_SGS),
        Field::CheckpointUri => Some(&rule::E_S3_FORM),
        Field::CheckpointPath => Some(&rule::E_CKPT_LOCAL),
        Field::Channel(_, ChannelField::AttributeNames) => Some(&rule::E_ATTR_LIMIT),
        Field::Channel(_, ChannelField::FileSystemId) => Some(&rule::E_FS_ID),
        Field::Channel(_, ChannelField::FileSystemDirectory) => Some(&rule::E_FS_DIR),
        Field::Channels => Some(&rule::E_CH_COUNT),
        Field::Tags => Some(&rule::E_TAG_COUNT),
        Field::Environment | Field::EnvironmentValue(_) => Some(&rule::E_ENV_VALUE),
        Field::Entrypoint | Field::Arguments => Some(&rule::E_CMD_LIST),
        Field::TagKey(_) => Some(&rule::E_TAG_KEY),
        Field::TagValue(_) => Some(&rule::E_TAG_VALUE),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
