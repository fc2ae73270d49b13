//! The loop over epochs.

mod checkpoints;
mod progress;
mod resume;
mod setup;

use std::{path::PathBuf, time::Instant};

use crate::{
    data::{Dataset, batch::Batch},
    error::TrainingError,
    hyperparameters::{EarlyStopping, Hyperparameters},
    learner::Learner,
    log::Log,
    model_channel::LoadedFile,
    numerics::loss::Score,
    objective::{Score as _, classes::Classes},
    optimizer::Optimizer,
    random::Random,
    stop::StopFlag,
};
use checkpoints::Checkpoints;
use progress::Progress;
use resume::{Resume, State};

pub(crate) use setup::prepare;

/// What a job has done.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Epochs that were finished.
    pub epochs: usize,
    /// Whether the job ended because it was asked to stop.
    pub stopped: bool,
    /// Validation accuracy after each finished epoch.
    pub validation_accuracy: Vec<f64>,
    /// Validation accuracy of the model channel's model before the first epoch.
    pub loaded_accuracy: Option<f64>,
    /// The parameters' files that the job leaves, in the order in which they were written.
    pub parameters: Vec<PathBuf>,
}

/// How the batches of an epoch ended.
enum EpochEnd {
    /// All were trained.
    Complete,
    /// A stop was requested after so many of them.
    Stopped(usize),
}

/// Everything that an epoch needs.
pub(crate) struct Session<'a> {
    pub(crate) hyperparameters: &'a Hyperparameters,
    pub(crate) train: Dataset,
    pub(crate) validation: Dataset,
    pub(crate) learner: Learner<Classes>,
    pub(crate) optimizer: Optimizer,
    pub(crate) folder: PathBuf,
    /// First weights, order and variations of the images follow from it, so that a job can be repeated exactly.
    pub(crate) seed: u64,
    /// What the model channel gave.
    pub(crate) loaded: Option<LoadedFile>,
    /// Where checkpoints go, when the job has some.
    pub(crate) resume: Option<Resume>,
    /// What earlier attempts have done.
    pub(crate) resumed: Option<State>,
}

