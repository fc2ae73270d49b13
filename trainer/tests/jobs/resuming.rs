//! Jobs that are interrupted and go on from their checkpoints.

use std::fs;

use crate::{
    interruption::{Interruption, move_checkpoints},
    support::Job,
};

fn job(optimizer: &str, checkpoint_frequency: Option<&str>) -> Job {
    let mut job = Job::new();
    job.set("epochs", "5");
    job.set("optimizer", optimizer);
    job.set("learning_rate", "0.01");
    if let Some(frequency) = checkpoint_frequency {
        job.set("checkpoint_frequency", frequency);
    }
    job
}

#[test]
fn an_interrupted_job_ends_with_the_model_that_it_would_have_had() {
    for (optimizer, frequency) in [("sgd", None), ("adam", Some("2"))] {
        let job = || job(optimizer, frequency);
        let Interruption { whole, after, log } =
            Interruption::at("Epoch[2] Batch [2]", job, |_, report, _| assert_eq!(report.epochs, 2));
        assert!(log.contains("Resuming after epoch 2 from the checkpoint in /opt/ml/checkpoints"), "{log}");
        assert!(!log.contains("Epoch[1] ") && log.contains("Epoch[2] Train-accuracy"), "{log}");

        // Nothing is left to do for a third.
        let again = job();
        move_checkpoints(&after, &again);
        let (report, _) = again.succeed();
        assert_eq!(report.epochs, 5);
        assert!(again.model_files() == whole.model_files());
    }
}

#[test]
fn a_checkpoint_of_another_network_or_a_damaged_one_is_refused() {
    let first = job("sgd", None);
    fs::create_dir(first.root().join("checkpoints")).expect("a folder");
    first.succeed();
    let mut other = job("sgd", None);
    other.set("num_layers", "32");
    move_checkpoints(&first, &other);
    let reason = other.refused();
    assert!(reason.contains("The checkpoint cannot be used") && reason.contains("empty"), "{reason}");

    let damaged = job("sgd", None);
    move_checkpoints(&other, &damaged);
    fs::write(damaged.root().join("checkpoints/state.json"), b"{\"epochs\": 5}").expect("a file");
    assert!(damaged.refused().contains("state.json"));
}
