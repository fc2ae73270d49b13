//! The images of one batch.

use super::{
    Dataset,
    augment::{Picture, cut_middle, vary},
    decode,
};
use crate::{
    error::TrainingError, hyperparameters::Hyperparameters, learner::Images, objective::classes::Target, random::Random,
};

/// Some images of a data set, varied when there is a seed.
pub(crate) struct Batch<'a> {
    pub(crate) dataset: &'a Dataset,
    pub(crate) hyperparameters: &'a Hyperparameters,
    /// Places in the data set.
    pub(crate) images: &'a [usize],
    /// Seed and epoch of the variations; none when the images are evaluated.
    pub(crate) variation: Option<(u64, u64)>,
}

impl Images<Target> for Batch<'_> {
    fn load(&self, index: usize, pixels: &mut [u8]) -> Result<Target, TrainingError> {
        let index = self.images.get(index).copied().unwrap_or(usize::MAX);
        let (file, place) = self.dataset.read(index)?;
        let image = decode::decode(file.as_bytes(), &place, self.hyperparameters)?;
        let [channels, height, width] = self.hyperparameters.image_shape;
        let picture =
            Picture { bytes: image.as_bytes(), height: image.height() as usize, width: image.width() as usize, channels };
        if picture.height < height || picture.width < width || picture.bytes.len() != picture.height * picture.width * channels {
            return Err(TrainingError::Algorithm(format!("the {place} has changed since the job started")));
        }
        match (self.hyperparameters.augmentation_type, self.variation) {
            (Some(kind), Some((seed, epoch))) => {
                vary(kind, picture, height, width, &mut Random::for_item(seed, epoch, index as u64), pixels);
            }
            _ => cut_middle(picture, height, width, pixels),
        }
        Ok(self.dataset.target(index))
    }
}
