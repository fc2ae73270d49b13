//! Batch normalisation with a rectifier, and a sum between the two.

use super::{Gradient, Image, InputGradient, Operation, Pass, Sums, TensorId};
use crate::numerics::{feature_map::FeatureMap, normalization};

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

/// What is added to normalised values before the rectifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Term {
    /// A tensor. Its gradient is that of the sum.
    Tensor(TensorId),
    /// What another normalisation makes of a tensor.
    Normalized { number: usize, input: TensorId },
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
    /// With the shape of the tensor.
    pub(crate) term: Option<(Term, FeatureMap)>,
}

impl Operation for Normalize {
    fn forward(&self, pass: &Pass<'_>, image: &mut Image, _: &mut Sums) {
        let normalization = &pass.normalizations[self.number];
        image.write_values(self.output, |output, image| {
            let values = &image.values[self.input.0];
            let term = match self.term {
                None => return normalization.forward(pass.kernels, values, self.output_map, output),
                Some((Term::Tensor(tensor), map)) => normalization::Term::Values(&image.values[tensor.0], map),
                Some((Term::Normalized { number, input }, _)) => {
                    normalization::Term::Normalized(&image.values[input.0], &pass.normalizations[number])
                }
            };
            normalization.forward_sum(pass.kernels, values, &term, self.output_map, output);
        });
    }

    fn backward(&self, pass: &Pass<'_>, image: &mut Image, sums: &mut Sums) {
        let normalization = &pass.normalizations[self.number];
        image.write_gradient(self.output_gradient, |gradient, image| {
            let (values, totals) = (&image.values[self.input.0], &mut sums.totals[self.number]);
            let Some((term, _)) = self.term else {
                return normalization.observe_gradient(pass.kernels, gradient, values, totals);
            };
            let output = (image.values[self.output.0].as_slice(), self.output_map);
            normalization.observe_sum_gradient(pass.kernels, gradient, output, values, totals);
            if let Term::Normalized { number, input } = term {
                let (values, totals) = (&image.values[input.0], &mut sums.totals[number]);
                pass.normalizations[number].observe_cleared_gradient(pass.kernels, gradient, values, totals);
            }
        });
    }
}
