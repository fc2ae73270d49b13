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
    algorithm::{Family, LabelForm},
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
    AugmentedManifestOrder = "E-AMF-ORDER", Error, Guide, "{algorithm} reads the image first and what it shows second. Name two attributes in this order: the image, whose name ends in -ref, then {label}.",
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
        && !is_image_and_label(names, algorithm.labels)
    {
        let values = [("algorithm", algorithm.display), ("label", label_attribute(algorithm.labels))];
        violations.push(RuleCode::AugmentedManifestOrder.violation(field.clone(), &values));
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

/// What every line of an augmented manifest calls the image. Source: the pages of the three vision algorithms, "Train with Augmented
/// Manifest Image Format".
const IMAGE_ATTRIBUTE: &str = "source-ref";

/// Whether two attributes are an image and what it shows, in this order. Source: the same pages.
pub fn is_image_and_label(names: &[String], labels: Option<LabelForm>) -> bool {
    let [image, label] = names else { return false };
    let is_object = label.ends_with(OBJECT_ATTRIBUTE);
    let fits = match labels {
        Some(LabelForm::Mask) => is_object && label != IMAGE_ATTRIBUTE,
        Some(LabelForm::Class | LabelForm::Boxes) => !is_object,
        None => true,
    };
    image.ends_with(OBJECT_ATTRIBUTE) && fits
}

/// What the second attribute is, for a sentence.
pub fn label_attribute(labels: Option<LabelForm>) -> &'static str {
    match labels {
        Some(LabelForm::Mask) => "its mask, whose name ends in -ref too",
        _ => "its label, whose name does not end in -ref",
    }
}

/// The attributes of the image and of its label, exchanged.
fn image_first(at: &FixContext<'_>) -> Option<Fix> {
    let (label, image) = at.value().split_once(',')?;
    let names = [image.trim().to_owned(), label.trim().to_owned()];
    let labels = at.form.algorithm().and_then(|algorithm| algorithm.labels);
    is_image_and_label(&names, labels).then(|| at.set("Put the image first", &names.join(", ")))?
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
        rules::testing::{Case, IMAGE, assert_fix, first_source, image_of, records_channel},
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
        let of_masks = |names: &[&str]| {
            let [data_type, names] = augmented(json!(names));
            Case::new("E-AMF-ORDER", "channel-0-s3-attrs", &[(IMAGE, image_of("semantic-segmentation")), data_type, names])
        };
        let fast = [("/InputDataConfig/0", records_channel("FastFile", "S3Prefix", "s3://bucket/m"))];
        vec![
            first_source("E-S3-REQ", "s3-uri", "S3Uri", json!("")),
            first_source("E-AMF-ATTR", "s3-attrs", "S3DataType", json!("AugmentedManifestFile")),
            Case::new("E-AMF-ORDER", "channel-0-s3-attrs", &augmented(json!(["class", "source-ref"]))),
            Case::new("E-AMF-ORDER", "channel-0-s3-attrs", &augmented(json!(["source-ref"]))),
            Case::new("E-AMF-ORDER", "channel-0-s3-attrs", &augmented(json!(["source-ref", "class", "class-metadata"]))),
            Case::new("E-AMF-ORDER", "channel-0-s3-attrs", &augmented(json!(["source-ref", "mask-ref"]))),
            of_masks(&["mask-ref", "source-ref"]),
            of_masks(&["source-ref", "class"]),
            first_source("E-ATTR-ONLY", "s3-attrs", "AttributeNames", json!(["source-ref"])),
            first_source("E-ATTR-LIMIT", "s3-attrs", "AttributeNames", json!([""])),
            first_source("E-ATTR-LIMIT", "s3-attrs", "AttributeNames", json!(vec!["a"; 17])),
            Case::new("W-FAST-SLASH", "channel-0-s3-uri", &fast),
            Case::new("E-MANIFEST-FORM", "channel-0-s3-uri", &manifest).with_location(uri, no_manifest),
        ]
    }

    #[test]
    fn a_mask_is_an_object_and_another_label_is_a_value() {
        let fits = |names: [&str; 2], labels| is_image_and_label(&names.map(str::to_owned), Some(labels));
        assert!(fits(["source-ref", "mask-ref"], LabelForm::Mask) && fits(["photo-ref", "mask-ref"], LabelForm::Mask));
        assert!(fits(["source-ref", "class"], LabelForm::Class) && fits(["source-ref", "boxes"], LabelForm::Boxes));
        assert!(!fits(["source-ref", "class-ref"], LabelForm::Boxes) && !fits(["source-ref", "mask"], LabelForm::Mask));
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
