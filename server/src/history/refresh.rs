//! One job, asked for again.

use std::time::Duration;

use console::error::AppError;
use domain::{
    S3Uri, Timestamp,
    description::{Actor, Metric, reading_started_at},
    event::EventKind,
    job_status::TrainingJobStatus,
};

use super::{History, request_row::planned_artifact};
use crate::{
    aws::{artifact::FoundArtifact, convert::description::Description, error::Failure},
    db::{
        events::{self, NewEvent},
        final_metrics,
        jobs::{self, ArtifactProbe, Described, JobRow, LogState},
        transitions,
    },
};

/// How long a request that was sent may be unknown to the target before it counts as never arrived.
const ARRIVAL_LIMIT: Duration = Duration::from_secs(30);
/// How long after a job's end its log may still grow.
const LATE_LINES: Duration = Duration::from_secs(60);

/// Why a job could not be brought up to date.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RefreshError {
    #[error("the target: {}", .0.message)]
    Target(Failure),
    #[error("the console's database: {0}")]
    Database(#[from] crate::db::Error),
}

impl From<Failure> for RefreshError {
    fn from(failure: Failure) -> Self {
        Self::Target(failure)
    }
}

impl From<RefreshError> for AppError {
    fn from(error: RefreshError) -> Self {
        match error {
            RefreshError::Target(failure) => failure.into(),
            RefreshError::Database(error) => error.into(),
        }
    }
}

impl History {
    /// Asks the target for a job and stores what changed; tells the listeners when something did.
    pub(crate) async fn refresh(&self, job: &JobRow) -> Result<(), RefreshError> {
        let Some(found) = self.aws.describe_training_job(&job.name).await? else {
            return self.unknown(job).await;
        };
        let mut changed = self.take_over(job, &found).await?;
        self.list_channels_when_due(job, reading_started_at(&found.transitions));
        if job.log_state == LogState::Open {
            // The engine's log is complete when the job is; CloudWatch may still receive lines for a while.
            let patience = if self.is_local { Duration::ZERO } else { LATE_LINES };
            let is_quiet = |ended_at: Timestamp| ended_at.saturating_add(patience) <= self.clock.now();
            let has_ended = found.status.is_final() && found.ended_at.is_none_or(is_quiet);
            changed |= self.read_log(job, found.created_at, has_ended).await?;
        }
        if found.status.is_final() && job.artifact_looked_at.is_none() {
            changed |= self.probe_artifact(job, found.artifact.as_deref().or(job.artifact.as_deref())).await?;
        }
        if changed {
            self.update_change(job.id).await?;
            self.announce(&job.name);
        }
        Ok(())
    }

    /// Stores a description; gives whether it said anything new.
    pub(super) async fn take_over(&self, job: &JobRow, found: &Description) -> crate::db::Result<bool> {
        let at = self.clock.now();
        let moved = job.status != found.status.as_str() || job.secondary_status != found.secondary_status;
        let reader = self.database.reader();
        let known = transitions::of(reader, job.id).await?;
        let known_metrics = final_metrics::of(reader, job.id).await?;
        if !moved
            && job.arn.is_some()
            && job.vanished_at.is_none()
            && known == found.transitions
            && known_metrics == found.final_metrics
            && job.ended_at == found.ended_at
        {
            jobs::touch(self.database.writer(), job.id, at).await?;
            return Ok(false);
        }
        let planned = planned_artifact(&found.request);
        let accuracy = found.final_metrics.iter().find(|metric| metric.name == Metric::ValidationAccuracy.word());
        let described = Described {
            arn: &found.arn,
            status: found.status,
            secondary_status: &found.secondary_status,
            failure_reason: found.failure_reason.as_deref(),
            created_at: found.created_at,
            ended_at: found.ended_at,
            training_seconds: found.training_seconds,
            billable_seconds: found.billable_seconds,
            validation_accuracy: accuracy.map(|metric| metric.value),
            artifact: found.artifact.as_deref().or(planned.as_deref()),
            body: &found.body,
            at,
        };
        let mut transaction = self.database.begin().await?;
        jobs::describe(&mut transaction, job.id, &described).await?;
        transitions::replace(&mut transaction, job.id, &found.transitions).await?;
        final_metrics::replace(&mut transaction, job.id, &found.final_metrics).await?;
        if job.vanished_at.is_some() {
            // It had only seemed to be gone: everything about it is learnt again.
            jobs::reopen(&mut *transaction, job.id).await?;
            let words = "The service knows the job again.";
            let event = NewEvent::new(&job.name, at, EventKind::Discovered, Actor::Service, words);
            events::insert(&mut *transaction, &event).await?;
        }
        if moved {
            let words = format!("{} · {}", found.status.as_str(), found.secondary_status);
            if is_being_stopped(found) && !self.stopped_it(job).await? {
                let event = NewEvent::new(&job.name, at, EventKind::StopRequested, Actor::Elsewhere, "");
                events::insert(&mut *transaction, &event).await?;
            }
            let event = NewEvent::new(&job.name, at, EventKind::StatusChanged, Actor::Service, &words);
            events::insert(&mut *transaction, &event).await?;
        }
        transaction.commit().await?;
        Ok(true)
    }

