//! Pixels scaled to the length 1, and each channel by a factor that is learned.

use super::{Gradient, Image, InputGradient, Operation, Pass, Sums, TensorId};
use crate::numerics::feature_map::FeatureMap;

/// Added to the square of a length, as MXNet's operator sets it.
const EPSILON: f32 = 1e-10;

/// `output = input / |input| * factor`, where the length is taken over the channels of a pixel.
#[derive(Clone, Debug)]
pub(crate) struct UnitLength {
    /// The place of the factors.
    pub(crate) factors: usize,
    pub(crate) input: TensorId,
    pub(crate) input_map: FeatureMap,
    pub(crate) output: TensorId,
    pub(crate) output_map: FeatureMap,
    pub(crate) input_gradient: InputGradient,
    pub(crate) output_gradient: Gradient,
}

fn inverse_length(pixel: &[f32]) -> f32 {
    1.0 / (pixel.iter().map(|value| value * value).sum::<f32>() + EPSILON).sqrt()
}

impl Operation for UnitLength {
    fn forward(&self, pass: &Pass<'_>, image: &mut Image, _: &mut Sums) {
        let factors = &pass.parameters.arguments[self.factors];
        let channels = factors.len();
        image.write_values(self.output, |output, image| {
            let input = &image.values[self.input.0];
            for row in 0..self.input_map.height {
                let pixels = input[self.input_map.row(row)].chunks_exact(channels);
                for (pixel, output) in pixels.zip(output[self.output_map.row(row)].chunks_exact_mut(channels)) {
                    let inverse = inverse_length(pixel);
                    for ((value, factor), output) in pixel.iter().zip(factors).zip(output) {
                        *output = value * inverse * factor;
                    }
                }
            }
        });
    }

    fn backward(&self, pass: &Pass<'_>, image: &mut Image, sums: &mut Sums) {
        let factors = &pass.parameters.arguments[self.factors];
        let channels = factors.len();
        let InputGradient { gradient: target, add } = self.input_gradient;
        let factor_sums = &mut sums.gradients[self.factors];
        image.write_gradient(target, |output, image| {
            if !add {
                output.fill(0.0);
            }
            let (input, gradient) = (&image.values[self.input.0], &image.gradients[self.output_gradient.slot]);
            for row in 0..self.input_map.height {
                let pixels = input[self.input_map.row(row)].chunks_exact(channels);
                let gradients = gradient[self.output_gradient.map.row(row)].chunks_exact(channels);
                let outputs = output[target.map.row(row)].chunks_exact_mut(channels);
                for ((pixel, gradient), output) in pixels.zip(gradients).zip(outputs) {
                    let inverse = inverse_length(pixel);
                    let mut along = 0.0;
                    for (((value, gradient), factor), sum) in pixel.iter().zip(gradient).zip(factors).zip(factor_sums.iter_mut())
                    {
                        along += value * gradient * factor;
                        *sum += value * inverse * gradient;
                    }
                    let back = along * inverse * inverse * inverse;
                    for (((value, gradient), factor), output) in pixel.iter().zip(gradient).zip(factors).zip(output) {
                        *output += gradient * factor * inverse - value * back;
                    }
                }
            }
        });
    }
}
