//! From bytes to normalised numbers.

use super::{Gradient, Image, Operation, Pass, Sums, TensorId};
use crate::numerics::convolution::ConvolutionLayer;

/// Takes an image's bytes into the statistics of the batch.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ObservePixels;

impl Operation for ObservePixels {
    fn forward(&self, pass: &Pass<'_>, image: &mut Image, sums: &mut Sums) {
        if pass.training {
            pass.pixels.observe(&image.pixels, &mut sums.pixels);
        }
    }

    fn backward(&self, _: &Pass<'_>, _: &mut Image, _: &mut Sums) {}
}

/// Normalises an image's bytes.
#[derive(Clone, Debug)]
pub(crate) struct NormalizePixels {
    pub(crate) output: TensorId,
    /// The only reader, and the gradient of what it writes.
    ///
    /// Beta shifts a whole channel of the pixels. Its gradient is the sum of the pixels' gradient, which is a product of the
    /// reader's weights with sums of its gradient, so that the gradient of the pixels need not be computed.
    pub(crate) reader: ConvolutionLayer,
    pub(crate) gradient: Gradient,
    pub(crate) is_learned: bool,
}

impl Operation for NormalizePixels {
    fn forward(&self, pass: &Pass<'_>, image: &mut Image, _: &mut Sums) {
        image.write_values(self.output, |output, image| pass.pixels.forward(&image.pixels, output));
    }

    fn backward(&self, _: &Pass<'_>, image: &mut Image, sums: &mut Sums) {
        if self.is_learned {
            self.reader.sum_taps(&image.gradients[self.gradient.slot], &mut sums.taps);
        }
    }
}
