//! What an algorithm adds to the loop over epochs.
//!
//! * [`batch`] – the images of one batch, loaded by the threads that train
//! * [`evaluation`] – what it adds to an evaluation

pub(crate) mod batch;
pub(crate) mod evaluation;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    time::Duration,
};

use algorithms::Algorithm;
use mxnet_formats::ndarray_list::NamedArray;

use crate::{
    container::{ChannelConfiguration, Container},
    error::TrainingError,
    hyperparameters::EarlyStopping,
    learner::Learner,
    log::Log,
    networks::Network,
    objective::Objective,
    operations::Image,
    optimizer::Rule,
    parameter::Specification,
    program::Head,
    random::Random,
    stop::StopFlag,
};

/// An algorithm with the hyperparameters of a job.
pub(crate) trait Task: Sized + Sync {
    type Objective: Objective;
    type Data: Data;
    type Progress: Progress<ScoreOf<Self>>;
    type Validation: Validation;

    /// What is documented of the algorithm.
    const ALGORITHM: &'static Algorithm;
    /// What the validation score is called in a sentence.
    const SCORE: &'static str;
    /// What to do when not even a batch of one image fits into the memory, to complete "or …".
    const SMALLER_NETWORK: &'static str;

    /// Logs where hyperparameters are read from, before they are checked.
    fn announce(given: &BTreeMap<String, String>, log: &mut Log<'_>);

    /// Reads hyperparameters. `host` is what log lines call this machine.
    ///
    /// # Errors
    /// [`TrainingError::Client`] that names the hyperparameter, its value and what is allowed.
    fn new(given: &BTreeMap<String, String>, host: &str) -> Result<Self, TrainingError>;

    /// Logs the hyperparameters in effect, and what of them changes nothing here.
    fn log_configuration(&self, log: &mut Log<'_>);

    fn settings(&self) -> Settings;

    /// The network whose pretrained weights the job asks for, as their file begins; none when it asks for none.
    fn pretrained_name(&self) -> Option<&'static str> {
        None
    }

    /// Whether the job can begin with the weights of a model channel, or without any.
    ///
    /// # Errors
    /// [`TrainingError::Client`] when it asks for weights that are not there.
    fn check_start(&self, has_model: bool, log: &mut Log<'_>) -> Result<(), TrainingError>;

    /// # Errors
    /// [`TrainingError::Client`] when no network fits the hyperparameters.
    fn network(&self) -> Result<Network, TrainingError>;

    /// The network's name for people.
    fn network_name(&self) -> String;

    /// Finds the images of a channel, and checks what they show.
    ///
    /// # Errors
    /// [`TrainingError::Client`] that says which file, record or line is wrong, and what to do.
    fn open(&self, channels: &Channels<'_>, name: &str, log: &mut Log<'_>) -> Result<Self::Data, TrainingError>;

    /// Writes the pixels of an image and returns what it shows. Training varies it by the random numbers of its own.
    ///
    /// # Errors
    /// When the image cannot be decoded.
    fn load(
        &self,
        data: &Self::Data,
        index: usize,
        variation: Option<&mut Random>,
        pixels: &mut [u8],
    ) -> Result<TargetOf<Self>, TrainingError>;

    fn objective(&self, train: &Self::Data) -> Self::Objective;

    /// The images of each batch of an epoch, in their order. `order` is a random order of all images for each epoch.
    fn batches(&self, epoch: usize, order: &dyn Fn(usize) -> Vec<usize>) -> Vec<Vec<usize>> {
        filled_up(order(epoch), self.settings().mini_batch_size)
    }

    /// The learning rate of a step.
    fn rate(&self, step: Step) -> f32;

    /// What to do when the training has diverged at a learning rate.
    fn cure_of_divergence(&self, rate: f32) -> String {
        format!("Choose a learning_rate below {rate}.")
    }

    /// The log of an epoch with so many batches, before its first step.
    fn progress(&self, start: Step, batches: usize) -> Self::Progress;

    /// Judges the network by the images of a channel; none when a stop was requested meanwhile.
    ///
    /// # Errors
    /// When an image cannot be loaded.
    fn validate(
        &self,
        learner: &mut Learner<Self::Objective>,
        data: &Self::Data,
        stop: &StopFlag,
    ) -> Result<Option<Self::Validation>, TrainingError>;

    /// Logs how good the model of the model channel is.
    fn log_loaded(&self, validation: &Self::Validation, log: &mut Log<'_>);

    /// Logs how good the network is after an epoch, which has taken so long.
    fn log_validation(&self, epoch: usize, time: Duration, validation: &Self::Validation, log: &mut Log<'_>);

    /// Logs that an epoch is over and its model is stored, if it is one to be stored.
    fn log_end_of_epoch(&self, _epoch: usize, _log: &mut Log<'_>) {}

    /// The line that announces the best model so far, when the algorithm has one.
    fn best_line(&self, score: f64) -> Option<String>;

    /// The line that names a file with parameters that was written.
    fn saved_line(&self, path: &Path) -> String {
        format!("Saved checkpoint to \"{}\"", path.display())
    }

    /// The file below the model folder for the parameters after an epoch, counted from 1.
    fn file_name(&self, epoch: usize) -> String;

    /// What names of checkpoints begin with.
    fn checkpoint_prefix(&self) -> &'static str;

    /// What a model's file calls the array of a parameter.
    fn array_name(&self, specification: &Specification) -> String {
        let kind = if specification.is_auxiliary { "aux" } else { "arg" };
        format!("{kind}:{}", specification.name)
    }

    /// Writes what describes the network beside its parameters.
    ///
    /// # Errors
    /// When the folder cannot be written.
    fn write_description(&self, network: &Network, folder: &Path) -> Result<(), TrainingError>;

    /// Completes the model folder when the training is over.
    ///
    /// # Errors
    /// When the folder cannot be written.
    fn finish(&self, _files: &[PathBuf], _log: &mut Log<'_>) -> Result<(), TrainingError> {
        Ok(())
    }

    /// Refuses the model of another network. `description` is the file of the archive that describes it.
    ///
    /// # Errors
    /// [`TrainingError::Client`] that names what differs.
    fn compare(&self, description: &[u8], arrays: &[NamedArray]) -> Result<(), TrainingError>;

    /// What an endpoint would answer for an image that was computed.
    fn answer(&self, objective: &Self::Objective, heads: &[Head], image: &mut Image, target: &TargetOf<Self>) -> Vec<u8>;
}

/// What an image shows.
pub(crate) type TargetOf<T> = <<T as Task>::Objective as Objective>::Target;

/// How images of a batch were learned.
pub(crate) type ScoreOf<T> = <<T as Task>::Objective as Objective>::Score;

/// The channels of a job.
#[derive(Clone, Copy)]
pub(crate) struct Channels<'a> {
    pub(crate) container: &'a Container,
    pub(crate) configuration: &'a BTreeMap<String, ChannelConfiguration>,
}

/// The images of a channel.
pub(crate) trait Data: Sync {
    /// How many there are.
    fn len(&self) -> usize;
}

/// What is logged while an epoch is trained.
pub(crate) trait Progress<S> {
    /// Takes a batch's score.
    fn batch(&mut self, score: &S, log: &mut Log<'_>);

    /// Logs the epoch's training metrics.
    fn end(&self, log: &mut Log<'_>);
}

/// What the images of a channel say of a network.
pub(crate) trait Validation {
    /// The larger, the better.
    fn score(&self) -> f64;

    /// Whether the network's answers are numbers.
    fn is_finite(&self) -> bool;
}

/// What the loop asks of the hyperparameters.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) epochs: usize,
    pub(crate) mini_batch_size: usize,
    /// The most images that are computed at once, in training and in validation.
    pub(crate) largest_batch: usize,
    pub(crate) num_training_samples: usize,
    pub(crate) rule: Rule,
    pub(crate) early_stopping: Option<EarlyStopping>,
    /// Epochs between two stored models; none keeps the best alone.
    pub(crate) checkpoint_frequency: Option<usize>,
}

/// Batches of one size. The last one is filled up from the start, so that all have the same weight.
fn filled_up(mut order: Vec<usize>, size: usize) -> Vec<Vec<usize>> {
    let missing = order.len().next_multiple_of(size) - order.len();
    order.extend_from_within(..missing);
    order.chunks_exact(size).map(<[usize]>::to_vec).collect()
}

/// A step of the optimizer, counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    pub(crate) epoch: usize,
    /// The steps before it, in all epochs.
    pub(crate) number: usize,
}
