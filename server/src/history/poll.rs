//! The loop that keeps the history true.

use std::{sync::Arc, time::Duration};

use tokio_util::sync::CancellationToken;

use super::{History, refresh::RefreshError};
use crate::{aws::error::Failure, db::list};

/// Jobs that are asked for in one round; those unasked the longest come first.
const JOBS_IN_A_ROUND: u32 = 50;
/// Longest pause while the target does not answer.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

impl History {
    /// Asks the target for all open jobs, and now and then for jobs made elsewhere, until `ending`.
    pub(crate) async fn poll(self: Arc<Self>, ending: CancellationToken) {
        let (pause, rounds_between_discoveries) =
            if self.is_local { (Duration::from_millis(700), 4) } else { (Duration::from_secs(10), 6) };
        let mut failures = 0_u32;
        let mut round = 0_u32;
        while !ending.is_cancelled() {
            let result = self.round(round.is_multiple_of(rounds_between_discoveries)).await;
            round = round.wrapping_add(1);
            failures = self.note(result, failures);
            let pause = pause.saturating_mul(2_u32.saturating_pow(failures.min(8))).min(LONGEST_PAUSE.max(pause));
            tokio::select! {
                () = ending.cancelled() => {}
                () = self.wake.notified() => {}
                () = tokio::time::sleep(pause) => {}
            }
        }
    }

    /// Gives what the target refused to tell about single jobs.
    async fn round(&self, discovers: bool) -> Result<Option<Failure>, RefreshError> {
        if discovers {
            self.discover().await?;
            self.sweep().await?;
        }
        let mut refused = None;
        for job in list::open(self.database.reader(), JOBS_IN_A_ROUND).await? {
            match self.refresh(&job).await {
                // One bucket or log that may not be read does not keep the other jobs waiting.
                Err(RefreshError::Target(failure)) if failure.concerns_one_thing() => refused = Some(failure),
                result => result?,
            }
        }
        Ok(refused)
    }

    /// Tells the pages when the target stops or starts answering; gives how often it failed in a row.
    fn note(&self, result: Result<Option<Failure>, RefreshError>, failures: u32) -> u32 {
        let (trouble, failures) = match result {
            Ok(refused) => (refused.map(|failure| failure.sentence()), 0),
            Err(error) => {
                tracing::warn!(%error, "the history could not be brought up to date");
                let words = match &error {
                    RefreshError::Target(failure) => failure.sentence(),
                    RefreshError::Database(error) => error.sentence().to_owned(),
                };
                (Some(words), failures.saturating_add(1))
            }
        };
        if self.present_trouble() != trouble {
            self.set_trouble(trouble);
            // An empty name concerns every page.
            self.announce("");
        }
        failures
    }
}
