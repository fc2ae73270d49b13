//! Jobs that train to their end.

use std::sync::LazyLock;

use mxnet_formats::ndarray_list::{NamedArray, read_float32};

use super::scenes::{job, records};
use crate::{
    parents::{Parent, trained},
    support::{Job, archive, place, texts},
};

const PARAMETERS: &str = "model_algo_1-0000.params";

/// Eight scenes, three epochs.
pub(super) static PARENT: LazyLock<Parent> = LazyLock::new(|| {
    trained("detector", || {
        let mut job = job(8);
        job.set("epochs", "3");
        job.set("learning_rate", "0.002");
        job
    })
});

/// The value behind the last `=(` of each line with these words.
fn values(log: &str, words: &str) -> Vec<f64> {
    let lines = log.lines().filter(|line| line.contains(words));
    lines.filter_map(|line| line.rsplit_once("=(")?.1.trim_end_matches(')').parse().ok()).collect()
}

#[test]
fn a_job_learns_and_logs_in_the_algorithms_words() {
    let Parent { report, log, root, .. } = &*PARENT;
    assert_eq!((report.epochs, report.stopped, report.validation_scores.len()), (3, false, 3));
    let losses = values(log, "train cross_entropy <loss>");
    assert!(losses.len() == 3 && losses[2] < 0.8 * losses[0], "{losses:?}");
    let texts = texts(log);
    let place = |start: &str| place(&texts, start);
    let saved = format!("Saved checkpoint to \"{}\"", root.join("model").join(PARAMETERS).display());
    let in_order = [
        "Reading default configuration from /opt/amazon/lib/python2.7/site-packages/algorithm/default-input.json: {u'label_width'",
        "Merging with provided configuration from /opt/ml/input/config/hyperparameters.json: {u'epochs': u'3'",
        "Final configuration: {u'label_width': u'350', u'early_stopping_min_epochs': u'10', u'epochs': u'3', ",
        "Using [cpu(0)] as training context.",
        "8 training images, 1 validation images",
        "Single-shot detector on resnet-50 for 300 pixels and ",
        "Epoch:    0, batches:      1, num_examples:      2, ",
        "#quality_metric: host=algo-1, epoch=0, batch=4 train cross_entropy <loss>=(",
        "#quality_metric: host=algo-1, epoch=0, batch=4 train smooth_l1 <loss>=(",
        "Round of batches complete",
        "Updated the metrics",
        "#throughput_metric: host=algo-1, train throughput=",
        "#quality_metric: host=algo-1, epoch=0, validation mAP <score>=(",
        "Updating the best model with validation-mAP=",
        &saved,
        "#progress_metric: host=algo-1, completed 33 % of epochs",
        "#progress_metric: host=algo-1, completed 66 % of epochs",
        "#progress_metric: host=algo-1, completed 100 % of epochs",
        "Test data is not provided.",
    ];
    let places: Vec<usize> = in_order.into_iter().map(place).collect();
    assert!(places.is_sorted(), "{places:?} in {log}");
    assert_eq!(texts[places[places.len() - 1] - 1], saved);
}

#[test]
fn the_model_holds_the_best_epoch_in_the_three_files_of_the_algorithm() {
    let Parent { report, files, root, .. } = &*PARENT;
    assert_eq!(files.keys().collect::<Vec<_>>(), ["hyperparams.json", PARAMETERS, "model_algo_1-symbol.json"]);
    assert_eq!(report.parameters, [root.join("model").join(PARAMETERS)]);
    let expected = "{\"label_width\": \"350\", \"early_stopping_min_epochs\": \"10\", \"epochs\": \"3\", \"overlap_threshold\": \"0.5\", \
                    \"lr_scheduler_factor\": \"0.1\", \"_num_kv_servers\": \"auto\", \"weight_decay\": \"0.0005\", \"mini_batch_size\": \
                    \"2\", \"use_pretrained_model\": \"0\", \"freeze_layer_pattern\": \"\", \"lr_scheduler_step\": \"\", \"early_stopping\": \
                    \"False\", \"early_stopping_patience\": \"5\", \"momentum\": \"0.9\", \"num_training_samples\": \"8\", \"optimizer\": \
                    \"sgd\", \"_tuning_objective_metric\": \"\", \"early_stopping_tolerance\": \"0.0\", \"learning_rate\": \"0.002\", \
                    \"kv_store\": \"device\", \"nms_threshold\": \"0.45\", \"num_classes\": \"2\", \"base_network\": \"resnet-50\", \
                    \"nms_topk\": \"400\", \"_kvstore\": \"device\", \"image_shape\": \"300\"}";
    assert_eq!(String::from_utf8_lossy(&files["hyperparams.json"]), expected);
}

