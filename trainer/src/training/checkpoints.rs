//! Which epochs' parameters are stored.

use std::path::PathBuf;

use crate::{artifact::write_parameters, error::TrainingError, learner::Learner, log::Log, task::Task};

use super::resume::State;

/// A file with parameters in the model folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stored {
    /// The epoch, counted from 1.
    pub(super) epoch: usize,
    pub(super) path: PathBuf,
}

/// The parameters' files of a job.
pub(super) struct Checkpoints<'a, T> {
    task: &'a T,
    folder: PathBuf,
    best: Option<(f64, Stored)>,
    files: Vec<Stored>,
}

impl<'a, T: Task> Checkpoints<'a, T> {
    /// With a frequency, every so many epochs and the last one are stored; without, the one of the best epoch.
    pub(super) fn new(task: &'a T, folder: PathBuf) -> Self {
        Self { task, folder, best: None, files: Vec::new() }
    }

    fn stored(&self, epoch: usize) -> Stored {
        Stored { epoch, path: self.folder.join(self.task.file_name(epoch)) }
    }

    /// Goes on with the files that an earlier attempt left in the folder.
    pub(super) fn resume(&mut self, state: &State) {
        self.files = state.files.iter().map(|epoch| self.stored(*epoch)).collect();
        self.best = state.best.map(|(score, epoch)| (score, self.stored(epoch)));
    }

    /// What an interrupted attempt has to know about the files.
    pub(super) fn describe(&self, state: &mut State) {
        state.files = self.files.iter().map(|file| file.epoch).collect();
        state.best = self.best.as_ref().map(|(score, file)| (*score, file.epoch));
    }

    /// The files that are there now.
    pub(super) fn files(&self) -> Vec<PathBuf> {
        self.files.iter().map(|file| file.path.clone()).collect()
    }

    /// Stores an epoch (counted from 0) when it is one to be stored.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(super) fn after_epoch(
        &mut self,
        epoch: usize,
        score: f64,
        learner: &Learner<T::Objective>,
        log: &mut Log<'_>,
    ) -> Result<(), TrainingError> {
        let settings = self.task.settings();
        if let Some(frequency) = settings.checkpoint_frequency {
            let due = (epoch + 1).is_multiple_of(frequency) || epoch + 1 == settings.epochs;
            return if due { self.store(epoch, learner, log) } else { Ok(()) };
        }
        let earlier = match &self.best {
            Some((best, _)) if score <= *best => return Ok(()),
            Some((_, file)) => Some(file.clone()),
            None => None,
        };
        if let Some(line) = self.task.best_line(score) {
            log.info(line);
        }
        self.store(epoch, learner, log)?;
        if let Some(Stored { path, .. }) = earlier
            && path != self.stored(epoch + 1).path
        {
            std::fs::remove_file(&path).map_err(|error| TrainingError::file("Removing", &path, &error))?;
            self.files.retain(|file| file.path != path);
        }
        self.best = self.files.last().map(|file| (score, file.clone()));
        Ok(())
    }

    /// Stores the last finished epoch when a frequency is set and it was not due.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(super) fn at_early_end(
        &mut self,
        epoch: usize,
        learner: &Learner<T::Objective>,
        log: &mut Log<'_>,
    ) -> Result<(), TrainingError> {
        let is_stored = self.files.iter().any(|file| file.epoch == epoch + 1);
        if self.task.settings().checkpoint_frequency.is_none() || is_stored { Ok(()) } else { self.store(epoch, learner, log) }
    }

    /// Stores the parameters of an epoch that was stopped, unless that would replace those of the best one.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(super) fn at_stop(
        &mut self,
        epoch: usize,
        learner: &Learner<T::Objective>,
        log: &mut Log<'_>,
    ) -> Result<(), TrainingError> {
        let path = self.stored(epoch + 1).path;
        match &self.best {
            Some((_, best)) if best.path == path => {
                log.info(format_args!("The model stays that of epoch {}, the best one.", best.epoch));
                Ok(())
            }
            _ => self.store(epoch, learner, log),
        }
    }

    /// Stores the parameters as they are now under the number of an epoch, counted from 0.
    fn store(&mut self, epoch: usize, learner: &Learner<T::Objective>, log: &mut Log<'_>) -> Result<(), TrainingError> {
        let file = self.stored(epoch + 1);
        write_parameters(&file.path, &learner.network, &learner.parameters, |parameter| self.task.array_name(parameter))?;
        log.info(self.task.saved_line(&file.path));
        self.files.retain(|other| other.path != file.path);
        self.files.push(file);
        Ok(())
    }
}
