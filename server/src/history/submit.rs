//! Submitting: a request is stored, then sent until it is known to be a job or to be none, and never two.
//!
//! The job's name is the key, since the service has at most one job of a name. A request may be sent again once its name is
//! known to be free, and "the name is taken" by a job with our parameters means success.
//!
//! ```text
//! database                       service
//! row without ARN, Submitted
//!                         ─────▶ CreateTrainingJob
//! row with ARN, Accepted  ◀───── its ARN
//! row removed, Refused    ◀───── a refusal
//! row stays               ◀───── throttled: pause, send again, MAX_SEND_ATTEMPTS times at most
//! row stays               ◀──╳   lost, or a fault of the service: the name is settled
//!                         ─────▶ DescribeTrainingJob, MAX_SETTLE_ATTEMPTS times, the request may still be under way
//! row with ARN, Settled   ◀───── a job with our parameters
//! row removed, Settled    ◀───── a job with others: the name is taken
//! row stays               ◀───── no such job: send again
//! row stays without ARN   ◀──╳   nobody can say: the poller settles it (`refresh`)
//! ```
//!
//! `settlement` has what follows an answer, and a lost one. What breaks when a step moves:
//!
//! - Sending before storing: after a crash between the two a job runs that nobody here seems to have asked for.
//! - Sending again before settling: the first request may have made the job, and the second one is told as refused.
//! - Removing the row before settling: the job that exists after all is found later as one that was made elsewhere.
//! - Announcing before the commit: the pages read the state of before.

mod settlement;
#[cfg(test)]
mod tests;

use std::time::Duration;

use console::error::AppError;
use domain::{CreateTrainingJob, JobName, Violations, description::Actor, event::EventKind};

use self::settlement::{Settled, unsettled};
use super::{
    History,
    request_row::{new_job, planned_artifact, tags_of},
    same_request::is_same,
};
use crate::{
    aws::{error::Kind as FailureKind, refusal, training_jobs::Accepted},
    db::{
        documents,
        events::{self, NewEvent},
        jobs, lookup, tags,
    },
};

/// How often a request is sent when the service throttles it or fails.
const MAX_SEND_ATTEMPTS: u32 = 4;
/// The pause before something is tried again; doubled each time that a request is sent again.
const PAUSE: Duration = Duration::from_millis(if cfg!(test) { 10 } else { 500 });

impl History {
    /// Stores the request, sends it, and settles a lost answer by asking for the name.
    ///
    /// # Errors
    /// [`AppError::Invalid`] when the service refuses or the name is taken, [`AppError::Upstream`] when it fails.
    pub(crate) async fn submit(&self, request: CreateTrainingJob) -> Result<JobName, AppError> {
        let name = request.name().clone();
        let body = serde_json::to_string(&request).map_err(|error| AppError::Internal(error.to_string()))?;
        if !self.store(&request, &body).await? {
            return self.submitted_before(&name, &body).await;
        }
        self.send(&request, &body).await?;
        self.announce(name.as_str());
        self.wake.notify_one();
        Ok(name)
    }

    /// Sends a stored request, again after throttling and after faults that left no job.
    async fn send(&self, request: &CreateTrainingJob, body: &str) -> Result<(), AppError> {
        let name = request.name().as_str();
        let mut attempt = 0;
        loop {
            attempt += 1;
            let failure = match self.aws.create_training_job(request).await {
                Ok(answer) => return self.accepted(request, body, &answer, EventKind::Accepted).await,
                Err(failure) => failure,
            };
            let is_throttled = failure.kind == FailureKind::Throttled;
            // A name that is taken after an earlier try may be taken by that try.
            let may_exist = failure.is_outcome_unknown() || (attempt > 1 && failure.code == "ResourceInUse");
            if may_exist {
                match self.settle(request).await {
                    Settled::Exists(arn) => {
                        let answer = Accepted { arn, ..Accepted::default() };
                        return self.accepted(request, body, &answer, EventKind::Settled).await;
                    }
                    Settled::Taken => {
                        self.forget(name, EventKind::Settled, "another job has the name", None).await?;
                        return Err(self.taken(name));
                    }
                    Settled::Absent => {}
                    Settled::Unknown => return Err(unsettled(name, failure)),
                }
            } else if !is_throttled {
                self.forget(name, EventKind::Refused, &failure.message, failure.request_id.as_deref()).await?;
                return Err(refusal::of_create(failure, request, self.aws.region()));
            }
            if attempt == MAX_SEND_ATTEMPTS {
                let (kind, words) = match is_throttled {
                    true => (EventKind::Refused, failure.message.as_str()),
                    false => (EventKind::Settled, "the request never arrived"),
                };
                self.forget(name, kind, words, failure.request_id.as_deref()).await?;
                return Err(failure.into());
            }
            tokio::time::sleep(pause_before(attempt, name)).await;
        }
    }

    /// Stores a request before it is sent; `false` when the name has a row already.
    async fn store(&self, request: &CreateTrainingJob, body: &str) -> Result<bool, AppError> {
        let name = request.name().as_str();
        let at = self.clock.now();
        let artifact = planned_artifact(request);
        let mut transaction = self.database.begin().await?;
        // The target forgot the job of this name, so the name is free again there; here the old job stays as a record.
        let known = lookup::find(&mut *transaction, name).await?;
        if let Some(old) = known.filter(|row| row.vanished_at.is_some()) {
            jobs::supersede(&mut *transaction, old.id, at).await?;
        }
        let id = jobs::insert(&mut transaction, &new_job(request, body, artifact.as_deref(), at)).await?;
        if let Some(id) = id {
            tags::replace(&mut transaction, id, &tags_of(request)).await?;
            let event = NewEvent::new(name, at, EventKind::Submitted, Actor::Console, "");
            events::insert(&mut *transaction, &event).await?;
        }
        transaction.commit().await?;
        Ok(id.is_some())
    }

    /// A name that has a row: the same request again is the same job, anything else is a name that is taken.
    async fn submitted_before(&self, name: &JobName, body: &str) -> Result<JobName, AppError> {
        let row = lookup::find(self.database.reader(), name.as_str()).await?;
        let stored = match &row {
            Some(row) => documents::request(self.database.reader(), row.id).await?,
            None => String::new(),
        };
        match row {
            Some(row) if is_same(&stored, body) && !row.status().is_final() => Ok(name.clone()),
            _ => Err(self.taken(name.as_str())),
        }
    }

    fn taken(&self, name: &str) -> AppError {
        AppError::Invalid(Violations(vec![refusal::name_taken(name, self.aws.region())]))
    }
}

/// Twice as long each time, and different for each name, so that many requests that were throttled together do not
/// come back together.
fn pause_before(attempt: u32, name: &str) -> Duration {
    let spread = name.bytes().fold(0_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte))) % 100;
    let doubled = PAUSE.saturating_mul(1 << attempt.min(5));
    doubled + doubled.mul_f64(f64::from(spread) / 200.0)
}
