//! What an evaluation asks of a task: how good the network's answers are, image by image.

use std::collections::BTreeMap;

use domain::evaluation::Findings;

use super::Task;
use crate::{error::TrainingError, learner::Learner};

/// A task whose models can be evaluated.
pub(crate) trait EvaluatedTask: Task {
    type Answers: Answers;

    fn answers(&self) -> Self::Answers;

    /// How many images are computed at once at most.
    fn largest_batch(&self) -> usize {
        usize::MAX
    }

    /// Computes images of a channel as the validation of a job does, and takes of each what the network says.
    ///
    /// # Errors
    /// When an image cannot be loaded.
    fn look(
        &self,
        learner: &mut Learner<Self::Objective>,
        data: &Self::Data,
        images: &[usize],
        answers: &mut Self::Answers,
    ) -> Result<Vec<SeenBy<Self>>, TrainingError>;

    /// Where an image of a channel came from.
    ///
    /// # Errors
    /// When it cannot be read any more.
    fn origin(&self, data: &Self::Data, index: usize) -> Result<Origin, TrainingError>;
}

/// What is taken of an image that was computed.
pub(crate) type SeenBy<T> = <<T as EvaluatedTask>::Answers as Answers>::Seen;

/// All answers so far.
pub(crate) trait Answers {
    /// What the network says of an image.
    type Seen;
    /// What is wrong about an image.
    type Found;

    /// Counts an image, and gives what is wrong about it; `None` when nothing is.
    ///
    /// # Errors
    /// When the network answers with something that is no number.
    fn take(&mut self, seen: Self::Seen) -> Result<Option<Self::Found>, TrainingError>;

    /// Keeps an image about which something is wrong.
    ///
    /// # Errors
    /// When it cannot be drawn.
    fn keep(&mut self, found: Self::Found, place: Place) -> Result<(), TrainingError>;

    fn into_evaluated(self) -> Evaluated;
}

/// What came of all images.
pub(crate) struct Evaluated {
    pub(crate) findings: Findings,
    /// Files of masks by their numbers.
    pub(crate) masks: Vec<Vec<u8>>,
}

impl From<Findings> for Evaluated {
    fn from(findings: Findings) -> Self {
        Self { findings, masks: Vec::new() }
    }
}

/// The refusal of a model that answers with something that is no number.
pub(crate) fn diverged() -> TrainingError {
    TrainingError::client(
        "The model answers with values that are not numbers: its training has diverged. Evaluate the model of another job.",
    )
}

/// Where an image came from.
pub(crate) struct Origin {
    /// Path of its file below the channel.
    pub(crate) file: String,
    /// Where its record starts; `None` when the file is the image.
    pub(crate) offset: Option<u64>,
    /// Bytes of the image.
    pub(crate) size: u64,
}

/// The same with the file's place among those that findings name.
pub(crate) struct Place {
    pub(crate) file: u32,
    pub(crate) offset: Option<u64>,
    pub(crate) size: u64,
}

/// The files that findings name so far.
#[derive(Default)]
pub(crate) struct NamedFiles {
    places: BTreeMap<String, u32>,
}

impl NamedFiles {
    pub(crate) fn place(&mut self, origin: Origin) -> Place {
        let next = u32::try_from(self.places.len()).unwrap_or(u32::MAX);
        let file = *self.places.entry(origin.file).or_insert(next);
        Place { file, offset: origin.offset, size: origin.size }
    }

    /// Their paths below the channel, by their places.
    pub(crate) fn into_paths(self) -> Vec<String> {
        let mut files: Vec<(String, u32)> = self.places.into_iter().collect();
        files.sort_by_key(|(_, place)| *place);
        files.into_iter().map(|(name, _)| name).collect()
    }
}
