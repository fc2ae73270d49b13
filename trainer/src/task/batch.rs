//! The images of one batch.

use super::{TargetOf, Task};
use crate::{error::TrainingError, learner::Images, random::Random};

/// Some images of a channel, varied when there is a seed.
pub(crate) struct Batch<'a, T: Task> {
    pub(crate) task: &'a T,
    pub(crate) data: &'a T::Data,
    /// Places in the channel.
    pub(crate) images: &'a [usize],
    /// Seed and epoch of the variations; none when the images are evaluated.
    pub(crate) variation: Option<(u64, u64)>,
}

impl<T: Task> Images<TargetOf<T>> for Batch<'_, T> {
    fn load(&self, index: usize, pixels: &mut [u8]) -> Result<TargetOf<T>, TrainingError> {
        let index = self.images.get(index).copied().unwrap_or(usize::MAX);
        let mut random = self.variation.map(|(seed, epoch)| Random::for_item(seed, epoch, index as u64));
        self.task.load(self.data, index, random.as_mut(), pixels)
    }
}
