//! Creating, showing, stopping and deleting jobs: the port over the history.

use async_trait::async_trait;
use console::{error::AppError, ports::TrainingJobs};
use domain::{
    CreateTrainingJob, JobKey, JobName, S3Uri,
    description::{Actor, LogLine, TrainingJobDetail, TrainingJobSummary},
    event::EventKind,
    incremental::SourceModel,
    job_query::JobQuery,
    job_status::{JobAction, ModelPresence},
};

use crate::{
    aws::objects::Head,
    db::{
        events::{self, NewEvent},
        logs,
    },
    history::{History, source_job},
};

#[async_trait]
impl TrainingJobs for History {
    async fn create(&self, request: CreateTrainingJob) -> Result<JobName, AppError> {
        // A task of its own: a browser that leaves ends its request, but must not cut a submission in half.
        let Some(history) = self.own.upgrade() else {
            return Err(AppError::Internal("The console is being stopped. Nothing was sent.".to_owned()));
        };
        tokio::spawn(async move { history.submit(request).await }).await.map_err(|error| {
            tracing::error!(%error, "a submission ended without a result");
            AppError::Internal("The submission was cut off. Look at the list of jobs before you try again.".to_owned())
        })?
    }

    async fn describe(&self, job: &JobKey) -> Result<Option<TrainingJobDetail>, AppError> {
        match self.known(job).await? {
            Some(row) => {
                let row = self.with_fresh_artifact(row).await?;
                Ok(Some(self.detail(&row).await?))
            }
            None => Ok(None),
        }
    }

    async fn list(&self, offset: u32, limit: u32) -> Result<(Vec<TrainingJobSummary>, u32), AppError> {
        let rows = limit.max(1);
        let query = JobQuery { page: offset / rows + 1, rows, ..JobQuery::default() };
        let found = self.find_jobs(&query).await?;
        Ok((found.rows, found.total))
    }

    async fn is_taken(&self, name: &JobName) -> Result<bool, AppError> {
        Ok(self.known(&name.clone().into()).await?.is_some_and(|row| row.vanished_at.is_none()))
    }

    async fn stop(&self, name: &JobName) -> Result<(), AppError> {
        let row = self.known(&name.clone().into()).await?.ok_or_else(|| missing(name))?;
        JobAction::Stop.allowed(row.status(), ModelPresence::NotLooked).map_err(|reason| AppError::Refused(reason.to_owned()))?;
        self.aws.stop_training_job(name.as_str()).await?;
        let event = NewEvent::new(name.as_str(), self.clock.now(), EventKind::StopRequested, Actor::Console, "");
        events::insert(self.database.writer(), &event).await?;
        if let Err(error) = self.refresh(&row).await {
            tracing::warn!(%error, "the stopped job could not be brought up to date at once");
        }
        self.wake.notify_one();
        Ok(())
    }

    async fn delete(&self, name: &JobName) -> Result<(), AppError> {
        let row = self.known(&name.clone().into()).await?.ok_or_else(|| missing(name))?;
        JobAction::Delete
            .allowed(row.status(), ModelPresence::NotLooked)
            .map_err(|reason| AppError::Refused(reason.to_owned()))?;
        self.aws.delete_training_job(name.as_str()).await?;
        let event = NewEvent::new(name.as_str(), self.clock.now(), EventKind::DeleteRequested, Actor::Console, "");
        events::insert(self.database.writer(), &event).await?;
        if let Err(error) = self.refresh(&row).await {
            tracing::warn!(%error, "the deleted job could not be brought up to date at once");
        }
        self.wake.notify_one();
        Ok(())
    }

    async fn log_length(&self, job: &JobKey) -> Result<u64, AppError> {
        let Some(row) = self.stored(job).await? else { return Ok(0) };
        let length = logs::next_number(self.database.reader(), row.id).await?;
        Ok(u64::try_from(length).unwrap_or_default())
    }

    async fn log(&self, job: &JobKey, from: u64, limit: u32) -> Result<Vec<LogLine>, AppError> {
        let Some(row) = self.stored(job).await? else { return Ok(Vec::new()) };
        Ok(logs::lines(self.database.reader(), row.id, from, limit).await?)
    }

    async fn log_tail(&self, job: &JobKey, end: u64, limit: u32) -> Result<Vec<LogLine>, AppError> {
        let Some(row) = self.stored(job).await? else { return Ok(Vec::new()) };
        Ok(logs::last_lines(self.database.reader(), row.id, end, limit).await?)
    }

    async fn source_model(&self, artifact: &S3Uri) -> Result<SourceModel, AppError> {
        let location = artifact.to_string();
        let row = self.maker(&location).await?;
        let (exists, size) = match self.aws.head(artifact).await {
            Ok(Head::Found(size)) => (Some(true), Some(size)),
            Ok(Head::Missing) => (Some(false), None),
            // Not being allowed to look is no proof: the role may.
            Err(_) => (None, None),
        };
        let job = match &row {
            Some(row) => Some(source_job(row, self.request(row.id).await?)),
            None => None,
        };
        Ok(SourceModel { artifact: location, job, exists, size, archive: None, unreadable: None })
    }
}

fn missing(name: &JobName) -> AppError {
    AppError::NotFound(format!("There is no training job called {name}."))
}
