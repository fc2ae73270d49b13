//! The rectifier, in the place of its input.

use super::{Gradient, Image, Operation, Pass, Sums, TensorId};
use crate::numerics::feature_map::FeatureMap;

/// Replaces negative values by zero. Nothing else reads its input, so that it needs no memory of its own.
#[derive(Clone, Debug)]
pub(crate) struct Rectifier {
    pub(crate) tensor: TensorId,
    pub(crate) map: FeatureMap,
    pub(crate) gradient: Gradient,
}

impl Operation for Rectifier {
    fn forward(&self, _: &Pass<'_>, image: &mut Image, _: &mut Sums) {
        let values = &mut image.values[self.tensor.0];
        for row in 0..self.map.height {
            values[self.map.row(row)].iter_mut().for_each(|value| *value = value.max(0.0));
        }
    }

    fn backward(&self, _: &Pass<'_>, image: &mut Image, _: &mut Sums) {
        image.write_gradient(self.gradient, |gradient, image| {
            let values = &image.values[self.tensor.0];
            for row in 0..self.map.height {
                let (gradient, values) = (&mut gradient[self.gradient.map.row(row)], &values[self.map.row(row)]);
                for (gradient, value) in gradient.iter_mut().zip(values) {
                    *gradient = if *value > 0.0 { *gradient } else { 0.0 };
                }
            }
        });
    }
}
