//! What was measured of a job: its start, its last epoch, its best, and which of them its model holds.

use std::collections::BTreeMap;

use domain::{
    algorithm::Algorithm,
    channel_data::Identity,
    description::{DefinedMetric, Metric, TrainingJobDetail},
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

/// The values of one metric by epoch, ascending; where an epoch was measured twice, the later value counts. Of a job that
/// defines the metric itself, the values by step.
pub fn points(job: &TrainingJobDetail, metric: Metric) -> Vec<Epoch> {
    let own = job.metrics.iter().filter(|point| point.metric == metric);
    let by_epoch: Vec<Epoch> = own.map(|point| (point.epoch, point.value)).collect::<BTreeMap<_, _>>().into_iter().collect();
    if by_epoch.is_empty() {
        defined(job, metric.word()).map(|defined| defined.points.clone()).unwrap_or_default()
    } else {
        by_epoch
    }
}

/// A metric that the job defines.
pub fn defined<'a>(job: &'a TrainingJobDetail, name: &str) -> Option<&'a DefinedMetric> {
    job.defined_metrics.iter().find(|metric| metric.name == name)
}

/// Whether the job measures by epoch, as the built-in algorithms do that train from a model.
pub fn measures_by_epoch(job: &TrainingJobDetail) -> bool {
    !job.metrics.is_empty() || algorithm(job).is_some_and(|algorithm| !algorithm.metrics.is_empty())
}

/// What counts the values of a metric.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum CountedBy {
    /// Epochs, from 1.
    #[default]
    Epoch,
    /// The values themselves, from 1: the job defines the metric, and its program tells no epochs.
    Step,
}

impl CountedBy {
    /// `epoch` or `step`.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Epoch => "epoch",
            Self::Step => "step",
        }
    }
}

/// What counts the values of a metric of a job.
pub fn counted_by(job: &TrainingJobDetail, metric: Metric) -> CountedBy {
    let by_epoch = job.metrics.iter().any(|point| point.metric == metric);
    if !by_epoch && defined(job, metric.word()).is_some() { CountedBy::Step } else { CountedBy::Epoch }
}

/// The last value of each metric of a job, by name: those that it measured by epoch or step, and those that the service reports
/// besides.
pub fn last_values(job: &TrainingJobDetail) -> BTreeMap<String, f64> {
    let reported = job.final_metrics.iter().map(|metric| (metric.name.clone(), metric.value));
    let defined = job.defined_metrics.iter().filter_map(|metric| Some((metric.name.clone(), metric.last()?.1)));
    let by_epoch = Metric::ALL.into_iter().filter_map(|metric| Some((metric.word().to_owned(), points(job, metric).last()?.1)));
    reported.chain(defined).chain(by_epoch).collect()
}

/// What a job is judged by: the score that was measured, or else what its algorithm is known to measure.
pub fn score(job: &TrainingJobDetail) -> Metric {
    let measured = || Metric::ALL.into_iter().find(|metric| metric.is_score() && !points(job, *metric).is_empty());
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
        Metric::TrainBoxClassLoss => "Training loss of box classes",
        Metric::TrainSmoothL1 => "Training smooth L1 loss",
        Metric::TrainPixelLoss => "Training loss of pixels",
        Metric::ValidationMap => "Mean average precision",
        Metric::ValidationMeanIou => "Mean intersection over union",
        Metric::ValidationPixelAccuracy => "Pixel accuracy",
    }
}

/// Start, last and best validation score.
pub fn reached(job: &TrainingJobDetail) -> Reached {
    let metric = score(job);
    let points = points(job, metric);
    let last = points.iter().copied().rfind(|(epoch, _)| *epoch > 0);
    let start = points.first().filter(|(epoch, _)| *epoch == 0).map(|(_, value)| *value);
    Reached { start, last, best: best_of(job, metric) }
}

/// The best epoch by a metric that grows with how good a model is; of several that are equal the first. The loaded model counts not.
pub fn best_of(job: &TrainingJobDetail, metric: Metric) -> Option<Epoch> {
    let trained = points(job, metric).into_iter().filter(|(epoch, _)| *epoch > 0);
    trained.reduce(|best, next| if next.1 > best.1 { next } else { best })
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

/// Which of several jobs is the best, or why nobody can tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Contest {
    /// The place of the job with the best score after an epoch; of equal ones the first.
    Won(usize),
    /// Fewer than two jobs have a score.
    NoContest,
    /// The scores cannot be compared. The text is a whole sentence.
    NotComparable(String),
}

