//! Which residual network a number of layers and an image shape stand for.

use crate::error::TrainingError;

/// Depths meant for small images: three stages of basic units.
pub(crate) const SMALL_IMAGE_DEPTHS: [usize; 5] = [20, 32, 44, 56, 110];
/// Images up to this height keep their resolution in the first convolution.
pub(crate) const SMALL_IMAGE_HEIGHT: usize = 32;

/// A residual network with pre-activation (He and others, 2016), in the form of the algorithm's framework.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Architecture {
    pub(crate) num_layers: usize,
    pub(crate) num_classes: usize,
    /// Channels, height and width.
    pub(crate) image_shape: [usize; 3],
    /// Units per stage.
    pub(crate) units: Vec<usize>,
    /// Channels of the first convolution, then of every stage.
    pub(crate) filters: Vec<usize>,
    /// Units of 1×1, 3×3 and 1×1 convolutions instead of two of 3×3.
    pub(crate) bottleneck: bool,
    /// A first convolution of 7×7 with stride 2 and a pooling layer, for large images.
    pub(crate) large_stem: bool,
}

impl Architecture {
    /// Finds the network.
    ///
    /// # Errors
    /// [`TrainingError::Client`] when there is no such network for images of this size.
    pub(crate) fn new(num_layers: usize, num_classes: usize, image_shape: [usize; 3]) -> Result<Self, TrainingError> {
        let [channels, height, width] = image_shape;
        let small = SMALL_IMAGE_DEPTHS.contains(&num_layers);
        if small && height.max(width) > SMALL_IMAGE_HEIGHT {
            return Err(TrainingError::client(format!(
                "num_layers {num_layers} is for images of up to {SMALL_IMAGE_HEIGHT}x{SMALL_IMAGE_HEIGHT} pixels, but image_shape is \
                 {channels},{height},{width}. Choose 18, 34, 50, 101, 152 or 200 layers, or a smaller image_shape."
            )));
        }
        let units = match num_layers {
            20 | 32 | 44 | 56 | 110 => vec![(num_layers - 2) / 6; 3],
            18 => vec![2, 2, 2, 2],
            34 | 50 => vec![3, 4, 6, 3],
            101 => vec![3, 4, 23, 3],
            152 => vec![3, 8, 36, 3],
            200 => vec![3, 24, 36, 3],
            _ => {
                return Err(TrainingError::client(format!(
                    "There is no network with num_layers {num_layers}. Choose 18, 34, 50, 101, 152 or 200, or for small images 20, 32, 44, \
                     56 or 110."
                )));
            }
        };
        let bottleneck = !small && num_layers >= 50;
        let filters = match (small, bottleneck) {
            (true, _) => vec![16, 16, 32, 64],
            (false, true) => vec![64, 256, 512, 1024, 2048],
            (false, false) => vec![64, 64, 128, 256, 512],
        };
        Ok(Self { num_layers, num_classes, image_shape, units, filters, bottleneck, large_stem: height > SMALL_IMAGE_HEIGHT })
    }
}
