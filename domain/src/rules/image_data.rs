//! Whether the settings of image classification agree with the images that were read.
//!
//! The algorithm finds out after its start, in its first seconds or never: the form knows it before.

use super::{
    RuleCode, Violation, Violations,
    fix::{Fix, FixContext},
    rule::rules,
    subject::{Subject, uri},
};
use crate::{
    algorithm::image_classification,
    field::{ChannelField, Field},
    image_facts::ImageFacts,
    wire::Channel,
};

rules! {
    ImageShapeOrder = "E-DATA-ORDER", Error, Ours, "image_shape is channels, height, width: {value} has {channels} channels. Images have 1 or 3.",
        fix found_value;
    ImagesSmall = "E-DATA-SHAPE", Error, Ours, "The images in train have {size} pixels, and image_shape {value} is larger. Without resize the job fails.",
        fix found_value;
    LabelsBeyondClasses = "E-DATA-CLASSES", Error, Ours, "train has labels up to {largest}, so num_classes must be at least {needed}.",
        fix found_value;
    LabelsFewerThanClasses = "W-DATA-CLASSES", Warning, Ours, "train has {count} labels, from {smallest} to {largest}. With num_classes {value} the other classes are never seen.",
        fix found_value;
    ContentTypeOfRecords = "E-DATA-TYPE", Error, Ours, "{file} is a RecordIO file, and the content type says {value}.",
        fix |at| at.set("Use application/x-recordio", "application/x-recordio");
    ContentTypeOfImages = "E-DATA-IMAGES", Error, Ours, "{file} is an image, and the content type says {value}.",
        fix found_value;
    SameDataTwice = "W-DATA-SAME", Warning, Ours, "train and validation have the same location: the score will show how well the model remembers, not how well it generalizes.";
    BatchBeyondData = "E-DATA-BATCH", Error, Ours, "train has {records} images, and a batch needs {batch}: the job fails. Choose {records} or less.",
        fix found_value;
}

/// Checks what was read from the channels.
pub(super) fn check(subject: &Subject<'_>) -> Violations {
    let mut violations = Violations::default();
    violations.0.extend(same_data(subject));
    if subject.algorithm.is_none_or(|algorithm| algorithm.repository != image_classification::ALGORITHM.repository) {
        return violations;
    }
    violations.0.extend(shape_order(subject));
    for (index, channel) in subject.channels() {
        violations.0.extend(content_type(subject, index, channel));
    }
    let train = subject.channel("train").and_then(|train| uri(train)).unwrap_or_default();
    let facts = subject.context.location(train);
    violations.0.extend(facts.and_then(|facts| facts.records).and_then(|records| batch(subject, records)));
    if let Some(images) = facts.and_then(|facts| facts.images) {
        violations.0.extend(shape(subject, &images));
        violations.0.extend(classes(subject, &images));
    }
    violations
}

/// A message at a hyperparameter, with the right value.
fn at(name: &str, code: RuleCode, values: &[(&str, &str)], right: String) -> Violation {
    Violation { value: Some(right), ..code.violation(Field::Hyperparameter(name.to_owned()), values) }
}

fn sides(shape: &str) -> Option<[u32; 3]> {
    let sides: Vec<u32> = shape.split(',').map(|side| side.trim().parse().ok()).collect::<Option<_>>()?;
    sides.try_into().ok()
}

/// Height, width, channels is the order of other frameworks.
fn shape_order(subject: &Subject<'_>) -> Option<Violation> {
    let value = subject.hyperparameter("image_shape")?;
    let [first, second, third] = sides(value)?;
    let is_turned = ![1, 3].contains(&first) && [1, 3].contains(&third);
    let values = [("value", value), ("channels", &first.to_string())];
    is_turned.then(|| at("image_shape", RuleCode::ImageShapeOrder, &values, format!("{third},{first},{second}")))
}

fn shape(subject: &Subject<'_>, images: &ImageFacts) -> Option<Violation> {
    let value = subject.hyperparameter("image_shape")?;
    let [channels, height, width] = sides(value).filter(|[channels, ..]| [1, 3].contains(channels))?;
    let is_resized = subject.hyperparameter("resize").is_some_and(|resize| !resize.is_empty());
    let is_small = images.heights.0 < height || images.widths.0 < width;
    let right = format!("{channels},{},{}", images.heights.0, images.widths.0);
    let values = [("size", images.size()), ("value", value.to_owned())];
    let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
    (is_small && !is_resized).then(|| at("image_shape", RuleCode::ImagesSmall, &values, right))
}

fn classes(subject: &Subject<'_>, images: &ImageFacts) -> Option<Violation> {
    let labels = images.labels?;
    let value = subject.hyperparameter("num_classes")?;
    let classes: u64 = value.parse().ok()?;
    let needed = u64::from(labels.largest) + 1;
    let numbers = [
        ("largest", labels.largest.to_string()),
        ("smallest", labels.smallest.to_string()),
        ("count", labels.count.to_string()),
        ("needed", needed.to_string()),
        ("value", value.to_owned()),
    ];
    let values = numbers.each_ref().map(|(name, value)| (*name, value.as_str()));
    let code = match classes {
        classes if classes < needed => RuleCode::LabelsBeyondClasses,
        classes if classes > needed => RuleCode::LabelsFewerThanClasses,
        _ => return None,
    };
    Some(at("num_classes", code, &values, needed.to_string()))
}

