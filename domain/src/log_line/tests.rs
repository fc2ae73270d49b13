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
            LogForm::QualityColon(name) => {
                format!("[12/04/2020 12:04:37 INFO 139] #quality_metric. host: algo-1, epoch: 2, {name}: 0.5 .")
            }
            _ => continue,
        };
        let Some(Measurement::Value { metric, epoch: 3, value: 0.5 }) = parse(&line, None) else { panic!("{line}") };
        if let Some(own) = Metric::parse(row.name) {
            assert_eq!(metric, own, "{line}");
        }
        read.push(metric);
    }
    use Metric::{
        TrainAccuracy, TrainBoxClassLoss, TrainPixelLoss, TrainSmoothL1, ValidationAccuracy, ValidationMap, ValidationMeanIou,
        ValidationPixelAccuracy,
    };
    let image_classification = [TrainAccuracy, ValidationAccuracy, ValidationAccuracy];
    let object_detection = [TrainSmoothL1, TrainBoxClassLoss, ValidationMap];
    let semantic_segmentation = [TrainPixelLoss, ValidationMeanIou, ValidationPixelAccuracy];
    assert_eq!(read, [image_classification, object_detection, semantic_segmentation].concat());
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

fn read(text: &str) -> Option<Measurement> {
    parse(&format!("[12/04/2020 12:04:37 INFO 139] {text}"), None)
}

fn value(metric: Metric, epoch: u32, value: f64) -> Option<Measurement> {
    Some(Measurement::Value { metric, epoch, value })
}

#[test]
fn object_detection_is_read() {
    let line = |rest: &str| read(&format!("#quality_metric: host=algo-1, {rest}"));
    assert_eq!(line("epoch=0, batch=20 train smooth_l1 <loss>=(0.518)"), value(Metric::TrainSmoothL1, 1, 0.518));
    assert_eq!(line("epoch=4, batch=20, train cross_entropy <loss>=0.25"), value(Metric::TrainBoxClassLoss, 5, 0.25));
    assert_eq!(line("epoch=9, validation mAP <score>=(0.4175)"), value(Metric::ValidationMap, 10, 0.4175));
    assert_eq!(line("epoch=0, validation mIOU <score>=0.62"), value(Metric::ValidationMeanIou, 1, 0.62));
    assert_eq!(line("epoch=0, train loss <loss>=1.5"), value(Metric::TrainPixelLoss, 1, 1.5));
    assert_eq!(
        line("epoch=0, validation mAP <score>=(3.8474613108523096e-05)"),
        value(Metric::ValidationMap, 1, 3.847_461_310_852_309_6e-5)
    );
    assert_eq!(
        read("Epoch:    3, batches:    100, num_examples:   9000, 119.7 samples/sec, epoch time so far:  0:01:15.178470"),
        Some(Measurement::Batch { epoch: 4, batch: 100 })
    );
    for nothing in [
        "#quality_metric: host=algo-1, epoch=x, validation mAP <score>=1",
        "#quality_metric: host=algo-1, epoch=0, validation mAP <score>=(nan)",
        "#quality_metric: host=algo-1, epoch=0, train speed <score>=1.5",
        "Epoch: 3, batches: many, num_examples: 9000",
        "Epoch: 3",
        "#progress_metric: host=algo-1, completed 3 % of epochs",
        "Updating the best model with validation-mAP=3.8474613108523096e-05",
    ] {
        assert_eq!(read(nothing), None, "{nothing}");
    }
}

#[test]
fn semantic_segmentation_is_read() {
    let line = |rest: &str| read(&format!("#quality_metric. host: algo-1, {rest}"));
    assert_eq!(line("epoch: 0, train loss: 2.4600368495825884 ."), value(Metric::TrainPixelLoss, 1, 2.460_036_849_582_588_4));
    assert_eq!(line("epoch: 2, validation pixel_accuracy: 0.7104 ."), value(Metric::ValidationPixelAccuracy, 3, 0.7104));
    assert_eq!(line("epoch: 2, validation mIOU: 0.0964"), value(Metric::ValidationMeanIou, 3, 0.0964));
    assert_eq!(
        read("#progress_notice. epoch: 1, iterations: 20 speed: 69.5159223265 samples/sec learning_rate: 0.000993"),
        Some(Measurement::Batch { epoch: 2, batch: 20 })
    );
    for nothing in [
        "#progress_notice. epoch: 1, iterations: 20 speed: 125.429157773 samples/sec",
        "#quality_metric. host: algo-1, epoch: 0, validation mIOU: nan .",
        "#quality_metric. host: algo-1, epoch: , validation mIOU: 1 .",
        "#quality_metric. host: algo-1, epoch: 0, train throughput: 73.2 .",
        "#throughput_metric. host: algo-1, epoch: 0, train throughput: 73.2122990247 samples/sec.",
    ] {
        assert_eq!(read(nothing), None, "{nothing}");
    }
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

#[test]
fn the_loaded_model_is_measured_in_the_words_of_each_algorithm() {
    for (name, metric) in [
        ("Validation-accuracy", Metric::ValidationAccuracy),
        ("Validation-cross-entropy", Metric::ValidationLoss),
        ("Validation mAP", Metric::ValidationMap),
        ("Validation mIOU", Metric::ValidationMeanIou),
        ("Validation pixel_accuracy", Metric::ValidationPixelAccuracy),
    ] {
        let line = format!("[11/30/2026 10:15:01 INFO 139] {name} of the loaded model=1.5e-05");
        assert_eq!(parse(&line, Some(1)), Some(Measurement::Value { metric, epoch: 0, value: 1.5e-05 }), "{name}");
    }
    assert_eq!(parse("Something else of the loaded model=0.5", None), None);
}

#[test]
fn the_trainer_counts_when_it_is_stopped() {
    let line = |rest: &str| format!("[11/30/2026 10:15:01 INFO 139] Stop requested. {rest}");
    assert_eq!(stopped_at(&line("Complete epochs: 2; batches of the next epoch: 13.")), Some((2, 13)));
    assert_eq!(
        stopped_at(&line("Complete epochs: 3; batches of the next epoch: 0. The last epoch was not validated.")),
        Some((3, 0))
    );
    assert_eq!(stopped_at(&line("Complete epochs: 4294967295; batches of the next epoch: 0.")), None);
    assert_eq!(stopped_at("Epoch[2] Batch [13]"), None);
}
