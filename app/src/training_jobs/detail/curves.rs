//! The curves of a job, from its measured values.

use console::job::scores::{metric_name, points, reached, score};
use domain::{
    description::{Metric, TrainingJobDetail},
    lineage::Generation,
};

use crate::ui::{Band, ChartData, Series, SeriesLook};

/// What stands in a chart without values.
fn when_empty(job: &TrainingJobDetail) -> &'static str {
    if job.summary.status.is_final() {
        "The job ended before an epoch was measured."
    } else {
        "The first value comes when the first epoch is done."
    }
}

/// The validation score over a line of jobs on one axis, the job itself last: a band for each generation.
pub fn stitched(ancestors: &[TrainingJobDetail], job: &TrainingJobDetail) -> ChartData {
    let (mut series, mut names, mut bands) = (Vec::new(), Vec::new(), Vec::new());
    let mut start = 0;
    for ancestor in ancestors {
        let own = points(ancestor, score(job));
        let epochs = own.last().map_or(0, |(epoch, _)| *epoch);
        if epochs == 0 {
            continue;
        }
        names.extend((0..epochs).map(|epoch| place_name(ancestor, epoch, start > 0)));
        bands.push(band(ancestor, start, epochs));
        series.push(generation(ancestor, SeriesLook::Before, start, own));
        start += epochs;
    }
    let own = points(job, score(job));
    let epochs = epochs(job, own.last().map_or(0, |(epoch, _)| *epoch));
    if start == 0 {
        names.extend((0..=epochs).map(|epoch| format!("epoch {epoch}")));
    } else {
        names.extend((0..=epochs).map(|epoch| place_name(job, epoch, true)));
        bands.push(band(job, start, epochs));
    }
    series.push(generation(job, SeriesLook::Main, start, own));
    ChartData {
        title: metric_name(score(job)).to_owned(),
        series,
        last: start + epochs,
        names,
        top: Some(1.0),
        bands,
        decimals: 3,
        when_empty: when_empty(job),
    }
}

fn generation(job: &TrainingJobDetail, look: SeriesLook, start: u32, own: Vec<(u32, f64)>) -> Series {
    Series {
        name: job.summary.name.clone(),
        look,
        points: own.into_iter().map(|(epoch, value)| (epoch + start, value)).collect(),
        best: reached(job).best.map(|(epoch, _)| epoch + start),
    }
}

fn place_name(job: &TrainingJobDetail, epoch: u32, is_handed_on: bool) -> String {
    if epoch == 0 && is_handed_on {
        format!("the hand-over to {}", job.summary.name)
    } else {
        format!("epoch {epoch} of {}", job.summary.name)
    }
}

fn band(job: &TrainingJobDetail, start: u32, epochs: u32) -> Band {
    let epochs_in_words = if epochs == 1 { "epoch 1".to_owned() } else { format!("epochs 1–{epochs}") };
    Band { from: start, until: start + epochs, name: format!("{} · {epochs_in_words}", job.summary.name) }
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
             classified rightly, after each epoch."
        }
        _ => "Share of images that are classified rightly, after each epoch. A smoothed curve is drawn over the measured one.",
    }
}

/// The losses of training, and of validation where there are some.
pub fn losses(job: &TrainingJobDetail) -> ChartData {
    let curves = match score(job) {
        Metric::ValidationMap => [(Metric::TrainLoss, "Training, cross-entropy"), (Metric::TrainSmoothL1, "Training, smooth L1")],
        Metric::ValidationMeanIou => [(Metric::TrainLoss, "Training"), (Metric::TrainLoss, "")],
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
        |(metric, name): (Metric, &str), look, best| Series { name: name.to_owned(), look, points: points(job, metric), best };
    let mut all = vec![series(main, SeriesLook::Main, best)];
    if !second.1.is_empty() {
        all.push(series(second, SeriesLook::Second, None));
    }
    let seen = all.iter().flat_map(|series| &series.points).map(|(epoch, _)| *epoch).max().unwrap_or_default();
    let last = epochs(job, seen);
    ChartData {
        title: title.to_owned(),
        series: all,
        last,
        names: (0..=last).map(|epoch| format!("epoch {epoch}")).collect(),
        top,
        bands: Vec::new(),
        decimals,
        when_empty: when_empty(job),
    }
}

/// Length of the axis: the epochs that were asked for while the job runs, those that were seen afterwards.
fn epochs(job: &TrainingJobDetail, seen: u32) -> u32 {
    let asked = job.progress.as_ref().map_or(0, |progress| progress.epochs);
    let asked = if job.summary.status.is_final() { 0 } else { asked };
    asked.max(seen).max(1)
}
