//! How long the training will take, from its first batches.

use std::time::{Duration, Instant};

use crate::log::Log;

/// The first batch is slower than the others, so a forecast waits for this one and for [`LEAST_TIME`].
const LEAST_BATCHES: usize = 3;
const LEAST_TIME: Duration = Duration::from_secs(5);
/// A training that is shorter needs no forecast.
const LEAST_FORECAST: Duration = Duration::from_secs(60);

/// Counts the first batches of a job.
pub(super) struct Forecast {
    epochs: usize,
    batches: usize,
    started: Option<Instant>,
    is_said: bool,
}

impl Forecast {
    /// For so many epochs that are left.
    pub(super) fn new(epochs: usize) -> Self {
        Self { epochs, batches: 0, started: None, is_said: false }
    }

    /// Takes a batch of an epoch that has so many.
    pub(super) fn batch(&mut self, batches_of_epoch: usize, log: &mut Log<'_>) {
        let Some(started) = self.started else {
            self.started = Some(Instant::now());
            return;
        };
        self.batches += 1;
        let elapsed = started.elapsed();
        if self.is_said || self.batches < LEAST_BATCHES || elapsed < LEAST_TIME {
            return;
        }
        self.is_said = true;
        let of_one = elapsed.as_secs_f64() / self.batches as f64;
        let all = of_one * (batches_of_epoch * self.epochs) as f64;
        if all >= LEAST_FORECAST.as_secs_f64() {
            let epochs = self.epochs;
            log.info(format_args!("Estimated time for {epochs} epochs, without validation: {all:.0} s"));
        }
    }
}
