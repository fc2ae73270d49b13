//! The curves of a job, from its measured values.

use domain::description::{Metric, TrainingJobDetail};

use crate::ui::{ChartData, Series, SeriesLook, Shade};

/// What stands in a chart without values.
fn when_empty(job: &TrainingJobDetail) -> &'static str {
    if job.summary.status.is_final() {
        "The job ended before an epoch was measured."
    } else {
        "The first value comes when the first epoch is done."
    }
}

/// Validation accuracy: the parent's epochs, shaded, then the job's own on the same axis.
pub fn relay(parent: Option<&TrainingJobDetail>, job: &TrainingJobDetail) -> ChartData {
    let before = parent.map_or_else(Vec::new, |parent| points(parent, Metric::ValidationAccuracy));
    let handed_on = before.last().map_or(0, |(epoch, _)| *epoch);
    let own: Vec<(u32, f64)> =
        points(job, Metric::ValidationAccuracy).into_iter().map(|(epoch, value)| (epoch + handed_on, value)).collect();
    let epochs = epochs(job, own.last().map_or(0, |(place, _)| place - handed_on));
    let mut series = Vec::new();
    let mut names: Vec<String> = Vec::new();
    if let Some(parent) = parent.filter(|_| handed_on > 0) {
        names.extend((0..handed_on).map(|epoch| format!("epoch {epoch} of {}", parent.summary.name)));
        series.push(Series { name: parent.summary.name.clone(), look: SeriesLook::Before, points: before });
    }
    names.extend((0..=epochs).map(|epoch| match (epoch, handed_on) {
        (0, 1..) => format!("the hand-over to {}", job.summary.name),
        (_, 0) => format!("epoch {epoch}"),
        _ => format!("epoch {epoch} of {}", job.summary.name),
    }));
    series.push(Series { name: job.summary.name.clone(), look: SeriesLook::Main, points: own });
    ChartData {
        title: "Validation accuracy".to_owned(),
        series,
        last: handed_on + epochs,
        names,
        top: Some(1.0),
        shade: (handed_on > 0).then_some(Shade { until: handed_on }),
        decimals: 3,
        when_empty: when_empty(job),
    }
}

/// Accuracy of training and validation.
pub fn accuracy(job: &TrainingJobDetail) -> ChartData {
    pair(job, "Accuracy", [Metric::ValidationAccuracy, Metric::TrainAccuracy], Some(1.0), 3)
}

/// Cross-entropy of training and validation.
pub fn loss(job: &TrainingJobDetail) -> ChartData {
    pair(job, "Cross-entropy loss", [Metric::ValidationLoss, Metric::TrainLoss], None, 4)
}

fn pair(job: &TrainingJobDetail, title: &str, [main, second]: [Metric; 2], top: Option<f64>, decimals: usize) -> ChartData {
    let main = Series { name: "Validation".to_owned(), look: SeriesLook::Main, points: points(job, main) };
    let second = Series { name: "Training".to_owned(), look: SeriesLook::Second, points: points(job, second) };
    let seen = main.points.iter().chain(&second.points).map(|(epoch, _)| *epoch).max().unwrap_or_default();
    let last = epochs(job, seen);
    ChartData {
        title: title.to_owned(),
        series: vec![main, second],
        last,
        names: (0..=last).map(|epoch| format!("epoch {epoch}")).collect(),
        top,
        shade: None,
        decimals,
        when_empty: when_empty(job),
    }
}

/// The values of one metric by epoch, ascending; where an epoch was measured twice, the later value counts.
fn points(job: &TrainingJobDetail, metric: Metric) -> Vec<(u32, f64)> {
    let own = job.metrics.iter().filter(|point| point.metric == metric);
    own.map(|point| (point.epoch, point.value)).collect::<std::collections::BTreeMap<_, _>>().into_iter().collect()
}

/// Length of the axis: the epochs that were asked for while the job runs, those that were seen afterwards.
fn epochs(job: &TrainingJobDetail, seen: u32) -> u32 {
    let asked = job.progress.as_ref().map_or(0, |progress| progress.epochs);
    let asked = if job.summary.status.is_final() { 0 } else { asked };
    asked.max(seen).max(1)
}
