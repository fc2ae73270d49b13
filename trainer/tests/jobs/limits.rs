//! Jobs that cannot go on: too little memory, weights beyond all bounds, what this engine does not train.

use std::process::Command;

use trainer::{BuiltInAlgorithm, StopFlag};

use crate::support::{Job, archive};

const FOLDER: &str = "TRAINER_TEST_FOLDER";

/// Multiplies every element of one array of a parameters file.
fn scale(file: &mut [u8], wanted: &str, factor: f32) {
    let number = |file: &[u8], at: usize| u64::from_le_bytes(file[at..at + 8].try_into().expect("8 bytes")) as usize;
    let count = number(file, 16);
    let (mut place, mut arrays) = (24, Vec::new());
    for _ in 0..count {
        let rank = u32::from_le_bytes(file[place + 8..place + 12].try_into().expect("4 bytes")) as usize;
        let elements: usize = (0..rank).map(|axis| number(file, place + 12 + 8 * axis)).product();
        let data = place + 12 + 8 * rank + 12;
        place = data + 4 * elements;
        arrays.push(data..place);
    }
    place += 8;
    for data in arrays {
        let length = number(file, place);
        let is_wanted = &file[place + 8..place + 8 + length] == wanted.as_bytes();
        place += 8 + length;
        if is_wanted {
            for bytes in file[data].as_chunks_mut::<4>().0 {
                *bytes = (f32::from_le_bytes(*bytes) * factor).to_le_bytes();
            }
            return;
        }
    }
    panic!("no array {wanted}");
}

/// A job that starts from a model whose last layer was multiplied.
fn child_of_scaled(factor: f32) -> Job {
    let mut parent = Job::new();
    parent.set("epochs", "1");
    parent.succeed();
    let mut files = parent.model_files();
    let parameters = files.get_mut("image-classification-0001.params").expect("the parameters");
    scale(parameters, "arg:fc1_weight", factor);
    let mut child = Job::new();
    child.model(&archive(&files));
    child
}

#[test]
fn a_training_that_diverges_ends_with_the_epoch_and_the_cure() {
    // The loss of the loaded model is still a number; the gradients are not.
    let child = child_of_scaled(1e37);
    let reason = child.refused();
    assert!(reason.starts_with("ClientError: The "), "{reason}");
    assert!(reason.contains("any more in epoch 1: the training has diverged"), "{reason}");
    assert!(reason.contains("Choose a learning_rate below 0.05"), "{reason}");
    assert!(!child.model_files().keys().any(|name| name.ends_with(".params")), "nothing is stored that is no model");
}

#[test]
fn a_model_that_predicts_nothing_is_named_as_the_cause() {
    let reason = child_of_scaled(1e38).refused();
    assert!(reason.contains("The loss of the loaded model is not a number"), "{reason}");
}

#[test]
fn a_batch_beyond_the_memory_of_the_job_is_refused_with_one_that_fits() {
    let mut job = Job::new();
    job.set("num_layers", "50");
    job.set("mini_batch_size", "48");
    job.configure();
    let program = std::env::current_exe().expect("this program");
    let output = Command::new("/bin/sh")
        .args(["-c", "ulimit -d 655360; exec \"$@\"", "sh"])
        .arg(program)
        .args(["--exact", "limits::limited_process", "--nocapture"])
        .env(FOLDER, job.root())
        .output()
        .expect("a process");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(text.contains("A batch of 48 images needs"), "{text}");
    assert!(text.contains("Choose a mini_batch_size of"), "{text}");
}

/// What the test above starts. Without its variable there is nothing to do.
#[test]
fn limited_process() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let error = trainer::run(BuiltInAlgorithm::ImageClassification, folder.as_ref(), 7, &StopFlag::new(), &mut std::io::sink())
        .expect_err("no memory");
    println!("{error}");
}
