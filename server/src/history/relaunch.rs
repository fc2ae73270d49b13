//! Which jobs were created to replace a failed one.

use domain::{JobName, Timestamp, description::Actor, event::EventKind, job_status::TrainingJobStatus};

use super::History;
use crate::db::{
    events::{self, NewEvent, Span},
    jobs::JobRow,
    lookup,
};

impl History {
    /// Connects a failed job with one that was created with its settings. A job that did not fail was only copied, and one whose name
    /// a later job has is no longer what events of the name are about.
    pub(crate) async fn remember_relaunch(&self, failed: &JobRow, created: &JobName) -> crate::db::Result<()> {
        if failed.status() != TrainingJobStatus::Failed || failed.superseded_at.is_some() || failed.name == created.as_str() {
            return Ok(());
        }
        let at = self.clock.now();
        let mut transaction = self.database.begin().await?;
        for (job, kind, other) in [
            (failed.name.as_str(), EventKind::Relaunched, created.as_str()),
            (created.as_str(), EventKind::RelaunchOf, failed.name.as_str()),
        ] {
            events::insert(&mut *transaction, &NewEvent::new(job, at, kind, Actor::Console, other)).await?;
        }
        transaction.commit().await?;
        self.announce(&failed.name);
        self.announce(created.as_str());
        Ok(())
    }

    /// From when to when the name of a job was its own.
    pub(crate) async fn span_of(&self, job: &JobRow) -> crate::db::Result<Span> {
        let from = lookup::superseded_before(self.database.reader(), job).await?;
        Ok(Span { from: from.unwrap_or(Timestamp::MIN), until: job.superseded_at.unwrap_or(Timestamp::MAX) })
    }
}
