//! What the tests of linear operations share. The gradient of a linear operation is its adjoint: for all images x and
//! gradients g, `⟨g, forward(x)⟩ = ⟨backward(g), x⟩`. A difference quotient of any width says the same.

use super::{Gradient, Image, Operation, Pass, Sums};
use crate::{
    numerics::{
        feature_map::FeatureMap,
        kernels::Kernels,
        pixels::{PixelNormalization, Pixels},
    },
    parameters::Parameters,
    random::Random,
};

/// An image whose tensor 0 has the shape `input` and tensor 1 the shape `output`, with their gradients in the slots 0 and 1,
/// and random values in both tensors and in the gradient of the second.
pub(super) fn image(input: FeatureMap, output: FeatureMap) -> Image {
    let mut random = Random::new(8);
    let mut noise = |map: FeatureMap| {
        let mut values = vec![0.0; map.length()];
        (0..map.height).for_each(|row| values[map.row(row)].fill_with(|| random.gaussian()));
        values
    };
    let bare = [input.bordered(0), output.bordered(0)];
    Image {
        values: vec![noise(input), noise(output)],
        gradients: vec![vec![f32::NAN; bare[0].length()], noise(bare[1])],
        ..Image::default()
    }
}

/// The gradient of a tensor of [`image`].
pub(super) fn gradient(slot: usize, map: FeatureMap) -> Gradient {
    Gradient { slot, map: map.bordered(0) }
}

/// Calls `run` with a training pass and empty sums.
pub(super) fn pass(seed: Option<u64>, run: impl FnOnce(&Pass<'_>, &mut Sums)) {
    let parameters = Parameters { arguments: Vec::new(), auxiliary: Vec::new() };
    let pixels = PixelNormalization::new(FeatureMap::new(0, 0, 3, 0), Pixels::Normalized);
    let pass = Pass {
        kernels: Kernels::detect(),
        parameters: &parameters,
        transposed: &[],
        training: true,
        seed,
        pixels: &pixels,
        normalizations: &[],
    };
    run(&pass, &mut Sums { totals: Vec::new(), pixels: Vec::new(), taps: Vec::new(), gradients: Vec::new() });
}

/// The product of two images without their borders.
fn product(left: (&[f32], FeatureMap), right: (&[f32], FeatureMap)) -> f64 {
    let rows = (0..left.1.height).flat_map(|row| left.0[left.1.row(row)].iter().zip(&right.0[right.1.row(row)]));
    rows.map(|(left, right)| f64::from(*left) * f64::from(*right)).sum()
}

/// Checks an operation from tensor 0 to tensor 1. `operation` is called with whether its gradient is to be added.
pub(super) fn check<O: Operation>(input: FeatureMap, output: FeatureMap, operation: impl Fn(bool) -> O) {
    let mut image = image(input, output);
    let (from, to) = (input.bordered(0), output.bordered(0));
    // What the operation leaves alone counts as zero on both sides.
    image.values[1].fill(0.0);
    pass(None, |pass, sums| {
        operation(false).forward(pass, &mut image, sums);
        operation(false).backward(pass, &mut image, sums);
        let expected = product((&image.gradients[1], to), (&image.values[1], output));
        let found = product((&image.gradients[0], from), (&image.values[0], input));
        assert!((found - expected).abs() < 1e-4 * (1.0 + expected.abs()), "{found} is not {expected}");
        assert!(expected.abs() > 0.1, "the operation does something");
        operation(true).backward(pass, &mut image, sums);
        let twice = product((&image.gradients[0], from), (&image.values[0], input));
        assert!((twice - 2.0 * expected).abs() < 2e-4 * (1.0 + expected.abs()), "{twice} is not twice {expected}");
    });
}
