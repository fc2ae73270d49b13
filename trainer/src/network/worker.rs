//! Forward and backward of one thread's share of a batch.

mod backward;
mod buffers;
mod forward;

pub(crate) use buffers::{Worker, bytes_per_image};

use super::{parameters::Parameters, plan::Plan};
use crate::{
    error::TrainingError,
    numerics::{all_reduce::AllReduce, kernels::Kernels, loss::Loss},
};

/// What an image shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target<'a> {
    /// One class.
    Class(usize),
    /// For each class 1 or 0.
    Classes(&'a [u8]),
}

/// Where images come from. Threads call it at the same time.
pub(crate) trait Images: Sync {
    /// Writes the pixels, `[height, width, channels]`, of the batch's image number `index` and returns what it shows.
    ///
    /// # Errors
    /// When the image cannot be decoded.
    fn load(&self, index: usize, pixels: &mut [u8]) -> Result<Target<'_>, TrainingError>;
}

/// What all threads of one pass share.
pub(crate) struct Pass<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) parameters: &'a Parameters,
    /// Weights rearranged for the backward pass, in the places of the arguments.
    pub(crate) transposed: &'a [Vec<f32>],
    /// Sums over the threads.
    pub(crate) all_reduce: &'a AllReduce,
    pub(crate) kernels: Kernels,
    pub(crate) thread: usize,
    /// Images in the whole batch.
    pub(crate) images: usize,
    /// Normalise with the batch's statistics instead of the running ones.
    pub(crate) training: bool,
    pub(crate) loss: &'a Loss,
    /// How many of the best classes count for the top-k accuracy.
    pub(crate) top: usize,
}
