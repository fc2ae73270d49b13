//! Reading the numbers out of the log lines of the built-in algorithms.
//!
//! Each algorithm has its own form. Source: logs that owners of jobs published.
//! - Image classification writes MXNet's lines, `Epoch[3] Validation-accuracy=0.41`.
//! - Object detection writes `#quality_metric: host=algo-1, epoch=3, validation mAP <score>=(0.41)`, and with a batch in front
//!   of a training loss.
//! - Semantic segmentation writes `#quality_metric. host: algo-1, epoch: 3, validation mIOU: 0.41 .`

mod escaped;

use crate::description::Metric;

pub use escaped::{CARRIAGE_RETURN, escaped};

/// The last epoch, counted from 1, that counts as measured. Source: our own limit, since the number comes from whatever a
/// program prints and charts place points by it. A day of one epoch a second stays below it, and a chart can draw so many.
pub const MAX_EPOCH: u32 = 100_000;

/// What one log line measures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Measurement {
    /// A value after an epoch (counted from 1), or of the loaded model (epoch 0).
    Value {
        /// What was measured.
        metric: Metric,
        /// After which epoch.
        epoch: u32,
        /// The value.
        value: f64,
    },
    /// Where in an epoch (counted from 1) the training is: this many batches are done.
    Batch {
        /// The epoch under way.
        epoch: u32,
        /// Batches done in it.
        batch: u32,
    },
}

/// Reads one line; `None` when it measures nothing.
///
/// `epochs` is how many epochs the job was asked for, where that is known. A line about an epoch after the last one, or
/// after [`MAX_EPOCH`], measures nothing.
pub fn parse(line: &str, epochs: Option<u32>) -> Option<Measurement> {
    let last = epochs.unwrap_or(MAX_EPOCH).min(MAX_EPOCH);
    measurement(line).filter(|measurement| match measurement {
        Measurement::Value { epoch, .. } | Measurement::Batch { epoch, .. } => *epoch <= last,
    })
}

