//! Rows into what the pages show.

use domain::{
    TrainingJobRequest,
    algorithm::Algorithm,
    description::{Artifact, Parent, TrainingJobDetail, TrainingJobSummary},
};

use super::{History, progress};
use crate::db::{jobs::JobRow, list, metrics, transitions};

/// A row of the list.
pub(super) fn summary(job: &JobRow, parent: Option<String>) -> TrainingJobSummary {
    let request = request(job);
    let image = request.training_image().unwrap_or_default();
    TrainingJobSummary {
        name: job.name.clone(),
        status: job.status(),
        secondary_status: job.secondary_status.clone(),
        algorithm: Algorithm::of_image(image).map_or(image, |algorithm| algorithm.display).to_owned(),
        parent: job.model_source.clone().map(|artifact| Parent { job: parent, artifact }),
        created_at: job.created_at,
        ended_at: job.ended_at,
        validation_accuracy: job.validation_accuracy,
    }
}

/// The request of a row. A row that cannot be read any more shows as an empty request.
pub(super) fn request(job: &JobRow) -> TrainingJobRequest {
    serde_json::from_str(&job.request).unwrap_or_default()
}

impl History {
    /// Everything that the database knows about a job.
    pub(super) async fn detail(&self, job: &JobRow) -> sqlx::Result<TrainingJobDetail> {
        let reader = self.database.reader();
        let parent = match &job.model_source {
            Some(artifact) => {
                list::by_artifact(reader, artifact).await?.map(|parent| parent.name).filter(|name| *name != job.name)
            }
            None => None,
        };
        let transitions = transitions::of(reader, &job.name).await?;
        let children = match &job.artifact {
            Some(artifact) => list::children(reader, artifact).await?,
            None => Vec::new(),
        };
        let looked = job.artifact.clone().filter(|_| job.artifact_looked_at.is_some());
        let seconds = |value: Option<i64>| value.and_then(|value| u64::try_from(value).ok());
        Ok(TrainingJobDetail {
            summary: summary(job, parent),
            arn: job.arn.clone(),
            request: request(job),
            progress: progress::of(job, &transitions, (self.now)()),
            transitions,
            metrics: metrics::of(reader, &job.name).await?,
            failure_reason: job.failure_reason.clone(),
            artifact: looked.map(|uri| Artifact { uri, size: seconds(job.artifact_size) }),
            billable_seconds: seconds(job.billable_seconds),
            training_seconds: seconds(job.training_seconds),
            children,
            updated_at: job.described_at.unwrap_or(job.created_at),
            trouble: self.trouble(),
        })
    }
}
