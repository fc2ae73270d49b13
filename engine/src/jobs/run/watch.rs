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

/// Looks in a row that may fail: half a minute. A damaged file is no reason to give up at once a training that goes on by itself;
/// longer, nobody would know of its end. A full disk is waited for without end.
const PATIENCE: u32 = 300;

/// What is still to do while the trainer runs.
struct Watch {
    /// When its spot capacity is taken away, in Unix milliseconds.
    interruption: Option<i64>,
    /// Whether the job says already that its time is over.
    is_told: bool,
}

impl Attempt {
    /// Waits until the trainer has ended; gives nothing when nobody knows how. Where the engine cannot look for long it asks the
    /// trainer to stop, so that none runs on behind a job that has failed.
    pub(super) async fn watch(
        &self,
        request: &TrainingJobRequest,
        checkpoints: &mut Option<Checkpoints>,
    ) -> Result<Option<Exit>, JobError> {
        let row = db::jobs::get(self.jobs.account().database.reader(), &self.job.id).await?;
        let started = row.attempt_started_at.unwrap_or_else(|| self.now());
        let interruption = spot::interruption(request, self.job.attempt).map(|after| started + after);
        let mut watch = Watch { interruption, is_told: false };
        let mut interval = tokio::time::interval(launch::INTERVAL);
        let mut failures = 0;
        loop {
            interval.tick().await;
            match self.look(&mut watch).await {
                Ok(Observation::Ended(exit)) => return Ok(Some(exit)),
                Ok(Observation::Lost) => return Ok(None),
                Ok(Observation::Lives { .. }) => failures = 0,
                Err(error) if error.temporary_cause().is_some() => continue,
                Err(error) if failures < PATIENCE => {
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

    /// Looks once, and does what is due. What failed is due the next time too.
    async fn look(&self, watch: &mut Watch) -> Result<Observation, JobError> {
        let observation = launch::observe(&self.folder).await?;
        if let Observation::Lives { timed_out } = observation {
            if timed_out && !watch.is_told {
                // `false` means that somebody asked it to stop already.
                self.advance(JobStep::Stopping).await?;
                watch.is_told = true;
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
