//! The curves of a job, from its measured values.

use console::job::scores::{CountedBy, counted_by, defined, metric_name, points, reached, score};
use domain::{
    description::{Metric, TrainingJobDetail},
    lineage::Generation,
};

use crate::ui::{Band, ChartData, PlaceNames, Series, SeriesStyle};

/// The values of a metric that the job defines, by step; `None` for a metric that it does not.
pub fn by_step(job: &TrainingJobDetail, name: &str) -> Option<ChartData> {
    let metric = defined(job, name)?;
    let series = Series { name: name.to_owned(), style: SeriesStyle::Main, points: metric.points.clone(), best: None };
    Some(ChartData {
        title: name.to_owned(),
        series: vec![series],
        last: metric.steps.max(1),
        places: PlaceNames::of(CountedBy::Step),
        top: None,
        bands: Vec::new(),
        decimals: None,
        when_empty: "",
    })
}

/// What stands in a chart without values.
fn when_empty(job: &TrainingJobDetail) -> &'static str {
    if job.summary.status.is_final() {
        "The job ended before an epoch was measured."
    } else {
        "The first value appears after the first epoch."
    }
}

/// The validation score over a line of jobs on one axis, the job itself last: a band for each generation.
pub fn stitched(ancestors: &[TrainingJobDetail], job: &TrainingJobDetail) -> ChartData {
    let (mut series, mut starts, mut bands) = (Vec::new(), Vec::new(), Vec::new());
    let unit = counted_by(job, score(job));
    let mut start = 0_u32;
    for ancestor in ancestors {
        let own = points(ancestor, score(job));
        let epochs = own.last().map_or(0, |(epoch, _)| *epoch);
        // Steps of one job and epochs of another have no axis in common.
        if epochs == 0 || counted_by(ancestor, score(job)) != unit {
            continue;
        }
        starts.push((start, ancestor.summary.name.clone()));
        bands.push(band(ancestor, start, epochs, unit));
        series.push(generation(ancestor, SeriesStyle::Before, start, own));
        start = start.saturating_add(epochs);
    }
    tell_apart(&mut series);
    let own = points(job, score(job));
    let epochs = epochs(job, own.last().map_or(0, |(epoch, _)| *epoch));
    if start > 0 {
        starts.push((start, job.summary.name.clone()));
        bands.push(band(job, start, epochs, unit));
    }
    series.push(generation(job, SeriesStyle::Main, start, own));
    ChartData {
        title: metric_name(score(job)).to_owned(),
        series,
        last: start.saturating_add(epochs),
        places: PlaceNames { unit, jobs: starts },
        top: Some(1.0),
        bands,
        decimals: Some(3),
        when_empty: when_empty(job),
    }
}

/// Gives several ancestors a colour each. The job's own is the first colour, also where it is dashed.
fn tell_apart(ancestors: &mut [Series]) {
    const COLOURS: [usize; 6] = [1, 2, 3, 4, 6, 7];
    if ancestors.len() > 1 {
        for (series, colour) in ancestors.iter_mut().zip(COLOURS.into_iter().cycle()) {
            series.style = SeriesStyle::Overlay(colour);
        }
    }
}

fn generation(job: &TrainingJobDetail, style: SeriesStyle, start: u32, own: Vec<(u32, f64)>) -> Series {
    Series {
        name: job.summary.name.clone(),
        style,
        points: own.into_iter().map(|(epoch, value)| (epoch.saturating_add(start), value)).collect(),
        best: reached(job).best.map(|(epoch, _)| epoch.saturating_add(start)),
    }
}

fn band(job: &TrainingJobDetail, start: u32, epochs: u32, unit: CountedBy) -> Band {
    let noun = unit.noun();
    let counted = if epochs == 1 { format!("{noun} 1") } else { format!("{noun}s 1–{epochs}") };
    Band { from: start, until: start.saturating_add(epochs), name: format!("{} · {counted}", job.summary.name) }
}

/// The same over a line of generations, of which the job itself, as it is now, is the last.
pub fn of_line(line: &[Generation], job: &TrainingJobDetail) -> ChartData {
    let ancestors: Vec<TrainingJobDetail> = line
        .iter()
        .filter(|generation| generation.job.record != job.summary.record)
        .map(|generation| TrainingJobDetail {
            summary: generation.job.clone(),
            metrics: generation.metrics.clone(),
            ..TrainingJobDetail::default()
        })
        .collect();
    stitched(&ancestors, job)
}

/// The scores of validation, and of training where there are some.
pub fn scores(job: &TrainingJobDetail) -> ChartData {
    let best = reached(job).best.map(|(epoch, _)| epoch);
    let curves = match score(job) {
        main @ Metric::ValidationMap => [(main, "Validation"), (main, "")],
        main @ Metric::ValidationMeanIou => {
            [(main, "Mean intersection over union"), (Metric::ValidationPixelAccuracy, "Pixel accuracy")]
        }
        _ => [(Metric::ValidationAccuracy, "Validation"), (Metric::TrainAccuracy, "Training")],
    };
    pair(job, scores_title(job), curves, Some(1.0), 3, best)
}

/// What [`scores`] are called.
pub fn scores_title(job: &TrainingJobDetail) -> &'static str {
    match score(job) {
        Metric::ValidationMap => "Mean average precision",
        Metric::ValidationMeanIou => "Segmentation quality",
        _ => "Accuracy",
    }
}

/// What [`scores`] are, in a sentence.
pub fn scores_note(job: &TrainingJobDetail) -> &'static str {
    match score(job) {
        Metric::ValidationMap => "Mean average precision of the boxes that are found in the validation images, after each epoch.",
        Metric::ValidationMeanIou => {
            "How well the regions that are found cover those of the validation images, and the share of pixels that are \
             classified correctly, after each epoch."
        }
        _ => "Share of correctly classified images, after each epoch. A smoothed curve is drawn over the measured one.",
    }
}

