//! Archives that are no parent for a job.

use std::collections::BTreeMap;

use crate::support::{Job, archive};

fn parent() -> Job {
    let mut parent = Job::new();
    parent.set("epochs", "1");
    parent.succeed();
    parent
}

fn refused(bytes: &[u8]) -> String {
    let mut job = Job::new();
    job.model(bytes);
    let message = job.refused();
    assert!(message.starts_with("ClientError: "), "{message}");
    assert!(!job.root().join("model").exists());
    message
}

#[test]
fn another_network_is_named_with_both_values() {
    let bytes = parent().model_archive();
    for (name, value, expected) in [
        ("num_classes", "4", "ClientError: num_classes of the model channel is 3, this job has 4. "),
        ("num_layers", "32", "ClientError: num_layers of the model channel is 20, this job has 32. "),
        ("num_layers", "18", "ClientError: num_layers of the model channel is 20, this job has 18. "),
        ("image_shape", "3,7,8", "ClientError: image_shape of the model channel is 3,8,8, this job has 3,7,8. "),
        ("image_shape", "1,8,8", "ClientError: image_shape of the model channel is 3,8,8, this job has 1,8,8. "),
    ] {
        let mut job = Job::new();
        job.model(&bytes);
        job.set(name, value);
        let message = job.refused();
        assert!(message.starts_with(expected), "{message}");
    }
}

#[test]
fn what_is_no_archive_is_refused() {
    assert!(refused(b"").contains("empty file"));
    assert!(refused(b"some text, but no archive").contains("not compressed with gzip"));
    assert!(refused(&archive(&BTreeMap::new())).contains("no file image-classification-NNNN.params"));
    let other = BTreeMap::from([("model.pth".to_owned(), vec![1, 2, 3])]);
    assert!(refused(&archive(&other)).contains("no file image-classification-NNNN.params"));
}

#[test]
fn a_cut_or_changed_archive_is_refused() {
    let bytes = parent().model_archive();
    for length in [1, 10, 20, bytes.len() / 3, bytes.len() - 1] {
        let message = refused(&bytes[..length]);
        assert!(message.contains("not a model of image classification"), "{length}: {message}");
    }
    let mut changed = bytes.clone();
    let place = bytes.len() / 2;
    changed[place] ^= 0x55;
    refused(&changed);
}

#[test]
fn a_foreign_network_is_refused() {
    let mut files = parent().model_files();
    let parameters = files.get_mut("image-classification-0001.params").expect("the parameters");
    let place = parameters.windows(16).position(|window| window == b"arg:stage1_unit1").expect("a name");
    parameters[place + 4] = b'x';
    assert!(refused(&archive(&files)).contains("arg:stage1_unit1"));
    let mut files = parent().model_files();
    files.insert("image-classification-0001.params".to_owned(), b"not arrays".to_vec());
    assert!(refused(&archive(&files)).contains("image-classification-0001.params cannot be used"));
}

#[test]
fn missing_files_are_named() {
    for name in ["image-classification-symbol.json", "model-shapes.json"] {
        let mut files = parent().model_files();
        files.remove(name);
        assert!(refused(&archive(&files)).contains(name));
    }
}

#[test]
fn one_archive_is_wanted() {
    let mut job = Job::new();
    job.file("model", "application/x-sagemaker-model", "model.tar", b"x");
    assert!(job.refused().contains("holds no .tar.gz file"));
    job.file("model", "application/x-sagemaker-model", "a.tar.gz", b"x");
    job.file("model", "application/x-sagemaker-model", "b.tar.gz", b"x");
    assert!(job.refused().contains("holds 2 .tar.gz files"));
}
