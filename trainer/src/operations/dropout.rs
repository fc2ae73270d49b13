//! Dropout, in the place of its input.

use super::{Gradient, Image, Operation, Pass, Sums, TensorId};
use crate::{numerics::feature_map::FeatureMap, random::Random};

/// In a step that learns, replaces a share of the values by zero and multiplies the others, so that sums stay as they are.
///
/// The input is rectified and nothing else reads it. A value of zero therefore passes no gradient, whether it was dropped or
/// negative before, so that it need not be kept what was dropped.
#[derive(Clone, Debug)]
pub(crate) struct Dropout {
    pub(crate) tensor: TensorId,
    pub(crate) map: FeatureMap,
    pub(crate) gradient: Gradient,
    /// Which of the network's dropouts it is: each has its own random numbers.
    pub(crate) number: usize,
    pub(crate) share: f32,
}

impl Operation for Dropout {
    fn forward(&self, pass: &Pass<'_>, image: &mut Image, _: &mut Sums) {
        let Some(seed) = pass.seed else { return };
        let mut random = Random::for_item(seed, self.number as u64 + 1, image.number as u64 + 1);
        let factor = 1.0 / (1.0 - self.share);
        let values = &mut image.values[self.tensor.0];
        for row in 0..self.map.height {
            for value in &mut values[self.map.row(row)] {
                *value *= if random.unit() < self.share { 0.0 } else { factor };
            }
        }
    }

    fn backward(&self, pass: &Pass<'_>, image: &mut Image, _: &mut Sums) {
        if pass.seed.is_none() {
            return;
        }
        let factor = 1.0 / (1.0 - self.share);
        image.write_gradient(self.gradient, |gradient, image| {
            let values = &image.values[self.tensor.0];
            for row in 0..self.map.height {
                let gradient = gradient[self.gradient.map.row(row)].iter_mut();
                for (gradient, value) in gradient.zip(&values[self.map.row(row)]) {
                    *gradient *= if *value > 0.0 { factor } else { 0.0 };
                }
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operations::adjoint;

    const MAP: FeatureMap = FeatureMap { height: 20, width: 25, channels: 16, border: 1 };

    /// What becomes of ones, and of a gradient of ones.
    fn dropped(seed: Option<u64>, number: usize, image_number: usize) -> (Vec<f32>, Vec<f32>) {
        let mut image = adjoint::image(MAP, MAP);
        image.number = image_number;
        image.values[1].fill(1.0);
        image.gradients[1].fill(1.0);
        let operation = Dropout { tensor: TensorId(1), map: MAP, gradient: adjoint::gradient(1, MAP), number, share: 0.25 };
        adjoint::pass(seed, |pass, sums| {
            operation.forward(pass, &mut image, sums);
            operation.backward(pass, &mut image, sums);
        });
        let inside = (0..MAP.height).flat_map(|row| image.values[1][MAP.row(row)].to_vec()).collect();
        (inside, image.gradients[1].clone())
    }

    #[test]
    fn a_share_is_dropped_and_the_gradient_passes_where_values_do() {
        let (values, gradient) = dropped(Some(3), 0, 0);
        assert!(values.iter().all(|value| *value == 0.0 || (*value - 4.0 / 3.0).abs() < 1e-6));
        assert_eq!(values, gradient);
        let share = values.iter().filter(|value| **value == 0.0).count() as f32 / values.len() as f32;
        assert!((share - 0.25).abs() < 0.02, "{share}");
    }

    #[test]
    fn steps_images_and_dropouts_have_their_own_random_numbers() {
        let first = dropped(Some(3), 0, 0);
        assert_eq!(first, dropped(Some(3), 0, 0));
        for other in [dropped(Some(4), 0, 0), dropped(Some(3), 1, 0), dropped(Some(3), 0, 1)] {
            assert_ne!(first, other);
        }
    }

    #[test]
    fn nothing_is_dropped_without_a_seed() {
        let (values, gradient) = dropped(None, 0, 0);
        assert!(values.iter().chain(&gradient).all(|value| *value == 1.0));
    }
}
