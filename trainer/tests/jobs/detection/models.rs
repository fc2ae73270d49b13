//! Model channels: archives that are no parent for a job, and those that are.

use std::collections::BTreeMap;

use mxnet_formats::ndarray_list::read_float32;

use super::{
    scenes::{job, log_before_the_first_batch},
    training::PARENT,
};
use crate::{
    parents::{exaggerate, rename},
    support::{Job, archive},
};

/// The layers below the heads.
const BASE: &str = "stage|conv0|bn";

const PARAMETERS: &str = "model_algo_1-0000.params";

fn child(files: &BTreeMap<String, Vec<u8>>) -> Job {
    let mut job = job(2);
    job.file("model", "application/x-sagemaker-model", "model.tar.gz", &archive(files));
    job
}

fn refused(change: impl FnOnce(&mut BTreeMap<String, Vec<u8>>, &mut Job)) -> String {
    let mut files = PARENT.files.clone();
    let mut job = job(2);
    change(&mut files, &mut job);
    job.file("model", "application/x-sagemaker-model", "model.tar.gz", &archive(&files));
    job.refused_at_once()
}

#[test]
fn another_network_is_named_with_both_values() {
    for (name, value, expected) in [
        ("num_classes", "4", "ClientError: num_classes of the model channel is 2, this job has 4. "),
        ("base_network", "vgg-16", "ClientError: base_network of the model channel is resnet-50, this job has vgg-16. "),
    ] {
        let message = refused(|_, job| job.set(name, value));
        assert!(message.starts_with(expected), "{message}");
    }
}

#[test]
fn other_settings_may_differ_and_old_names_are_read() {
    let mut files = PARENT.files.clone();
    let parameters = files.remove(PARAMETERS).expect("the parameters");
    files.insert("model_algo_1-0007.params".to_owned(), b"an earlier epoch".to_vec());
    files.insert("model_algo_1-0012.params".to_owned(), parameters);
    let mut job = child(&files);
    job.set("image_shape", "301");
    job.set("nms_threshold", "0.6");
    let log = log_before_the_first_batch(&job);
    assert!(log.contains("Loaded weights of epoch 12 from channel model (model_algo_1-0012.params)"), "{log}");
}

#[test]
fn files_that_are_missing_or_lie_are_named() {
    for name in ["hyperparams.json", PARAMETERS, "model_algo_1-symbol.json"] {
        let message = refused(|files, _| drop(files.remove(name)));
        assert!(message.contains(&format!("not a model of object detection: it holds no file {name}")), "{message}");
    }
    let message = refused(|files, _| drop(files.insert("hyperparams.json".to_owned(), b"[1, 2]".to_vec())));
    assert!(message.contains("its file hyperparams.json cannot be read"), "{message}");
    // More than a description has is not read.
    let long = format!("{{\"base_network\": \"{}\"}}", "x".repeat(10_000_000));
    let message = refused(|files, _| drop(files.insert("hyperparams.json".to_owned(), long.into_bytes())));
    assert!(message.contains("its file hyperparams.json has more than 65536 bytes"), "{message}");
    let other = b"{\"base_network\": \"resnet-50\", \"num_classes\": \"20\"}".to_vec();
    let message = refused(|files, _| drop(files.insert("hyperparams.json".to_owned(), other)));
    assert!(message.contains("says num_classes 20, but its arrays are of num_classes 2"), "{message}");
}

#[test]
fn arrays_that_lie_about_their_size_are_refused() {
    let message = refused(|files, _| exaggerate(files.get_mut(PARAMETERS).expect("the parameters")));
    assert!(message.contains("model_algo_1-0000.params cannot be used"), "{message}");
    let message = refused(|files, _| rename(files.get_mut(PARAMETERS).expect("the parameters"), "arg:stage1_unit1_bn1_gamma", 4));
    assert!(message.contains("the array arg:stage1_unit1_bn1_gamma is missing"), "{message}");
    let message = refused(|files, _| files.get_mut(PARAMETERS).expect("the parameters").truncate(10_000_000));
    assert!(message.contains("model_algo_1-0000.params cannot be used"), "{message}");
}

#[test]
fn a_model_of_another_algorithm_is_refused() {
    let message = refused(|files, _| {
        *files = BTreeMap::from([("image-classification-0001.params".to_owned(), Vec::new())]);
    });
    assert!(message.contains("it holds no file model_algo_1-0000.params"), "{message}");
}

/// Weights that the owner of the machine keeps; the heads of another number of classes begin at random.
#[test]
fn a_job_starts_from_pretrained_weights() {
    let mut job = job(2);
    job.set("num_classes", "3");
    job.set("use_pretrained_model", "1");
    job.set("freeze_layer_pattern", BASE);
    job.pretrained("resnet-50-0000.params", &PARENT.files[PARAMETERS]);
    job.pretrained("resnet-101-0001.params", b"another network");
    let (_, log) = job.succeed();
    for text in ["Start training from pretrained model 1.", "Loaded pretrained model parameters.", "resnet-50-0000.params has "] {
        assert!(log.contains(text), "{text} in {log}");
    }
    let bytes = |files: &BTreeMap<String, Vec<u8>>| read_float32(files[PARAMETERS].as_slice(), u64::MAX).expect("arrays");
    for (theirs, ours) in bytes(&PARENT.files).into_iter().zip(bytes(&job.model_files())) {
        let is_base = ["arg:stage", "arg:conv0", "arg:bn"].iter().any(|start| theirs.name.starts_with(start));
        assert!(!is_base || theirs == ours, "{}", theirs.name);
        assert!(!theirs.name.contains("cls_pred") || theirs.shape != ours.shape, "{}", theirs.name);
    }
    job.pretrained("resnet-50-0007.params", b"no arrays");
    let error = job.run().0.expect_err("the file is no list of arrays").to_string();
    assert!(error.contains("AlgorithmError: The pretrained model resnet-50-0007.params cannot be used"), "{error}");
}
