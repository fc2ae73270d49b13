//! Jobs that are asked to stop, and jobs that go on from their checkpoints.

use std::fs;

use super::scenes::job;
use crate::{interruption::Interruption, support::Job};

fn two_epochs() -> Job {
    // Two batches an epoch.
    let mut job = job(2);
    job.set("mini_batch_size", "1");
    job.set("epochs", "2");
    job.set("optimizer", "adadelta");
    job
}

#[test]
fn an_interrupted_job_ends_with_the_model_that_it_would_have_had() {
    let Interruption { log: after, .. } = Interruption::at("Epoch:    1, batches:      1", two_epochs, |before, report, log| {
        assert_eq!(report.epochs, 1);
        assert!(log.contains("Stop requested. Complete epochs: 1; batches of the next epoch: 1."), "{log}");
        // There is one file, and it holds the best epoch, not the unfinished one.
        assert!(log.contains("The model stays that of epoch 1, the best one."), "{log}");
        let kept = fs::read(before.root().join("checkpoints/model/model_algo_1-0001.params")).expect("the best");
        assert!(before.model_files()["model_algo_1-0000.params"] == kept);
    });
    assert!(after.contains("Resuming after epoch 1 from the checkpoint in /opt/ml/checkpoints"), "{after}");
    assert!(!after.contains("Epoch:    0, "), "{after}");
}

#[test]
fn a_job_that_stops_in_its_first_epoch_leaves_what_it_has_learned() {
    let mut job = job(2);
    job.set("mini_batch_size", "1");
    let (report, log) = job.run_until("Epoch:    0, batches:      1");
    assert_eq!((report.epochs, report.parameters.len()), (0, 1));
    assert!(log.contains("Stop requested. Complete epochs: 0; batches of the next epoch: 1."), "{log}");
    assert!(job.model_files().contains_key("model_algo_1-0000.params"));
}

#[test]
fn a_job_that_stops_before_the_first_batch_leaves_no_parameters() {
    let job = job(2);
    let (report, log) = job.run_until("Final configuration");
    assert_eq!((report.epochs, report.parameters.len()), (0, 0));
    assert!(log.contains("there is no model to store"), "{log}");
    assert!(!job.model_files().contains_key("model_algo_1-0000.params"));
}
