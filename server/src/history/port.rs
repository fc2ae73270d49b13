//! What the pages call.

use std::time::Duration;

use async_trait::async_trait;
use console::{error::AppError, ports::TrainingJobs};
use domain::{
    CreateTrainingJob, JobKey, JobName, S3Uri, TrainingJobRequest,
    description::{Actor, LogLine, TrainingJobDetail, TrainingJobSummary},
    event::EventKind,
    image,
    incremental::{SourceJob, SourceModel},
    job_query::JobQuery,
    job_status::{JobAction, ModelPresence},
};

use super::History;
use crate::{
    aws::objects::Head,
    db::{
        events::{self, NewEvent},
        jobs::{self, JobRow, LogState},
        logs, lookup,
    },
};

/// How old a look for an artifact may be, in milliseconds, before a page asks again.
const ARTIFACT_AGE: i64 = 10_000;
/// How long a page waits for that look.
const ARTIFACT_TIMEOUT: Duration = Duration::from_secs(3);

#[async_trait]
impl TrainingJobs for History {
    async fn create(&self, request: CreateTrainingJob) -> Result<JobName, AppError> {
        // A task of its own: a browser that leaves ends its request, but must not cut a submission in half.
        let Some(history) = self.own.upgrade() else {
            return Err(AppError::Internal("The console is being stopped. Nothing was sent.".to_owned()));
        };
        tokio::spawn(async move { history.submit(request).await }).await.map_err(|error| {
            tracing::error!(%error, "a submission ended without a result");
            AppError::Internal("The submission was cut off. ArtifactProbe at the list of jobs before you try again.".to_owned())
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
        let event = NewEvent::new(name.as_str(), (self.now)(), EventKind::StopRequested, Actor::Console, "");
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
        let event = NewEvent::new(name.as_str(), (self.now)(), EventKind::DeleteRequested, Actor::Console, "");
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

    async fn source_model(&self, artifact: &S3Uri) -> Result<SourceModel, AppError> {
        let location = artifact.to_string();
        let row = self.maker(&location).await?;
        let exists = match self.aws.head(artifact).await {
            Ok(Head::Found(_)) => Some(true),
            Ok(Head::Missing) => Some(false),
            // Not being allowed to look is no proof: the role may.
            Err(_) => None,
        };
        let job = match &row {
            Some(row) => Some(source_job(row, self.request(row.id).await?)),
            None => None,
        };
        // A known job tells more than its archive does.
        let is_worth_reading = job.is_none() && exists == Some(true) && artifact.key().ends_with(".tar.gz");
        let reading = if is_worth_reading { self.archive_facts(artifact).await } else { None };
        let (archive, unreadable) = match reading {
            Some(Ok(facts)) => (Some(facts), None),
            Some(Err(reason)) => (None, Some(reason)),
            None => (None, None),
        };
        Ok(SourceModel { artifact: location, job, exists, archive, unreadable })
    }
}

impl History {
    /// A job's row, when the history has one.
    pub(super) async fn stored(&self, job: &JobKey) -> Result<Option<JobRow>, AppError> {
        let (reader, name) = (self.database.reader(), job.name.as_str());
        let row = match job.record {
            Some(record) => lookup::by_id(reader, record).await.map(|row| row.filter(|row| row.name == name)),
            None => lookup::find(reader, name).await,
        };
        Ok(row?)
    }

    /// A job's row; taken in from the target when the history does not know it yet.
    pub(super) async fn known(&self, job: &JobKey) -> Result<Option<JobRow>, AppError> {
        if let Some(row) = self.stored(job).await? {
            if row.log_state == LogState::Asleep {
                jobs::set_log_state(self.database.writer(), row.id, LogState::Open).await?;
                self.wake.notify_one();
            }
            return Ok(Some(row));
        }
        if job.record.is_some() {
            return Ok(None);
        }
        let name = job.name.as_str();
        let Some(found) = self.aws.describe_training_job(name).await? else { return Ok(None) };
        self.take_in(&found).await?;
        Ok(lookup::find(self.database.reader(), name).await?)
    }

    /// The row of an ended job, after another look for its artifact when the last one is old: an object may be deleted.
    pub(super) async fn with_fresh_artifact(&self, row: JobRow) -> Result<JobRow, AppError> {
        let is_old = row.artifact_looked_at.is_some_and(|looked_at| (self.now)() - looked_at > ARTIFACT_AGE);
        // What lies there may be a later job's.
        if !is_old || !row.status().is_final() || row.superseded_at.is_some() {
            return Ok(row);
        }
        match tokio::time::timeout(ARTIFACT_TIMEOUT, self.probe_artifact(&row, row.artifact.as_deref())).await {
            Ok(Ok(_)) => {
                let again = lookup::by_id(self.database.reader(), row.id).await?;
                Ok(again.unwrap_or(row))
            }
            // What was seen last stands until somebody can look again.
            Ok(Err(_)) | Err(_) => Ok(row),
        }
    }

    /// The job that made the model at a location; one that the history does not know yet is found by the form of its path.
    async fn maker(&self, artifact: &str) -> Result<Option<JobRow>, AppError> {
        if let Some(row) = lookup::by_artifact(self.database.reader(), artifact).await? {
            return Ok(Some(row));
        }
        let folder = artifact.strip_suffix("/output/model.tar.gz").and_then(|path| path.rsplit('/').next());
        let Some(name) = folder.and_then(|name| JobName::parse(name).ok()) else { return Ok(None) };
        Ok(self.known(&name.into()).await?.filter(|row| row.artifact.as_deref() == Some(artifact)))
    }

    /// A job with everything known, and whether nothing more will come.
    pub(crate) async fn live(&self, job: &JobKey) -> Result<Option<(TrainingJobDetail, bool)>, AppError> {
        let Some(row) = self.known(job).await? else { return Ok(None) };
        let is_complete = row.status().is_final() && row.log_state == LogState::Complete && row.artifact_looked_at.is_some();
        let detail = self.detail(&row).await?;
        Ok(Some((detail, is_complete || row.vanished_at.is_some())))
    }
}

fn source_job(row: &JobRow, request: TrainingJobRequest) -> SourceJob {
    SourceJob {
        name: row.name.clone(),
        status: row.status(),
        repository: request.training_image().and_then(image::repository).map(str::to_owned),
        uncompressed: request.output_data_config.as_ref().and_then(|output| output.compression_type.as_deref()) == Some("NONE"),
        hyperparameters: request.hyper_parameters.unwrap_or_default(),
    }
}

fn missing(name: &JobName) -> AppError {
    AppError::NotFound(format!("There is no training job called {name}."))
}
