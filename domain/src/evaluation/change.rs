//! What one model does better than another on the same images, and what it has forgotten.

mod answers;
mod scores;

use serde::{Deserialize, Serialize};

use super::{DetectedImage, Detections, Evaluation, Findings, JudgedPart, Segmentation, SegmentedImage, Subject};
use crate::channel_data::{Identity, LABEL_MAP_CHANNEL, Listed, compare};
use answers::answer_changes;
use scores::score_changes;

pub use answers::{AnswerChanges, ChangedImage};
pub use scores::{DetectedFile, ImageInFile, RescoredImage, ScoreChanges, ScoredImage, SegmentedFile};

/// Two models image by image. What can be compared depends on what they predict.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Changes {
    /// Classifiers, whose answers are right or wrong.
    Answers(AnswerChanges),
    /// Detectors, of which each image has a score.
    Detections(ScoreChanges<DetectedImage>),
    /// Segmenters, likewise.
    Segmentations(ScoreChanges<SegmentedImage>),
}

/// Compares two models image by image; names are those of the jobs.
///
/// # Errors
/// Why they cannot be compared, as the end of a sentence that begins with *because*.
pub fn changes((first_job, first): (&str, &Evaluation), (second_job, second): (&str, &Evaluation)) -> Result<Changes, String> {
    use Findings::{ImageClassification, ObjectDetection, SemanticSegmentation};
    let same_images = || same_images((first_job, first), (second_job, second));
    let refused = |reason: Option<String>| reason.map_or(Ok(()), Err);
    match (&first.findings, &second.findings) {
        (ImageClassification(one), ImageClassification(other)) => {
            same_images()?;
            answer_changes((first, one), (second, other)).map(Changes::Answers)
        }
        (ObjectDetection(one), ObjectDetection(other)) => {
            same_images()?;
            refused(other_detections(one, other))?;
            Ok(Changes::Detections(score_changes((first, &one.images), (second, &other.images))))
        }
        (SemanticSegmentation(one), SemanticSegmentation(other)) => {
            same_images()?;
            refused(other_pixels(one, other))?;
            Ok(Changes::Segmentations(score_changes((first, &one.images), (second, &other.images))))
        }
        (one, other) => {
            Err(format!("the two jobs train different algorithms: one says {}, the other {}", question(one), question(other)))
        }
    }
}

/// What a model says of an image.
fn question(findings: &Findings) -> &'static str {
    match findings {
        Findings::ImageClassification(_) => "which class an image is of",
        Findings::ObjectDetection(_) => "where objects are in an image",
        Findings::SemanticSegmentation(_) => "which class each pixel of an image is of",
    }
}

/// Why two detectors do not count alike.
fn other_detections(one: &Detections, other: &Detections) -> Option<String> {
    if one.classes.len() != other.classes.len() {
        return Some("the two jobs do not look for the same objects: num_classes differs".to_owned());
    }
    // As numbers that were written, not computed: they are equal or they are not.
    (one.overlap_threshold.to_bits() != other.overlap_threshold.to_bits()).then(|| {
        format!(
            "the two jobs count other predictions as right: overlap_threshold is {} and {}",
            one.overlap_threshold, other.overlap_threshold
        )
    })
}

/// Why two segmenters do not judge the same pixels.
fn other_pixels(one: &Segmentation, other: &Segmentation) -> Option<String> {
    if one.classes != other.classes {
        return Some(format!(
            "the two jobs do not tell the same classes apart: num_classes is {} and {}",
            one.classes, other.classes
        ));
    }
    let words = |judged| match judged {
        JudgedPart::Whole => "whole images".to_owned(),
        JudgedPart::Middle { side } => format!("the middle of each image in {side} x {side} pixels"),
    };
    (one.judged != other.judged).then(|| {
        format!(
            "the two jobs do not judge the same pixels: one judges {}, the other {} (crop_size, validation_mini_batch_size)",
            words(one.judged),
            words(other.judged)
        )
    })
}

/// Whether both models were given the same images.
fn same_images((first_job, first): (&str, &Evaluation), (second_job, second): (&str, &Evaluation)) -> Result<(), String> {
    let (one, other) = (&first.subject, &second.subject);
    if let Some(reason) = other_channels(one, other) {
        return Err(reason);
    }
    for (before, after) in one.channels.iter().zip(&other.channels) {
        let listed = |job, data| Listed { job, data: Some(data), started_at: None, ended_at: None };
        match compare(listed(first_job, before), listed(second_job, after)) {
            Identity::Same => {}
            Identity::Different(how) => return Err(format!("their validation data differ: {how}")),
            Identity::NotKnown(reason) => return Err(reason),
        }
    }
    if (one.images, &one.left_out) != (other.images, &other.left_out) {
        return Err("not the same images were left out of the two evaluations".to_owned());
    }
    Ok(())
}

/// Why two jobs do not have the same channels.
fn other_channels(one: &Subject, other: &Subject) -> Option<String> {
    let has = |subject: &Subject, channel: &str| subject.channels.iter().any(|data| data.channel == channel);
    if has(one, LABEL_MAP_CHANNEL) != has(other, LABEL_MAP_CHANNEL) {
        return Some(format!(
            "only one of the two jobs has a channel {LABEL_MAP_CHANNEL}, which says what the numbers in masks mean"
        ));
    }
    (one.channels.len() != other.channels.len())
        .then(|| "one job has its images in RecordIO files, and the other has separate images".to_owned())
}

#[cfg(test)]
mod tests;
