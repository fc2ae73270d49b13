//! Log lines in the algorithm's words. Source: a log of May 2020 that its owner published.

use std::time::{Duration, Instant};

use crate::{
    log::Log,
    objective::{Score, boxes::BoxScore},
    task,
    tasks::python,
};

/// Batches between two lines in a long epoch, as in the algorithm.
const FREQUENCY: usize = 100;
/// A line comes after this time at the latest.
const MAX_REPORT_INTERVAL: Duration = Duration::from_secs(10);

/// Counts the batches of one epoch.
pub(crate) struct Progress {
    host: String,
    epoch: usize,
    frequency: usize,
    batches: usize,
    total: BoxScore,
    started: Instant,
    logged: Instant,
}

impl Progress {
    /// The log of an epoch with `count` batches.
    pub(super) fn new(host: String, epoch: usize, count: usize) -> Self {
        let now = Instant::now();
        // A short epoch would end without a line otherwise.
        let frequency = FREQUENCY.min(count / 3).max(1);
        Self { host, epoch, frequency, batches: 0, total: BoxScore::default(), started: now, logged: now }
    }

    /// Images per second so far.
    fn speed(&self) -> f64 {
        self.total.images as f64 / self.started.elapsed().as_secs_f64().max(1e-9)
    }
}

impl task::Progress<BoxScore> for Progress {
    fn batch(&mut self, score: &BoxScore, log: &mut Log<'_>) {
        self.batches += 1;
        self.total.add(score);
        if self.batches.is_multiple_of(self.frequency) || self.logged.elapsed() >= MAX_REPORT_INTERVAL {
            let (epoch, batches, images, speed) = (self.epoch, self.batches, self.total.images, self.speed());
            let time = python::time(self.started.elapsed());
            log.info(format_args!(
                "Epoch: {epoch:4}, batches: {batches:6}, num_examples: {images:6}, {speed:.1} samples/sec, epoch time so far:  {time}"
            ));
            self.logged = Instant::now();
        }
    }

    fn end(&self, log: &mut Log<'_>) {
        let Self { host, epoch, batches, total, .. } = self;
        let of_each = |sum: f64| python::number(sum / total.priors.max(1) as f64);
        for (name, sum) in [("cross_entropy", total.cross_entropy), ("smooth_l1", total.smooth_l1)] {
            let mean = of_each(sum);
            log.info(format_args!("#quality_metric: host={host}, epoch={epoch}, batch={batches} train {name} <loss>=({mean})"));
        }
        log.info("Round of batches complete");
        log.info("Updated the metrics");
        let speed = python::number(self.speed());
        log.info(format_args!("#throughput_metric: host={host}, train throughput={speed} records/second"));
    }
}

/// Logs how good the network is after an epoch.
pub(super) fn validation(host: &str, epoch: usize, score: f64, log: &mut Log<'_>) {
    let value = python::number(score);
    log.info(format_args!("#quality_metric: host={host}, epoch={epoch}, validation mAP <score>=({value})"));
    if score == 0.0 {
        log.info("No object of the validation channel is found yet, as is usual in the first hundred steps from random weights.");
    }
}

/// Logs which share of the epochs is done, rounded down.
pub(super) fn progress(host: &str, epoch: usize, epochs: usize, log: &mut Log<'_>) {
    let percent = (epoch + 1) * 100 / epochs.max(1);
    log.info(format_args!("#progress_metric: host={host}, completed {percent} % of epochs"));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::task::Progress as _;

    #[test]
    fn lines_are_those_of_the_algorithm() {
        let mut output = Vec::new();
        let mut log = Log::new(&mut output);
        let mut lines = Progress::new("algo-1".to_owned(), 3, 3);
        let score = BoxScore { cross_entropy: 5.0, smooth_l1: 1.0, priors: 4, misplaced: 2, images: 90 };
        (0..3).for_each(|_| lines.batch(&score, &mut log));
        lines.end(&mut log);
        validation("algo-1", 3, 3.8474613108523096e-05, &mut log);
        [0, 28].into_iter().for_each(|epoch| progress("algo-1", epoch, 30, &mut log));
        let text = String::from_utf8(output).expect("text");
        let texts: Vec<&str> = text.lines().filter_map(|line| Some(line.split_once("] ")?.1)).collect();
        assert!(texts[2].starts_with("Epoch:    3, batches:      3, num_examples:    270, "), "{}", texts[2]);
        assert!(texts[2].contains(" samples/sec, epoch time so far:  0:00:00."), "{}", texts[2]);
        let fixed = [
            "#quality_metric: host=algo-1, epoch=3, batch=3 train cross_entropy <loss>=(1.25)",
            "#quality_metric: host=algo-1, epoch=3, batch=3 train smooth_l1 <loss>=(0.25)",
            "Round of batches complete",
            "Updated the metrics",
        ];
        assert_eq!(texts[3..7], fixed);
        assert!(texts[7].starts_with("#throughput_metric: host=algo-1, train throughput="));
        let fixed = [
            "#quality_metric: host=algo-1, epoch=3, validation mAP <score>=(3.8474613108523096e-05)",
            "#progress_metric: host=algo-1, completed 3 % of epochs",
            "#progress_metric: host=algo-1, completed 96 % of epochs",
        ];
        assert_eq!(texts[8..], fixed);
    }
}
