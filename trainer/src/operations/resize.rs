//! Bilinear resizing with aligned corners.

use super::{Gradient, Image, InputGradient, Operation, Pass, Sums, TensorId};
use crate::numerics::{
    bilinear::{Between, places},
    feature_map::FeatureMap,
};

/// The image in another size. It may be some channels of a wider image.
#[derive(Clone, Debug)]
pub(crate) struct Resize {
    pub(crate) input: TensorId,
    pub(crate) input_map: FeatureMap,
    pub(crate) output: TensorId,
    pub(crate) output_map: FeatureMap,
    /// Where its channels begin in the output.
    pub(crate) first_channel: usize,
    pub(crate) input_gradient: InputGradient,
    pub(crate) output_gradient: Gradient,
}

/// A pixel of the output: where its channels begin, and the four pixels of the input with their shares.
struct Spot {
    output: usize,
    inputs: [(usize, f32); 4],
}

impl Resize {
    fn spots(&self, input: FeatureMap, output: FeatureMap) -> impl Iterator<Item = Spot> {
        let (rows, columns) = (places(input.height, output.height), places(input.width, output.width));
        let first_channel = self.first_channel;
        rows.into_iter().enumerate().flat_map(move |(row, y)| {
            let start = output.row(row).start + first_channel;
            let of_row = columns.clone().into_iter().enumerate();
            of_row.map(move |(column, x)| Spot { output: start + column * output.channels, inputs: corners(input, y, x) })
        })
    }
}

fn corners(map: FeatureMap, y: Between, x: Between) -> [(usize, f32); 4] {
    let at = |row: usize, column: usize| map.row(row).start + column * map.channels;
    [
        (at(y.first, x.first), (1.0 - y.share) * (1.0 - x.share)),
        (at(y.first, x.second), (1.0 - y.share) * x.share),
        (at(y.second, x.first), y.share * (1.0 - x.share)),
        (at(y.second, x.second), y.share * x.share),
    ]
}

impl Operation for Resize {
    fn forward(&self, _: &Pass<'_>, image: &mut Image, _: &mut Sums) {
        let channels = self.input_map.channels;
        image.write_values(self.output, |output, image| {
            let input = &image.values[self.input.0];
            for Spot { output: at, inputs } in self.spots(self.input_map, self.output_map) {
                let pixel = &mut output[at..at + channels];
                let [a, b, c, d] = inputs.map(|(from, _)| &input[from..from + channels]);
                let [share_a, share_b, share_c, share_d] = inputs.map(|(_, share)| share);
                for ((((value, a), b), c), d) in pixel.iter_mut().zip(a).zip(b).zip(c).zip(d) {
                    *value = a * share_a + b * share_b + c * share_c + d * share_d;
                }
            }
        });
    }

    fn backward(&self, _: &Pass<'_>, image: &mut Image, _: &mut Sums) {
        let channels = self.input_map.channels;
        let InputGradient { gradient: target, add } = self.input_gradient;
        image.write_gradient(target, |input, image| {
            if !add {
                input.fill(0.0);
            }
            let gradient = &image.gradients[self.output_gradient.slot];
            for Spot { output: at, inputs } in self.spots(target.map, self.output_gradient.map) {
                for (to, share) in inputs.into_iter().filter(|(_, share)| *share != 0.0) {
                    let pixel = input[to..to + channels].iter_mut().zip(&gradient[at..at + channels]);
                    pixel.for_each(|(value, gradient)| *value += gradient * share);
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
        // Smaller, larger, from one pixel, and into the last channels of a wider image.
        for (input, output, first_channel) in [
            (FeatureMap::new(5, 6, 16, 0), FeatureMap::new(9, 4, 16, 1), 0),
            (FeatureMap::new(1, 1, 16, 0), FeatureMap::new(4, 5, 16, 0), 0),
            (FeatureMap::new(2, 3, 16, 1), FeatureMap::new(4, 5, 48, 0), 32),
        ] {
            adjoint::check(input, output, |add| Resize {
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
