//! What was measured of a job: its start, its last epoch, its best, and which of them its model holds.

use std::collections::BTreeMap;

use domain::{
    S3Uri,
    algorithm::Algorithm,
    description::{Metric, TrainingJobDetail},
    job_status::TrainingJobStatus,
};

/// An epoch, counted from 1, with its value.
pub type Epoch = (u32, f64);

/// The validation scores of a job, of the metric that [`score`] gives.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Reached {
    /// The loaded model, before any training.
    pub start: Option<f64>,
    /// The last epoch that was measured.
    pub last: Option<Epoch>,
    /// The best epoch; of several that are equal the first.
    pub best: Option<Epoch>,
}

/// The values of one metric by epoch, ascending; where an epoch was measured twice, the later value counts.
pub fn points(job: &TrainingJobDetail, metric: Metric) -> Vec<Epoch> {
    let own = job.metrics.iter().filter(|point| point.metric == metric);
    own.map(|point| (point.epoch, point.value)).collect::<BTreeMap<_, _>>().into_iter().collect()
}

/// What a job is judged by: the score that was measured, or else what its algorithm is known to measure.
pub fn score(job: &TrainingJobDetail) -> Metric {
    let measured =
        || Metric::ALL.into_iter().find(|metric| metric.is_score() && job.metrics.iter().any(|at| at.metric == *metric));
    let documented = || Metric::parse(algorithm(job)?.primary_metric()?.name);
    measured().or_else(documented).unwrap_or(Metric::ValidationAccuracy)
}

/// A metric's name for people.
pub fn metric_name(metric: Metric) -> &'static str {
    match metric {
        Metric::ValidationAccuracy => "Validation accuracy",
        Metric::TrainAccuracy => "Training accuracy",
        Metric::ValidationLoss => "Validation loss",
        Metric::TrainLoss => "Training loss",
        Metric::TrainSmoothL1 => "Training smooth L1 loss",
        Metric::ValidationMap => "Mean average precision",
        Metric::ValidationMeanIou => "Mean intersection over union",
        Metric::ValidationPixelAccuracy => "Pixel accuracy",
    }
}

/// Start, last and best validation score.
pub fn reached(job: &TrainingJobDetail) -> Reached {
    let points = points(job, score(job));
    let mut trained = points.iter().copied().filter(|(epoch, _)| *epoch > 0);
    let best = trained.clone().reduce(|best, next| if next.1 > best.1 { next } else { best });
    Reached { start: points.first().filter(|(epoch, _)| *epoch == 0).map(|(_, value)| *value), last: trained.next_back(), best }
}

/// What is known about the epoch that the model holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// The best one: without `checkpoint_frequency` the algorithm stores nothing else.
    Best,
    /// The best one so far, if nobody stops the job.
    BestSoFar,
    /// Those that `checkpoint_frequency` asks for.
    Checkpoints,
    /// A container of one's own, and a job that was stopped, store what they like.
    Unknown,
}

/// Which epoch the model holds.
pub fn holds(job: &TrainingJobDetail) -> Holds {
    // Those that can go on from a model document what they store.
    if algorithm(job).is_none_or(|algorithm| algorithm.must_match.is_empty()) {
        return Holds::Unknown;
    }
    match job.summary.status {
        _ if hyperparameter(job, "checkpoint_frequency").is_some() => Holds::Checkpoints,
        TrainingJobStatus::Completed => Holds::Best,
        TrainingJobStatus::InProgress => Holds::BestSoFar,
        _ => Holds::Unknown,
    }
}

fn algorithm(job: &TrainingJobDetail) -> Option<&'static Algorithm> {
    job.request.training_image().and_then(Algorithm::of_image)
}

/// A hyperparameter as it was sent, unless it was empty.
pub fn hyperparameter<'a>(job: &'a TrainingJobDetail, name: &str) -> Option<&'a str> {
    let value = job.request.hyper_parameters.as_ref()?.get(name)?.trim();
    (!value.is_empty()).then_some(value)
}

