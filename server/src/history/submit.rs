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
//! What breaks when a step moves:
//!
//! - Sending before storing: after a crash between the two a job runs that nobody here seems to have asked for.
//! - Sending again before settling: the first request may have made the job, and the second one is told as refused.
//! - Removing the row before settling: the job that exists after all is found later as one that was made elsewhere.
//! - Announcing before the commit: the pages read the state of before.

use std::time::Duration;

use console::error::AppError;
use domain::{
    CreateTrainingJob, JobName, S3Uri, Timestamp, TrainingJobRequest, Violations, description::Actor, event::EventKind,
};

use super::{
    History,
    same_request::{is_ours, is_same},
};
use crate::{
    aws::{
        error::{Failure, Kind as FailureKind},
        refusal,
        training_jobs::Accepted,
    },
    db::{
        documents,
        events::{self, NewEvent},
        jobs::{self, LogState, NewJob, Origin},
        lookup, tags,
    },
};

/// How often a request is sent when the service throttles it or fails.
const MAX_SEND_ATTEMPTS: u32 = 4;
/// How often the name is asked for after a lost answer: the request may still be under way.
const MAX_SETTLE_ATTEMPTS: u32 = 4;
/// The pause before something is tried again; doubled each time that a request is sent again.
const PAUSE: Duration = Duration::from_millis(if cfg!(test) { 10 } else { 500 });

/// What a lost answer turned out to mean.
enum Settled {
    /// The job exists; its ARN.
    Exists(String),
    /// Another job has the name.
    Taken,
    /// There is no job of the name.
    Absent,
    /// Nobody can say.
    Unknown,
}

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

    /// The answer was lost: the job exists, or it does not, or nobody can say yet.
    async fn settle(&self, request: &CreateTrainingJob) -> Settled {
        let mut found = Settled::Unknown;
        for attempt in 0..MAX_SETTLE_ATTEMPTS {
            if attempt > 0 {
                tokio::time::sleep(PAUSE).await;
            }
            found = match self.aws.describe_training_job(request.name().as_str()).await {
                Ok(Some(job)) if is_ours(&job, request) => return Settled::Exists(job.arn),
                Ok(Some(_)) => return Settled::Taken,
                Ok(None) => Settled::Absent,
                Err(_) => Settled::Unknown,
            };
        }
        found
    }

    fn taken(&self, name: &str) -> AppError {
        AppError::Invalid(Violations(vec![refusal::name_taken(name, self.aws.region())]))
    }

    async fn accepted(
        &self,
        request: &CreateTrainingJob,
        body: &str,
        answer: &Accepted,
        kind: EventKind,
    ) -> Result<(), AppError> {
        let name = request.name().as_str();
        let at = self.clock.now();
        let artifact = planned_artifact(request);
        let mut transaction = self.database.begin().await?;
        // The poller may have given the request up meanwhile; a job that exists has a row.
        let again = jobs::insert(&mut transaction, &new_job(request, body, artifact.as_deref(), at)).await?;
        if let Some(id) = again {
            tags::replace(&mut transaction, id, &tags_of(request)).await?;
        }
        jobs::accept(&mut transaction, name, &answer.arn).await?;
        if !answer.body.is_empty() {
            let stored = documents::answered(&mut *transaction, name, &answer.body, answer.request_id.as_deref()).await;
            stored?;
        }
        let event = NewEvent::new(name, at, kind, Actor::Service, &answer.arn);
        let event = NewEvent { request_id: answer.request_id.as_deref(), ..event };
        events::insert(&mut *transaction, &event).await?;
        Ok(transaction.commit().await?)
    }

    /// Removes a job that does not exist; the event stays, and an earlier job has the name again.
    pub(super) async fn forget(
        &self,
        name: &str,
        kind: EventKind,
        message: &str,
        request_id: Option<&str>,
    ) -> Result<(), AppError> {
        let mut transaction = self.database.begin().await?;
        if let Some(row) = lookup::find(&mut *transaction, name).await? {
            jobs::remove(&mut transaction, row.id).await?;
            jobs::restore(&mut *transaction, name).await?;
        }
        let event = NewEvent { request_id, ..NewEvent::new(name, self.clock.now(), kind, Actor::Service, message) };
        events::insert(&mut *transaction, &event).await?;
        Ok(transaction.commit().await?)
    }
}

/// The kind of machine that a request asks for.
pub(super) fn instance_type(request: &TrainingJobRequest) -> Option<&str> {
    request.resource_config.as_ref()?.instance_type.as_deref()
}

/// Keys and values of a request's tags.
fn tags_of(request: &TrainingJobRequest) -> Vec<(String, String)> {
    let tags = request.tags.iter().flatten();
    tags.filter_map(|tag| Some((tag.key.clone()?, tag.value.clone().unwrap_or_default()))).collect()
}

fn new_job<'a>(request: &'a CreateTrainingJob, body: &'a str, artifact: Option<&'a str>, at: Timestamp) -> NewJob<'a> {
    NewJob {
        name: request.name().as_str(),
        origin: Origin::Console,
        request: body,
        algorithm: jobs::algorithm(request),
        instance_type: instance_type(request),
        created_at: at,
        model_source: request.model_location(),
        artifact,
        log_state: LogState::Open,
    }
}

/// The row stays: the poller settles it as soon as the target answers. Nothing is sent again.
fn unsettled(name: &str, lost: Failure) -> AppError {
    AppError::Upstream {
        message: format!(
            "The answer was lost, so it is not known yet whether {name} was created. The console keeps asking; look at the list of \
             jobs before you try again."
        ),
        code: lost.code,
        details: lost.message,
        request_id: lost.request_id,
    }
}

/// Twice as long each time, and different for each name, so that many requests that were throttled together do not
/// come back together.
fn pause_before(attempt: u32, name: &str) -> Duration {
    let spread = name.bytes().fold(0_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte))) % 100;
    let doubled = PAUSE.saturating_mul(1 << attempt.min(5));
    doubled + doubled.mul_f64(f64::from(spread) / 200.0)
}

/// Where the service will store the model of this request.
pub(super) fn planned_artifact(request: &TrainingJobRequest) -> Option<String> {
    let path = request.output_data_config.as_ref()?.s3_output_path.as_deref()?;
    let name = request.training_job_name.as_deref()?;
    Some(S3Uri::parse(path).ok()?.model_artifact(name).to_string())
}

#[cfg(test)]
mod tests;
