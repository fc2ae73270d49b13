//! A channel whose data is in S3.

use super::{
    RuleCode, Violations,
    channel::CheckedChannel,
    fix::{Fix, FixContext},
    location_facts,
    member::missing,
    rule::rules,
    s3_location, sharding,
    text::Limits,
};
use crate::{
    S3Uri,
    algorithm::Family,
    constraint::Constraint,
    field::ChannelField,
    mode::{InputMode, S3DataDistribution, S3DataType},
    wire::S3DataSource,
};

rules! {
    S3LocationRequired = "E-S3-REQ", Error, Ours, "Enter the S3 location of the channel's data.";
    FastFileSlash = "W-FAST-SLASH", Warning, Guide, "End the prefix with \"/\" so that it names a whole folder.",
        fix with_slash;
    AugmentedManifestAttributes = "E-AMF-ATTR", Error, ApiDocument, "List the attributes to read from each line, data first and label second.";
    AugmentedManifestOrder = "E-AMF-ORDER", Error, Guide, "{algorithm} reads the image first and its label second. Name two attributes in this order: the one whose name ends in -ref, then the label.",
        fix image_first;
    AttributesWithoutManifest = "E-ATTR-ONLY", Error, ApiDocument, "Attribute names apply to augmented manifests only.",
        fix |at| at.set("Clear it", "");
    AttributeLimit = "E-ATTR-LIMIT", Error, Api, "Use 1 to 16 attribute names of at most 256 characters.";
    ManifestForm = "E-MANIFEST-FORM", Error, ApiDocument, "The manifest must be a JSON array whose first element is an object with \"prefix\", followed by key suffixes.",
        fix |at| at.set_channel_field("Choose S3Prefix", ChannelField::S3DataType, "S3Prefix");
}

/// Most attribute names. Source: shape `AttributeNames`.
const MAX_ATTRIBUTES: usize = 16;
const ATTRIBUTE: Limits = Limits::line(1, 256);
/// What the name of an attribute ends with whose value names an object. Source: the API's text on `AttributeNames`.
pub const OBJECT_ATTRIBUTE: &str = "-ref";

/// Checks the members of the source.
pub(super) fn check(source: &S3DataSource, checked: &CheckedChannel<'_>) -> Violations {
    let mut violations = Violations::default();
    let enums = &checked.enums;
    let field = || checked.field(ChannelField::S3Uri);
    let uri = source.s3_uri.as_deref().unwrap_or_default();
    if uri.is_empty() {
        let violation = RuleCode::S3LocationRequired.violation(field(), &[]);
        violations.push(violation.with_constraint(uri, Constraint::Pattern(S3Uri::PATTERN.to_owned())));
    } else {
        violations.extend(s3_location::check(uri, &field()));
        violations.extend(location(uri, checked));
    }
    if source.s3_data_type.is_none() {
        violations.push(missing(checked.field(ChannelField::S3DataType), "S3DataType"));
    }
    if enums.mode == InputMode::FastFile && enums.data_type == S3DataType::S3Prefix && !uri.ends_with('/') {
        violations.push(RuleCode::FastFileSlash.violation(field(), &[]));
    }
    violations.extend(attributes(source, checked));
    if enums.distribution == S3DataDistribution::ShardedByS3Key {
        violations.extend(sharding::check(uri, checked));
    }
    violations
}

/// What is known about the location; the model channel has messages of its own.
fn location(uri: &str, checked: &CheckedChannel<'_>) -> Violations {
    let mut violations = Violations::default();
    if checked.is_model() {
        return violations;
    }
    let field = checked.field(ChannelField::S3Uri);
    violations.0.extend(location_facts::check_data(checked.subject, uri, field.clone()));
    let is_manifest = checked.subject.context.location(uri).and_then(|facts| facts.is_manifest);
    if checked.enums.data_type == S3DataType::ManifestFile && is_manifest == Some(false) {
        violations.push(RuleCode::ManifestForm.violation(field, &[]));
    }
    violations
}

