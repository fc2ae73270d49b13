//! Log lines during an epoch.

use std::time::{Duration, Instant};

use crate::{
    log::Log,
    numerics::loss::Score,
    objective::Score as _,
    task::{self, Validation},
};

/// Batches between two lines in a long epoch, as in the algorithm.
const FREQUENCY: usize = 20;
/// A line comes after this time at the latest.
const MAX_REPORT_INTERVAL: Duration = Duration::from_secs(10);

/// Counts the batches of one epoch.
pub(crate) struct Progress {
    epoch: usize,
    top: Option<usize>,
    frequency: usize,
    batches: usize,
    total: Score,
    since: Score,
    logged: Instant,
}

impl Progress {
    /// The log of an epoch with `count` batches; `top` is the hyperparameter `top_k`.
    pub(super) fn new(epoch: usize, count: usize, top: Option<usize>) -> Self {
        // A short epoch would end without a line otherwise.
        let frequency = FREQUENCY.min(count / 3).max(1);
        Self { epoch, top, frequency, batches: 0, total: Score::default(), since: Score::default(), logged: Instant::now() }
    }
}

impl task::Progress<Score> for Progress {
    fn batch(&mut self, score: &Score, log: &mut Log<'_>) {
        self.batches += 1;
        self.total.add(score);
        self.since.add(score);
        if self.batches.is_multiple_of(self.frequency) || self.logged.elapsed() >= MAX_REPORT_INTERVAL {
            let speed = (self.since.images as f64) / self.logged.elapsed().as_secs_f64().max(1e-9);
            log.info(format_args!(
                "Epoch[{}] Batch [{}]\tSpeed: {speed:.2} samples/sec\taccuracy={:.6}",
                self.epoch,
                self.batches,
                accuracy(&self.total)
            ));
            self.since = Score::default();
            self.logged = Instant::now();
        }
    }

    fn end(&self, log: &mut Log<'_>) {
        let epoch = self.epoch;
        log.info(format_args!("Epoch[{epoch}] Train-accuracy={:.6}", accuracy(&self.total)));
        log.info(format_args!("Epoch[{epoch}] Train-cross-entropy={:.6}", cross_entropy(&self.total)));
        if let Some(top) = self.top {
            log.info(format_args!("Epoch[{epoch}] Train-top_k_accuracy_{top}={:.6}", top_accuracy(&self.total)));
        }
    }
}

impl Validation for Score {
    fn score(&self) -> f64 {
        accuracy(self)
    }

    fn is_finite(&self) -> bool {
        self.cross_entropy.is_finite()
    }
}

/// Logs how good the model of the model channel is.
pub(super) fn loaded(score: &Score, log: &mut Log<'_>) {
    log.info(format_args!("Validation-accuracy of the loaded model={:.6}", accuracy(score)));
    log.info(format_args!("Validation-cross-entropy of the loaded model={:.6}", cross_entropy(score)));
}

/// Logs how good the network is after an epoch, which has taken so long.
pub(super) fn validation(epoch: usize, time: Duration, score: &Score, top: Option<usize>, log: &mut Log<'_>) {
    log.info(format_args!("Epoch[{epoch}] Time cost={:.3}", time.as_secs_f64()));
    log.info(format_args!("Epoch[{epoch}] Validation-accuracy={:.6}", accuracy(score)));
    log.info(format_args!("Epoch[{epoch}] Validation-cross-entropy={:.6}", cross_entropy(score)));
    if let Some(top) = top {
        log.info(format_args!("Epoch[{epoch}] Validation-top_k_accuracy_{top}={:.6}", top_accuracy(score)));
    }
}

/// The share of right answers: of images, or with `multi_label` of all classes of all images.
fn accuracy(score: &Score) -> f64 {
    score.correct as f64 / score.answers.max(1) as f64
}

fn top_accuracy(score: &Score) -> f64 {
    score.in_top as f64 / score.images.max(1) as f64
}

fn cross_entropy(score: &Score) -> f64 {
    score.cross_entropy / score.images.max(1) as f64
}
