//! Channels side by side.

use super::{Gradient, Image, InputGradient, Operation, Pass, Sums, TensorId};
use crate::numerics::feature_map::FeatureMap;

/// One input of a concatenation: some of the output's channels. The other inputs write the others.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) input: TensorId,
    pub(crate) input_map: FeatureMap,
    pub(crate) output: TensorId,
    pub(crate) output_map: FeatureMap,
    /// Where its channels begin in the output.
    pub(crate) first_channel: usize,
    pub(crate) input_gradient: InputGradient,
    pub(crate) output_gradient: Gradient,
}

impl Operation for Part {
    fn forward(&self, _: &Pass<'_>, image: &mut Image, _: &mut Sums) {
        image.write_values(self.output, |output, image| {
            let input = &image.values[self.input.0];
            for row in 0..self.input_map.height {
                let to = output[self.output_map.row(row)].chunks_exact_mut(self.output_map.channels);
                for (to, from) in to.zip(input[self.input_map.row(row)].chunks_exact(self.input_map.channels)) {
                    to[self.first_channel..][..from.len()].copy_from_slice(from);
                }
            }
        });
    }

    fn backward(&self, _: &Pass<'_>, image: &mut Image, _: &mut Sums) {
        let InputGradient { gradient: target, add } = self.input_gradient;
        image.write_gradient(target, |input, image| {
            if !add {
                target.map.clear_border(input);
            }
            let (gradient, map) = (&image.gradients[self.output_gradient.slot], self.output_gradient.map);
            for row in 0..map.height {
                let to = input[target.map.row(row)].chunks_exact_mut(target.map.channels);
                for (to, from) in to.zip(gradient[map.row(row)].chunks_exact(map.channels)) {
                    let from = &from[self.first_channel..][..to.len()];
                    if add {
                        to.iter_mut().zip(from).for_each(|(value, gradient)| *value += gradient);
                    } else {
                        to.copy_from_slice(from);
                    }
                }
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operations::adjoint;

    #[test]
    fn the_gradient_is_the_adjoint() {
        let (input, output) = (FeatureMap::new(3, 4, 16, 1), FeatureMap::new(3, 4, 48, 0));
        for first_channel in [0, 16, 32] {
            adjoint::check(input, output, |add| Part {
                input: TensorId(0),
                input_map: input,
                output: TensorId(1),
                output_map: output,
                first_channel,
                input_gradient: InputGradient { gradient: adjoint::gradient(0, input), add },
                output_gradient: adjoint::gradient(1, output),
            });
        }
    }
}
