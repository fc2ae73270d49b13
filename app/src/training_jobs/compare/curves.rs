//! One curve for each job.

use std::collections::BTreeSet;

use console::job::scores::{CountedBy, counted_by, defined, metric_name, points, reached, score};
use domain::description::{Metric, TrainingJobDetail};

use crate::ui::{ChartData, PlaceNames, Series, SeriesStyle};

/// A metric that several jobs can be compared by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Overlay {
    /// One that algorithms measure by epoch.
    Known(Metric),
    /// One that a job defines, by step.
    Defined(String),
}

impl Overlay {
    /// Its name for people.
    pub fn name(&self) -> String {
        match self {
            Self::Known(metric) => metric_name(*metric).to_owned(),
            Self::Defined(name) => name.clone(),
        }
    }
}

/// Metrics that can be overlaid: those that a job has measured, and the accuracy where there is none.
pub fn overlays(jobs: &[TrainingJobDetail]) -> Vec<Overlay> {
    const ORDER: [Metric; 10] = [
        Metric::ValidationAccuracy,
        Metric::ValidationMap,
        Metric::ValidationMeanIou,
        Metric::ValidationPixelAccuracy,
        Metric::TrainAccuracy,
        Metric::ValidationLoss,
        Metric::TrainLoss,
        Metric::TrainBoxClassLoss,
        Metric::TrainSmoothL1,
        Metric::TrainPixelLoss,
    ];
    let known = ORDER.into_iter().filter(|metric| jobs.iter().any(|job| !points(job, *metric).is_empty()));
    let defined = jobs.iter().flat_map(|job| &job.defined_metrics).map(|metric| metric.name.clone());
    let defined: BTreeSet<String> = defined.filter(|name| Metric::parse(name).is_none()).collect();
    let mut overlays: Vec<Overlay> = known.map(Overlay::Known).chain(defined.into_iter().map(Overlay::Defined)).collect();
    if overlays.is_empty() {
        overlays.push(Overlay::Known(Metric::ValidationAccuracy));
    }
    overlays
}

/// The curves of one metric.
pub fn overlaid(jobs: &[TrainingJobDetail], overlay: &Overlay) -> ChartData {
    match overlay {
        Overlay::Known(metric) => overlaid_by_epoch(jobs, *metric),
        Overlay::Defined(name) => overlaid_by_step(jobs, name),
    }
}

/// The curves of a metric that jobs define, by each job's own steps.
fn overlaid_by_step(jobs: &[TrainingJobDetail], name: &str) -> ChartData {
    let series = |(index, job): (usize, &TrainingJobDetail)| Series {
        name: job.summary.name.clone(),
        style: SeriesStyle::Overlay(index),
        points: defined(job, name).map(|metric| metric.points.clone()).unwrap_or_default(),
        best: None,
    };
    let last = jobs.iter().filter_map(|job| defined(job, name)).map(|metric| metric.steps).max();
    ChartData {
        title: name.to_owned(),
        series: jobs.iter().enumerate().map(series).collect(),
        last: last.unwrap_or(1).max(1),
        places: PlaceNames::of(CountedBy::Step),
        ..ChartData::default()
    }
}

/// The curves of one metric by each job's own epochs.
fn overlaid_by_epoch(jobs: &[TrainingJobDetail], metric: Metric) -> ChartData {
    let is_share = metric.is_score() || matches!(metric, Metric::TrainAccuracy | Metric::ValidationPixelAccuracy);
    let series: Vec<Series> = jobs
        .iter()
        .enumerate()
        .map(|(index, job)| Series {
            name: job.summary.name.clone(),
            style: SeriesStyle::Overlay(index),
            points: points(job, metric),
            best: (metric == score(job)).then(|| reached(job).best.map(|(epoch, _)| epoch)).flatten(),
        })
        .collect();
    let is_by_step = jobs.iter().any(|job| counted_by(job, metric) == CountedBy::Step);
    let unit = if is_by_step { CountedBy::Step } else { CountedBy::Epoch };
    let last = series.iter().filter_map(|series| series.points.last()).map(|(epoch, _)| *epoch).max().unwrap_or(1).max(1);
    ChartData {
        title: metric_name(metric).to_owned(),
        series,
        last,
        places: PlaceNames::of(unit),
        top: is_share.then_some(1.0),
        bands: Vec::new(),
        decimals: Some(if is_share { 3 } else { 4 }),
        when_empty: "None of the jobs has measured this yet.",
    }
}

#[cfg(test)]
mod tests {
    use domain::{Timestamp, description::MetricPoint};

    use super::*;

    /// A name for each place of such an axis would need more memory than a machine has.
    #[test]
    fn an_axis_may_be_as_long_as_its_numbers_allow() {
        let point = MetricPoint { metric: Metric::ValidationAccuracy, epoch: u32::MAX, value: 0.5, at: Timestamp::UNIX_EPOCH };
        let job = TrainingJobDetail { metrics: vec![point], ..TrainingJobDetail::default() };
        assert_eq!(overlaid(&[job], &Overlay::Known(Metric::ValidationAccuracy)).place_name(u32::MAX), "epoch 4294967295");
    }
}
