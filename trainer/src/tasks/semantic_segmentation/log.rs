//! Log lines in the algorithm's words. Source: a log of December 2020 that its owner published.

use std::time::{Duration, Instant};

use super::{Validation, schedule::Schedule};
use crate::{
    log::Log,
    objective::{Score, pixels::PixelScore},
    task::{self, Step},
    tasks::python,
};

/// Batches between two lines in a long epoch, as in the algorithm.
pub(super) const FREQUENCY: usize = 20;
/// A line comes after this time at the latest.
const MAX_REPORT_INTERVAL: Duration = Duration::from_secs(10);

/// Counts the batches of one epoch.
pub(crate) struct Progress {
    host: String,
    schedule: Schedule,
    start: Step,
    frequency: usize,
    batches: usize,
    total: PixelScore,
    started: Instant,
    /// When the last line was written, and how many images there were by then.
    logged: (Instant, usize),
}

impl Progress {
    /// The log of an epoch with `count` batches.
    pub(super) fn new(host: String, schedule: Schedule, start: Step, count: usize) -> Self {
        let now = Instant::now();
        // A short epoch would end without a line otherwise.
        let frequency = FREQUENCY.min(count / 3).max(1);
        Self { host, schedule, start, frequency, batches: 0, total: PixelScore::default(), started: now, logged: (now, 0) }
    }
}

/// A rate as Python 2 prints it.
pub(super) fn speed(images: usize, time: Duration) -> String {
    python::short(images as f64 / time.as_secs_f64().max(1e-9))
}

impl task::Progress<PixelScore> for Progress {
    fn batch(&mut self, score: &PixelScore, log: &mut Log<'_>) {
        self.batches += 1;
        self.total.add(score);
        let (logged, images) = self.logged;
        if self.batches.is_multiple_of(self.frequency) || logged.elapsed() >= MAX_REPORT_INTERVAL {
            let (epoch, batches) = (self.start.epoch, self.batches);
            let speed = speed(self.total.images - images, logged.elapsed());
            let rate = self.schedule.rate(Step { number: self.start.number + batches, ..self.start });
            log.info(format_args!(
                "#progress_notice. epoch: {epoch}, iterations: {batches} speed: {speed} samples/sec learning_rate: {rate:.6}"
            ));
            self.logged = (Instant::now(), self.total.images);
        }
    }

    fn end(&self, log: &mut Log<'_>) {
        let Self { host, start: Step { epoch, .. }, total, started, .. } = self;
        let loss = python::number(total.mean_loss());
        log.info(format_args!("#quality_metric. host: {host}, epoch: {epoch}, train loss: {loss} ."));
        throughput(host, *epoch, "train", total.images, started.elapsed(), log);
    }
}

/// Logs how good the network is after an epoch.
pub(super) fn validation(host: &str, epoch: usize, validation: &Validation, log: &mut Log<'_>) {
    let Validation { overlap, notices, images, time, .. } = validation;
    for (iterations, speed) in notices {
        log.info(format_args!("#progress_notice. epoch: {epoch}, iterations: {iterations} speed: {speed} samples/sec"));
    }
    for (name, value) in [("pixel_accuracy", overlap.pixel_accuracy()), ("mIOU", overlap.mean_iou())] {
        let value = python::number(value);
        log.info(format_args!("#quality_metric. host: {host}, epoch: {epoch}, validation {name}: {value} ."));
    }
    throughput(host, epoch, "validation", *images, *time, log);
}

fn throughput(host: &str, epoch: usize, phase: &str, images: usize, time: Duration, log: &mut Log<'_>) {
    let speed = speed(images, time);
    log.info(format_args!("#throughput_metric. host: {host}, epoch: {epoch}, {phase} throughput: {speed} samples/sec."));
}

/// Logs that an epoch is over.
pub(super) fn progress(host: &str, epoch: usize, epochs: usize, log: &mut Log<'_>) {
    let percent = (epoch + 1) * 100 / epochs.max(1);
    log.info(format_args!("#progress_metric: host={host}, completed {percent} % of epochs"));
}

#[cfg(test)]
mod tests {
    use super::{
        super::{mean_iou::Overlap, schedule::Curve},
        *,
    };
    use crate::{hyperparameters::StepSchedule, task::Progress as _};

    #[test]
    fn lines_are_those_of_the_algorithm() {
        let mut output = Vec::new();
        let mut log = Log::new(&mut output);
        let steps = StepSchedule { learning_rate: 0.001, factor: 0.1, epochs: Vec::new() };
        let schedule = Schedule { steps, curve: Curve::Polynomial { total: 2730 }, of_epoch: 91 };
        let mut lines = Progress::new("algo-1".to_owned(), schedule, Step { epoch: 3, number: 0 }, 91);
        let score = PixelScore { images: 16, ..PixelScore::default() };
        (0..20).for_each(|_| lines.batch(&score, &mut log));
        lines.end(&mut log);
        let result = Validation {
            overlap: Overlap::of(&[0, 1], &[0, 0], 2),
            is_finite: true,
            notices: vec![(20, "125.429157773".to_owned())],
            images: 320,
            time: Duration::from_secs(4),
        };
        validation("algo-1", 3, &result, &mut log);
        progress("algo-1", 0, 30, &mut log);
        let text = String::from_utf8(output).expect("text");
        let texts: Vec<&str> = text.lines().filter_map(|line| Some(line.split_once("] ")?.1)).collect();
        let (before, after) = texts[0].split_once("speed: ").expect("a speed");
        assert_eq!(before, "#progress_notice. epoch: 3, iterations: 20 ");
        assert!(after.ends_with(" samples/sec learning_rate: 0.000993"), "{after}");
        assert_eq!(texts[1], "#quality_metric. host: algo-1, epoch: 3, train loss: 0.0 .");
        assert!(texts[2].starts_with("#throughput_metric. host: algo-1, epoch: 3, train throughput: "), "{}", texts[2]);
        assert!(texts[2].ends_with(" samples/sec."), "{}", texts[2]);
        let fixed = [
            "#progress_notice. epoch: 3, iterations: 20 speed: 125.429157773 samples/sec",
            "#quality_metric. host: algo-1, epoch: 3, validation pixel_accuracy: 0.5 .",
            "#quality_metric. host: algo-1, epoch: 3, validation mIOU: 0.25 .",
            "#throughput_metric. host: algo-1, epoch: 3, validation throughput: 80.0 samples/sec.",
            "#progress_metric: host=algo-1, completed 3 % of epochs",
        ];
        assert_eq!(texts[3..], fixed);
    }
}
