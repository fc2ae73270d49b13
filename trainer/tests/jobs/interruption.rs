//! A service that takes the machine away from a job, and gives another one with the checkpoints alone.

use std::fs;

use trainer::Report;

use crate::support::Job;

/// A job without an interruption, and the attempt that went on behind one.
pub(crate) struct Interruption {
    pub(crate) whole: Job,
    pub(crate) after: Job,
    /// The log of the attempt that went on.
    pub(crate) log: String,
}

impl Interruption {
    /// Interrupts a job when a text is written to its log, calls `look` with the attempt, its report and its log, and asserts that the
    /// next attempt ends with the model that the job would have had.
    pub(crate) fn at(text: &str, job: impl Fn() -> Job, look: impl FnOnce(&Job, &Report, &str)) -> Self {
        let whole = job();
        let (expected, _) = whole.succeed();
        let before = job();
        fs::create_dir(before.root().join("checkpoints")).expect("a folder");
        let (report, log) = before.run_until(text);
        look(&before, &report, &log);
        let after = job();
        move_checkpoints(&before, &after);
        let (report, log) = after.succeed();
        assert_eq!(report.validation_scores, expected.validation_scores);
        assert!(after.model_files() == whole.model_files(), "the models differ");
        Self { whole, after, log }
    }
}

/// Gives the checkpoints of a job to another one.
pub(crate) fn move_checkpoints(from: &Job, to: &Job) {
    fs::rename(from.root().join("checkpoints"), to.root().join("checkpoints")).expect("moved");
}
