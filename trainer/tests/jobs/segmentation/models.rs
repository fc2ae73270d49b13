//! Model channels: archives that are no parent for a job, and those that are.

use std::collections::BTreeMap;

use super::{
    scenes::{job, log_before_the_first_batch},
    training::{BEST, LAST, PARENT},
};
use crate::{
    parents::{exaggerate, rename},
    support::{Job, archive},
};

fn refused(change: impl FnOnce(&mut BTreeMap<String, Vec<u8>>, &mut Job)) -> String {
    // The best parameters are as large again, and are not read where the last are there.
    let mut files = PARENT.files.clone();
    files.remove(BEST);
    let mut job = job(2);
    change(&mut files, &mut job);
    job.model(&archive(&files));
    job.refused_at_once()
}

#[test]
fn another_network_is_named_with_both_values() {
    for (name, value, theirs) in [
        ("num_classes", "4", "2"),
        ("backbone", "resnet-101", "resnet-50"),
        ("algorithm", "deeplab", "fcn"),
        ("crop_size", "40", "32"),
    ] {
        let message = refused(|_, job| job.set(name, value));
        let expected = format!("ClientError: {name} of the model channel is {theirs}, this job has {value}. ");
        assert!(message.starts_with(&expected), "{message}");
    }
}

#[test]
fn the_best_parameters_do_when_the_last_are_missing() {
    let mut files = PARENT.files.clone();
    files.remove(LAST);
    let mut job = job(2);
    job.model(&archive(&files));
    job.set("base_size", "64");
    let log = log_before_the_first_batch(&job);
    assert!(log.contains("Loaded weights of epoch 0 from channel model (model_best.params)"), "{log}");
}

#[test]
fn files_that_are_missing_or_lie_are_named() {
    let message = refused(|files, _| drop(files.remove("hyperparams.json")));
    assert!(message.contains("not a model of semantic segmentation: it holds no file hyperparams.json"), "{message}");
    let message = refused(|files, _| files.retain(|name, _| name == "hyperparams.json"));
    assert!(message.contains("it holds no file model_algo-1"), "{message}");
    let message = refused(|files, _| drop(files.insert("hyperparams.json".to_owned(), vec![b' '; 10_000_000])));
    assert!(message.contains("its file hyperparams.json has more than 65536 bytes"), "{message}");
    let message = refused(|files, _| drop(files.insert("hyperparams.json".to_owned(), b"[1, 2]".to_vec())));
    assert!(message.contains("its file hyperparams.json cannot be read"), "{message}");
    let message = refused(|files, _| drop(files.insert("hyperparams.json".to_owned(), b"{\"num_classes\": \"2\"}".to_vec())));
    assert!(message.contains("its file hyperparams.json names no crop_size"), "{message}");
    let other = b"{\"crop_size\": \"32\", \"num_classes\": \"9\"}".to_vec();
    let message = refused(|files, _| drop(files.insert("hyperparams.json".to_owned(), other)));
    assert!(message.contains("says num_classes 9, but its arrays are of num_classes 2"), "{message}");
}

#[test]
fn a_model_of_another_algorithm_is_refused() {
    let other = BTreeMap::from([("model_algo_1-0000.params".to_owned(), Vec::new())]);
    let message = refused(|files, _| *files = other);
    assert!(message.contains("not a model of semantic segmentation: it holds no file model_algo-1"), "{message}");
    assert!(message.contains("Point it at the model.tar.gz that a job of this algorithm has made."), "{message}");
}

#[test]
fn arrays_that_lie_about_their_size_are_refused() {
    let message = refused(|files, _| exaggerate(files.get_mut(LAST).expect("the parameters")));
    assert!(message.contains("model_algo-1 cannot be used"), "{message}");
    let message = refused(|files, _| rename(files.get_mut(LAST).expect("the parameters"), "layer2.1.bn1.gamma", 0));
    assert!(message.contains("the array layer2.1.bn1.gamma is missing"), "{message}");
    let message = refused(|files, _| files.get_mut(LAST).expect("the parameters").truncate(10_000_000));
    assert!(message.contains("model_algo-1 cannot be used"), "{message}");
}