/// The algorithm refuses to start with fewer images than a batch has.
fn batch(subject: &Subject<'_>, records: u64) -> Option<Violation> {
    let value = subject.hyperparameter("mini_batch_size")?;
    let batch: u64 = value.parse().ok()?;
    let values = [("records", &*records.to_string()), ("batch", value)];
    (records > 0 && batch > records).then(|| at("mini_batch_size", RuleCode::BatchBeyondData, &values, records.to_string()))
}

/// The content type beside what the first file is by its name.
fn content_type(subject: &Subject<'_>, index: u32, channel: &Channel) -> Option<Violation> {
    let file = subject.context.location(uri(channel)?)?.file_name.as_deref()?;
    let declared = channel.content_type.as_deref()?;
    let field = Field::Channel(index, ChannelField::ContentType);
    let values = [("file", file), ("value", declared)];
    let says_image = declared.starts_with("image/") || declared.starts_with("application/x-image");
    let name = file.to_ascii_lowercase();
    let image = [(".jpg", "image/jpeg"), (".jpeg", "image/jpeg"), (".png", "image/png")];
    match image.iter().find(|(ending, _)| name.ends_with(ending)) {
        None if name.ends_with(".rec") && says_image => Some(RuleCode::ContentTypeOfRecords.violation(field, &values)),
        Some((_, right)) if declared == "application/x-recordio" => {
            let violation = RuleCode::ContentTypeOfImages.violation(field, &values);
            Some(Violation { value: Some((*right).to_owned()), ..violation })
        }
        _ => None,
    }
}

fn same_data(subject: &Subject<'_>) -> Option<Violation> {
    let train = subject.channel("train").and_then(|train| uri(train))?;
    let (index, validation) = subject.channels().find(|(_, channel)| channel.channel_name.as_deref() == Some("validation"))?;
    let is_same = !train.trim().is_empty() && uri(validation).map(str::trim) == Some(train.trim());
    is_same.then(|| RuleCode::SameDataTwice.violation(Field::Channel(index, ChannelField::S3Uri), &[]))
}

/// What was read.
fn found_value(at: &FixContext<'_>) -> Option<Fix> {
    let value = at.violation.value.as_deref()?;
    at.set(&format!("Set it to {value}"), value)
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::{
        LocationFacts, image_facts::LabelFacts, rules::testing::Case, testing::training_job_request, wire::TrainingJobRequest,
    };

    fn train() -> String {
        let request: TrainingJobRequest = serde_json::from_value(training_job_request()).expect("a request");
        let channels = request.input_data_config.unwrap_or_default();
        uri(&channels[0]).expect("a location").to_owned()
    }

    fn images(largest: u32) -> LocationFacts {
        let labels = Some(LabelFacts { count: u64::from(largest) + 1, smallest: 0, largest });
        let images = ImageFacts { widths: (28, 30), heights: (28, 28), labels };
        LocationFacts {
            images: Some(images),
            records: Some(100),
            file_name: Some("digits.rec".to_owned()),
            ..LocationFacts::default()
        }
    }

    fn case(code: &'static str, field: &str, name: &str, value: &str, largest: u32) -> Case {
        let pointer = format!("/HyperParameters/{name}");
        Case::new(code, field, &[(&pointer, json!(value)), ("/HyperParameters/resize", Value::Null)])
            .with_location(&train(), images(largest))
    }

    pub(in super::super) fn cases() -> Vec<Case> {
        let content = |value: &str| [("/InputDataConfig/0/ContentType", json!(value))];
        let jpeg = LocationFacts { file_name: Some("cat.JPG".to_owned()), ..LocationFacts::default() };
        let same = json!(train());
        vec![
            case("E-DATA-ORDER", "hp-value-image_shape", "image_shape", "28,28,3", 9),
            case("E-DATA-SHAPE", "hp-value-image_shape", "image_shape", "3,224,224", 9),
            case("E-DATA-CLASSES", "hp-value-num_classes", "num_classes", "5", 9),
            case("W-DATA-CLASSES", "hp-value-num_classes", "num_classes", "300", 9),
            Case::new("E-DATA-TYPE", "channel-0-content", &content("image/jpeg")).with_location(&train(), images(9)),
            Case::new("E-DATA-IMAGES", "channel-0-content", &content("application/x-recordio")).with_location(&train(), jpeg),
            case("E-DATA-BATCH", "hp-value-mini_batch_size", "mini_batch_size", "101", 9),
            Case::new("W-DATA-SAME", "channel-1-s3-uri", &[("/InputDataConfig/1/DataSource/S3DataSource/S3Uri", same)]),
        ]
    }

    #[test]
    fn what_agrees_is_not_said() {
        let found = |name: &str, value: &str| case("", "", name, value, 9).check();
        assert!(!found("image_shape", "3,28,28").contains(RuleCode::ImagesSmall));
        assert!(!found("mini_batch_size", "100").contains(RuleCode::BatchBeyondData));
        let classes = found("num_classes", "10");
        assert!(!classes.contains(RuleCode::LabelsBeyondClasses) && !classes.contains(RuleCode::LabelsFewerThanClasses));
        // Images are resized before they are cut.
        let resized = [("/HyperParameters/resize", json!("256")), ("/HyperParameters/image_shape", json!("3,224,224"))];
        let resized = Case::new("", "", &resized).with_location(&train(), images(9)).check();
        assert!(!resized.contains(RuleCode::ImagesSmall));
    }

    #[test]
    fn what_nobody_read_is_not_said() {
        let shape = [("/HyperParameters/image_shape", json!("3,224,224")), ("/HyperParameters/resize", Value::Null)];
        assert!(!Case::new("", "", &shape).check().contains(RuleCode::ImagesSmall));
    }
}
