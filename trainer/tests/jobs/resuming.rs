//! Jobs that are interrupted and go on from their checkpoints.

use std::{fs, io::Write};

use trainer::StopFlag;

use crate::support::Job;

/// Asks the job to stop when a text is written.
struct StopAt<'a>(&'a str, &'a StopFlag, String);

impl Write for StopAt<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.2.push_str(&String::from_utf8_lossy(bytes));
        if self.2.contains(self.0) {
            self.1.request();
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

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

/// A service that takes the machine away, and gives another one with the checkpoints alone.
#[test]
fn an_interrupted_job_ends_with_the_model_that_it_would_have_had() {
    for (optimizer, frequency) in [("sgd", None), ("adam", Some("2"))] {
        let whole = job(optimizer, frequency);
        let (expected, _) = whole.succeed();

        let before = job(optimizer, frequency);
        fs::create_dir(before.root().join("checkpoints")).expect("a folder");
        let stop = StopFlag::new();
        let mut output = StopAt("Epoch[2] Batch [2]", &stop, String::new());
        let report = before.run_with(&stop, &mut output).expect("it stops");
        assert_eq!((report.epochs, report.stopped), (2, true));

        let after = job(optimizer, frequency);
        fs::rename(before.root().join("checkpoints"), after.root().join("checkpoints")).expect("moved");
        let (report, log) = after.succeed();
        assert!(log.contains("Resuming after epoch 2 from the checkpoint in /opt/ml/checkpoints"), "{log}");
        assert!(!log.contains("Epoch[1] ") && log.contains("Epoch[2] Train-accuracy"), "{log}");
        assert_eq!(report.validation_scores, expected.validation_scores);
        assert!(after.model_files() == whole.model_files(), "{optimizer}: the models differ");

        // Nothing is left to do for a third.
        let again = job(optimizer, frequency);
        fs::rename(after.root().join("checkpoints"), again.root().join("checkpoints")).expect("moved");
        let (report, _) = again.succeed();
        assert_eq!(report.epochs, 5);
        assert!(again.model_files() == whole.model_files());
    }
}

#[test]
fn a_checkpoint_of_another_network_or_a_damaged_one_is_refused() {
    let first = job("sgd", None);
    let folder = first.root().join("checkpoints");
    fs::create_dir(&folder).expect("a folder");
    first.succeed();
    let mut other = job("sgd", None);
    other.set("num_layers", "32");
    fs::rename(&folder, other.root().join("checkpoints")).expect("moved");
    let reason = other.refused();
    assert!(reason.contains("The checkpoint cannot be used") && reason.contains("empty"), "{reason}");

    let damaged = job("sgd", None);
    fs::rename(other.root().join("checkpoints"), damaged.root().join("checkpoints")).expect("moved");
    fs::write(damaged.root().join("checkpoints/state.json"), b"{\"epochs\": 5}").expect("a file");
    assert!(damaged.refused().contains("state.json"));
}
