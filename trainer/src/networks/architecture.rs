//! Which residual network a number of layers and an image shape stand for.

use algorithms::residual_network::{ResidualNetwork, SMALL_IMAGE_SIDE};

use crate::error::TrainingError;

/// A residual network with pre-activation (He and others, 2016), in MXNet's form.
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
    /// The network with so many layers for large square RGB images, as the base of a detector.
    ///
    /// # Panics
    /// When there is no such network.
    pub(crate) fn large(num_layers: usize, num_classes: usize, side: usize) -> Self {
        Self::new(num_layers, num_classes, [3, side, side]).expect("the base is a network for large images")
    }

    /// Finds the network.
    ///
    /// # Errors
    /// [`TrainingError::Client`] when there is no such network for images of this size.
    pub(crate) fn new(num_layers: usize, num_classes: usize, image_shape: [usize; 3]) -> Result<Self, TrainingError> {
        let [channels, height, width] = image_shape;
        let network = ResidualNetwork::of_layers(num_layers).ok_or_else(|| {
            TrainingError::client(format!(
                "There is no network with num_layers {num_layers}. Choose 18, 34, 50, 101, 152 or 200, or for small images 20, 32, 44, \
                 56 or 110."
            ))
        })?;
        let bottleneck = network.has_bottlenecks;
        if network.is_for_small_images && height.max(width) > SMALL_IMAGE_SIDE {
            return Err(TrainingError::client(format!(
                "num_layers {num_layers} is for images of up to {SMALL_IMAGE_SIDE}x{SMALL_IMAGE_SIDE} pixels, but image_shape is \
                 {channels},{height},{width}. Choose 18, 34, 50, 101, 152 or 200 layers, or a smaller image_shape."
            )));
        }
        let filters = match (network.is_for_small_images, bottleneck) {
            (true, _) => vec![16, 16, 32, 64],
            (false, true) => vec![64, 256, 512, 1024, 2048],
            (false, false) => vec![64, 64, 128, 256, 512],
        };
        // Images up to this height keep their resolution in the first convolution.
        let large_stem = height > SMALL_IMAGE_SIDE;
        let units = network.units.to_vec();
        Ok(Self { num_layers, num_classes, image_shape, units, filters, bottleneck, large_stem })
    }
}
