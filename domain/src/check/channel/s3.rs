//! A channel whose data is in S3.

use super::Subject;
use crate::{
    S3Uri,
    check::{location, reach, text::Limits},
    field::ChannelField,
    mode::{InputMode, S3DataDistribution, S3DataType},
    rule,
    violation::{Constraint, Violations},
    wire::S3DataSource,
};

/// Most attribute names. Source: shape `AttributeNames`.
const MAXIMUM_ATTRIBUTES: usize = 16;
const ATTRIBUTE: Limits = Limits::line(1, 256);

pub(super) fn check(source: &S3DataSource, subject: &Subject<'_>) -> Violations {
    let mut violations = Violations::default();
    let words = &subject.words;
    let field = || subject.field(ChannelField::S3Uri);
    let uri = source.s3_uri.as_deref().unwrap_or_default();
    if uri.is_empty() {
        let violation = rule::E_S3_FORM.violation(field(), &[]);
        violations.push(violation.with_constraint(uri, Constraint::Pattern(S3Uri::PATTERN.to_owned())));
    } else {
        violations.extend(location::check(uri, &field()));
        violations.extend(found(uri, subject));
    }
    if source.s3_data_type.is_none() {
        let violation = rule::E_REQUIRED.violation(subject.field(ChannelField::S3DataType), &[("member", "S3DataType")]);
        violations.push(violation.with_constraint("null", Constraint::NotNull));
    }
    if words.mode == InputMode::FastFile && words.data_type == S3DataType::S3Prefix && !uri.ends_with('/') {
        violations.push(rule::W_FAST_SLASH.violation(field(), &[]));
    }
    violations.extend(attributes(source, subject));
    if words.distribution == S3DataDistribution::ShardedByS3Key {
        violations.extend(sharded(uri, subject));
    }
    violations
}

/// What was found at the location; the model channel has messages of its own.
fn found(uri: &str, subject: &Subject<'_>) -> Violations {
    let mut violations = Violations::default();
    if subject.is_model() {
        return violations;
    }
    let field = subject.field(ChannelField::S3Uri);
    violations.0.extend(reach::data(subject.context, uri, field.clone()));
    let is_manifest = subject.context.surroundings.location(uri).and_then(|found| found.is_manifest);
    if subject.words.data_type == S3DataType::ManifestFile && is_manifest == Some(false) {
        violations.push(rule::E_MANIFEST_FORM.violation(field, &[]));
    }
    violations
}

/// Every instance gets its share of the objects.
fn sharded(uri: &str, subject: &Subject<'_>) -> Violations {
    let mut violations = Violations::default();
    let field = || subject.field(ChannelField::S3DataDistribution);
    let count = subject.context.instance_count();
    let objects = subject.context.surroundings.location(uri).and_then(|found| found.objects);
    let is_model = subject.is_model();
    if count == Some(1) && !is_model {
        violations.push(rule::W_SHARD_ONE.violation(field(), &[]));
    }
    if let (Some(count), Some(objects)) = (count.and_then(|count| u64::try_from(count).ok()), objects)
        && objects < count
        && objects > 0
    {
        let values = [("objects", &*objects.to_string()), ("count", &*count.to_string())];
        violations.push(rule::W_SHARD_FEW.violation(field(), &values));
    }
    let content_type = subject.channel.content_type.as_deref().unwrap_or_default();
    let is_classification = subject.context.algorithm.is_some_and(|algorithm| algorithm.repository == "image-classification");
    if is_classification && content_type.starts_with("application/x-recordio") && subject.words.mode == InputMode::Pipe {
        violations.push(rule::E_SHARD_PIPE.violation(field(), &[]));
    }
    violations
}

fn attributes(source: &S3DataSource, subject: &Subject<'_>) -> Violations {
    let mut violations = Violations::default();
    let field = subject.field(ChannelField::AttributeNames);
    let names = source.attribute_names.as_deref().unwrap_or_default();
    let is_augmented = subject.words.data_type == S3DataType::AugmentedManifestFile;
    if is_augmented && names.is_empty() {
        violations.push(rule::E_AMF_ATTR.violation(field.clone(), &[]));
    }
    if !is_augmented && !names.is_empty() {
        violations.push(rule::E_ATTR_ONLY.violation(field.clone(), &[]));
    }
    if names.len() > MAXIMUM_ATTRIBUTES {
        let violation = rule::E_ATTR_LIMIT.violation(field.clone(), &[]);
        let limit = Constraint::MaximumLength(MAXIMUM_ATTRIBUTES as u64);
        violations.push(violation.with_constraint(names.len().to_string(), limit));
    }
    violations.0.extend(names.iter().filter_map(|name| ATTRIBUTE.check(name, &field, &rule::E_ATTR_LIMIT)).take(1));
    violations
}
