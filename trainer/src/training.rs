//! The loop over epochs.

mod checkpoints;
mod forecast;
mod pretrained;
mod resume;
mod setup;

use std::{path::PathBuf, time::Instant};

use crate::{
    error::TrainingError,
    hyperparameters::EarlyStopping,
    learner::Learner,
    log::Log,
    model_channel::LoadedFile,
    objective::Score,
    optimizer::Optimizer,
    random::Random,
    stop::StopFlag,
    task::{Data, Progress, Settings, Step, Task, Validation, batch::Batch},
};
use checkpoints::Checkpoints;
use forecast::Forecast;
use resume::{Resume, State};

pub(crate) use setup::prepare;

/// What a job has done.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Epochs that were finished.
    pub epochs: usize,
    /// Whether the job ended because it was asked to stop.
    pub stopped: bool,
    /// The validation score after each finished epoch: accuracy, or mean average precision.
    pub validation_scores: Vec<f64>,
    /// The validation score of the model channel's model before the first epoch.
    pub loaded_score: Option<f64>,
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

/// What is called behind each epoch.
type Observer<'a, T> = dyn FnMut(&mut Learner<<T as Task>::Objective>) -> Result<(), TrainingError> + 'a;

/// Everything that an epoch needs.
pub(crate) struct Session<'a, T: Task> {
    task: &'a T,
    settings: Settings,
    train: T::Data,
    validation: T::Data,
    learner: Learner<T::Objective>,
    optimizer: Optimizer,
    folder: PathBuf,
    /// First weights, order and variations of the images follow from it, so that a job can be repeated exactly.
    seed: u64,
    /// What the model channel gave.
    loaded: Option<LoadedFile>,
    /// Where checkpoints go, when the job has some.
    resume: Option<Resume>,
    /// What earlier attempts have done.
    resumed: Option<State>,
}

impl<'a, T: Task> Session<'a, T> {
    /// Trains until the last epoch, an early end or a request to stop.
    ///
    /// # Errors
    /// When an image cannot be read, the loss is not a number, or the model cannot be written.
    pub(crate) fn run(self, stop: &StopFlag, log: &mut Log<'_>) -> Result<Report, TrainingError> {
        self.run_observed(stop, log, &mut |_| Ok(()))
    }

    /// The same, and calls `observe` with the network as it is behind each epoch.
    ///
    /// # Errors
    /// As [`Self::run`], and those of `observe`.
    pub(crate) fn run_observed(
        mut self,
        stop: &StopFlag,
        log: &mut Log<'_>,
        observe: &mut Observer<'_, T>,
    ) -> Result<Report, TrainingError> {
        self.learner.heed(stop.check());
        let mut report =
            Report { epochs: 0, stopped: false, validation_scores: Vec::new(), loaded_score: None, parameters: Vec::new() };
        if let Some(file) = self.loaded.take() {
            report.loaded_score = self.judge_loaded(&file, stop, log)?;
        }
        let mut checkpoints = Checkpoints::new(self.task, self.folder.clone());
        if let Some(state) = self.resumed.take() {
            checkpoints.resume(&state);
            report.epochs = state.epochs;
            report.validation_scores = state.validation_scores;
        }
        let (first, started) = (report.epochs, Instant::now());
        let mut forecast = Forecast::new(self.settings.epochs - first.min(self.settings.epochs));
        for epoch in first..self.settings.epochs {
            let epoch_started = Instant::now();
            let end = self.train_epoch(epoch, &mut forecast, stop, log)?;
            let validation = if stop.is_requested() { None } else { self.validate(stop)? };
            let Some(validation) = validation else {
                report.stopped = true;
                self.store_stopped(epoch, &end, &mut checkpoints, log)?;
                break;
            };
            self.task.log_validation(epoch, epoch_started.elapsed(), &validation, log);
            report.epochs += 1;
            report.validation_scores.push(validation.score());
            observe(&mut self.learner)?;
            checkpoints.after_epoch(epoch, validation.score(), &self.learner, log)?;
            self.task.log_end_of_epoch(epoch, log);
            if self.settings.early_stopping.is_some_and(|rule| ends_early(rule, &report.validation_scores)) {
                let epochs = report.epochs;
                let score = T::SCORE;
                log.info(format_args!("Early stopping after {epochs} epochs: the {score} does not improve any more."));
                checkpoints.at_early_end(epoch, &self.learner, log)?;
                break;
            }
            self.store_checkpoint(&report, &checkpoints)?;
            let left = self.settings.epochs - 1 - epoch;
            if epoch == first && left > 0 {
                let rest = started.elapsed().as_secs_f64() * left as f64;
                log.info(format_args!("Estimated time for the other {left} epochs: {rest:.0} s"));
            }
        }
        report.parameters = checkpoints.files();
        self.task.finish(&report.parameters, log)?;
        Ok(report)
    }

