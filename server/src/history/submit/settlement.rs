//! What an answer to a request means for its row, and what a lost answer turns out to mean.

use console::error::AppError;
use domain::{CreateTrainingJob, description::Actor, event::EventKind};

use super::PAUSE;
use crate::{
    aws::{error::Failure, training_jobs::Accepted},
    db::{
        documents,
        events::{self, NewEvent},
        jobs, lookup, tags,
    },
    history::{
        History,
        request_row::{new_job, planned_artifact, tags_of},
        same_request::is_ours,
    },
};

/// How often the name is asked for after a lost answer: the request may still be under way.
const MAX_SETTLE_ATTEMPTS: u32 = 4;

/// What a lost answer turned out to mean.
pub(super) enum Settled {
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
    /// The answer was lost: the job exists, or it does not, or nobody can say yet.
    pub(super) async fn settle(&self, request: &CreateTrainingJob) -> Settled {
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

    /// Gives the row the job's ARN and the answer; adds the row where it is gone.
    pub(super) async fn accepted(
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

/// The row stays: the poller settles it as soon as the target answers. Nothing is sent again.
pub(super) fn unsettled(name: &str, lost: Failure) -> AppError {
    AppError::Upstream {
        refusal: None,
        message: format!(
            "The answer was lost, so it is not known yet whether {name} was created. The console keeps asking; look at the list of \
             jobs before you try again."
        ),
        code: lost.code,
        details: lost.message,
        request_id: lost.request_id,
    }
}
