//! What the network finds in images beside their masks: of the middle of each, or of whole images.

use super::{SemanticSegmentation, data::Dataset, whole::Whole};
use crate::{
    error::TrainingError, learner::Learner, objective::pixels::Pixels, operations::Image, program::Head, task::batch::Batch,
};

/// What the network finds in an image, and what its mask says.
pub(super) struct Compared<'a> {
    /// The class of each pixel, row by row.
    pub(super) classes: Vec<u8>,
    pub(super) truth: &'a [u8],
    /// Whether all that the network says are numbers.
    pub(super) is_finite: bool,
    /// Width and height.
    pub(super) size: (usize, usize),
}

impl<'a> Compared<'a> {
    pub(super) fn new(objective: &Pixels, heads: &[Head], image: &Image, truth: &'a [u8]) -> Self {
        let (classes, is_finite) = (objective.classes(heads, image), objective.are_finite(heads, image));
        Self { classes, truth, is_finite, size: (objective.width, objective.height) }
    }
}

impl SemanticSegmentation {
    /// Whether whole images are judged, and not the middle of each.
    pub(super) fn judges_whole_images(&self) -> bool {
        self.hyperparameters.validation_mini_batch_size == 1
    }

    /// Gives what `judge` makes of each image: for the validation after an epoch, and for an evaluation.
    ///
    /// # Errors
    /// When an image cannot be loaded.
    pub(super) fn each_compared<T: Send>(
        &self,
        learner: &mut Learner<Pixels>,
        (data, images): (&Dataset, &[usize]),
        whole: &mut Whole,
        judge: impl Fn(Compared<'_>) -> T + Send + Sync,
    ) -> Result<Vec<T>, TrainingError> {
        if self.judges_whole_images() {
            let form = self.hyperparameters.form;
            return images.iter().map(|image| whole.judge(data, *image, form, &learner.parameters, &judge)).collect();
        }
        let batch = Batch { task: self, data, images, variation: None };
        learner.evaluate(&batch, images.len(), |pixels, heads, image, truth| judge(Compared::new(pixels, heads, image, truth)))
    }
}
