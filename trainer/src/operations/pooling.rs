//! The largest of a window, and the average of an image.

use super::{Gradient, Image, InputGradient, Operation, Pass, Sums, TensorId};
use crate::numerics::{
    feature_map::FeatureMap,
    pooling::{self, MaxPooling},
};

/// The largest values.
#[derive(Clone, Debug)]
pub(crate) struct Largest {
    pub(crate) pooling: MaxPooling,
    /// Its place in [`Image::places`].
    pub(crate) number: usize,
    pub(crate) input: TensorId,
    pub(crate) output: TensorId,
    pub(crate) input_gradient: InputGradient,
    pub(crate) output_gradient: Gradient,
}

impl Operation for Largest {
    fn forward(&self, _: &Pass<'_>, image: &mut Image, _: &mut Sums) {
        image.write_values(self.output, |output, image| {
            self.pooling.forward(&image.values[self.input.0], output, &mut image.places[self.number]);
        });
    }

    fn backward(&self, _: &Pass<'_>, image: &mut Image, _: &mut Sums) {
        let InputGradient { gradient: target, add } = self.input_gradient;
        image.write_gradient(target, |output, image| {
            if !add {
                output.fill(0.0);
            }
            let (gradient, from) = (&image.gradients[self.output_gradient.slot], self.output_gradient.map);
            self.pooling.backward(gradient, from, &image.places[self.number], target.map, output);
        });
    }
}

/// The mean of every channel. Its input has no other reader.
#[derive(Clone, Debug)]
pub(crate) struct Average {
    pub(crate) input: TensorId,
    pub(crate) input_map: FeatureMap,
    pub(crate) output: TensorId,
    pub(crate) input_gradient: Gradient,
    pub(crate) output_gradient: Gradient,
}

impl Operation for Average {
    fn forward(&self, _: &Pass<'_>, image: &mut Image, _: &mut Sums) {
        image.write_values(self.output, |output, image| pooling::average(self.input_map, &image.values[self.input.0], output));
    }

    fn backward(&self, _: &Pass<'_>, image: &mut Image, _: &mut Sums) {
        image.write_gradient(self.input_gradient, |output, image| {
            let gradient = &image.gradients[self.output_gradient.slot];
            pooling::average_backward(self.input_gradient.map, gradient, output);
        });
    }
}
