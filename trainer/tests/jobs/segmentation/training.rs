//! Jobs that train to their end.

use std::sync::LazyLock;

use mxnet_formats::ndarray_list::read_float32;

use super::scenes::job;
use crate::{
    parents::{Parent, trained},
    support::{archive, place, texts},
};

pub(super) const LAST: &str = "model_algo-1";
pub(super) const BEST: &str = "model_best.params";

/// Five scenes in batches of two, four epochs.
pub(super) static PARENT: LazyLock<Parent> = LazyLock::new(|| {
    trained("segmenter", || {
        let mut job = job(5);
        job.set("epochs", "4");
        job
    })
});

#[test]
fn a_job_learns_and_logs_in_the_algorithms_words() {
    let Parent { report, log, root, .. } = &*PARENT;
    assert_eq!((report.epochs, report.stopped, report.validation_scores.len()), (4, false, 4));
    let loss = |line: &str| line.split_once("train loss: ")?.1.strip_suffix(" .")?.parse::<f64>().ok();
    let losses: Vec<f64> = log.lines().filter_map(loss).collect();
    assert!(losses.len() == 4 && losses[3] < 0.8 * losses[0], "{losses:?}");
    let texts = texts(log);
    let place = |start: &str| place(&texts, start);
    let [best, last] = [BEST, LAST].map(|name| format!("Serializing model to {}", root.join("model").join(name).display()));
    let in_order = [
        "Final configuration: {u'syncbn': u'False', ",
        "label maps not provided, using defaults.",
        "#label_map train :{'scale': 1}",
        "#label_map validation :{'scale': 1}",
        "LRScheduler setup: iters per epoch: 2, num_epochs 4",
        "5 training images, 2 validation images",
        "Segmenter fcn on resnet-50 for 32 pixels and ",
        "#progress_notice. epoch: 0, iterations: 1 speed: ",
        "#quality_metric. host: algo-1, epoch: 0, train loss: ",
        "#throughput_metric. host: algo-1, epoch: 0, train throughput: ",
        "#quality_metric. host: algo-1, epoch: 0, validation pixel_accuracy: ",
        "#quality_metric. host: algo-1, epoch: 0, validation mIOU: ",
        "#throughput_metric. host: algo-1, epoch: 0, validation throughput: ",
        &best,
        "#progress_metric: host=algo-1, completed 25 % of epochs",
        "#progress_metric: host=algo-1, completed 100 % of epochs",
        &last,
        "Test data is not provided.",
    ];
    let places: Vec<usize> = in_order.into_iter().map(place).collect();
    assert!(places.is_sorted(), "{places:?} in {log}");
    // Five images in batches of two: two batches and three in turn.
    let iterations =
        |epoch: usize| texts.iter().filter(|text| text.starts_with(&format!("#progress_notice. epoch: {epoch},"))).count();
    assert_eq!((0..4).map(iterations).collect::<Vec<_>>(), [2, 3, 2, 3]);
}

#[test]
fn the_model_holds_the_best_epoch_in_the_three_files_of_the_algorithm() {
    let Parent { report, files, root, .. } = &*PARENT;
    assert_eq!(files.keys().collect::<Vec<_>>(), ["hyperparams.json", LAST, BEST]);
    assert!(files[LAST] == files[BEST]);
    assert_eq!(report.parameters, [root.join("model").join(BEST)]);
    let text = String::from_utf8_lossy(&files["hyperparams.json"]);
    assert!(
        text.starts_with("{\"syncbn\": \"False\", \"gamma1\": \"0.9\", ") && text.contains("\"crop_size\": \"32\""),
        "{text}"
    );
    let arrays = read_float32(files[LAST].as_slice(), files[LAST].len() as u64).expect("arrays");
    let names: Vec<&str> = arrays.iter().map(|array| array.name.as_str()).collect();
    assert_eq!(names.len(), 289);
    assert_eq!(names[..4], ["conv1.0.weight", "conv1.1.gamma", "conv1.1.beta", "conv1.1.running_mean"]);
    assert_eq!(names[287..], ["auxlayer.block.4.weight", "auxlayer.block.4.bias"]);
}

#[test]
fn a_child_starts_where_its_parent_ended() {
    let Parent { report: before, files, .. } = &*PARENT;
    let mut child = job(2);
    child.model(&archive(files));
    child.set("use_pretrained_model", "True");
    let (report, log) = child.succeed();
    let best = before.validation_scores.iter().copied().fold(f64::MIN, f64::max);
    assert_eq!(report.loaded_score, Some(best));
    let texts = texts(&log);
    let place = |start: &str| place(&texts, start);
    let in_order = [
        "Loaded weights of epoch 0 from channel model (model_algo-1)",
        "SHA-256 of the archive in channel model=",
        "Validation pixel_accuracy of the loaded model=",
        "Validation mIOU of the loaded model=",
        "#progress_notice. epoch: 0, ",
    ];
    assert!(in_order.map(place).is_sorted(), "{log}");
    assert!(log.contains("use_pretrained_model is ignored because there is a model channel."), "{log}");
}

#[test]
fn whole_images_are_validated_one_at_a_time() {
    let mut job = job(2);
    job.set("validation_mini_batch_size", "1");
    job.set("algorithm", "psp");
    let (report, log) = job.succeed();
    assert_eq!(report.epochs, 1);
    assert!(log.contains("validation mIOU: "), "{log}");
}

#[test]
fn weights_beyond_all_bounds_end_the_job_with_the_cure() {
    let mut job = job(2);
    job.set("optimizer", "sgd");
    job.set("learning_rate", "1");
    job.set("momentum", "0.99");
    job.set("weight_decay", "0.99");
    job.set("epochs", "60");
    job.set("lr_scheduler", "step");
    job.set("lr_scheduler_step", "60");
    let reason = job.refused();
    assert!(reason.contains("the training has diverged. Choose a learning_rate below 1"), "{reason}");
}