/// SHA-256 in hexadecimal digits of the archive that a job loaded from its channel `model`; `None` when the line does not say it.
pub fn loaded_archive(line: &str) -> Option<&str> {
    let (_, digest) = line.split_once("SHA-256 of the archive in channel model=")?;
    let digest = digest.trim_end();
    (digest.len() == 64 && digest.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(digest)
}

/// What the local engine's trainer counts when it is stopped: complete epochs, and batches of the next one. `None` when the line does
/// not say it.
pub fn stopped_at(line: &str) -> Option<(u32, u32)> {
    let (_, rest) = line.split_once("Stop requested. Complete epochs: ")?;
    let (epochs, rest) = rest.split_once("; batches of the next epoch: ")?;
    let batches = rest.split(['.', '\n']).next()?;
    let epochs: u32 = epochs.parse().ok()?;
    Some((epochs, batches.trim().parse().ok()?)).filter(|_| epochs <= MAX_EPOCH)
}

fn measurement(line: &str) -> Option<Measurement> {
    if let Some((name, value)) = line.split_once(" of the loaded model=") {
        return loaded_quality(name, value);
    }
    if let Some((_, rest)) = line.split_once("#quality_metric: ") {
        return detection_quality(rest);
    }
    if let Some((_, rest)) = line.split_once("#quality_metric. ") {
        return segmentation_quality(rest);
    }
    if let Some((_, rest)) = line.split_once("#progress_notice. ") {
        return segmentation_progress(rest);
    }
    if let Some((_, rest)) = line.split_once("Epoch: ") {
        return detection_progress(rest);
    }
    let (_, rest) = line.split_once("Epoch[")?;
    let (epoch, rest) = rest.split_once(']')?;
    let epoch = counted(epoch)?;
    let rest = rest.trim_start();
    if let Some(rest) = rest.strip_prefix("Batch [") {
        let (batch, _) = rest.split_once(']')?;
        return Some(Measurement::Batch { epoch, batch: batch.parse().ok()? });
    }
    let (name, value) = rest.split_once('=')?;
    let metric = match name {
        "Train-accuracy" => Metric::TrainAccuracy,
        "Validation-accuracy" => Metric::ValidationAccuracy,
        "Train-cross-entropy" => Metric::TrainLoss,
        "Validation-cross-entropy" => Metric::ValidationLoss,
        _ => return None,
    };
    Some(Measurement::Value { metric, epoch, value: number(value)? })
}

/// `Validation-accuracy` and `0.53`: what the local engine's trainer measures before the first epoch.
fn loaded_quality(name: &str, value: &str) -> Option<Measurement> {
    let metrics = [
        ("Validation-accuracy", Metric::ValidationAccuracy),
        ("Validation-cross-entropy", Metric::ValidationLoss),
        ("Validation mAP", Metric::ValidationMap),
        ("Validation mIOU", Metric::ValidationMeanIou),
        ("Validation pixel_accuracy", Metric::ValidationPixelAccuracy),
    ];
    let (_, metric) = metrics.into_iter().find(|(end, _)| name.ends_with(end))?;
    Some(Measurement::Value { metric, epoch: 0, value: number(value)? })
}

/// `host=algo-1, epoch=3, batch=20 train smooth_l1 <loss>=(0.5)`
fn detection_quality(text: &str) -> Option<Measurement> {
    let (_, rest) = text.split_once("epoch=")?;
    let (epoch, rest) = rest.split_once(',')?;
    let mut words = rest.split_whitespace().filter(|word| !word.starts_with("batch="));
    let metric = named(words.next()?, words.next()?)?;
    let (_, value) = rest.split_once(">=")?;
    Some(Measurement::Value { metric, epoch: counted(epoch)?, value: number(value.trim_start_matches('('))? })
}

/// `   0, batches:    100, num_examples:   9000, 119.7 samples/sec, epoch time so far:  0:01:15.178470`
fn detection_progress(text: &str) -> Option<Measurement> {
    let (epoch, rest) = text.split_once(", batches:")?;
    let (batch, _) = rest.split_once(',')?;
    Some(Measurement::Batch { epoch: counted(epoch)?, batch: batch.trim().parse().ok()? })
}

/// `host: algo-1, epoch: 0, validation mIOU: 0.09640348511110089 .`
fn segmentation_quality(text: &str) -> Option<Measurement> {
    let (_, rest) = text.split_once("epoch: ")?;
    let (epoch, rest) = rest.split_once(", ")?;
    let (name, value) = rest.split_once(": ")?;
    let (phase, name) = name.split_once(' ')?;
    Some(Measurement::Value { metric: named(phase, name)?, epoch: counted(epoch)?, value: number(value)? })
}

/// `epoch: 0, iterations: 20 speed: 69.5 samples/sec learning_rate: 0.000993`. Without a learning rate the batches are those of
/// the validation.
fn segmentation_progress(text: &str) -> Option<Measurement> {
    let (epoch, rest) = text.strip_prefix("epoch: ")?.split_once(", iterations: ")?;
    let (batch, rest) = rest.split_once(' ')?;
    rest.contains("learning_rate:").then_some(())?;
    Some(Measurement::Batch { epoch: counted(epoch)?, batch: batch.parse().ok()? })
}

/// The metric of a phase and a name in the log.
fn named(phase: &str, name: &str) -> Option<Metric> {
    match (phase, name) {
        ("train", "smooth_l1") => Some(Metric::TrainSmoothL1),
        ("train", "cross_entropy") => Some(Metric::TrainBoxClassLoss),
        ("train", "loss") => Some(Metric::TrainPixelLoss),
        ("validation", "mAP") => Some(Metric::ValidationMap),
        ("validation", "mIOU") => Some(Metric::ValidationMeanIou),
        ("validation", "pixel_accuracy") => Some(Metric::ValidationPixelAccuracy),
        _ => None,
    }
}

/// The epoch of a log, which counts from 0, counted from 1.
fn counted(epoch: &str) -> Option<u32> {
    epoch.trim().parse::<u32>().ok()?.checked_add(1)
}

fn number(text: &str) -> Option<f64> {
    let end = text.find(|c: char| c.is_whitespace() || c == ')').unwrap_or(text.len());
    text[..end].parse::<f64>().ok().filter(|value| value.is_finite())
}

#[cfg(test)]
mod tests;