/// The S3 location of a channel.
pub fn channel_location(job: &TrainingJobDetail, channel: &str) -> Option<String> {
    let mut channels = job.request.input_data_config.iter().flatten();
    let found = channels.find(|found| found.channel_name.as_deref() == Some(channel))?;
    found.data_source.as_ref()?.s3_data_source.as_ref()?.s3_uri.clone()
}

/// Bytes of a model that is read without being asked for.
const MAX_UNASKED_ARCHIVE_SIZE: u64 = 512 << 20;

/// Where the model is that an ended job started from, and its own, unless that is very large or was not stored, or belongs
/// to a job whose name, and with it the place, a later one has.
pub fn both_archives(job: &TrainingJobDetail) -> Option<(S3Uri, S3Uri)> {
    let own = job
        .artifact
        .as_ref()
        .filter(|_| !job.summary.superseded)
        .filter(|artifact| artifact.size.is_some_and(|size| size <= MAX_UNASKED_ARCHIVE_SIZE))?;
    let parent = job.summary.parent.as_ref().filter(|_| job.summary.status.is_final())?;
    S3Uri::parse(&parent.artifact).ok().zip(S3Uri::parse(&own.uri).ok())
}

/// Whether both jobs were measured on the same validation data, as far as its location says; `None` when one has none.
pub fn same_validation_data(left: &TrainingJobDetail, right: &TrainingJobDetail) -> Option<bool> {
    let location = |job| channel_location(job, "validation").map(|uri| uri.trim_end_matches('/').to_owned());
    Some(location(left)? == location(right)?)
}

/// Place of the job with the best score after an epoch, of equal ones the first; `None` unless at least two jobs were
/// scored, all by the same metric on the same validation data.
pub fn best_of(jobs: &[TrainingJobDetail]) -> Option<usize> {
    let scored = jobs.iter().enumerate().filter_map(|(place, job)| Some((place, job.summary.best?.0)));
    let is_contest = scored.clone().nth(1).is_some() && !is_scored_differently(jobs);
    let best = scored.reduce(|best, next| if next.1 > best.1 { next } else { best });
    best.filter(|_| is_contest).map(|(place, _)| place)
}

/// Whether scores of these jobs say nothing about each other, because they were measured otherwise or on other data.
pub fn is_scored_differently(jobs: &[TrainingJobDetail]) -> bool {
    let mut scored = jobs.iter().filter(|job| job.summary.best.is_some());
    let Some(first) = scored.next() else { return false };
    scored.any(|job| score(job) != score(first) || same_validation_data(first, job) != Some(true))
}

#[cfg(test)]
mod tests {
    use domain::{
        description::TrainingJobSummary,
        wire::{Channel, DataSource, S3DataSource, TrainingJobRequest},
    };

    use super::*;

    fn job(best: Option<f64>, validation: &str) -> TrainingJobDetail {
        let source = S3DataSource { s3_uri: Some(validation.to_owned()), ..S3DataSource::default() };
        let channel = Channel {
            channel_name: Some("validation".to_owned()),
            data_source: Some(DataSource { s3_data_source: Some(source), ..DataSource::default() }),
            ..Channel::default()
        };
        TrainingJobDetail {
            summary: TrainingJobSummary { best: best.map(|best| (best, 1)), ..TrainingJobSummary::default() },
            request: TrainingJobRequest { input_data_config: Some(vec![channel]), ..TrainingJobRequest::default() },
            ..TrainingJobDetail::default()
        }
    }

    #[test]
    fn the_best_is_told_only_where_scores_can_be_compared() {
        let (base, expanded) = ("s3://b/base/validation", "s3://b/expanded/validation/");
        let jobs = [job(Some(0.9), base), job(None, expanded), job(Some(0.95), "s3://b/base/validation/")];
        assert_eq!((best_of(&jobs), is_scored_differently(&jobs)), (Some(2), false));
        let jobs = [job(Some(0.974), base), job(Some(0.97), expanded)];
        assert_eq!((best_of(&jobs), is_scored_differently(&jobs)), (None, true));
        let jobs = [job(Some(0.9), base), job(None, base)];
        assert_eq!((best_of(&jobs), is_scored_differently(&jobs)), (None, false));
    }
}
