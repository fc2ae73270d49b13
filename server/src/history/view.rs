//! Rows into what the pages show.

use console::data::history::JobsFound;
use domain::{
    TrainingJobRequest,
    description::{Actor, Artifact, Parent, TrainingJobDetail, TrainingJobSummary},
    event::EventKind,
    job_query::JobQuery,
    log_line::MAX_EPOCH,
    wire::Tag,
};

use super::{History, progress};
use crate::db::{
    channel_data, defined_metrics, documents, events, final_metrics, job_list,
    jobs::{JobRow, Origin},
    lookup, metrics, tags, transitions,
};

/// Children whose names the page of a job gets.
const MAX_CHILDREN: u32 = 500;

/// A row of the list.
pub(super) fn summary(
    job: &JobRow,
    tags: Vec<(String, String)>,
    last_values: Vec<(String, f64)>,
    is_parent_superseded: bool,
) -> TrainingJobSummary {
    TrainingJobSummary {
        record: job.id,
        name: job.name.clone(),
        status: job.status(),
        secondary_status: job.secondary_status.clone(),
        algorithm: job.algorithm.clone().unwrap_or_default(),
        parent: job.model_source.clone().map(|artifact| Parent {
            job: job.parent_name.clone(),
            record: job.parent,
            is_superseded: is_parent_superseded,
            artifact,
        }),
        created_at: job.created_at,
        ended_at: job.ended_at,
        validation_accuracy: job.validation_accuracy,
        best: job.best_validation_accuracy.zip(best_epoch(job)),
        change: job.change,
        last_values,
        instance_type: job.instance_type.clone(),
        tags,
        billable_seconds: seconds(job.billable_seconds),
        origin: job.origin.into(),
        deleted_at: job.vanished_at,
        superseded: job.superseded_at.is_some(),
    }
}

/// The epoch of the best score; `None` for a number that no epoch has.
fn best_epoch(job: &JobRow) -> Option<u32> {
    job.best_epoch.and_then(|epoch| u32::try_from(epoch).ok()).filter(|epoch| (1..=MAX_EPOCH).contains(epoch))
}

/// The artifact as it was last seen; `None` when nobody looked.
pub(super) fn artifact(job: &JobRow) -> Option<Artifact> {
    Some(Artifact {
        uri: job.artifact.clone()?,
        size: seconds(job.artifact_size),
        etag: job.artifact_etag.clone(),
        sha256: job.artifact_sha256.clone(),
        is_replaced: job.artifact_replaced,
        looked_at: job.artifact_looked_at?,
    })
}

fn seconds(value: Option<i64>) -> Option<u64> {
    value.and_then(|value| u64::try_from(value).ok())
}

impl History {
    /// One page of the list.
    pub(crate) async fn find_jobs(&self, query: &JobQuery) -> crate::db::Result<JobsFound> {
        let reader = self.database.reader();
        let all = job_list::count(reader, &JobQuery::default()).await?;
        let total = if query.is_filtered() { job_list::count(reader, query).await? } else { all };
        let rows = job_list::page(reader, query, total, all).await?;
        Ok(JobsFound { rows: self.summaries(&rows).await?, total, all, read_at: self.clock.now() })
    }

    /// Rows of the list, with their tags.
    pub(crate) async fn summaries(&self, rows: &[JobRow]) -> crate::db::Result<Vec<TrainingJobSummary>> {
        let numbers: Vec<i64> = rows.iter().map(|row| row.id).collect();
        let parents: Vec<i64> = rows.iter().filter_map(|row| row.parent).collect();
        let mut tags = tags::of_all(self.database.reader(), &numbers).await?;
        let mut last_values = defined_metrics::last_values(self.database.reader(), &numbers).await?;
        let superseded = lookup::superseded_among(self.database.reader(), &parents).await?;
        let mut summary = |row: &JobRow| {
            let tags = tags.remove(&row.id).unwrap_or_default();
            let last_values = last_values.remove(&row.id).unwrap_or_default().into_iter().collect();
            summary(row, tags, last_values, row.parent.is_some_and(|parent| superseded.contains(&parent)))
        };
        Ok(rows.iter().map(&mut summary).collect())
    }

    /// The request of a job. One that cannot be read any more shows as an empty request.
    pub(crate) async fn request(&self, job: i64) -> crate::db::Result<TrainingJobRequest> {
        let request = documents::request(self.database.reader(), job).await?;
        Ok(serde_json::from_str(&request).unwrap_or_default())
    }

    /// The request of a job with its tags: a description, from which the request of a job made elsewhere is known, does not name
    /// them.
    pub(super) async fn request_with_tags(
        &self,
        job: &JobRow,
        summary: &TrainingJobSummary,
    ) -> crate::db::Result<TrainingJobRequest> {
        let mut request = self.request(job.id).await?;
        if request.tags.is_none() && job.origin != Origin::Console && !summary.tags.is_empty() {
            let tag = |(key, value): (String, String)| Tag { key: Some(key), value: Some(value), ..Tag::default() };
            request.tags = Some(summary.tags.iter().cloned().map(tag).collect());
        }
        Ok(request)
    }

    /// Everything that the database knows about a job.
    pub(crate) async fn detail(&self, job: &JobRow) -> crate::db::Result<TrainingJobDetail> {
        let reader = self.database.reader();
        let transitions = transitions::of(reader, job.id).await?;
        let summary = self.summaries(std::slice::from_ref(job)).await?.pop().unwrap_or_default();
        let request = self.request_with_tags(job, &summary).await?;
        let points = metrics::of(reader, job.id).await?;
        let trained = self.trained(job, &request, &points).await?;
        let (relaunch_of, relaunched_as) = events::relaunches(reader, &job.name, self.span_of(job).await?).await?;
        Ok(TrainingJobDetail {
            summary,
            arn: job.arn.clone(),
            // Nobody knows whether the job goes on while nothing is heard of it, so its estimate stays as it was.
            progress: trained.and_then(|trained| progress::of(job, &request, &trained, &transitions, self.known_present())),
            trained,
            request,
            transitions,
            metrics: points,
            defined_metrics: defined_metrics::shown(reader, job.id).await?,
            are_metrics_abandoned: job.metrics_abandoned,
            final_metrics: final_metrics::of(reader, job.id).await?,
            failure_reason: job.failure_reason.clone(),
            artifact: artifact(job),
            billable_seconds: seconds(job.billable_seconds),
            training_seconds: seconds(job.training_seconds),
            channels: channel_data::of(reader, job.id).await?,
            loaded_digest: job.loaded_sha256.clone(),
            was_deleted: job.vanished_at.is_some()
                && events::is_there(reader, &job.name, EventKind::DeleteRequested, Actor::Console, job.created_at).await?,
            relaunch_of,
            relaunched_as,
            children: lookup::children(reader, job.id, MAX_CHILDREN).await?,
            updated_at: job.described_at.unwrap_or(job.created_at),
            trouble: self.present_trouble().map(|trouble| trouble.sentence),
        })
    }
}
