//! One job, asked for again.

use domain::S3Uri;

use super::{History, submit};
use crate::{
    aws::{convert::description::Description, error::Failure, objects::Head},
    db::{
        events::{self, Kind},
        jobs::{self, Described, JobRow},
        transitions,
    },
};

/// How long a request that was sent may be unknown to the target before it counts as never arrived, in milliseconds.
const ARRIVAL_LIMIT: i64 = 30_000;
/// How long after a job's end its log may still grow, in milliseconds.
const LATE_LINES: i64 = 60_000;

/// Why a job could not be brought up to date.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RefreshError {
    #[error("the target: {}", .0.message)]
    Target(Failure),
    #[error("the console's database: {0}")]
    Database(#[from] sqlx::Error),
}

impl From<Failure> for RefreshError {
    fn from(failure: Failure) -> Self {
        Self::Target(failure)
    }
}

impl History {
    /// Asks the target for a job and stores what changed; tells the listeners when something did.
    pub(crate) async fn refresh(&self, job: &JobRow) -> Result<(), RefreshError> {
        let Some(found) = self.aws.describe_training_job(&job.name).await? else {
            return self.unknown(job).await;
        };
        let mut changed = self.take_over(job, &found).await?;
        if job.log_state == "open" {
            // The engine's log is complete when the job is; CloudWatch may still receive lines for a while.
            let patience = if self.is_local { 0 } else { LATE_LINES };
            let has_ended = found.status.is_final() && found.ended_at.is_none_or(|ended_at| (self.now)() - ended_at >= patience);
            changed |= self.read_log(&job.name, has_ended).await?;
        }
        if found.status.is_final() && job.artifact_looked_at.is_none() {
            changed |= self.look_for_artifact(&job.name, found.artifact.as_deref().or(job.artifact.as_deref())).await?;
        }
        if changed {
            self.announce(&job.name);
        }
        Ok(())
    }

    /// Stores a description; gives whether it said anything new.
    pub(super) async fn take_over(&self, job: &JobRow, found: &Description) -> sqlx::Result<bool> {
        let at = (self.now)();
        let moved = job.status != found.status.as_str() || job.secondary_status != found.secondary_status;
        let known = transitions::of(self.database.reader(), &job.name).await?;
        if !moved && job.arn.is_some() && known == found.transitions && job.ended_at == found.ended_at {
            jobs::touch(self.database.writer(), &job.name, at).await?;
            return Ok(false);
        }
        let planned = submit::planned_artifact(&found.request);
        let described = Described {
            arn: &found.arn,
            status: found.status,
            secondary_status: &found.secondary_status,
            failure_reason: found.failure_reason.as_deref(),
            created_at: found.created_at,
            ended_at: found.ended_at,
            training_seconds: found.training_seconds,
            billable_seconds: found.billable_seconds,
            validation_accuracy: found.validation_accuracy,
            artifact: found.artifact.as_deref().or(planned.as_deref()),
            body: &found.body,
            at,
        };
        let mut transaction = self.database.begin().await?;
        jobs::describe(&mut transaction, &job.name, &described).await?;
        transitions::replace(&mut transaction, &job.name, &found.transitions).await?;
        if moved {
            let words = format!("{} · {}", found.status.as_str(), found.secondary_status);
            events::insert(&mut *transaction, &job.name, at, Kind::StatusChanged, &words).await?;
        }
        transaction.commit().await?;
        Ok(true)
    }

    /// The target does not know the job: the request never arrived, or the job was deleted.
    async fn unknown(&self, job: &JobRow) -> Result<(), RefreshError> {
        let at = (self.now)();
        let mut transaction = self.database.begin().await?;
        if job.is_submitting() {
            if at - job.created_at < ARRIVAL_LIMIT {
                return Ok(());
            }
            jobs::remove(&mut *transaction, &job.name).await?;
            events::insert(&mut *transaction, &job.name, at, Kind::Settled, "the request never arrived").await?;
        } else if job.status().is_final() {
            // A job that ended keeps its record; only the rest of its log and its artifact will not be learnt any more.
            jobs::set_log_state(&mut *transaction, &job.name, "complete").await?;
            jobs::look(&mut *transaction, &job.name, job.artifact_size, at).await?;
        } else {
            let reason = "The target no longer knows this job: it was deleted there, or the target's data was replaced.";
            jobs::vanish(&mut *transaction, &job.name, reason, at).await?;
            events::insert(&mut *transaction, &job.name, at, Kind::Vanished, reason).await?;
        }
        transaction.commit().await?;
        self.announce(&job.name);
        Ok(())
    }

    /// Looks whether the artifact is really there.
    pub(super) async fn look_for_artifact(&self, name: &str, artifact: Option<&str>) -> Result<bool, RefreshError> {
        let size = match artifact.and_then(|artifact| S3Uri::parse(artifact).ok()) {
            Some(object) => match self.aws.head(&object).await? {
                Head::Found(size) => i64::try_from(size).ok(),
                Head::Missing => None,
            },
            None => None,
        };
        jobs::look(self.database.writer(), name, size, (self.now)()).await?;
        Ok(true)
    }
}