    /// Scores the model of the model channel, which the console compares with what the job makes of it.
    fn judge_loaded(&mut self, file: &LoadedFile, stop: &StopFlag, log: &mut Log<'_>) -> Result<Option<f64>, TrainingError> {
        let LoadedFile { epoch, name, digest } = file;
        // The console reads these two lines: they prove which model the job started from.
        log.info(format_args!("Loaded weights of epoch {epoch} from channel model ({name})"));
        log.info(format_args!("SHA-256 of the archive in channel model={digest}"));
        let Some(validation) = self.validate(stop)? else { return Ok(None) };
        if !validation.is_finite() {
            return Err(TrainingError::client(
                "The loss of the loaded model is not a number: its training has diverged. Start from the model of another job, \
                 or without a model channel.",
            ));
        }
        self.task.log_loaded(&validation, log);
        Ok(Some(validation.score()))
    }

    fn train_epoch(
        &mut self,
        epoch: usize,
        forecast: &mut Forecast,
        stop: &StopFlag,
        log: &mut Log<'_>,
    ) -> Result<EpochEnd, TrainingError> {
        let (task, seed, images) = (self.task, self.seed, self.train.len());
        let order = |epoch: usize| {
            let mut order: Vec<usize> = (0..images).collect();
            Random::for_item(seed, epoch as u64, u64::MAX).shuffle(&mut order);
            order
        };
        let batches = task.batches(epoch, &order);
        let step = |optimizer: &Optimizer| Step { epoch, number: usize::try_from(optimizer.steps()).unwrap_or_default() };
        let mut progress = task.progress(step(&self.optimizer), batches.len());
        let mut rate = 0.0;
        for (number, images) in batches.iter().enumerate() {
            if stop.is_requested() {
                return Ok(EpochEnd::Stopped(number));
            }
            rate = task.rate(step(&self.optimizer));
            let batch = Batch { task, data: &self.train, images, variation: Some((seed, epoch as u64)) };
            let Some(score) = self.learner.train(&batch, images.len(), &mut self.optimizer, rate)? else {
                return Ok(EpochEnd::Stopped(number));
            };
            if !score.is_finite() {
                return Err(diverged(task, "loss is not a number", epoch, rate));
            }
            progress.batch(&score, log);
            forecast.batch(batches.len(), log);
        }
        // A rectifier turns what is not a number into zero, so weights can be lost while the loss still looks like one.
        if !self.learner.parameters.are_finite() {
            return Err(diverged(task, "weights are not numbers", epoch, rate));
        }
        progress.end(log);
        Ok(EpochEnd::Complete)
    }

    /// Judges the network by the validation channel; none when a stop was requested meanwhile.
    fn validate(&mut self, stop: &StopFlag) -> Result<Option<T::Validation>, TrainingError> {
        let validation = self.task.validate(&mut self.learner, &self.validation, stop)?;
        // The last batch may have been left unfinished.
        Ok(validation.filter(|_| !stop.is_requested()))
    }

    /// Keeps what another attempt needs to go on after this epoch.
    fn store_checkpoint(&self, report: &Report, checkpoints: &Checkpoints<'_, T>) -> Result<(), TrainingError> {
        let Some(resume) = &self.resume else { return Ok(()) };
        let mut state = State {
            epochs: report.epochs,
            validation_scores: report.validation_scores.clone(),
            steps: self.optimizer.steps(),
            seed: Some(self.seed),
            ..State::default()
        };
        checkpoints.describe(&mut state);
        resume.store(self.task, &state, &self.learner, &self.optimizer, &self.folder)
    }

    fn store_stopped(
        &self,
        epoch: usize,
        end: &EpochEnd,
        checkpoints: &mut Checkpoints<'a, T>,
        log: &mut Log<'_>,
    ) -> Result<(), TrainingError> {
        let (complete, batches, note) = match end {
            EpochEnd::Complete => (epoch + 1, 0, " The last epoch was not validated."),
            EpochEnd::Stopped(batches) => (epoch, *batches, ""),
        };
        // The console reads this line: it counts epochs as its pages do, not from 0 as the other lines.
        log.info(format_args!("Stop requested. Complete epochs: {complete}; batches of the next epoch: {batches}.{note}"));
        if complete > epoch || batches > 0 {
            return checkpoints.at_stop(epoch, &self.learner, log);
        }
        if epoch > 0 {
            return checkpoints.at_early_end(epoch - 1, &self.learner, log);
        }
        log.warning("No batch was trained, so there is no model to store.");
        Ok(())
    }
}

fn diverged<T: Task>(task: &T, what: &str, epoch: usize, rate: f32) -> TrainingError {
    // People count epochs from 1, as the console does; only the algorithm's own log lines count from 0.
    let epoch = epoch + 1;
    let cure = task.cure_of_divergence(rate);
    TrainingError::client(format!("The {what} any more in epoch {epoch}: the training has diverged. {cure}"))
}

fn ends_early(rule: EarlyStopping, scores: &[f64]) -> bool {
    let mut best = 0.0;
    let mut since = 0;
    for score in scores {
        if *score > best * (1.0 + rule.tolerance) {
            best = *score;
            since = 0;
        } else {
            since += 1;
        }
    }
    scores.len() >= rule.min_epochs && since >= rule.patience
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
