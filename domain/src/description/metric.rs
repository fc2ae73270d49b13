//! What is measured of a job.

use serde::{Deserialize, Serialize};

use crate::timestamp::Timestamp;

/// What a number in the log measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Metric {
    /// Share of training images classified correctly, 0 to 1.
    TrainAccuracy,
    /// Share of validation images classified correctly, 0 to 1.
    ValidationAccuracy,
    /// Cross-entropy of the training images, in nats.
    TrainLoss,
    /// Cross-entropy of the validation images, in nats.
    ValidationLoss,
    /// Cross-entropy of the classes of the training images' boxes, in nats: object detection.
    TrainBoxClassLoss,
    /// Smooth L1 loss of the training images' boxes: object detection.
    TrainSmoothL1,
    /// Cross-entropy of the training images' pixels, in nats, with the auxiliary output's share: semantic segmentation.
    TrainPixelLoss,
    /// Mean average precision of the validation images, 0 to 1: object detection.
    ValidationMap,
    /// Mean intersection over union of the validation images, 0 to 1: semantic segmentation.
    ValidationMeanIou,
    /// Share of validation pixels classified correctly, 0 to 1: semantic segmentation.
    ValidationPixelAccuracy,
}

impl Metric {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::TrainAccuracy,
        Self::ValidationAccuracy,
        Self::TrainLoss,
        Self::ValidationLoss,
        Self::TrainBoxClassLoss,
        Self::TrainSmoothL1,
        Self::TrainPixelLoss,
        Self::ValidationMap,
        Self::ValidationMeanIou,
        Self::ValidationPixelAccuracy,
    ];

    /// The service's name, for example `validation:accuracy`. Source: "Tune an Image Classification Model" and its
    /// siblings for the objective metrics; the losses of image classification follow them.
    pub fn word(self) -> &'static str {
        match self {
            Self::TrainAccuracy => "train:accuracy",
            Self::ValidationAccuracy => "validation:accuracy",
            Self::TrainLoss => "train:cross-entropy",
            Self::ValidationLoss => "validation:cross-entropy",
            Self::TrainBoxClassLoss => "train:cross_entropy",
            Self::TrainSmoothL1 => "train:smooth_l1",
            Self::TrainPixelLoss => "train:loss",
            Self::ValidationMap => "validation:mAP",
            Self::ValidationMeanIou => "validation:mIOU",
            Self::ValidationPixelAccuracy => "validation:pixel_accuracy",
        }
    }

    /// The metric of a service's name.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|metric| metric.word() == word)
    }

    /// Whether a job is judged by it: larger is better, and there is one value after each epoch.
    pub fn is_score(self) -> bool {
        matches!(self, Self::ValidationAccuracy | Self::ValidationMap | Self::ValidationMeanIou)
    }

    /// Whether its value is written when an epoch of training ends.
    pub fn ends_epoch(self) -> bool {
        matches!(self, Self::TrainAccuracy | Self::ValidationMap | Self::ValidationMeanIou)
    }
}

/// One measured value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MetricPoint {
    /// What was measured.
    pub metric: Metric,
    /// After which epoch, counted from 1; 0 is the loaded model before any training.
    pub epoch: u32,
    /// The value.
    pub value: f64,
    /// When the line was written.
    pub at: Timestamp,
}

/// A metric of the job's `MetricDefinitions`, by step. A program tells no epochs: a step is the count of the metric's values so
/// far.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DefinedMetric {
    /// Its name, for example `test:f1`.
    pub name: String,
    /// How many values there are.
    pub steps: u32,
    /// Values by step, ascending, the largest and the last one always among them. Of many steps some are left out.
    pub points: Vec<(u32, f64)>,
}

impl DefinedMetric {
    /// The last step with its value.
    pub fn last(&self) -> Option<(u32, f64)> {
        self.points.last().copied()
    }
}

/// The last value of a metric, as the service reports it: an entry of `FinalMetricDataList`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FinalMetric {
    /// Its name.
    pub name: String,
    /// The value. The service keeps it in single precision: this is the shortest decimal number that rounds to it.
    pub value: f64,
    /// When it was measured, where the service says so.
    pub at: Option<Timestamp>,
}
