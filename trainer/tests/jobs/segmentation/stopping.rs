//! Jobs that are asked to stop, jobs that end early, and jobs that go on from their checkpoints.

use std::fs;

use super::scenes::{job, run_until};
use crate::support::Job;

fn two_epochs() -> Job {
    let mut job = job(3);
    job.set("epochs", "2");
    job.set("optimizer", "rmsprop");
    job.set("learning_rate", "0.0001");
    job
}

/// The second epoch begins with an image of the first, and values are dropped as in the job that was not interrupted.
#[test]
fn an_interrupted_job_ends_with_the_model_that_it_would_have_had() {
    let whole = two_epochs();
    let (expected, _) = whole.succeed();

    let before = two_epochs();
    fs::create_dir(before.root().join("checkpoints")).expect("a folder");
    let (report, log) = run_until(&before, "#progress_notice. epoch: 1, iterations: 1");
    assert_eq!((report.epochs, report.stopped), (1, true));
    assert!(log.contains("Stop requested. Complete epochs: 1; batches of the next epoch: 1."), "{log}");
    assert!(log.contains("The model stays that of epoch 1, the best one."), "{log}");

    let after = two_epochs();
    fs::rename(before.root().join("checkpoints"), after.root().join("checkpoints")).expect("moved");
    let (report, log) = after.succeed();
    assert!(log.contains("Resuming after epoch 1 from the checkpoint in /opt/ml/checkpoints"), "{log}");
    assert_eq!(report.validation_scores, expected.validation_scores);
    assert!(after.model_files() == whole.model_files(), "the models differ");
}

#[test]
fn a_job_that_stops_before_the_first_batch_leaves_no_parameters() {
    let job = job(2);
    let (report, log) = run_until(&job, "Final configuration");
    assert_eq!((report.epochs, report.parameters.len()), (0, 0));
    assert!(log.contains("there is no model to store"), "{log}");
    assert_eq!(job.model_files().keys().collect::<Vec<_>>(), ["hyperparams.json"]);
}

#[test]
fn a_job_that_does_not_improve_ends_early() {
    let mut job = job(2);
    let settings = [
        ("epochs", "9"),
        ("early_stopping", "True"),
        ("early_stopping_min_epochs", "1"),
        ("early_stopping_patience", "1"),
        ("early_stopping_tolerance", "0.9"),
    ];
    settings.into_iter().for_each(|(name, value)| job.set(name, value));
    job.set("learning_rate", "1e-7");
    let (report, log) = job.succeed();
    assert!(report.epochs < 9, "{report:?}");
    assert!(log.contains("the validation mIOU does not improve any more"), "{log}");
}
