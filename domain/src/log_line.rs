//! Reading the numbers out of the log lines of the built-in algorithms.
//!
//! Image classification writes MXNet's lines. Object detection writes
//! `#quality_metric: host=algo-1, epoch=3, validation mAP <score>=(0.41)`, and with a batch in front of a training loss;
//! the regular expressions that the service shows for its metrics are the source. Those of semantic segmentation are not
//! published; it is read in the same form, by the names of its metrics.

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

fn measurement(line: &str) -> Option<Measurement> {
    if let Some((_, rest)) = line.split_once("of the loaded model=") {
        let metric = if line.contains("Validation-accuracy") { Metric::ValidationAccuracy } else { Metric::ValidationLoss };
        return Some(Measurement::Value { metric, epoch: 0, value: number(rest)? });
    }
    if let Some((_, rest)) = line.split_once("#quality_metric:") {
        return quality(rest);
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

/// ` host=algo-1, epoch=3, batch=20 train smooth_l1 <loss>=(0.5)`
fn quality(text: &str) -> Option<Measurement> {
    let (_, rest) = text.split_once("epoch=")?;
    let (epoch, rest) = rest.split_once(',')?;
    let epoch = epoch.trim().parse::<u32>().ok()?.checked_add(1)?;
    let mut words = rest.split_whitespace().filter(|word| !word.starts_with("batch="));
    let metric = match (words.next()?, words.next()?) {
        ("train", "smooth_l1") => Metric::TrainSmoothL1,
        ("train", "cross_entropy" | "loss") => Metric::TrainLoss,
        ("validation", "mAP") => Metric::ValidationMap,
        ("validation", "mIOU") => Metric::ValidationMeanIou,
        ("validation", "pixel_accuracy") => Metric::ValidationPixelAccuracy,
        _ => return None,
    };
    let (_, value) = rest.split_once(">=")?;
    Some(Measurement::Value { metric, epoch, value: number(value.trim_start_matches('('))? })
}

fn number(text: &str) -> Option<f64> {
    let end = text.find(|c: char| c.is_whitespace() || c == ')').unwrap_or(text.len());
    text[..end].parse::<f64>().ok().filter(|value| value.is_finite())
}

#[cfg(test)]
mod tests {
    use algorithms::{Algorithm, metric::LogForm};

    use super::*;

    /// Lines of the forms that the tables name are read as the metric of the same row.
    #[test]
    fn metrics_of_the_tables_are_read() {
        let mut read = Vec::new();
        for row in Algorithm::all().flat_map(|algorithm| algorithm.metrics) {
            let line = match row.log {
                LogForm::MxnetEpoch(name) => format!("[11/23/2026 12:04:37 INFO 139] Epoch[2] {name}=0.5"),
                LogForm::QualityEquals(name) => {
                    format!("[11/23/2026 12:04:37 INFO 139] #quality_metric: host=algo-1, epoch=2, {name} <loss>=(0.5)")
                }
                _ => continue,
            };
            let Some(Measurement::Value { metric, epoch: 3, value: 0.5 }) = parse(&line, None) else { panic!("{line}") };
            if let Some(own) = Metric::parse(row.name) {
                assert_eq!(metric, own, "{line}");
            }
            read.push(metric);
        }
        use Metric::{TrainAccuracy, TrainLoss, TrainSmoothL1, ValidationAccuracy, ValidationMap};
        let expected = [TrainAccuracy, ValidationAccuracy, ValidationAccuracy, TrainSmoothL1, TrainLoss, ValidationMap];
        assert_eq!(read, expected);
    }

    #[test]
    fn the_digest_of_a_loaded_archive_is_64_hexadecimal_digits() {
        let digest = "0123456789abcdef".repeat(4);
        let line = |digest: &str| format!("[11/23/2026 12:04:37 INFO 139] SHA-256 of the archive in channel model={digest}");
        assert_eq!(loaded_archive(&line(&digest)), Some(digest.as_str()));
        assert_eq!(loaded_archive(&format!("{}\r", line(&digest))), Some(digest.as_str()));
        for wrong in ["", "0123", &digest.replace('0', "g"), &format!("{digest}0")] {
            assert_eq!(loaded_archive(&line(wrong)), None, "{wrong}");
        }
        assert_eq!(loaded_archive("SHA-256 of something else"), None);
    }

    #[test]
    fn object_detection_and_semantic_segmentation_are_read() {
        let read = |line: &str| match parse(&format!("[11/23/2026 12:04:37 INFO 139] #quality_metric: host=algo-1, {line}"), None)
        {
            Some(Measurement::Value { metric, epoch, value }) => Some((metric, epoch, value)),
            _ => None,
        };
        assert_eq!(read("epoch=0, batch=20 train smooth_l1 <loss>=(0.518)"), Some((Metric::TrainSmoothL1, 1, 0.518)));
        assert_eq!(read("epoch=4, batch=20, train cross_entropy <loss>=(0.25)"), Some((Metric::TrainLoss, 5, 0.25)));
        assert_eq!(read("epoch=9, validation mAP <score>=(0.4175)"), Some((Metric::ValidationMap, 10, 0.4175)));
        assert_eq!(read("epoch=0, validation mIOU <score>=0.62"), Some((Metric::ValidationMeanIou, 1, 0.62)));
        assert_eq!(read("epoch=0, train loss <loss>=1.5"), Some((Metric::TrainLoss, 1, 1.5)));
        assert_eq!(read("epoch=0, train speed <score>=1.5"), None);
        assert_eq!(read("epoch=x, validation mAP <score>=1"), None);
        assert_eq!(read("epoch=0, validation mAP <score>=(nan)"), None);
    }

    #[test]
    fn an_epoch_that_cannot_be_is_no_measurement() {
        let epoch = |line: &str, epochs| match parse(line, epochs)? {
            Measurement::Value { epoch, .. } | Measurement::Batch { epoch, .. } => Some(epoch),
        };
        for line in ["Epoch[4294967294] Validation-accuracy=0.5", "Epoch[100000] Batch [20]\tSpeed: 3.35 samples/sec"] {
            assert_eq!(epoch(line, None), None, "{line}");
        }
        assert_eq!(epoch("#quality_metric: host=algo-1, epoch=100000, validation mAP <score>=(0.4)", None), None);
        assert_eq!(epoch("Epoch[99999] Validation-accuracy=0.5", None), Some(MAX_EPOCH));
        assert_eq!(epoch("Epoch[99999] Validation-accuracy=0.5", Some(u32::MAX)), Some(MAX_EPOCH));
        assert_eq!(epoch("Epoch[100000] Validation-accuracy=0.5", Some(u32::MAX)), None);
        assert_eq!(epoch("Epoch[9] Validation-accuracy=0.5", Some(10)), Some(10));
        assert_eq!(epoch("Epoch[10] Validation-accuracy=0.5", Some(10)), None);
        assert_eq!(epoch("Validation-accuracy of the loaded model=0.53", Some(10)), Some(0));
    }
}
