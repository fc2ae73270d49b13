//! A refused `CreateTrainingJob`: each of the service's words on the field that it is about.
//!
//! The service's sentences are recognised, never shown as the message: people read ours.

mod member;

use console::error::AppError;
use domain::{
    ChannelField, Field, RuleCode, TrainingJobRequest, Violation, Violations, algorithm::Algorithm, rules::service::refused,
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
            vec![refused(
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
    RuleCode::NameTaken.violation(Field::JobName, &[("name", name), ("region", region)])
}

/// Checks that answer with one sentence of their own.
fn of_one_sentence(message: &str, request: &TrainingJobRequest, region: &str) -> Option<Violation> {
    if message.starts_with("No S3 objects found under S3 URL") {
        return Some(empty_location(message, request, region));
    }
    if message.contains("only GPU instances are supported") {
        let algorithm =
            request.training_image().and_then(Algorithm::of_image).map_or("The algorithm", |algorithm| algorithm.display);
        return Some(RuleCode::InstanceNeedsGpu.violation(Field::InstanceType, &[("algorithm", algorithm)]));
    }
    if message.starts_with("Could not assume role") || message.contains("sts:AssumeRole") {
        return Some(refused(Field::Role, "SageMaker cannot use this role: check that it exists and trusts the service."));
    }
    if message.contains("MaxWaitTimeInSeconds") && message.contains("EnableManagedSpotTraining") {
        return Some(RuleCode::WaitWithoutSpot.violation(Field::MaximumWait, &[]));
    }
    if message.contains("OutputDataConfig.S3OutputPath") {
        return Some(refused(
            Field::OutputPath,
            "The model cannot be stored there: choose a location such as s3://my-bucket/output/.",
        ));
    }
    if message.contains("not subscribed to the marketplace offering") {
        return Some(refused(Field::AlgorithmName, "Subscribe to this Marketplace algorithm first."));
    }
    if message.starts_with("Algorithm ") && message.ends_with(" does not exist.") {
        return Some(refused(
            Field::AlgorithmName,
            "This account and Region have no such algorithm. Check its name, or subscribe to it in AWS Marketplace.",
        ));
    }
    if message.contains("override the metric definitions") {
        return Some(RuleCode::MetricsOverridden.violation(Field::Metrics, &[]));
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
    RuleCode::S3LocationEmpty.violation(field, &[("uri", uri), ("region", region)])
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
        (Some(maximum), Some(used), Some(delta)) => refused(
            Field::InstanceType,
            &format!(
                "Your account may use {maximum} × {instance} for training; {used} in use, {delta} requested. \
                 Ask for a higher quota or choose another type."
            ),
        ),
        _ if message.contains("is not available in this region") => {
            refused(Field::InstanceType, &format!("{instance} is not offered in {region}. Choose another type."))
        }
        _ => refused(Field::InstanceType, &format!("A limit of the account is reached: {message}")),
    }
}

/// The rule that says a member's constraint in words for people, where there is one.
fn known_rule(field: &Field, constraint: &str) -> Option<RuleCode> {
    let is_length = constraint.contains("have length");
    match field {
        Field::JobName if is_length => Some(RuleCode::NameRequired),
        Field::JobName => Some(RuleCode::NameCharacters),
        Field::Role => Some(RuleCode::RoleArn),
        Field::InstanceCount => Some(RuleCode::InstanceCountMinimum),
        Field::Volume => Some(RuleCode::VolumeMinimum),
        Field::MaximumRuntime => Some(RuleCode::RuntimeMinimum),
        Field::OutputKmsKey | Field::VolumeKmsKey => Some(RuleCode::KmsKeyForm),
        Field::Channel(_, ChannelField::Name) => Some(RuleCode::ChannelName),
        Field::Channel(_, ChannelField::ContentType) => Some(RuleCode::ContentTypeLength),
        Field::Channel(_, ChannelField::S3Uri) | Field::OutputPath => Some(RuleCode::S3LocationForm),
        Field::Hyperparameters => Some(RuleCode::HyperparameterLength),
        Field::Container => Some(RuleCode::ImageForm),
        Field::AlgorithmName => Some(RuleCode::AlgorithmArn),
        Field::Metrics => Some(RuleCode::MetricCount),
        Field::MetricName(_) => Some(RuleCode::MetricName),
        Field::MetricRegex(_) => Some(RuleCode::MetricRegex),
        Field::KeepAlive => Some(RuleCode::KeepAliveRange),
        Field::MaximumPending => Some(RuleCode::PendingTimeRange),
        Field::RetryAttempts => Some(RuleCode::RetryAttempts),
        Field::Subnets if is_length => Some(RuleCode::SubnetCount),
        Field::SecurityGroups if is_length => Some(RuleCode::SecurityGroupCount),
        Field::CheckpointUri => Some(RuleCode::S3LocationForm),
        Field::CheckpointPath => Some(RuleCode::CheckpointLocalPath),
        Field::Channel(_, ChannelField::AttributeNames) => Some(RuleCode::AttributeLimit),
        Field::Channel(_, ChannelField::FileSystemId) => Some(RuleCode::FileSystemId),
        Field::Channel(_, ChannelField::FileSystemDirectory) => Some(RuleCode::FileSystemDirectory),
        Field::Channels => Some(RuleCode::ChannelCount),
        Field::Tags => Some(RuleCode::TagCount),
        Field::Environment | Field::EnvironmentValue(_) => Some(RuleCode::EnvironmentValue),
        Field::Entrypoint | Field::Arguments => Some(RuleCode::ContainerCommand),
        Field::TagKey(_) => Some(RuleCode::TagKey),
        Field::TagValue(_) => Some(RuleCode::TagValue),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