/// Compares the scores of jobs: they count when all are of the same metric, on the same validation data.
pub fn contest(jobs: &[TrainingJobDetail]) -> Contest {
    let scored: Vec<(usize, &TrainingJobDetail, f64)> =
        jobs.iter().enumerate().filter_map(|(place, job)| Some((place, job, job.summary.best?.0))).collect();
    let Some(((_, first, _), others)) = scored.split_first().filter(|(_, others)| !others.is_empty()) else {
        return Contest::NoContest;
    };
    for (_, other, _) in others {
        let names = format!("{} and {}", first.summary.name, other.summary.name);
        if score(first) != score(other) {
            return Contest::NotComparable(format!("{names} were measured by different metrics."));
        }
        match other.validation_data_since(Some(first)) {
            Identity::Same => {}
            Identity::Different(how) => {
                return Contest::NotComparable(format!("{names} were measured on different validation data: {how}."));
            }
            Identity::NotKnown(reason) => {
                return Contest::NotComparable(format!(
                    "Whether {names} were measured on the same validation data is not known: {reason}."
                ));
            }
        }
    }
    let best = scored.iter().copied().reduce(|best, next| if next.2 > best.2 { next } else { best });
    best.map_or(Contest::NoContest, |(place, ..)| Contest::Won(place))
}

#[cfg(test)]
mod tests {
    use domain::{
        Timestamp,
        channel_data::{ChannelData, Extent, VALIDATION_CHANNEL},
        description::TrainingJobSummary,
    };

    use super::*;

    /// A job that scored `best` on validation data with this digest.
    fn job(name: &str, best: Option<f64>, digest: Option<&str>) -> TrainingJobDetail {
        let data = |digest: &str| ChannelData {
            channel: VALIDATION_CHANNEL.to_owned(),
            location: "s3://b/monthly/validation/".to_owned(),
            extent: Extent::Complete,
            objects: 1,
            bytes: if digest == "a" { 110_836 } else { 252_940 },
            records: None,
            digest: digest.to_owned(),
            tags_are_md5: true,
            modified_at: None,
            listed_at: Timestamp::UNIX_EPOCH,
        };
        TrainingJobDetail {
            summary: TrainingJobSummary {
                name: name.to_owned(),
                best: best.map(|best| (best, 1)),
                ..TrainingJobSummary::default()
            },
            channels: digest.map(data).into_iter().collect(),
            ..TrainingJobDetail::default()
        }
    }

    fn not_comparable(jobs: &[TrainingJobDetail]) -> String {
        match contest(jobs) {
            Contest::NotComparable(reason) => reason,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn nobody_is_best_on_data_that_changed_in_their_place() {
        let jobs = [job("month-01", Some(0.844), Some("a")), job("month-02", Some(0.97), Some("b"))];
        assert_eq!(
            not_comparable(&jobs),
            "month-01 and month-02 were measured on different validation data: 1 object, 110,836 → 252,940 bytes."
        );
    }

    #[test]
    fn nobody_is_best_on_data_that_nobody_listed() {
        let jobs = [job("month-01", Some(0.844), Some("a")), job("month-02", Some(0.97), None)];
        assert_eq!(
            not_comparable(&jobs),
            "Whether month-01 and month-02 were measured on the same validation data is not known: no listing of the data of month-02 \
             was kept."
        );
    }

    #[test]
    fn one_score_is_no_contest() {
        let jobs = [job("month-01", Some(0.9), Some("a")), job("month-02", None, Some("a"))];
        assert_eq!(contest(&jobs), Contest::NoContest);
        assert_eq!(contest(&[]), Contest::NoContest);
    }

    #[test]
    fn the_best_has_the_highest_score_on_the_same_data() {
        let jobs = [job("a", Some(0.9), Some("a")), job("b", None, Some("b")), job("c", Some(0.95), Some("a"))];
        assert_eq!(contest(&jobs), Contest::Won(2));
        let equal = [job("a", Some(0.9), Some("a")), job("b", Some(0.9), Some("a"))];
        assert_eq!(contest(&equal), Contest::Won(0));
    }
}
