//! The channel `model`, which carries the weights that a job starts from.

use crate::{
    algorithm::Algorithm,
    field::{ChannelField, Field},
    incremental::{MODEL_CHANNEL, SourceModel},
    job_status::TrainingJobStatus,
    rule,
    violation::Violations,
    wire::{Channel, TrainingJobRequest},
};

/// Checks the model channel, when a built-in algorithm has one.
pub(super) fn check(request: &TrainingJobRequest, algorithm: Option<&Algorithm>, source: Option<&SourceModel>) -> Violations {
    let mut violations = Violations::default();
    let Some(algorithm) = algorithm.filter(|algorithm| algorithm.channel(MODEL_CHANNEL).is_some()) else { return violations };
    let channels = request.input_data_config.as_deref().unwrap_or_default();
    let found = (0_u32..).zip(channels).find(|(_, channel)| channel.channel_name.as_deref() == Some(MODEL_CHANNEL));
    let Some((index, channel)) = found else { return violations };
    violations.extend(members(index, channel, request));
    if let Some(source) = source {
        violations.extend(origin(&Field::Channel(index, ChannelField::S3Uri), source, algorithm));
    }
    violations
}

/// Checks that each member has the value that carries an artifact unchanged.
fn members(index: u32, channel: &Channel, request: &TrainingJobRequest) -> Violations {
    let mut violations = Violations::default();
    let field = |part| Field::Channel(index, part);
    let job_mode = request.algorithm_specification.as_ref().and_then(|spec| spec.training_input_mode.as_deref());
    let s3 = channel.data_source.as_ref().and_then(|source| source.s3_data_source.as_ref());
    let is = |value: Option<&str>, allowed: &[&str]| value.is_none_or(|value| allowed.contains(&value));
    if !is(channel.input_mode.as_deref().or(job_mode), &["File"]) {
        violations.push(rule::E_MODEL_MODE.violation(field(ChannelField::InputMode), &[]));
    }
    if !is(s3.and_then(|s3| s3.s3_data_distribution_type.as_deref()), &["FullyReplicated"]) {
        violations.push(rule::E_MODEL_DIST.violation(field(ChannelField::S3DataDistribution), &[]));
    }
    if !is(s3.and_then(|s3| s3.s3_data_type.as_deref()), &["S3Prefix", "ManifestFile"]) {
        violations.push(rule::E_MODEL_TYPE.violation(field(ChannelField::S3DataType), &[]));
    }
    if !is(channel.compression_type.as_deref(), &["None"]) {
        violations.push(rule::E_MODEL_COMP.violation(field(ChannelField::Compression), &[]));
    }
    if !is(channel.record_wrapper_type.as_deref(), &["None"]) {
        violations.push(rule::E_MODEL_WRAP.violation(field(ChannelField::RecordWrapper), &[]));
    }
    if channel.shuffle_config.is_some() {
        violations.push(rule::E_MODEL_SHUF.violation(field(ChannelField::ShuffleSeed), &[]));
    }
    let content_type = channel.content_type.as_deref().unwrap_or_default();
    if content_type != crate::incremental::MODEL_CONTENT_TYPE {
        violations.push(rule::W_MODEL_CT.violation(field(ChannelField::ContentType), &[]));
    }
    let uri = s3.and_then(|s3| s3.s3_uri.as_deref()).unwrap_or_default();
    let is_prefix = s3.and_then(|s3| s3.s3_data_type.as_deref()) != Some("ManifestFile");
    if let Ok(parsed) = crate::S3Uri::parse(uri)
        && is_prefix
    {
        if parsed.key().is_empty() || parsed.key().ends_with('/') {
            violations.push(rule::E_MODEL_URI.violation(field(ChannelField::S3Uri), &[]));
        } else if !parsed.key().ends_with(".tar.gz") {
            violations.push(rule::W_MODEL_NAME.violation(field(ChannelField::S3Uri), &[]));
        }
    }
    violations
}

/// Checks what is known about where the model came from.
fn origin(field: &Field, source: &SourceModel, algorithm: &Algorithm) -> Violations {
    let mut violations = Violations::default();
    let Some(job) = &source.job else {
        if source.exists == Some(false) {
            violations.push(rule::E_MODEL_GONE.violation(field.clone(), &[("uri", &source.artifact)]));
        } else {
            violations.push(rule::W_MODEL_UNKNOWN.violation(field.clone(), &[]));
        }
        return violations;
    };
    let name = [("name", job.name.as_str())];
    if !job.status.is_final() {
        violations.push(rule::E_MODEL_RUNNING.violation(field.clone(), &name));
    } else if job.uncompressed {
        violations.push(rule::E_MODEL_UNCOMP.violation(field.clone(), &name));
    } else if source.exists == Some(false) {
        violations.push(rule::E_MODEL_GONE.violation(field.clone(), &[("uri", &source.artifact)]));
    } else if job.status == TrainingJobStatus::Stopped {
        violations.push(rule::W_MODEL_STOPPED.violation(field.clone(), &name));
    } else if job.status == TrainingJobStatus::Failed {
        violations.push(rule::W_MODEL_FAILED.violation(field.clone(), &name));
    }
    if let Some(repository) = job.repository.as_deref().filter(|repository| *repository != algorithm.repository) {
        let old = Algorithm::of_repository(repository).map_or(repository, |other| other.display);
        violations.push(rule::E_MODEL_ALG.violation(field.clone(), &[("new", algorithm.display), ("old", old)]));
    }
    violations
}
