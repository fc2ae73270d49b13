//! Jobs that are asked to stop, and jobs that go on from their checkpoints.

use std::fs;

use super::scenes::{job, run_until};
use crate::support::Job;

fn two_epochs() -> Job {
    let mut job = job(4);
    job.set("epochs", "2");
    job.set("optimizer", "adadelta");
    job
}

#[test]
fn an_interrupted_job_ends_with_the_model_that_it_would_have_had() {
    let whole = two_epochs();
    let (expected, _) = whole.succeed();

    let before = two_epochs();
    fs::create_dir(before.root().join("checkpoints")).expect("a folder");
    let (report, log) = run_until(&before, "Epoch:    1, batches:      1");
    assert_eq!((report.epochs, report.stopped), (1, true));
    assert!(log.contains("Stop requested. Complete epochs: 1; batches of the next epoch: 1."), "{log}");
    // There is one file, and it holds the best epoch, not the unfinished one.
    assert!(log.contains("The model stays that of epoch 1, the best one."), "{log}");
    let kept = fs::read(before.root().join("checkpoints/model/model_algo_1-0001.params")).expect("the best");
    assert!(before.model_files()["model_algo_1-0000.params"] == kept);

    let after = two_epochs();
    fs::rename(before.root().join("checkpoints"), after.root().join("checkpoints")).expect("moved");
    let (report, log) = after.succeed();
    assert!(log.contains("Resuming after epoch 1 from the checkpoint in /opt/ml/checkpoints"), "{log}");
    assert!(!log.contains("Epoch:    0, "), "{log}");
    assert_eq!(report.validation_scores, expected.validation_scores);
    assert!(after.model_files() == whole.model_files(), "the models differ");
}

#[test]
fn a_job_that_stops_in_its_first_epoch_leaves_what_it_has_learned() {
    let job = job(4);
    let (report, log) = run_until(&job, "Epoch:    0, batches:      1");
    assert_eq!((report.epochs, report.parameters.len()), (0, 1));
    assert!(log.contains("Stop requested. Complete epochs: 0; batches of the next epoch: 1."), "{log}");
    assert!(job.model_files().contains_key("model_algo_1-0000.params"));
}

#[test]
fn a_job_that_stops_before_the_first_batch_leaves_no_parameters() {
    let job = job(2);
    let (report, log) = run_until(&job, "Final configuration");
    assert_eq!((report.epochs, report.parameters.len()), (0, 0));
    assert!(log.contains("there is no model to store"), "{log}");
    assert!(!job.model_files().contains_key("model_algo_1-0000.params"));
}
