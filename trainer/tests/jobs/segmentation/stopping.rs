//! Jobs that are asked to stop, jobs that end early, and jobs that go on from their checkpoints.

use super::scenes::job;
use crate::{interruption::Interruption, support::Job};

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
    let Interruption { log: after, .. } =
        Interruption::at("#progress_notice. epoch: 1, iterations: 1", two_epochs, |_, report, log| {
            assert_eq!(report.epochs, 1);
            assert!(log.contains("Stop requested. Complete epochs: 1; batches of the next epoch: 1."), "{log}");
            assert!(log.contains("The model stays that of epoch 1, the best one."), "{log}");
        });
    assert!(after.contains("Resuming after epoch 1 from the checkpoint in /opt/ml/checkpoints"), "{after}");
}

#[test]
fn a_job_that_stops_before_the_first_batch_leaves_no_parameters() {
    let job = job(2);
    let (report, log) = job.run_until("Final configuration");
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
