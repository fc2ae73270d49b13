//! One curve for each job.

use domain::description::{Metric, TrainingJobDetail};

use crate::{
    training_jobs::measured::{points, reached},
    ui::{ChartData, Series, SeriesLook},
};

/// The curves of one metric by each job's own epochs.
pub fn overlaid(jobs: &[TrainingJobDetail], metric: Metric, title: &str) -> ChartData {
    let is_accuracy = matches!(metric, Metric::TrainAccuracy | Metric::ValidationAccuracy);
    let series: Vec<Series> = jobs
        .iter()
        .enumerate()
        .map(|(index, job)| Series {
            name: job.summary.name.clone(),
            look: SeriesLook::Overlay(index),
            points: points(job, metric),
            best: (metric == Metric::ValidationAccuracy).then(|| reached(job).best.map(|(epoch, _)| epoch)).flatten(),
        })
        .collect();
    let last = series.iter().filter_map(|series| series.points.last()).map(|(epoch, _)| *epoch).max().unwrap_or(1).max(1);
    ChartData {
        title: title.to_owned(),
        series,
        last,
        names: (0..=last).map(|epoch| format!("epoch {epoch}")).collect(),
        top: is_accuracy.then_some(1.0),
        bands: Vec::new(),
        decimals: if is_accuracy { 3 } else { 4 },
        when_empty: "None of the jobs has measured this yet.",
    }
}
