//! One curve for each job.

use console::job::scores::{metric_name, points, reached, score};
use domain::description::{Metric, TrainingJobDetail};

use crate::ui::{ChartData, EpochNames, Series, SeriesStyle};

/// The curves of one metric by each job's own epochs.
pub fn overlaid(jobs: &[TrainingJobDetail], metric: Metric) -> ChartData {
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
    let last = series.iter().filter_map(|series| series.points.last()).map(|(epoch, _)| *epoch).max().unwrap_or(1).max(1);
    ChartData {
        title: metric_name(metric).to_owned(),
        series,
        last,
        places: EpochNames::Epochs,
        top: is_share.then_some(1.0),
        bands: Vec::new(),
        decimals: if is_share { 3 } else { 4 },
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
        assert_eq!(overlaid(&[job], Metric::ValidationAccuracy).place_name(u32::MAX), "epoch 4294967295");
    }
}
