//! The generations above and below a job, and whether it really went on from its parent.

use domain::{
    TrainingJobRequest,
    artifact::WeightsDistance,
    diff,
    lineage::{self, Generation, Lineage, MAX_GENERATIONS, MAX_RELATIVES, Relative},
    warm_start::{Evidence, Proof, WeightDistance},
};

use super::History;
use crate::db::{artifacts, jobs::JobRow, lineage as relatives, lookup, metrics};

impl History {
    /// The family of a job, with the curves of the line that leads to it.
    pub(crate) async fn family(&self, job: &JobRow) -> crate::db::Result<Lineage> {
        let reader = self.database.reader();
        // One more than is shown tells whether there are more.
        let mut found = relatives::family(reader, job.id, MAX_GENERATIONS, MAX_RELATIVES + 1).await?;
        let limit = usize::try_from(MAX_RELATIVES).unwrap_or(usize::MAX);
        let is_cut = found.len() > limit;
        found.truncate(limit);
        let line: Vec<&JobRow> = found.iter().filter(|relative| relative.generation <= 0).map(|relative| &relative.job).collect();
        let foreign = line.first().filter(|first| first.parent.is_none()).and_then(|first| first.model_source.clone());
        let line = self.generations(&line).await?;
        let rows: Vec<JobRow> = found.iter().map(|relative| relative.job.clone()).collect();
        let summaries = self.summaries(&rows).await?;
        let relatives = found
            .iter()
            .zip(summaries)
            .map(|(row, job)| Relative { job, generation: row.generation, parent: row.job.parent })
            .collect();
        Ok(Lineage { relatives, line, foreign, is_cut })
    }

    async fn generations(&self, rows: &[&JobRow]) -> crate::db::Result<Vec<Generation>> {
        let mut line = Vec::new();
        let mut before: Option<TrainingJobRequest> = None;
        for row in rows {
            let request = self.request(row.id).await?;
            let differences = before.as_ref().map(|before| diff::between(before, &request)).unwrap_or_default();
            let metrics = metrics::of(self.database.reader(), row.id).await?;
            let job = self.summaries(&[(*row).clone()]).await?.pop().unwrap_or_default();
            line.push(Generation { job, first: 0, epochs: 0, metrics, differences });
            before = Some(request);
        }
        lineage::stitch(&mut line);
        Ok(line)
    }

    /// The warm start's proof; `None` when the job has no model channel.
    pub(crate) async fn proof(&self, job: &JobRow) -> crate::db::Result<Option<Proof>> {
        let Some(source) = &job.model_source else { return Ok(None) };
        let reader = self.database.reader();
        let parent = match job.parent {
            Some(parent) => lookup::by_id(reader, parent).await?,
            None => None,
        };
        let request = self.request(job.id).await?;
        let (parent_request, parent_metrics) = match &parent {
            Some(parent) => (Some(self.request(parent.id).await?), metrics::of(reader, parent.id).await?),
            None => (None, Vec::new()),
        };
        let evidence = Evidence {
            same_data: parent_request.is_some_and(|parent| {
                let (own, parents) = (validation_data(&request), validation_data(&parent));
                own.is_some() && own == parents
            }),
            classes: classes(&request),
            distance: self.measured_distance(parent.as_ref(), source, job).await?,
            ..Evidence::read(&metrics::of(reader, job.id).await?, &parent_metrics)
        };
        let name = parent.map_or_else(|| source.clone(), |parent| parent.name);
        Ok(Some(evidence.judge(&name)))
    }

    /// How far the weights moved, where the archives were compared: that reads both, so it happens on request only.
    ///
    /// Between the objects that the jobs stored: others may be in their places now.
    async fn measured_distance(
        &self,
        parent: Option<&JobRow>,
        source: &str,
        job: &JobRow,
    ) -> crate::db::Result<Option<WeightDistance>> {
        let Some(artifact) = job.artifact.as_deref() else { return Ok(None) };
        let first = (source, parent.and_then(|parent| parent.artifact_etag.as_deref()));
        let second = (artifact, job.artifact_etag.as_deref());
        let kept = artifacts::last_distance(self.database.reader(), first, second).await?;
        let distance = kept.and_then(|text| serde_json::from_str::<WeightsDistance>(&text).ok());
        let numbers = distance.and_then(|distance| distance.relative.zip(distance.cosine));
        Ok(numbers.map(|(relative, cosine)| WeightDistance { relative, cosine }))
    }
}

fn validation_data(request: &TrainingJobRequest) -> Option<&str> {
    let mut channels = request.input_data_config.iter().flatten();
    let channel = channels.find(|channel| channel.channel_name.as_deref() == Some("validation"))?;
    channel.data_source.as_ref()?.s3_data_source.as_ref()?.s3_uri.as_deref().map(|uri| uri.trim_end_matches('/'))
}

fn classes(request: &TrainingJobRequest) -> Option<u32> {
    request.hyper_parameters.as_ref()?.get("num_classes")?.trim().parse().ok()
}
