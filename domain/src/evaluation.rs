//! What a job's model makes of the validation images.
//!
//! An evaluation names exactly what was evaluated: the object of the archive by its entity tag, and the data by the digest of
//! their listing. Two evaluations can be compared, image by image, where both were made of the same data.

mod change;
mod classification;
mod colour;
mod detection;
mod segmentation;

use serde::{Deserialize, Serialize};

use crate::{Timestamp, channel_data::ChannelData, grouped_digits::grouped_digits};

pub use change::{
    AnswerChanges, ChangedImage, Changes, DetectedFile, ImageInFile, RescoredImage, ScoreChanges, ScoredImage, SegmentedFile,
    changes,
};
pub use classification::{ClassCounts, Classification, Confused, Counts, Mistake};
pub use colour::class_colour;
pub use detection::{DetectedClass, DetectedImage, DetectionBox, Detections, MAX_SHOWN_BOXES, MIN_SHOWN_SCORE, Outcome};
pub use segmentation::{
    ClassPixels, JudgedImage, JudgedPart, MAX_CONFUSED_PAIRS, MAX_KEPT_MASK_BYTES, MAX_KEPT_MASKS, MAX_MASK_SIDE,
    MAX_TOLD_CLASSES, Segmentation, SegmentedClass, SegmentedImage,
};

/// What a model makes of the validation images.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evaluation {
    /// What was evaluated.
    pub subject: Subject,
    /// The files of the images that the findings name, by their places.
    pub files: Vec<EvaluatedFile>,
    /// What came of it.
    pub findings: Findings,
}

/// A file of the channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvaluatedFile {
    /// Its path below the channel's location.
    pub name: String,
    /// The object's location.
    pub uri: String,
}

/// What the trainer leaves of an evaluation, as `output/evaluation.json` below the directory of the container contract.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EvaluationOutput {
    /// The file of parameters in the archive.
    pub parameters: String,
    /// The epoch in that file's name, counted from 1; 0 when its name tells none: image classification alone names it.
    pub epoch: u32,
    /// How many images were evaluated.
    pub images: u64,
    /// How many images the channel holds.
    pub available: u64,
    /// Paths below the channel of the files that the findings name, by their places.
    pub files: Vec<String>,
    /// What came of it.
    pub findings: Findings,
}

/// How far an evaluation has come; a line of JSON on the trainer's standard output for each batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImagesDone {
    /// Images that are evaluated.
    pub done: u64,
    /// Images that will be.
    pub images: u64,
}

/// Images of which an evaluation takes the first. Source: our own limit; more take minutes on a small machine.
pub const MAX_EVALUATED_IMAGES: u64 = 5_000;

/// Bytes of images of which an evaluation reads the first. Source: our own limit.
pub const MAX_EVALUATED_BYTES: u64 = 2 << 30;

/// How much an evaluation takes: `5,000 images and 2 GiB`.
pub fn evaluation_limits() -> String {
    format!("{} images and {} GiB", grouped_digits(MAX_EVALUATED_IMAGES), MAX_EVALUATED_BYTES >> 30)
}

impl Evaluation {
    /// The file of an image that the findings name.
    pub fn file(&self, place: u32) -> Option<&EvaluatedFile> {
        self.files.get(usize::try_from(place).ok()?)
    }
}

/// What was evaluated: which model, on which images.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    /// The archive's location.
    pub artifact: String,
    /// The archive's entity tag, without quotation marks.
    pub etag: String,
    /// The file of parameters in the archive.
    pub parameters: String,
    /// The epoch in that file's name, counted from 1; 0 when its name tells none: image classification alone names it.
    pub epoch: u32,
    /// The data, as they were listed before they were read: the channel `validation`, of separate images
    /// that with their labels, and the channel `label_map` where there is one.
    pub channels: Vec<ChannelData>,
    /// How many images were evaluated.
    pub images: u64,
    /// What of the channel was not evaluated and why, a sentence each.
    pub left_out: Vec<String>,
    /// When it was done.
    pub at: Timestamp,
}

/// What came of an evaluation. What it is depends on what the algorithm predicts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Findings {
    /// Classes of images.
    ImageClassification(Classification),
    /// Objects in images.
    ObjectDetection(Detections),
    /// Classes of pixels.
    SemanticSegmentation(Segmentation),
}

impl Findings {
    /// What the algorithm's validation score must be of the same model and data, 0 to 1: its accuracy, its mean average precision,
    /// or its mean intersection over union.
    pub fn score(&self) -> f64 {
        match self {
            Self::ImageClassification(found) => found.accuracy(),
            Self::ObjectDetection(found) => found.mean_average_precision,
            Self::SemanticSegmentation(found) => found.mean_iou(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limits_are_said_as_they_are() {
        assert_eq!(evaluation_limits(), "5,000 images and 2 GiB");
        assert_eq!(MAX_EVALUATED_BYTES, 2 * 1024 * 1024 * 1024);
    }
}