/// The arrays of a job's parameters by name.
fn arrays(job: &Job) -> std::collections::BTreeMap<String, NamedArray> {
    let bytes = &job.model_files()[PARAMETERS];
    let arrays = read_float32(bytes.as_slice(), bytes.len() as u64).expect("arrays");
    arrays.into_iter().map(|array| (array.name.clone(), array)).collect()
}

#[test]
fn a_child_starts_where_its_parent_ended_and_frozen_layers_stay() {
    let Parent { report: before, files, .. } = &*PARENT;
    let mut child = job(2);
    child.file("model", "application/x-sagemaker-model", "model.tar.gz", &archive(files));
    child.set("use_pretrained_model", "1");
    child.set("freeze_layer_pattern", "stage|conv0|bn|multi_feat_2");
    let (report, log) = child.succeed();
    let best = before.validation_scores.iter().copied().fold(f64::MIN, f64::max);
    assert_eq!(report.loaded_score, Some(best));
    let texts = texts(&log);
    let place = |start: &str| place(&texts, start);
    assert!(
        place("Loaded weights of epoch 0 from channel model (model_algo_1-0000.params)")
            < place("Validation mAP of the loaded model=")
    );
    assert!(place("SHA-256 of the archive in channel model=") < place("Epoch:    0"));
    assert!(log.contains("use_pretrained_model is ignored because there is a model channel."));
    let parent = read_float32(files[PARAMETERS].as_slice(), u64::MAX).expect("arrays");
    let child = arrays(&child);
    for array in parent {
        let is_same = array.values == child[&array.name].values;
        let is_frozen =
            ["arg:stage", "arg:conv0", "arg:bn", "arg:multi_feat_2"].iter().any(|start| array.name.starts_with(start));
        // The running statistics of frozen normalisations go on; gradients of what no batch shows are zero.
        let expected = if array.name.starts_with("aux:") { false } else { is_frozen };
        assert!(is_same == expected || array.name.ends_with("_bias"), "{}", array.name);
    }
}

#[test]
fn any_number_of_threads_gives_the_same_model() {
    let model = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        let mut job = job(3);
        job.set("mini_batch_size", "3");
        pool.install(|| job.succeed());
        job.model_files()
    };
    assert!(model(1) == model(4));
}

#[test]
fn detectors_on_the_other_base_train_too() {
    let mut job = job(1);
    job.set("base_network", "vgg-16");
    job.set("mini_batch_size", "1");
    job.set("optimizer", "adam");
    job.set("learning_rate", "0.0001");
    let (report, log) = job.succeed();
    assert_eq!(report.epochs, 1);
    assert!(log.contains("Single-shot detector on vgg-16 for 300 pixels and 23"), "{log}");
}

#[test]
fn weights_beyond_all_bounds_end_the_job_with_the_cure() {
    let mut job = job(2);
    job.set("learning_rate", "1");
    job.set("epochs", "30");
    job.file("train", super::scenes::RECORDS, "scenes.rec", &records(0..2));
    let reason = job.refused();
    assert!(reason.contains("the training has diverged. Choose a learning_rate below 1"), "{reason}");
}
