//! The labels in an augmented manifest. Those of image classification are a number, or with `multi_label` a list, multi-hot or of class
//! ids; those of object detection are boxes. Source: developer guide, "Image Classification - MXNet", "Train with Augmented Manifest
//! Image Format".

use domain::{
    TrainingJobRequest,
    algorithm::{self, Algorithm},
    wire::Channel,
};
use serde_json::Value;

use super::boxes;

/// The parameter of a content type that says which list a label is, and its value for class ids. Source: the same page.
const FORMAT: &str = "label-format";
const CLASS_ID: &str = "class-id";
/// Labels of one image. Our limit: a list is made as long as `num_classes` says.
const MAX_CLASSES: usize = 100_000;

/// How labels are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LabelForm {
    /// Whether a label has boxes instead of classes.
    has_boxes: bool,
    /// Whether lists name classes; otherwise they have a 0 or 1 for each class.
    is_class_id: bool,
    /// `num_classes` of a job with `multi_label`.
    classes: Option<usize>,
}

impl LabelForm {
    /// The form that a channel's content type and the hyperparameters ask for.
    pub(super) fn of(request: &TrainingJobRequest, channel: &Channel) -> Self {
        let parameters = channel.content_type.as_deref().unwrap_or_default().split(';').skip(1);
        let mut pairs = parameters.filter_map(|parameter| parameter.split_once('='));
        let is_class_id = pairs.any(|(name, value)| {
            name.trim().eq_ignore_ascii_case(FORMAT) && value.trim().trim_matches('"').eq_ignore_ascii_case(CLASS_ID)
        });
        let hyperparameter = |name| request.hyper_parameters.as_ref()?.get(name).map(|value| value.trim());
        let classes = hyperparameter("num_classes").and_then(|classes| classes.parse().ok());
        let algorithm = Algorithm::of_image(request.training_image().unwrap_or_default());
        let multi_label =
            algorithm.and_then(|algorithm| algorithm.hyperparameter("multi_label")).zip(hyperparameter("multi_label"));
        let is_multi = multi_label.is_some_and(|(known, value)| known.is_on(value));
        let has_boxes = algorithm.is_some_and(|algorithm| algorithm.labels == Some(algorithm::LabelForm::Boxes));
        Self { has_boxes, is_class_id, classes: classes.filter(|_| is_multi) }
    }

    /// The labels of one image, as its record has them.
    ///
    /// # Errors
    /// Why the text is no label, as the rest of a sentence.
    pub(super) fn labels(self, text: &str) -> Result<Vec<f32>, String> {
        if self.has_boxes {
            return boxes::packed(text);
        }
        let labels = numbers(text).ok_or_else(|| format!("its label {text} is neither a number nor a list of numbers"))?;
        let Some(classes) = self.classes else { return Ok(labels) };
        if !self.is_class_id {
            return match labels.iter().all(|label| matches!(*label, 0.0 | 1.0)) {
                true => Ok(labels),
                false => Err(format!(
                    "its label {text} is no list of 0 and 1. A list of class ids needs the content type application/x-recordio; \
                     {FORMAT}={CLASS_ID}"
                )),
            };
        }
        let mut hot = vec![0.0; classes.min(MAX_CLASSES)];
        for label in labels {
            let is_class = label >= 0.0 && label.fract() == 0.0;
            let class = if is_class { hot.get_mut(label as usize) } else { None };
            *class.ok_or_else(|| {
                format!("its label {text} names the class {label}; num_classes {classes} has 0 to {}", classes - 1)
            })? = 1.0;
        }
        Ok(hot)
    }
}

/// A number or a list of numbers, each also as text.
fn numbers(text: &str) -> Option<Vec<f32>> {
    let number = |value: &Value| match value {
        Value::Number(number) => number.as_f64().map(|number| number as f32),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    match serde_json::from_str(text).ok()? {
        Value::Array(items) => items.iter().map(number).collect::<Option<Vec<f32>>>().filter(|labels| !labels.is_empty()),
        value => Some(vec![number(&value)?]),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn form(content_type: &str, multi_label: &str) -> LabelForm {
        let image = "433757028032.dkr.ecr.us-west-2.amazonaws.com/image-classification:1";
        let request = json!({
            "AlgorithmSpecification": { "TrainingImage": image },
            "HyperParameters": { "multi_label": multi_label, "num_classes": "3" },
        });
        let channel = json!({ "ContentType": content_type });
        LabelForm::of(&serde_json::from_value(request).expect("a request"), &serde_json::from_value(channel).expect("a channel"))
    }

    #[test]
    fn numbers_lists_and_class_ids_become_labels() {
        let records = "application/x-recordio";
        let ids = "application/x-recordio; label-format=class-id";
        for (content_type, multi_label, text, labels) in [
            (records, "0", "2", Ok(vec![2.0])),
            (records, "1", "[1, 0, 1]", Ok(vec![1.0, 0.0, 1.0])),
            ("image/jpeg; label-format=multi-hot", "1", "[1, \"0\", 1]", Ok(vec![1.0, 0.0, 1.0])),
            (ids, "1", "[0, 2]", Ok(vec![1.0, 0.0, 1.0])),
            (ids, "1", "[2]", Ok(vec![0.0, 0.0, 1.0])),
            (ids, "1", "1", Ok(vec![0.0, 1.0, 0.0])),
            (ids, "0", "[2]", Ok(vec![2.0])),
            (ids, "1", "[3]", Err("num_classes 3 has 0 to 2")),
            (ids, "1", "[-1]", Err("names the class -1")),
            (records, "1", "[0, 2]", Err("label-format=class-id")),
            (records, "0", "cat", Err("neither a number")),
            (records, "1", "[]", Err("neither a number")),
            (records, "1", "[[1]]", Err("neither a number")),
        ] {
            match (form(content_type, multi_label).labels(text), labels) {
                (Err(reason), Err(words)) => assert!(reason.contains(words), "{text}: {reason}"),
                (found, expected) => assert_eq!(found.ok(), expected.ok(), "{text}"),
            }
        }
    }

    #[test]
    fn labels_of_object_detection_are_boxes() {
        let image = "433757028032.dkr.ecr.us-west-2.amazonaws.com/object-detection:1";
        let request = json!({ "AlgorithmSpecification": { "TrainingImage": image }, "HyperParameters": { "num_classes": "3" } });
        let channel = json!({ "ContentType": "application/x-recordio" });
        let request = serde_json::from_value(request).expect("a request");
        let form = LabelForm::of(&request, &serde_json::from_value(channel).expect("a channel"));
        let label = r#"{"image_size": [{"width": 10, "height": 10}], "annotations": []}"#;
        assert_eq!(form.labels(label), Ok(vec![2.0, 5.0]));
        assert!(form.labels("2").is_err());
    }
}
