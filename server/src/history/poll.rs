//! The loop that keeps the history true.

use std::{
    sync::{Arc, PoisonError},
    time::Duration,
};

use console::data::history::Trouble;
use tokio_util::sync::CancellationToken;

use super::{History, refresh::RefreshError};
use crate::{aws::error::Failure, db::lookup};

/// Jobs that are asked for in one round; those unasked the longest come first.
const MAX_JOBS_PER_ROUND: u32 = 50;
/// The pause between two rounds: the embedded engine may be asked often, AWS throttles.
const LOCAL_INTERVAL: Duration = Duration::from_millis(700);
const AWS_INTERVAL: Duration = Duration::from_secs(10);
/// Rounds after which jobs made elsewhere are looked for again.
const LOCAL_ROUNDS_PER_DISCOVERY: u32 = 4;
const AWS_ROUNDS_PER_DISCOVERY: u32 = 6;
/// Longest pause while the target does not answer.
const MAX_PAUSE: Duration = Duration::from_secs(30);

impl History {
    /// Asks the target for all open jobs, and now and then for jobs made elsewhere, until `ending`.
    pub(crate) async fn poll(self: Arc<Self>, ending: CancellationToken) {
        let (interval, rounds_per_discovery) =
            if self.is_local { (LOCAL_INTERVAL, LOCAL_ROUNDS_PER_DISCOVERY) } else { (AWS_INTERVAL, AWS_ROUNDS_PER_DISCOVERY) };
        let mut failures = 0_u32;
        let mut round = 0_u32;
        while !ending.is_cancelled() {
            let result = self.round(round.is_multiple_of(rounds_per_discovery)).await;
            round = round.wrapping_add(1);
            failures = self.note(result, failures);
            let pause = interval.saturating_mul(2_u32.saturating_pow(failures.min(8))).min(MAX_PAUSE.max(interval));
            tokio::select! {
                () = ending.cancelled() => {}
                () = self.wake.notified() => {}
                () = tokio::time::sleep(pause) => {}
            }
        }
    }

    /// Gives what the target refused to tell about single jobs.
    async fn round(&self, discovers: bool) -> Result<Option<Failure>, RefreshError> {
        // Where nothing changes, nothing would be written that could fail.
        self.database.check_writable().await?;
        if discovers {
            self.discover().await?;
            self.sweep().await?;
        }
        let mut refused = None;
        for job in lookup::open(self.database.reader(), MAX_JOBS_PER_ROUND).await? {
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
            Ok(refused) => {
                *self.current_at.lock().unwrap_or_else(PoisonError::into_inner) = self.clock.now();
                (refused.map(|failure| Trouble { sentence: failure.sentence(), since: None }), 0)
            }
            Err(error) => {
                tracing::warn!(%error, "the history could not be brought up to date");
                let words = match &error {
                    RefreshError::Target(failure) => failure.sentence(),
                    RefreshError::Database(error) => error.sentence().to_owned(),
                };
                let since = *self.current_at.lock().unwrap_or_else(PoisonError::into_inner);
                (Some(Trouble { sentence: words, since: Some(since) }), failures.saturating_add(1))
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

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use console::ports::JobHistory;
    use domain::Clock;
    use serde_json::json;

    use super::*;
    use crate::testing::Target;

    #[tokio::test]
    async fn a_data_folder_that_was_deleted_is_a_trouble_although_nothing_changes() {
        let target = Target::start(|_, _| (200, json!({ "TrainingJobSummaries": [] }))).await;
        let history = &target.history;
        assert_eq!(history.note(history.round(true).await, 0), 0);
        for file in std::fs::read_dir(target.folder.path()).expect("a folder") {
            std::fs::remove_file(file.expect("a file").path()).expect("deleted");
        }
        assert_eq!(history.note(history.round(true).await, 0), 1);
        let trouble = history.trouble().expect("a trouble");
        assert!(trouble.sentence.contains("data folder"), "{trouble:?}");
    }

    #[tokio::test]
    async fn the_history_knows_since_when_it_is_out_of_date() {
        let answers = Arc::new(AtomicBool::new(true));
        let does_answer = answers.clone();
        let target = Target::start(move |operation, _| match operation {
            "ListTrainingJobs" if does_answer.load(Ordering::Relaxed) => (200, json!({ "TrainingJobSummaries": [] })),
            _ => (400, json!({ "__type": "ExpiredTokenException", "message": "expired" })),
        })
        .await;
        let history = &target.history;
        assert_eq!(history.note(history.round(true).await, 0), 0);
        let last = target.clock.now();
        assert_eq!(history.trouble(), None);

        answers.store(false, Ordering::Relaxed);
        target.clock.advance(Duration::from_secs(60));
        assert_eq!(history.note(history.round(true).await, 0), 1);
        target.clock.advance(Duration::from_secs(60));
        assert_eq!(history.note(history.round(true).await, 1), 2);
        let trouble = history.trouble().expect("a trouble");
        assert_eq!((trouble.since, history.known_present()), (Some(last), last), "{trouble:?}");

        answers.store(true, Ordering::Relaxed);
        assert_eq!(history.note(history.round(true).await, 2), 0);
        assert_eq!((history.trouble(), history.known_present()), (None, target.clock.now()));
    }
}