fn attributes(source: &S3DataSource, checked: &CheckedChannel<'_>) -> Violations {
    let mut violations = Violations::default();
    let field = checked.field(ChannelField::AttributeNames);
    let names = source.attribute_names.as_deref().unwrap_or_default();
    let is_augmented = checked.enums.data_type == S3DataType::AugmentedManifestFile;
    if is_augmented && names.is_empty() {
        violations.push(RuleCode::AugmentedManifestAttributes.violation(field.clone(), &[]));
    }
    if is_augmented
        && !names.is_empty()
        && !checked.is_model()
        && let Some(algorithm) = checked.subject.algorithm.filter(|algorithm| algorithm.family == Family::Vision)
        && !is_image_and_label(names)
    {
        violations.push(RuleCode::AugmentedManifestOrder.violation(field.clone(), &[("algorithm", algorithm.display)]));
    }
    if !is_augmented && !names.is_empty() {
        violations.push(RuleCode::AttributesWithoutManifest.violation(field.clone(), &[]));
    }
    if names.len() > MAX_ATTRIBUTES {
        let violation = RuleCode::AttributeLimit.violation(field.clone(), &[]);
        let limit = Constraint::MaximumLength(MAX_ATTRIBUTES as u64);
        violations.push(violation.with_constraint(names.len().to_string(), limit));
    }
    violations.0.extend(names.iter().filter_map(|name| ATTRIBUTE.check(name, &field, RuleCode::AttributeLimit)).take(1));
    violations
}

/// Whether the first of two attributes names an object. Source: the pages of the three vision algorithms, "Train with Augmented
/// Manifest Image Format".
pub fn is_image_and_label(names: &[String]) -> bool {
    matches!(names, [image, _] if image.ends_with(OBJECT_ATTRIBUTE))
}

/// The attributes of the image and of its label, exchanged.
fn image_first(at: &FixContext<'_>) -> Option<Fix> {
    let (label, image) = at.value().split_once(',')?;
    let names = [image.trim().to_owned(), label.trim().to_owned()];
    is_image_and_label(&names).then(|| at.set("Put the image first", &names.join(", ")))?
}

/// The prefix as a whole folder.
fn with_slash(at: &FixContext<'_>) -> Option<Fix> {
    at.set("Add the slash", &format!("{}/", at.value().trim()))
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        Field, LocationFacts,
        rules::testing::{Case, assert_fix, first_source, records_channel},
    };

    pub(in super::super) fn cases() -> Vec<Case> {
        let source = "/InputDataConfig/0/DataSource/S3DataSource";
        let uri = "s3://bucket/data/";
        let manifest = [(&*format!("{source}/S3DataType"), json!("ManifestFile")), (&*format!("{source}/S3Uri"), json!(uri))];
        let no_manifest = LocationFacts { is_manifest: Some(false), ..LocationFacts::default() };
        let augmented = |names| {
            let data_type = ("/InputDataConfig/0/DataSource/S3DataSource/S3DataType", json!("AugmentedManifestFile"));
            [data_type, ("/InputDataConfig/0/DataSource/S3DataSource/AttributeNames", names)]
        };
        let fast = [("/InputDataConfig/0", records_channel("FastFile", "S3Prefix", "s3://bucket/m"))];
        vec![
            first_source("E-S3-REQ", "s3-uri", "S3Uri", json!("")),
            first_source("E-AMF-ATTR", "s3-attrs", "S3DataType", json!("AugmentedManifestFile")),
            Case::new("E-AMF-ORDER", "channel-0-s3-attrs", &augmented(json!(["class", "source-ref"]))),
            Case::new("E-AMF-ORDER", "channel-0-s3-attrs", &augmented(json!(["source-ref"]))),
            Case::new("E-AMF-ORDER", "channel-0-s3-attrs", &augmented(json!(["source-ref", "class", "class-metadata"]))),
            first_source("E-ATTR-ONLY", "s3-attrs", "AttributeNames", json!(["source-ref"])),
            first_source("E-ATTR-LIMIT", "s3-attrs", "AttributeNames", json!([""])),
            first_source("E-ATTR-LIMIT", "s3-attrs", "AttributeNames", json!(vec!["a"; 17])),
            Case::new("W-FAST-SLASH", "channel-0-s3-uri", &fast),
            Case::new("E-MANIFEST-FORM", "channel-0-s3-uri", &manifest).with_location(uri, no_manifest),
        ]
    }

    #[test]
    fn a_source_is_fixed() {
        let part = |part| Field::Channel(0, part);
        let slash = ("Add the slash", "channel-0-s3-uri", "s3://bucket/m/");
        assert_fix(RuleCode::FastFileSlash, &part(ChannelField::S3Uri), "s3://bucket/m", slash);
        let prefix = ("Choose S3Prefix", "channel-0-s3-type", "S3Prefix");
        assert_fix(RuleCode::ManifestForm, &part(ChannelField::S3Uri), "s3://bucket/m", prefix);
        let order = ("Put the image first", "channel-0-s3-attrs", "source-ref, class");
        assert_fix(RuleCode::AugmentedManifestOrder, &part(ChannelField::AttributeNames), "class,source-ref", order);
        let none = ("Clear it", "channel-0-s3-attrs", "");
        assert_fix(RuleCode::AttributesWithoutManifest, &part(ChannelField::AttributeNames), "a", none);
    }
}
