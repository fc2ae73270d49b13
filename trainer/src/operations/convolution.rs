//! Convolution, with or without bias.

use rayon::prelude::*;

use super::{Gradient, Image, InputGradient, Operation, Pass, Sums, TensorId};
use crate::{
    numerics::{
        convolution::ConvolutionLayer,
        kernels::{Kernels, Start},
    },
    stop::StopCheck,
};

/// Weights with more elements than this have their gradient computed by [`Convolution::accumulate`], over all images of a
/// batch at once, instead of a sum for each group of images.
const MAX_GROUPED: usize = 40_000;

/// What the output holds before the products are added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Base {
    Nothing,
    /// What another convolution has written to it.
    Output,
    /// Another tensor of the same shape.
    Tensor(TensorId),
}

/// A convolution with its tensors and the places of its parameters.
#[derive(Clone, Debug)]
pub(crate) struct Convolution {
    pub(crate) layer: ConvolutionLayer,
    pub(crate) weight: usize,
    pub(crate) bias: Option<usize>,
    pub(crate) input: TensorId,
    pub(crate) output: TensorId,
    pub(crate) base: Base,
    pub(crate) output_gradient: Gradient,
    /// None where no parameter comes before.
    pub(crate) input_gradient: Option<InputGradient>,
}

impl Convolution {
    /// Whether each group of images keeps its own sum of the weights' gradient.
    pub(crate) fn is_grouped(&self) -> bool {
        self.layer.weight_length() <= MAX_GROUPED
    }

    /// Adds the shares of all images to the gradient of the weights: each part of the weights goes through them in order, and is
    /// left unfinished when a stop is requested.
    pub(crate) fn accumulate(&self, kernels: Kernels, images: &[Image], weights: &mut [f32], stop: &StopCheck) {
        // The loops take two panels at once where they can.
        const PANELS: usize = 2;
        let part = PANELS * self.layer.panel_length();
        weights.par_chunks_mut(part).enumerate().for_each(|(number, weights)| {
            for image in images {
                if stop() {
                    return;
                }
                let (input, gradient) = (&image.values[self.input.0], &image.gradients[self.output_gradient.slot]);
                self.layer.accumulate_panels(kernels, input, gradient, number * PANELS, weights);
            }
        });
    }
}

impl Operation for Convolution {
    fn forward(&self, pass: &Pass<'_>, image: &mut Image, _: &mut Sums) {
        let weights = &pass.parameters.arguments[self.weight];
        image.write_values(self.output, |output, image| {
            let start = match (self.base, self.bias) {
                (Base::Nothing, None) => Start::Zero,
                (Base::Nothing, Some(bias)) => {
                    self.layer.fill(&pass.parameters.arguments[bias], output);
                    Start::Output
                }
                (Base::Output, _) => Start::Output,
                (Base::Tensor(tensor), _) => Start::From(&image.values[tensor.0]),
            };
            self.layer.forward(pass.kernels, &image.values[self.input.0], weights, output, &start);
        });
    }

    fn backward(&self, pass: &Pass<'_>, image: &mut Image, sums: &mut Sums) {
        let gradient = &image.gradients[self.output_gradient.slot];
        if let Some(bias) = self.bias {
            self.layer.sum_pixels(gradient, &mut sums.gradients[bias]);
        }
        if self.is_grouped() {
            let input = &image.values[self.input.0];
            self.layer.accumulate(pass.kernels, input, gradient, &mut sums.gradients[self.weight]);
        }
        let Some(InputGradient { gradient: target, add }) = self.input_gradient else { return };
        image.write_gradient(target, |output, image| {
            let start = if add { Start::Output } else { Start::Zero };
            if !add {
                target.map.clear_border(output);
            }
            let gradient = &image.gradients[self.output_gradient.slot];
            self.layer.backward(pass.kernels, gradient, &pass.transposed[self.weight], output, &start);
        });
    }
}