/// The losses of training, and of validation where there are some.
pub fn losses(job: &TrainingJobDetail) -> ChartData {
    let curves = match score(job) {
        Metric::ValidationMap => {
            [(Metric::TrainBoxClassLoss, "Training, cross-entropy"), (Metric::TrainSmoothL1, "Training, smooth L1")]
        }
        Metric::ValidationMeanIou => [(Metric::TrainPixelLoss, "Training"), (Metric::TrainPixelLoss, "")],
        _ => [(Metric::ValidationLoss, "Validation"), (Metric::TrainLoss, "Training")],
    };
    pair(job, "Loss", curves, None, 4, None)
}

/// One or two curves of a job; a second one without a name is none.
fn pair(
    job: &TrainingJobDetail,
    title: &str,
    [main, second]: [(Metric, &str); 2],
    top: Option<f64>,
    decimals: usize,
    best: Option<u32>,
) -> ChartData {
    let series =
        |(metric, name): (Metric, &str), style, best| Series { name: name.to_owned(), style, points: points(job, metric), best };
    let mut all = vec![series(main, SeriesStyle::Main, best)];
    if !second.1.is_empty() {
        all.push(series(second, SeriesStyle::Second, None));
    }
    let seen = all.iter().flat_map(|series| &series.points).map(|(epoch, _)| *epoch).max().unwrap_or_default();
    let last = epochs(job, seen);
    ChartData {
        title: title.to_owned(),
        series: all,
        last,
        places: PlaceNames::of(CountedBy::Epoch),
        top,
        bands: Vec::new(),
        decimals: Some(decimals),
        when_empty: when_empty(job),
    }
}

/// Length of the axis: the epochs that were asked for while the job runs, those that were seen afterwards.
fn epochs(job: &TrainingJobDetail, seen: u32) -> u32 {
    let asked = job.progress.as_ref().map_or(0, |progress| progress.epochs);
    let asked = if job.summary.status.is_final() { 0 } else { asked };
    asked.max(seen).max(1)
}

#[cfg(test)]
mod tests {
    use domain::{
        Timestamp,
        description::{DefinedMetric, MetricPoint, Progress, TrainingJobSummary},
    };

    use super::*;

    fn job(name: &str, epoch: u32, epochs: u32) -> TrainingJobDetail {
        let point = MetricPoint { metric: Metric::ValidationAccuracy, epoch, value: 0.5, at: Timestamp::UNIX_EPOCH };
        TrainingJobDetail {
            summary: TrainingJobSummary { name: name.to_owned(), ..TrainingJobSummary::default() },
            metrics: vec![point],
            progress: Some(Progress { epochs_done: 0, epochs, fraction: 0.0, remaining_seconds: None }),
            ..TrainingJobDetail::default()
        }
    }

    /// A name for each place of such an axis would need more memory than a machine has.
    #[test]
    fn an_axis_may_be_as_long_as_its_numbers_allow() {
        let far = job("far", u32::MAX - 1, 10);
        assert_eq!((scores(&far).last, scores(&far).place_name(7)), (u32::MAX - 1, "epoch 7".to_owned()));
        assert_eq!(losses(&job("asked", 1, u32::MAX)).last, u32::MAX);
        let both = stitched(std::slice::from_ref(&far), &far);
        assert_eq!((both.last, both.place_name(7)), (u32::MAX, "epoch 7 of far".to_owned()));
    }

    #[test]
    fn steps_and_epochs_have_no_axis_in_common() {
        let stepwise = |name: &str| {
            let points = vec![(1, 0.5), (2, 0.75)];
            let accuracy = DefinedMetric { name: Metric::ValidationAccuracy.word().to_owned(), steps: 2, points };
            TrainingJobDetail { metrics: Vec::new(), progress: None, defined_metrics: vec![accuracy], ..job(name, 0, 0) }
        };
        let mixed = stitched(&[job("base", 3, 3)], &stepwise("child"));
        assert_eq!((mixed.series.len(), mixed.bands.len(), mixed.place_name(2)), (1, 0, "step 2".to_owned()));
        let both = stitched(&[stepwise("base")], &stepwise("child"));
        assert_eq!(
            [1, 2, 4].map(|place| both.place_name(place)),
            ["step 1 of base", "the hand-over to child", "step 2 of child"]
        );
        assert_eq!(both.bands.first().map(|band| band.name.as_str()), Some("base · steps 1–2"));
    }

    #[test]
    fn several_ancestors_have_a_colour_each() {
        let styles = |ancestors: &[TrainingJobDetail]| {
            stitched(ancestors, &job("child", 2, 2)).series.iter().map(|series| series.style).collect::<Vec<_>>()
        };
        assert_eq!(styles(&[job("base", 3, 3)]), [SeriesStyle::Before, SeriesStyle::Main]);
        let three = styles(&[job("a", 1, 1), job("b", 1, 1), job("c", 1, 1)]);
        assert_eq!(three, [1, 2, 3].map(SeriesStyle::Overlay).into_iter().chain([SeriesStyle::Main]).collect::<Vec<_>>());
    }

    #[test]
    fn places_of_a_line_are_named_by_their_job() {
        let line = stitched(&[job("base", 3, 3)], &job("child", 2, 2));
        let names = [0, 3, 5].map(|place| line.place_name(place));
        assert_eq!(names, ["before training base", "the hand-over to child", "epoch 2 of child"]);
        assert_eq!(stitched(&[], &job("child", 2, 2)).place_name(2), "epoch 2");
    }
}