impl Session<'_> {
    /// Trains until the last epoch, an early end or a request to stop.
    ///
    /// # Errors
    /// When an image cannot be read, the loss is not a number, or the model cannot be written.
    pub(crate) fn run(mut self, stop: &StopFlag, log: &mut Log<'_>) -> Result<Report, TrainingError> {
        let mut report =
            Report { epochs: 0, stopped: false, validation_accuracy: Vec::new(), loaded_accuracy: None, parameters: Vec::new() };
        if let Some(LoadedFile { epoch, name, digest }) = self.loaded.take() {
            // The console reads these two lines: they prove which model the job started from.
            log.info(format_args!("Loaded weights of epoch {epoch} from channel model ({name})"));
            log.info(format_args!("SHA-256 of the archive in channel model={digest}"));
            let score = self.evaluate(stop)?;
            if score.as_ref().is_some_and(|score| !score.cross_entropy.is_finite()) {
                return Err(TrainingError::client(
                    "The loss of the loaded model is not a number: its training has diverged. Start from the model of another job, \
                     or without a model channel.",
                ));
            }
            report.loaded_accuracy = score.map(|score| {
                log.info(format_args!("Validation-accuracy of the loaded model={:.6}", accuracy(&score)));
                log.info(format_args!("Validation-cross-entropy of the loaded model={:.6}", cross_entropy(&score)));
                accuracy(&score)
            });
        }
        let mut checkpoints =
            Checkpoints::new(self.folder.clone(), self.hyperparameters.checkpoint_frequency, self.hyperparameters.epochs);
        if let Some(state) = self.resumed.take() {
            checkpoints.resume(&state);
            report.epochs = state.epochs;
            report.validation_accuracy = state.validation_accuracy;
        }
        let (first, started) = (report.epochs, Instant::now());
        for epoch in first..self.hyperparameters.epochs {
            let epoch_started = Instant::now();
            let end = self.train_epoch(epoch, stop, log)?;
            let score = if stop.is_requested() { None } else { self.evaluate(stop)? };
            let Some(score) = score else {
                report.stopped = true;
                self.store_stopped(epoch, &end, &mut checkpoints, log)?;
                break;
            };
            log.info(format_args!("Epoch[{epoch}] Time cost={:.3}", epoch_started.elapsed().as_secs_f64()));
            log.info(format_args!("Epoch[{epoch}] Validation-accuracy={:.6}", accuracy(&score)));
            log.info(format_args!("Epoch[{epoch}] Validation-cross-entropy={:.6}", cross_entropy(&score)));
            if let Some(top) = self.hyperparameters.top_k {
                log.info(format_args!("Epoch[{epoch}] Validation-top_k_accuracy_{top}={:.6}", top_accuracy(&score)));
            }
            report.epochs += 1;
            report.validation_accuracy.push(accuracy(&score));
            checkpoints.after_epoch(epoch, accuracy(&score), &self.learner, log)?;
            if self.hyperparameters.early_stopping.is_some_and(|rule| ends_early(rule, &report.validation_accuracy)) {
                let epochs = report.epochs;
                log.info(format_args!(
                    "Early stopping after {epochs} epochs: the validation accuracy does not improve any more."
                ));
                checkpoints.at_early_end(epoch, &self.learner, log)?;
                break;
            }
            self.store_checkpoint(&report, &checkpoints)?;
            let left = self.hyperparameters.epochs - 1 - epoch;
            if epoch == first && left > 0 {
                let rest = started.elapsed().as_secs_f64() * left as f64;
                log.info(format_args!("Estimated time for the other {left} epochs: {rest:.0} s"));
            }
        }
        report.parameters = checkpoints.files();
        Ok(report)
    }

    fn train_epoch(&mut self, epoch: usize, stop: &StopFlag, log: &mut Log<'_>) -> Result<EpochEnd, TrainingError> {
        let size = self.hyperparameters.mini_batch_size;
        let mut order: Vec<usize> = (0..self.train.len()).collect();
        Random::for_item(self.seed, epoch as u64, u64::MAX).shuffle(&mut order);
        // The last batch is filled up from the start, so that all batches have the same weight.
        let missing = order.len().next_multiple_of(size) - order.len();
        order.extend_from_within(..missing);
        let rate = self.hyperparameters.learning_rate_in(epoch);
        let count = order.len() / size;
        let mut progress = Progress::new(epoch, count, size);
        for (number, images) in order.chunks_exact(size).enumerate() {
            if stop.is_requested() {
                return Ok(EpochEnd::Stopped(number));
            }
            let variation = Some((self.seed, epoch as u64));
            let batch = Batch { dataset: &self.train, hyperparameters: self.hyperparameters, images, variation };
            let score = self.learner.train(&batch, size, &mut self.optimizer, rate)?;
            if !score.cross_entropy.is_finite() {
                return Err(diverged("loss is not a number", epoch, rate));
            }
            progress.batch(&score, log);
        }
        // A rectifier turns what is not a number into zero, so weights can be lost while the loss still looks like one.
        if !self.learner.parameters.are_finite() {
            return Err(diverged("weights are not numbers", epoch, rate));
        }
        progress.epoch(self.hyperparameters.top_k, log);
        Ok(EpochEnd::Complete)
    }

    /// Scores the validation channel; none when a stop was requested meanwhile.
    fn evaluate(&mut self, stop: &StopFlag) -> Result<Option<Score>, TrainingError> {
        let places: Vec<usize> = (0..self.validation.len()).collect();
        let mut total = Score::default();
        for images in places.chunks(self.hyperparameters.mini_batch_size) {
            if stop.is_requested() {
                return Ok(None);
            }
            let batch = Batch { dataset: &self.validation, hyperparameters: self.hyperparameters, images, variation: None };
            total.add(&self.learner.score(&batch, images.len())?);
        }
        Ok(Some(total))
    }

    /// Keeps what another attempt needs to go on after this epoch.
    fn store_checkpoint(&self, report: &Report, checkpoints: &Checkpoints) -> Result<(), TrainingError> {
        let Some(resume) = &self.resume else { return Ok(()) };
        let mut state = State {
            epochs: report.epochs,
            validation_accuracy: report.validation_accuracy.clone(),
            steps: self.optimizer.steps(),
            seed: Some(self.seed),
            ..State::default()
        };
        checkpoints.describe(&mut state);
        resume.store(&state, &self.learner, &self.optimizer, &self.folder)
    }

    fn store_stopped(
        &self,
        epoch: usize,
        end: &EpochEnd,
        checkpoints: &mut Checkpoints,
        log: &mut Log<'_>,
    ) -> Result<(), TrainingError> {
        let (complete, batches, note) = match end {
            EpochEnd::Complete => (epoch + 1, 0, " The last epoch was not validated."),
            EpochEnd::Stopped(batches) => (epoch, *batches, ""),
        };
        // The console reads this line: it counts epochs as its pages do, not from 0 as the other lines.
        log.info(format_args!("Stop requested. Complete epochs: {complete}; batches of the next epoch: {batches}.{note}"));
        if complete > epoch || batches > 0 {
            return checkpoints.store(epoch, &self.learner, log);
        }
        if epoch > 0 {
            return checkpoints.at_early_end(epoch - 1, &self.learner, log);
        }
        log.warning("No batch was trained, so there is no model to store.");
        Ok(())
    }
}

fn diverged(what: &str, epoch: usize, rate: f32) -> TrainingError {
    // People count epochs from 1, as the console does; only the algorithm's own log lines count from 0.
    let epoch = epoch + 1;
    TrainingError::client(format!(
        "The {what} any more in epoch {epoch}: the training has diverged. Choose a learning_rate below {rate}."
    ))
}

fn ends_early(rule: EarlyStopping, accuracies: &[f64]) -> bool {
    let mut best = 0.0;
    let mut since = 0;
    for accuracy in accuracies {
        if *accuracy > best * (1.0 + rule.tolerance) {
            best = *accuracy;
            since = 0;
        } else {
            since += 1;
        }
    }
    accuracies.len() >= rule.min_epochs && since >= rule.patience
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn early_stopping_waits_for_its_patience() {
        let rule = EarlyStopping { min_epochs: 3, patience: 2, tolerance: 0.0 };
        assert!(!ends_early(rule, &[0.5, 0.4]));
        assert!(ends_early(rule, &[0.5, 0.4, 0.5]));
        assert!(!ends_early(rule, &[0.5, 0.4, 0.6]));
        assert!(ends_early(EarlyStopping { tolerance: 0.3, ..rule }, &[0.5, 0.4, 0.6]));
    }
}
