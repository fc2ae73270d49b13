//! Which epochs' parameters are stored.

use std::path::PathBuf;

use crate::{artifact::write_parameters, error::TrainingError, learner::Learner, log::Log, objective::classes::Classes};

use super::resume::State;

/// The parameters' files of a job.
pub(super) struct Checkpoints {
    folder: PathBuf,
    frequency: Option<usize>,
    epochs: usize,
    best: Option<(f64, PathBuf)>,
    files: Vec<PathBuf>,
}

impl Checkpoints {
    /// With a frequency, every so many epochs and the last one are stored; without, the one of the best epoch.
    pub(super) fn new(folder: PathBuf, frequency: Option<usize>, epochs: usize) -> Self {
        Self { folder, frequency, epochs, best: None, files: Vec::new() }
    }

    /// Goes on with the files that an earlier attempt left in the folder.
    pub(super) fn resume(&mut self, state: &State) {
        self.files = state.files.iter().map(|name| self.folder.join(name)).collect();
        self.best = state.best.as_ref().map(|(accuracy, name)| (*accuracy, self.folder.join(name)));
    }

    /// What an interrupted attempt has to know about the files.
    pub(super) fn describe(&self, state: &mut State) {
        let name = |path: &PathBuf| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        state.files = self.files.iter().map(name).collect();
        state.best = self.best.as_ref().map(|(accuracy, path)| (*accuracy, name(path)));
    }

    /// The files that are there now.
    pub(super) fn files(&self) -> Vec<PathBuf> {
        self.files.clone()
    }

    /// Stores an epoch (counted from 0) when it is one to be stored.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(super) fn after_epoch(
        &mut self,
        epoch: usize,
        accuracy: f64,
        learner: &Learner<Classes>,
        log: &mut Log<'_>,
    ) -> Result<(), TrainingError> {
        if let Some(frequency) = self.frequency {
            let due = (epoch + 1).is_multiple_of(frequency) || epoch + 1 == self.epochs;
            return if due { self.store(epoch, learner, log) } else { Ok(()) };
        }
        let earlier = match &self.best {
            Some((best, _)) if accuracy <= *best => return Ok(()),
            Some((_, path)) => Some(path.clone()),
            None => None,
        };
        log.info(format_args!("Storing the best model with validation accuracy: {accuracy:.6}"));
        self.store(epoch, learner, log)?;
        if let Some(path) = earlier {
            std::fs::remove_file(&path).map_err(|error| TrainingError::file("Removing", &path, &error))?;
            self.files.retain(|file| *file != path);
        }
        self.best = self.files.last().map(|path| (accuracy, path.clone()));
        Ok(())
    }

    /// Stores the last finished epoch when a frequency is set and it was not due.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(super) fn at_early_end(
        &mut self,
        epoch: usize,
        learner: &Learner<Classes>,
        log: &mut Log<'_>,
    ) -> Result<(), TrainingError> {
        let path = self.folder.join(crate::artifact::parameters_name(epoch + 1));
        if self.frequency.is_none() || self.files.contains(&path) { Ok(()) } else { self.store(epoch, learner, log) }
    }

    /// Stores the parameters as they are now under the number of an epoch, counted from 0.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(super) fn store(&mut self, epoch: usize, learner: &Learner<Classes>, log: &mut Log<'_>) -> Result<(), TrainingError> {
        let path = write_parameters(&self.folder, &learner.network, &learner.parameters, epoch + 1)?;
        log.info(format_args!("Saved checkpoint to \"{}\"", path.display()));
        self.files.push(path);
        Ok(())
    }
}
