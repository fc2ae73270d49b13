//! From the labels of an image to its class, or to an answer for each class.

use super::super::hyperparameters::Hyperparameters;
use crate::error::TrainingError;

/// The class of an image with one label.
pub(super) fn single(labels: &[f32], place: &str, hyperparameters: &Hyperparameters) -> Result<usize, TrainingError> {
    let classes = hyperparameters.num_classes;
    let [label] = *labels else {
        return Err(TrainingError::client(format!(
            "The {place} has {} labels; with multi_label 0 every image has one. Set multi_label to 1 for a label of 0 or 1 for each \
             class.",
            labels.len()
        )));
    };
    if label >= 0.0 && label.fract() == 0.0 && f64::from(label) < classes as f64 {
        return Ok(label as usize);
    }
    Err(TrainingError::client(format!(
        "The label {label} of the {place} is not a class: with num_classes {classes} the classes are 0 to {}. Correct the label, or \
         raise num_classes.",
        classes - 1
    )))
}

/// For each class 1 when an image shows it and 0 when not. Source of the first sentence: docs/errors.md §5.
pub(super) fn multi(labels: &[f32], place: &str, hyperparameters: &Hyperparameters) -> Result<Vec<u8>, TrainingError> {
    let classes = hyperparameters.num_classes;
    if labels.len() != classes {
        return Err(TrainingError::client(format!(
            "Mismatch between number of labels in the multi-label data ({}) and the num_classes parameter ({classes}). The {place} \
             needs a label of 0 or 1 for each class.",
            labels.len()
        )));
    }
    let target = |label: &f32| match *label {
        0.0 => Ok(0),
        1.0 => Ok(1),
        other => Err(TrainingError::client(format!(
            "The label {other} of the {place} is neither 0 nor 1. With multi_label 1 an image has a label of 0 or 1 for each class."
        ))),
    };
    labels.iter().map(target).collect()
}
