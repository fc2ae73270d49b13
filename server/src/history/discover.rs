//! Jobs made elsewhere in the account.

use std::time::Duration;

use domain::{Timestamp, description::Actor, event::EventKind};

use super::{
    History,
    refresh::RefreshError,
    request_row::{instance_type, planned_artifact},
};
use crate::{
    aws::convert::description::Description,
    db::{
        events::{self, NewEvent},
        jobs::{self, JobRow, LogState, NewJob, Origin},
        lookup, tags, target_state,
    },
};

/// Pages of the service's list that are read in one round; the next round goes on.
const MAX_PAGES_PER_ROUND: u32 = 5;
/// Jobs that one page can name, with room for those that were deleted.
const MAX_EXPECTED: u32 = 1_000;
/// A job created more recently than this may be missing from the service's list.
const SETTLED_AFTER: Duration = Duration::from_secs(60);
/// Jobs that ended longer ago than this keep their log at the service until somebody opens them.
const ASLEEP_AFTER: Duration = Duration::from_secs(24 * 60 * 60);

impl History {
    /// Lists jobs that were created since the last round and takes in those that the history does not know.
    pub(super) async fn discover(&self) -> Result<(), RefreshError> {
        let mut since = target_state::get(self.database.reader(), target_state::LISTED_UNTIL).await?;
        let mut next = None;
        for _ in 0..MAX_PAGES_PER_ROUND {
            let page = self.aws.list_training_jobs(since, next).await?;
            for listed in &page.jobs {
                let known = lookup::find(self.database.reader(), &listed.name).await?;
                let is_reused = known.as_ref().is_some_and(|row| is_another(row, listed.created_at));
                if (known.is_none() || is_reused)
                    && let Some(found) = self.aws.describe_training_job(&listed.name).await?
                {
                    if let Some(old) = known.filter(|_| is_reused) {
                        jobs::supersede(self.database.writer(), old.id, self.clock.now()).await?;
                    }
                    self.take_in(&found).await?;
                }
            }
            let newest = page.jobs.iter().map(|job| job.created_at).max().unwrap_or(since);
            target_state::set(self.database.writer(), target_state::LISTED_UNTIL, newest.max(since)).await?;
            next = page.next;
            if next.is_none() {
                break;
            }
            if newest > since {
                // The window moves on with what was read, so that no token has to be kept over a restart.
                since = newest;
                next = None;
            }
        }
        Ok(())
    }

    /// Reads one page of the service's list on from where the last round ended, from the oldest job to the newest and
    /// around again: a job that the page should name and does not was deleted, one in another state is read again, and one
    /// that seemed to be gone and is named is there.
    pub(super) async fn sweep(&self) -> Result<(), RefreshError> {
        let first = target_state::get(self.database.reader(), target_state::SWEPT_UNTIL).await?;
        let page = self.aws.list_training_jobs(first, None).await?;
        let newest = page.jobs.iter().map(|job| job.created_at).max();
        let (end, next) = match (&page.next, newest) {
            (Some(_), Some(newest)) if newest > first => (newest, newest),
            (Some(_), _) => (first, first.saturating_add(Duration::from_millis(1))),
            // The list may not have what was created just now.
            (None, _) => (self.clock.now().saturating_sub(SETTLED_AFTER), Timestamp::UNIX_EPOCH),
        };
        for name in lookup::expected(self.database.reader(), first, end, MAX_EXPECTED).await? {
            let listed = page.jobs.iter().find(|job| job.name == name);
            let Some(row) = lookup::find(self.database.reader(), &name).await? else { continue };
            let is_as_listed = listed.is_some_and(|listed| listed.status == row.status);
            if !is_as_listed && row.status().is_final() {
                // Describing it tells whether it is gone or changed.
                self.read_again(&row).await?;
            }
        }
        for name in lookup::vanished(self.database.reader(), first, end, MAX_EXPECTED).await? {
            let Some(listed) = page.jobs.iter().find(|job| job.name == name) else { continue };
            let row = lookup::find(self.database.reader(), &name).await?;
            if let Some(row) = row.filter(|row| !is_another(row, listed.created_at)) {
                self.read_again(&row).await?;
            }
        }
        target_state::set(self.database.writer(), target_state::SWEPT_UNTIL, next).await?;
        Ok(())
    }

    /// Asks for a job again. What the target refuses to tell of one job does not hold up the others.
    async fn read_again(&self, row: &JobRow) -> Result<(), RefreshError> {
        match self.refresh(row).await {
            Err(RefreshError::Target(failure)) if failure.concerns_one_thing() => {
                tracing::warn!(job = row.name, code = failure.code, "the job is not known in full");
                Ok(())
            }
            result => result,
        }
    }

    /// Adds a job that the target has and the history has not.
    pub(super) async fn take_in(&self, found: &Description) -> crate::db::Result<()> {
        let at = self.clock.now();
        let request = serde_json::to_string(&found.request).unwrap_or_else(|_| "{}".to_owned());
        let planned = planned_artifact(&found.request);
        let is_old = found.ended_at.is_some_and(|ended_at| at.since(ended_at) > ASLEEP_AFTER);
        let job = NewJob {
            name: &found.name,
            origin: Origin::Elsewhere,
            request: &request,
            algorithm: jobs::algorithm(&found.request),
            instance_type: instance_type(&found.request),
            created_at: found.created_at,
            model_source: found.request.model_location(),
            artifact: found.artifact.as_deref().or(planned.as_deref()),
            log_state: if is_old { LogState::Asleep } else { LogState::Open },
        };
        // A description has no tags; a job that may not be asked for them is shown without.
        let known_tags = match self.aws.tags(&found.arn).await {
            Ok(tags) => tags,
            Err(failure) => {
                tracing::warn!(job = found.name, code = failure.code, "the tags are not known");
                Vec::new()
            }
        };
        let mut transaction = self.database.begin().await?;
        if let Some(id) = jobs::insert(&mut transaction, &job).await? {
            tags::replace(&mut transaction, id, &known_tags).await?;
            let event = NewEvent::new(&found.name, at, EventKind::Discovered, Actor::Elsewhere, &found.arn);
            events::insert(&mut *transaction, &event).await?;
        }
        transaction.commit().await?;
        if let Some(row) = lookup::find(self.database.reader(), &found.name).await? {
            self.take_over(&row, found).await?;
        }
        self.announce(&found.name);
        Ok(())
    }
}

/// Whether a job of this creation time is another one than the row's: a deleted job's name was given to a new job.
fn is_another(row: &JobRow, created_at: Timestamp) -> bool {
    // Only a described row has the service's own time; the two answers may round it differently.
    row.described_at.is_some() && row.created_at.abs_diff(created_at) > Duration::from_secs(1)
}
