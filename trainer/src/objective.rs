//! What a network is to learn: from its heads and what images show to scores and gradients.
//!
//! * [`classes`] – which classes an image shows
//! * [`boxes`] – where objects are in an image
//! * [`pixels`] – which class each pixel is of

pub(crate) mod boxes;
pub(crate) mod classes;
pub(crate) mod pixels;

use crate::{operations::Image, program::Head};

/// What is learned of an image.
pub(crate) trait Objective: Sync {
    /// What an image shows.
    type Target: Default + Send;
    /// What is kept of an image between its score and its gradient.
    type State: Default + Send;
    type Score: Score;

    /// Scores what the heads say of an image.
    fn score(&self, heads: &[Head], image: &mut Image, target: &Self::Target, state: &mut Self::State) -> Self::Score;

    /// Writes the gradients over the heads of an image that was scored. Its batch scored `batch`.
    fn differentiate(&self, heads: &[Head], image: &mut Image, target: &Self::Target, state: &Self::State, batch: &Self::Score);

    /// What the sum of the gradients over a batch of `count` images is multiplied by before a step.
    fn share(&self, count: usize) -> f32;
}

/// What images' predictions amount to.
pub(crate) trait Score: Clone + Default + Send + Sync {
    /// Takes the score of other images in.
    fn add(&mut self, other: &Self);

    /// Whether the losses are numbers.
    fn is_finite(&self) -> bool;
}
