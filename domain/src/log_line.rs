//! Reading the numbers out of the log lines of image classification.

use crate::description::Metric;

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
pub fn parse(line: &str) -> Option<Measurement> {
    if let Some((_, rest)) = line.split_once("of the loaded model=") {
        let metric = if line.contains("Validation-accuracy") { Metric::ValidationAccuracy } else { Metric::ValidationLoss };
        return Some(Measurement::Value { metric, epoch: 0, value: number(rest)? });
    }
    let (_, rest) = line.split_once("Epoch[")?;
    let (epoch, rest) = rest.split_once(']')?;
    let epoch = epoch.parse::<u32>().ok()?.checked_add(1)?;
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

fn number(text: &str) -> Option<f64> {
    let end = text.find(|c: char| c.is_whitespace()).unwrap_or(text.len());
    text[..end].parse::<f64>().ok().filter(|value| value.is_finite())
}
