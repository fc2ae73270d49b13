//! Log lines during an epoch.

use std::time::{Duration, Instant};

use super::{accuracy, cross_entropy, top_accuracy};
use crate::{log::Log, numerics::loss::Score, objective::Score as _};

/// Batches between two lines in a long epoch, as in the algorithm.
const FREQUENCY: usize = 20;
/// A line comes after this time at the latest.
const MAX_REPORT_INTERVAL: Duration = Duration::from_secs(10);

/// Counts the batches of one epoch.
pub(super) struct Progress {
    epoch: usize,
    size: usize,
    frequency: usize,
    batches: usize,
    total: Score,
    since: Score,
    logged: Instant,
}

impl Progress {
    pub(super) fn new(epoch: usize, count: usize, size: usize) -> Self {
        // A short epoch would end without a line otherwise.
        let frequency = FREQUENCY.min(count / 3).max(1);
        Self { epoch, size, frequency, batches: 0, total: Score::default(), since: Score::default(), logged: Instant::now() }
    }

    /// Takes a batch's score.
    pub(super) fn batch(&mut self, score: &Score, log: &mut Log<'_>) {
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
        debug_assert_eq!(score.images, self.size);
    }

    /// Logs the epoch's training metrics.
    pub(super) fn epoch(&self, top: Option<usize>, log: &mut Log<'_>) {
        let epoch = self.epoch;
        log.info(format_args!("Epoch[{epoch}] Train-accuracy={:.6}", accuracy(&self.total)));
        log.info(format_args!("Epoch[{epoch}] Train-cross-entropy={:.6}", cross_entropy(&self.total)));
        if let Some(top) = top {
            log.info(format_args!("Epoch[{epoch}] Train-top_k_accuracy_{top}={:.6}", top_accuracy(&self.total)));
        }
    }
}
