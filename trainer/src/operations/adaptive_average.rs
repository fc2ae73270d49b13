//! The averages of parts of an image.

use std::ops::Range;

use super::{Gradient, Image, InputGradient, Operation, Pass, Sums, TensorId};
use crate::numerics::feature_map::FeatureMap;

/// The mean of every channel in each of as many parts as the output has pixels. Parts cover the image; where their number does
/// not divide a side, neighbours share a row or column.
#[derive(Clone, Debug)]
pub(crate) struct AdaptiveAverage {
    pub(crate) input: TensorId,
    pub(crate) input_map: FeatureMap,
    pub(crate) output: TensorId,
    pub(crate) output_map: FeatureMap,
    pub(crate) input_gradient: InputGradient,
    pub(crate) output_gradient: Gradient,
}

/// The rows, or columns, of a side that a part of `count` covers.
fn part(number: usize, count: usize, side: usize) -> Range<usize> {
    number * side / count..((number + 1) * side).div_ceil(count)
}

impl AdaptiveAverage {
    /// Each pixel of the output with the rows and columns that it stands for.
    fn parts(&self) -> impl Iterator<Item = (usize, usize, Range<usize>, Range<usize>)> {
        let Self { input_map: input, output_map: output, .. } = *self;
        let pixels = (0..output.height).flat_map(move |row| (0..output.width).map(move |column| (row, column)));
        pixels.map(move |(row, column)| {
            (row, column, part(row, output.height, input.height), part(column, output.width, input.width))
        })
    }
}

/// The elements of some columns of a row.
fn stretch(map: FeatureMap, row: usize, columns: &Range<usize>) -> Range<usize> {
    let start = map.row(row).start;
    start + columns.start * map.channels..start + columns.end * map.channels
}

impl Operation for AdaptiveAverage {
    fn forward(&self, _: &Pass<'_>, image: &mut Image, _: &mut Sums) {
        let channels = self.input_map.channels;
        image.write_values(self.output, |output, image| {
            let input = &image.values[self.input.0];
            for (row, column, rows, columns) in self.parts() {
                let means = &mut output[stretch(self.output_map, row, &(column..column + 1))];
                means.fill(0.0);
                let share = 1.0 / (rows.len() * columns.len()) as f32;
                for row in rows {
                    for pixel in input[stretch(self.input_map, row, &columns)].chunks_exact(channels) {
                        means.iter_mut().zip(pixel).for_each(|(mean, value)| *mean += value);
                    }
                }
                means.iter_mut().for_each(|mean| *mean *= share);
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
            for (row, column, rows, columns) in self.parts() {
                let gradient = &gradient[stretch(self.output_gradient.map, row, &(column..column + 1))];
                let share = 1.0 / (rows.len() * columns.len()) as f32;
                for row in rows {
                    for pixel in input[stretch(target.map, row, &columns)].chunks_exact_mut(channels) {
                        pixel.iter_mut().zip(gradient).for_each(|(value, gradient)| *value += gradient * share);
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

    fn operation(input: FeatureMap, output: FeatureMap, add: bool) -> AdaptiveAverage {
        AdaptiveAverage {
            input: TensorId(0),
            input_map: input,
            output: TensorId(1),
            output_map: output,
            input_gradient: InputGradient { gradient: adjoint::gradient(0, input), add },
            output_gradient: adjoint::gradient(1, output),
        }
    }

    #[test]
    fn the_gradient_is_the_adjoint() {
        let input = FeatureMap::new(7, 8, 16, 1);
        for side in [1, 2, 3, 6] {
            let output = FeatureMap::new(side, side, 16, 0);
            adjoint::check(input, output, |add| operation(input, output, add));
        }
    }

    #[test]
    fn parts_overlap_where_their_number_does_not_divide_a_side() {
        assert_eq!((0..3).map(|number| part(number, 3, 7)).collect::<Vec<_>>(), [0..3, 2..5, 4..7]);
        assert_eq!((0..2).map(|number| part(number, 2, 8)).collect::<Vec<_>>(), [0..4, 4..8]);
        // More parts than rows: rows repeat.
        assert_eq!((0..3).map(|number| part(number, 3, 2)).collect::<Vec<_>>(), [0..1, 0..2, 1..2]);
    }
}
