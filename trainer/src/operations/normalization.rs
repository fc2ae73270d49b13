//! Batch normalisation with a rectifier.

use super::{Gradient, Image, InputGradient, Operation, Pass, Sums, TensorId};
use crate::numerics::feature_map::FeatureMap;

/// Takes an image into the statistics of the batch; on the way back, the gradient of the normalisation's input.
#[derive(Clone, Debug)]
pub(crate) struct Observe {
    /// The place in the lists of normalisations.
    pub(crate) number: usize,
    pub(crate) input: TensorId,
    pub(crate) input_gradient: InputGradient,
    pub(crate) output_gradient: Gradient,
}

impl Operation for Observe {
    fn forward(&self, pass: &Pass<'_>, image: &mut Image, sums: &mut Sums) {
        if pass.training {
            let values = &image.values[self.input.0];
            pass.normalizations[self.number].observe(pass.kernels, values, &mut sums.totals[self.number]);
        }
    }

    fn backward(&self, pass: &Pass<'_>, image: &mut Image, _: &mut Sums) {
        let InputGradient { gradient: target, add } = self.input_gradient;
        image.write_gradient(target, |output, image| {
            let (gradient, values) = (&image.gradients[self.output_gradient.slot], &image.values[self.input.0]);
            pass.normalizations[self.number].backward(pass.kernels, gradient, values, target.map, output, add);
        });
    }
}

/// Normalises and rectifies an image; on the way back, clears the gradient where the rectifier gave zero and adds up what
/// [`Observe`] needs.
#[derive(Clone, Debug)]
pub(crate) struct Normalize {
    /// The place in the lists of normalisations.
    pub(crate) number: usize,
    pub(crate) input: TensorId,
    pub(crate) output: TensorId,
    pub(crate) output_map: FeatureMap,
    pub(crate) output_gradient: Gradient,
}

impl Operation for Normalize {
    fn forward(&self, pass: &Pass<'_>, image: &mut Image, _: &mut Sums) {
        image.write_values(self.output, |output, image| {
            let values = &image.values[self.input.0];
            pass.normalizations[self.number].forward(pass.kernels, values, self.output_map, output);
        });
    }

    fn backward(&self, pass: &Pass<'_>, image: &mut Image, sums: &mut Sums) {
        image.write_gradient(self.output_gradient, |gradient, image| {
            let (values, totals) = (&image.values[self.input.0], &mut sums.totals[self.number]);
            pass.normalizations[self.number].observe_gradient(pass.kernels, gradient, values, totals);
        });
    }
}
