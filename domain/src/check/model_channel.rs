//! The channel `model`, which carries the weights that a job starts from.

use super::{Context, context::s3};
use crate::{
    algorithm::Algorithm,
    field::{ChannelField, Field},
    incremental::{MODEL_CONTENT_TYPE, SourceJob, SourceModel},
    job_status::TrainingJobStatus,
    rule::{self, Rule},
    surroundings::Access,
    violation::Violations,
    wire::Channel,
};

/// Checks the model channel, when a built-in algorithm has one.
pub(super) fn check(context: &Context<'_>) -> Violations {
    let mut violations = Violations::default();
    let (Some((index, channel)), Some(algorithm)) = (context.model_channel(), context.algorithm) else { return violations };
    violations.extend(members(index, channel, context));
    let field = Field::Channel(index, ChannelField::S3Uri);
    let uri = s3(channel).and_then(|s3| s3.s3_uri.as_deref()).unwrap_or_default();
    let object = object(&field, uri, context);
    // One message about an object that cannot be used is enough.
    let is_unusable = object.has_errors();
    violations.extend(object);
    if let Some(source) = context.surroundings.source {
        violations.extend(origin(&field, source, algorithm, is_unusable));
    }
    violations
}

/// Checks that each member has the value that carries an artifact unchanged.
fn members(index: u32, channel: &Channel, context: &Context<'_>) -> Violations {
    let mut violations = Violations::default();
    let job_mode = context.specification().and_then(|specification| specification.training_input_mode.as_deref());
    let s3 = s3(channel);
    let word = |value: Option<&str>, allowed: &[&str]| value.is_some_and(|value| !allowed.contains(&value));
    let mut refuse = |is_wrong: bool, rule: &Rule, part: ChannelField| {
        violations.0.extend(is_wrong.then(|| rule.violation(Field::Channel(index, part), &[])));
    };
    let data_type = s3.and_then(|s3| s3.s3_data_type.as_deref());
    let distribution = s3.and_then(|s3| s3.s3_data_distribution_type.as_deref());
    refuse(word(channel.input_mode.as_deref().or(job_mode), &["File"]), &rule::E_MODEL_MODE, ChannelField::InputMode);
    refuse(word(distribution, &["FullyReplicated"]), &rule::E_MODEL_DIST, ChannelField::S3DataDistribution);
    refuse(word(data_type, &["S3Prefix", "ManifestFile"]), &rule::E_MODEL_TYPE, ChannelField::S3DataType);
    refuse(word(channel.compression_type.as_deref(), &["None"]), &rule::E_MODEL_COMP, ChannelField::Compression);
    refuse(word(channel.record_wrapper_type.as_deref(), &["None"]), &rule::E_MODEL_WRAP, ChannelField::RecordWrapper);
    refuse(channel.shuffle_config.is_some(), &rule::E_MODEL_SHUF, ChannelField::ShuffleSeed);
    let is_usual = channel.content_type.as_deref() == Some(MODEL_CONTENT_TYPE);
    refuse(!is_usual, &rule::W_MODEL_CT, ChannelField::ContentType);
    if let Ok(uri) = crate::S3Uri::parse(s3.and_then(|s3| s3.s3_uri.as_deref()).unwrap_or_default())
        && data_type != Some("ManifestFile")
    {
        let is_folder = uri.key().is_empty() || uri.key().ends_with('/');
        refuse(is_folder, &rule::E_MODEL_URI, ChannelField::S3Uri);
        refuse(!is_folder && !uri.key().ends_with(".tar.gz"), &rule::W_MODEL_NAME, ChannelField::S3Uri);
    }
    violations
}

/// Checks what was found at the artifact's location.
fn object(field: &Field, uri: &str, context: &Context<'_>) -> Violations {
    let mut violations = Violations::default();
    let Some(found) = context.surroundings.location(uri) else { return violations };
    let elsewhere = found.bucket_region.as_deref().filter(|region| *region != context.region());
    let mut push = |rule: &Rule, words: &[(&str, &str)]| violations.push(rule.violation(field.clone(), words));
    match (elsewhere, found.access) {
        (Some(region), _) => push(&rule::E_MODEL_REGION, &[("bucket_region", region), ("region", context.region())]),
        (None, Access::Empty | Access::NoBucket) => push(&rule::E_MODEL_GONE, &[("uri", uri.trim())]),
        (None, Access::Denied) => push(&rule::E_MODEL_DENIED, &[("uri", uri.trim())]),
        (None, Access::Found) => {}
    }
    if !found.also_matched.is_empty() {
        push(&rule::W_MODEL_PREFIX, &[("others", &found.also_matched.join(", "))]);
    }
    if let Some(key) = &found.kms_key {
        push(&rule::W_MODEL_KMS, &[("key", key)]);
    }
    violations
}

/// Checks what is known about where the model came from.
fn origin(field: &Field, source: &SourceModel, algorithm: &Algorithm, is_unusable: bool) -> Violations {
    let mut violations = Violations::default();
    let is_gone = source.exists == Some(false) && !is_unusable;
    let gone = || rule::E_MODEL_GONE.violation(field.clone(), &[("uri", &source.artifact)]);
    let Some(job) = &source.job else {
        if is_gone {
            violations.push(gone());
        } else if let Some(reason) = source.unreadable.as_deref().filter(|_| !is_unusable) {
            violations.push(rule::E_MODEL_ARCHIVE.violation(field.clone(), &[("reason", reason)]));
        } else if !is_unusable && source.archive.is_none() {
            violations.push(rule::W_MODEL_UNKNOWN.violation(field.clone(), &[]));
        }
        violations.extend(maker(field, source.archive.as_ref().and_then(|archive| archive.repository()), algorithm));
        return violations;
    };
    let name = [("name", job.name.as_str())];
    let state = match job {
        SourceJob { status, .. } if !status.is_final() => Some(&rule::E_MODEL_RUNNING),
        SourceJob { uncompressed: true, .. } => Some(&rule::E_MODEL_UNCOMP),
        _ if is_gone || is_unusable => None,
        SourceJob { status: TrainingJobStatus::Stopped, .. } => Some(&rule::W_MODEL_STOPPED),
        SourceJob { status: TrainingJobStatus::Failed, .. } => Some(&rule::W_MODEL_FAILED),
        _ => None,
    };
    match state {
        Some(rule) => violations.push(rule.violation(field.clone(), &name)),
        None if is_gone => violations.push(gone()),
        None => {}
    }
    violations.extend(maker(field, job.repository.as_deref(), algorithm));
    violations
}

/// Checks that the same algorithm made the model.
fn maker(field: &Field, repository: Option<&str>, algorithm: &Algorithm) -> Violations {
    let mut violations = Violations::default();
    if let Some(repository) = repository.filter(|repository| *repository != algorithm.repository) {
        let old = Algorithm::of_repository(repository).map_or(repository, |other| other.display);
        violations.push(rule::E_MODEL_ALG.violation(field.clone(), &[("new", algorithm.display), ("old", old)]));
    }
    violations
}
