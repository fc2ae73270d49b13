//! Jobs that are asked to stop.

use crate::support::Job;

fn stopped_at(text: &str) -> (Job, trainer::Report, String) {
    let mut job = Job::new();
    job.set("epochs", "1000");
    let (report, log) = job.run_until(text);
    (job, report, log)
}

#[test]
fn a_job_that_stops_within_an_epoch_leaves_a_model_that_can_be_continued() {
    let (job, report, log) = stopped_at("Epoch[2] Batch [2]");
    assert_eq!(report.epochs, 2);
    assert!(!log.contains("Epoch[2] Batch [3]"), "{log}");
    assert!(log.contains("Stop requested. Complete epochs: 2; batches of the next epoch: 2.\n"), "{log}");
    assert!(job.model_files().contains_key("image-classification-0003.params"));
    let mut child = Job::new();
    child.model(&job.model_archive());
    let (report, log) = child.succeed();
    assert!(report.loaded_score.is_some());
    assert!(log.contains("Loaded weights of epoch 3 from channel model (image-classification-0003.params)"), "{log}");
}

#[test]
fn an_epoch_that_is_stopped_in_its_validation_is_complete() {
    let (job, report, log) = stopped_at("Epoch[1] Train-cross-entropy");
    assert_eq!(report.epochs, 1);
    let said = "Stop requested. Complete epochs: 2; batches of the next epoch: 0. The last epoch was not validated.";
    assert!(log.contains(said), "{log}");
    assert!(job.model_files().contains_key("image-classification-0002.params"));
}

#[test]
fn a_job_that_stops_between_epochs_keeps_what_it_stored() {
    let (job, report, _) = stopped_at("Epoch[0] Validation-cross-entropy");
    assert_eq!(report.epochs, 1);
    assert!(job.model_files().contains_key("image-classification-0001.params"));
}

#[test]
fn a_job_that_stops_before_the_first_batch_leaves_no_parameters() {
    let (job, report, log) = stopped_at("Final configuration");
    assert_eq!((report.epochs, report.parameters.len()), (0, 0));
    assert!(log.contains("there is no model to store"), "{log}");
    assert!(!job.model_files().keys().any(|name| name.ends_with(".params")));
}
