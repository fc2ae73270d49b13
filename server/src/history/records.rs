//! The record of a job: stored, or taken in from the target when somebody asks for it first.

use std::time::Duration;

use console::error::AppError;
use domain::{
    JobKey, JobName, TrainingJobRequest,
    description::{TrainingJobDetail, TrainingJobSummary},
    image,
    incremental::SourceJob,
};

use super::History;
use crate::db::{
    jobs::{self, JobRow, LogState},
    lookup,
};

/// How old a look for an artifact may be before a page asks again.
const MAX_ARTIFACT_PROBE_AGE: Duration = Duration::from_secs(10);
/// How long a page waits for that look.
const ARTIFACT_TIMEOUT: Duration = Duration::from_secs(3);

impl History {
    /// A job's row, when the history has one.
    pub(crate) async fn stored(&self, job: &JobKey) -> Result<Option<JobRow>, AppError> {
        let (reader, name) = (self.database.reader(), job.name.as_str());
        let row = match job.record {
            Some(record) => lookup::by_id(reader, record).await.map(|row| row.filter(|row| row.name == name)),
            None => lookup::find(reader, name).await,
        };
        Ok(row?)
    }

    /// A job's row; taken in from the target when the history does not know it yet.
    pub(crate) async fn known(&self, job: &JobKey) -> Result<Option<JobRow>, AppError> {
        if let Some(row) = self.stored(job).await? {
            if row.log_state == LogState::Asleep {
                jobs::set_log_state(self.database.writer(), row.id, LogState::Open).await?;
                self.wake.notify_one();
            }
            if row.status().is_final() {
                self.list_channels_when_due(&row, None);
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

    /// The row of an ended job, after another look for its artifact when the last one is old: an object may be deleted. Where
    /// nobody looked, as for a record of another console, it is the first look.
    pub(crate) async fn with_fresh_artifact(&self, row: JobRow) -> Result<JobRow, AppError> {
        let is_old = row.artifact_looked_at.is_none_or(|looked_at| self.clock.now().since(looked_at) > MAX_ARTIFACT_PROBE_AGE);
        // In the place of a job whose name was given away may lie the next job's object, and nothing tells whose it is.
        let is_foreign = row.superseded_at.is_some() && row.artifact_etag.is_none();
        if !is_old || is_foreign || !row.status().is_final() {
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
    pub(crate) async fn maker(&self, artifact: &str) -> Result<Option<JobRow>, AppError> {
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

    /// One row of the list by the job's name; `None` when the history has none.
    pub(crate) async fn row(&self, name: &str) -> Result<Option<TrainingJobSummary>, AppError> {
        let row = lookup::find(self.database.reader(), name).await?;
        let Some(row) = row else { return Ok(None) };
        Ok(self.summaries(&[row]).await?.pop())
    }
}

/// What a form must know of the job that made a model.
pub(crate) fn source_job(row: &JobRow, request: TrainingJobRequest) -> SourceJob {
    SourceJob {
        name: row.name.clone(),
        status: row.status(),
        repository: request.training_image().and_then(image::repository).map(str::to_owned),
        uncompressed: request.output_data_config.as_ref().and_then(|output| output.compression_type.as_deref()) == Some("NONE"),
        hyperparameters: request.hyper_parameters.unwrap_or_default(),
    }
}
