//! What a program does with the tensors of one image at a time.
//!
//! * [`pixels`] – from bytes to normalised numbers
//! * [`convolution`] – with or without bias; also a classifier over one pixel
//! * [`normalization`] – batch normalisation with a rectifier
//! * [`rectifier`] – in the place of its input
//! * [`unit_length`] – pixels scaled to the length 1
//! * [`pooling`] – the largest of a window, and the average of an image
//! * [`adaptive_average`] – the averages of parts of an image
//! * [`resize`] – bilinear
//! * [`concatenation`] – channels side by side
//! * [`dropout`] – in the place of its input
//!
//! Sums over a batch have to be complete before they are used. An operation that needs one is therefore two: the first adds
//! the image to the sum, and the second comes in a later stage. On the way back the second adds to the sum of gradients, and
//! the first uses it.

pub(crate) mod adaptive_average;
pub(crate) mod concatenation;
pub(crate) mod convolution;
pub(crate) mod dropout;
pub(crate) mod normalization;
pub(crate) mod pixels;
pub(crate) mod pooling;
pub(crate) mod rectifier;
pub(crate) mod resize;
pub(crate) mod unit_length;

use crate::{
    numerics::{
        feature_map::FeatureMap,
        kernels::Kernels,
        normalization::{Normalization, Totals},
        pixels::PixelNormalization,
    },
    parameters::Parameters,
};

/// One computation, forward and backward.
pub(crate) trait Operation: Send + Sync {
    /// Computes one image's output.
    fn forward(&self, pass: &Pass<'_>, image: &mut Image, sums: &mut Sums);

    /// Writes the gradients of one image's inputs, or adds to them, and adds to those of the parameters.
    fn backward(&self, pass: &Pass<'_>, image: &mut Image, sums: &mut Sums);
}

/// What all images of a pass share.
pub(crate) struct Pass<'a> {
    pub(crate) kernels: Kernels,
    pub(crate) parameters: &'a Parameters,
    /// Weights rearranged for the backward pass, in the places of the arguments.
    pub(crate) transposed: &'a [Vec<f32>],
    /// Normalise with the batch's statistics instead of the running ones.
    pub(crate) training: bool,
    /// The seed of the step's random numbers; without one nothing is dropped.
    pub(crate) seed: Option<u64>,
    pub(crate) pixels: &'a PixelNormalization,
    pub(crate) normalizations: &'a [Normalization],
}

/// The place of a tensor in [`Image`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TensorId(pub(crate) usize);

/// A gradient: its place in [`Image`], and its shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Gradient {
    pub(crate) slot: usize,
    pub(crate) map: FeatureMap,
}

/// The gradient of an operation's input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct InputGradient {
    pub(crate) gradient: Gradient,
    /// Another reader of the same tensor has written its share before.
    pub(crate) add: bool,
}

/// The tensors of one image. Gradients share their memory with others that are needed at another time.
#[derive(Clone, Debug, Default)]
pub(crate) struct Image {
    /// Its place in the batch.
    pub(crate) number: usize,
    /// As they were loaded: `[height, width, channels]`.
    pub(crate) pixels: Vec<u8>,
    pub(crate) values: Vec<Vec<f32>>,
    pub(crate) gradients: Vec<Vec<f32>>,
    /// Where each largest value of a window comes from, for each pooling.
    pub(crate) places: Vec<Vec<u32>>,
}

impl Image {
    /// Calls `change` with a tensor to write, and the image without it.
    pub(crate) fn write_values(&mut self, tensor: TensorId, change: impl FnOnce(&mut [f32], &mut Self)) {
        let mut values = std::mem::take(&mut self.values[tensor.0]);
        change(&mut values, self);
        self.values[tensor.0] = values;
    }

    /// Calls `change` with a gradient to write, and the image without it.
    pub(crate) fn write_gradient(&mut self, gradient: Gradient, change: impl FnOnce(&mut [f32], &mut Self)) {
        let mut values = std::mem::take(&mut self.gradients[gradient.slot]);
        change(&mut values[..gradient.map.length()], self);
        self.gradients[gradient.slot] = values;
    }
}

/// What a group of images adds up to. Groups do not depend on the threads, so sums are the same for any number of them.
#[derive(Clone, Debug)]
pub(crate) struct Sums {
    /// For each normalisation.
    pub(crate) totals: Vec<Totals>,
    /// Of the pixels: values, then squares, `[2, channels]`.
    pub(crate) pixels: Vec<u64>,
    /// The first convolution's output gradients by the part of the kernel that they reach: `[kernel, kernel, filters]`.
    pub(crate) taps: Vec<f64>,
    /// The gradients of arguments, each in its [`Layout`](crate::parameter::Layout); empty for those that are too large to be
    /// kept for each group.
    pub(crate) gradients: Vec<Vec<f32>>,
}

impl Sums {
    /// Forgets what was added about the batch's statistics.
    pub(crate) fn clear_totals(&mut self) {
        self.totals.iter_mut().for_each(Totals::clear);
        self.pixels.fill(0);
    }

    /// Forgets what was added to gradients.
    pub(crate) fn clear_gradients(&mut self) {
        self.taps.fill(0.0);
        self.gradients.iter_mut().for_each(|gradient| gradient.fill(0.0));
    }
}

#[cfg(test)]
mod adjoint;
