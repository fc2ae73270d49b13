//! The generations above and below a job, and whether it really went on from its parent.

use console::job::improvement::improvement;
use domain::{
    artifact::WeightsDistance,
    description::{TrainingJobDetail, TrainingJobSummary},
    diff,
    improvement::Change,
    lineage::{self, Generation, Lineage, MAX_GENERATIONS, MAX_RELATIVES, Relative},
    warm_start::{Evidence, Proof, WeightDistance},
};

use super::History;
use crate::db::{
    artifacts, channel_data,
    jobs::{self, JobRow},
    lineage as relatives, lookup, metrics, transitions,
};

impl History {
    /// The family of a job, with the curves of the line that leads to it.
    pub(crate) async fn family(&self, job: &JobRow) -> crate::db::Result<Lineage> {
        let reader = self.database.reader();
        // One more than is shown tells whether there are more.
        let mut found = relatives::family(reader, job.id, MAX_GENERATIONS, MAX_RELATIVES + 1).await?;
        let limit = usize::try_from(MAX_RELATIVES).unwrap_or(usize::MAX);
        let is_cut = found.len() > limit;
        found.truncate(limit);
        let rows: Vec<JobRow> = found.iter().map(|relative| relative.job.clone()).collect();
        let summaries = self.summaries(&rows).await?;
        let above = found.iter().zip(&summaries).filter(|(relative, _)| relative.generation <= 0);
        let line: Vec<_> = above.map(|(relative, summary)| (&relative.job, summary)).collect();
        let foreign = line.first().filter(|(first, _)| first.parent.is_none()).and_then(|(first, _)| first.model_source.clone());
        let line = self.generations(&line).await?;
        let relatives = found
            .iter()
            .zip(summaries)
            .map(|(row, job)| Relative { job, generation: row.generation, parent: row.job.parent })
            .collect();
        Ok(Lineage { relatives, line, foreign, is_cut })
    }

    async fn generations(&self, line_above: &[(&JobRow, &TrainingJobSummary)]) -> crate::db::Result<Vec<Generation>> {
        let mut line = Vec::new();
        let mut before: Option<TrainingJobDetail> = None;
        for (job, summary) in line_above {
            let detail = self.compared(job, summary).await?;
            let differences = before.as_ref().map(|before| diff::between(&before.request, &detail.request)).unwrap_or_default();
            let data = before.as_ref().map(|before| detail.data_since(before)).unwrap_or_default();
            line.push(Generation {
                job: detail.summary.clone(),
                first: 0,
                epochs: 0,
                metrics: detail.metrics.clone(),
                differences,
                data,
            });
            before = Some(detail);
        }
        lineage::stitch(&mut line);
        Ok(line)
    }

    /// A job with what a comparison with the one before it reads, and no more: a line has up to [`MAX_GENERATIONS`] jobs.
    async fn compared(&self, job: &JobRow, summary: &TrainingJobSummary) -> crate::db::Result<TrainingJobDetail> {
        let reader = self.database.reader();
        Ok(TrainingJobDetail {
            summary: summary.clone(),
            request: self.request_with_tags(job, summary).await?,
            transitions: transitions::of(reader, job.id).await?,
            metrics: metrics::of(reader, job.id).await?,
            channels: channel_data::of(reader, job.id).await?,
            ..TrainingJobDetail::default()
        })
    }

    /// Works out anew how much an ended job's score rose from the model that it started from. A job that runs has stored none.
    pub(super) async fn update_change(&self, id: i64) -> crate::db::Result<()> {
        let Some(job) = lookup::by_id(self.database.reader(), id).await? else { return Ok(()) };
        if job.model_source.is_none() || !job.status().is_final() {
            return Ok(());
        }
        let (detail, parent) = self.with_parent(&job).await?;
        let change = improvement(&detail, parent.as_ref()).and_then(|found| found.change()).map(Change::difference);
        if change != job.change {
            jobs::set_change(self.database.writer(), id, change).await?;
        }
        Ok(())
    }

    /// The warm start's proof; `None` when the job has no model channel.
    pub(crate) async fn proof(&self, job: &JobRow) -> crate::db::Result<Option<Proof>> {
        let (detail, parent) = self.with_parent(job).await?;
        let Some(given) = &detail.summary.parent else { return Ok(None) };
        let distance = self.measured_distance(parent.as_ref(), &given.artifact, job).await?;
        let evidence = Evidence { distance, ..Evidence::of(&detail, parent.as_ref()) };
        Ok(Some(evidence.judge(given.name())))
    }

    /// A job with the one whose model it was given, where that is known.
    async fn with_parent(&self, job: &JobRow) -> crate::db::Result<(TrainingJobDetail, Option<TrainingJobDetail>)> {
        let parent = match job.parent {
            Some(parent) => lookup::by_id(self.database.reader(), parent).await?,
            None => None,
        };
        let parent = match parent {
            Some(parent) => Some(self.detail(&parent).await?),
            None => None,
        };
        Ok((self.detail(job).await?, parent))
    }

    /// How far the weights moved, where the archives were compared: that reads both, so it happens on request only.
    ///
    /// Between the objects that the jobs stored: others may be in their places now.
    async fn measured_distance(
        &self,
        parent: Option<&TrainingJobDetail>,
        source: &str,
        job: &JobRow,
    ) -> crate::db::Result<Option<WeightDistance>> {
        let Some(artifact) = job.artifact.as_deref() else { return Ok(None) };
        let parent = parent.and_then(|parent| parent.artifact.as_ref());
        let first = (source, parent.and_then(|artifact| artifact.etag.as_deref()));
        let second = (artifact, job.artifact_etag.as_deref());
        let kept = artifacts::last_distance(self.database.reader(), first, second).await?;
        let distance = kept.and_then(|text| serde_json::from_str::<WeightsDistance>(&text).ok());
        let numbers = distance.and_then(|distance| distance.relative.zip(distance.cosine));
        Ok(numbers.map(|(relative, cosine)| WeightDistance { relative, cosine }))
    }
}
