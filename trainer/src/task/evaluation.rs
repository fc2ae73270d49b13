//! What an evaluation asks of a task: how good the network's answers are, image by image.

use std::collections::BTreeMap;

use domain::evaluation::Findings;

use super::{TargetOf, Task};
use crate::{error::TrainingError, operations::Image, program::Head};

/// A task whose models can be evaluated.
pub(crate) trait EvaluatedTask: Task {
    /// What is taken of an image that was computed.
    type Seen: Send;
    /// All answers so far.
    type Answers;

    fn answers(&self) -> Self::Answers;

    /// Takes what the network says of an image. Threads call it at the same time.
    fn see(&self, objective: &Self::Objective, heads: &[Head], image: &mut Image, target: &TargetOf<Self>) -> Self::Seen;

    /// Judges an image. Findings that name it call `place`.
    ///
    /// # Errors
    /// When the network answers with something that is no number, and those of `place`.
    fn judge(
        &self,
        answers: &mut Self::Answers,
        seen: Self::Seen,
        place: &mut dyn FnMut() -> Result<Place, TrainingError>,
    ) -> Result<(), TrainingError>;

    fn findings(&self, answers: Self::Answers) -> Findings;

    /// Where an image of a channel came from.
    ///
    /// # Errors
    /// When it cannot be read any more.
    fn origin(&self, data: &Self::Data, index: usize) -> Result<Origin, TrainingError>;
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
