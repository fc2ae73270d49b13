//! Waiting for the end of a trainer.

use std::fs;

use domain::TrainingJobRequest;

use super::Attempt;
use crate::{
    blocking::blocking,
    db,
    db::records::JobStep,
    jobs::{checkpoints::Checkpoints, failure::JobError, spot},
    process::{
        launch::{self, Observation},
        spec::Exit,
    },
};

/// Observations in a row that may fail: half a minute. A damaged file must not end a training at once, but after a longer time
/// nobody would notice its end. A full disk does not count.
const MAX_FAILURES: u32 = 300;

/// The tasks that are left while the trainer runs.
struct Watch {
    /// The time at which the spot capacity is taken away, in Unix milliseconds.
    interruption: Option<i64>,
    /// Whether the job's status already says that its time is over.
    is_reported: bool,
}

impl Attempt {
    /// Waits until the trainer has ended; `None` when nobody knows how it ended. When the engine cannot observe the trainer for
    /// a long time, it asks the trainer to stop, so that no trainer outlives a failed job.
    pub(super) async fn watch(
        &self,
        request: &TrainingJobRequest,
        checkpoints: &mut Option<Checkpoints>,
    ) -> Result<Option<Exit>, JobError> {
        let row = db::jobs::get(self.jobs.account().database.reader(), &self.job.id).await?;
        let started = row.attempt_started_at.unwrap_or_else(|| self.now());
        let interruption = spot::interruption(request, self.job.attempt).map(|after| started + after);
        let mut watch = Watch { interruption, is_reported: false };
        let mut interval = tokio::time::interval(launch::INTERVAL);
        let mut failures = 0;
        loop {
            interval.tick().await;
            match self.observe(&mut watch).await {
                Ok(Observation::Ended(exit)) => return Ok(Some(exit)),
                Ok(Observation::Lost) => return Ok(None),
                Ok(Observation::Lives { .. }) => failures = 0,
                Err(error) if error.temporary_cause().is_some() => continue,
                Err(error) if failures < MAX_FAILURES => {
                    if failures == 0 {
                        tracing::warn!(job = self.job.name, reason = error.reason(), "a running job cannot be looked at");
                    }
                    failures += 1;
                    continue;
                }
                Err(error) => {
                    if let Err(error) = self.jobs.ask_to_stop(&self.job.id).await {
                        tracing::error!(job = self.job.name, %error, "a trainer that cannot be watched cannot be stopped");
                    }
                    return Err(error);
                }
            }
            if let Some(checkpoints) = checkpoints {
                checkpoints.keep_up(self).await;
            }
        }
    }

    /// Observes the supervisor once and does the tasks that are due. A task that failed stays due.
    async fn observe(&self, watch: &mut Watch) -> Result<Observation, JobError> {
        let observation = launch::observe(&self.folder).await?;
        if let Observation::Lives { timed_out } = observation {
            if timed_out && !watch.is_reported {
                // `false` means that the job was already asked to stop.
                self.advance(JobStep::Stopping).await?;
                watch.is_reported = true;
            }
            if watch.interruption.is_some_and(|time| time <= self.now()) {
                let file = self.folder.interrupt();
                blocking(move || fs::write(file, b"")).await?;
                watch.interruption = None;
            }
        }
        Ok(observation)
    }
}