    /// The target does not know the job: the request never arrived, or the job was deleted.
    async fn unknown(&self, job: &JobRow) -> Result<(), RefreshError> {
        let at = self.clock.now();
        if job.is_submitting() && at < job.created_at.saturating_add(ARRIVAL_LIMIT) {
            return Ok(());
        }
        // Every account knows no jobs but its own: the answer counts while the credentials belong to the history's.
        self.aws.confirm_account().await?;
        let reader = self.database.reader();
        let asked = events::is_there(reader, &job.name, EventKind::DeleteRequested, Actor::Console, job.created_at).await?;
        let mut transaction = self.database.begin().await?;
        if job.is_submitting() {
            jobs::remove(&mut transaction, job.id).await?;
            jobs::restore(&mut *transaction, &job.name).await?;
            let event = NewEvent::new(&job.name, at, EventKind::Settled, Actor::Service, "the request never arrived");
            events::insert(&mut *transaction, &event).await?;
        } else {
            match job.status().is_final() {
                true => jobs::mark_deleted(&mut *transaction, job.id, at).await?,
                false => jobs::lose(&mut *transaction, job.id, at).await?,
            }
            if job.vanished_at.is_none() {
                let reason = match asked {
                    true => "It is deleted, as was asked here.",
                    false => "It was deleted there, or the target's data was replaced.",
                };
                let event = NewEvent::new(&job.name, at, EventKind::Vanished, Actor::Service, reason);
                events::insert(&mut *transaction, &event).await?;
            }
        }
        transaction.commit().await?;
        // The job may have stored its model before anybody saw its end. Its page looks again where S3 does not answer now.
        if !job.is_submitting()
            && job.artifact_looked_at.is_none()
            && let Err(error) = self.probe_artifact(job, job.artifact.as_deref()).await
        {
            tracing::warn!(%error, job = job.name, "the model could not be looked for");
        }
        self.announce(&job.name);
        Ok(())
    }

    /// Whether this console asked for the job's end.
    async fn stopped_it(&self, job: &JobRow) -> crate::db::Result<bool> {
        let reader = self.database.reader();
        events::is_there(reader, &job.name, EventKind::StopRequested, Actor::Console, job.created_at).await
    }

    /// Looks whether the artifact is really there, and notes when it came, went or became another one.
    pub(super) async fn probe_artifact(&self, job: &JobRow, artifact: Option<&str>) -> Result<bool, RefreshError> {
        let found = match artifact.and_then(|artifact| S3Uri::parse(artifact).ok()) {
            Some(object) => self.aws.find_artifact(&object).await?,
            None => None,
        };
        let at = self.clock.now();
        let size = found.as_ref().and_then(|found| i64::try_from(found.size).ok());
        let look = ArtifactProbe {
            size,
            etag: found.as_ref().and_then(|found| found.etag.as_deref()),
            sha256: found.as_ref().and_then(|found| found.sha256.as_deref()),
        };
        let mut transaction = self.database.begin().await?;
        jobs::record_artifact_probe(&mut *transaction, job.id, &look, at).await?;
        if let Some((kind, message)) = change(job, found.as_ref()) {
            events::insert(&mut *transaction, &NewEvent::new(&job.name, at, kind, Actor::Service, &message)).await?;
        }
        transaction.commit().await?;
        Ok(true)
    }
}

/// Whether somebody asked for the job's end; a limit of time ends jobs with another secondary status.
fn is_being_stopped(found: &Description) -> bool {
    match found.status {
        TrainingJobStatus::Stopping => found.secondary_status == "Stopping",
        TrainingJobStatus::Stopped => found.secondary_status == "Stopped",
        _ => false,
    }
}

/// What a look says that the last one did not. The tag that was seen first is that of the job's own object.
pub(super) fn change(job: &JobRow, found: Option<&FoundArtifact>) -> Option<(EventKind, String)> {
    let is_other =
        |found: &FoundArtifact| job.artifact_etag.as_ref().zip(found.etag.as_ref()).is_some_and(|(own, etag)| own != etag);
    match (job.artifact_size, found) {
        (_, Some(found)) if is_other(found) => {
            let message = format!("Another object is in its place, of {}.", console::format::bytes(found.size));
            (!job.artifact_replaced).then_some((EventKind::ArtifactChanged, message))
        }
        (None, Some(found)) => Some((EventKind::ArtifactFound, console::format::bytes(found.size))),
        (Some(_), None) => Some((EventKind::ArtifactChanged, "It is no longer there.".to_owned())),
        (Some(_), Some(_)) | (None, None) => None,
    }
}
