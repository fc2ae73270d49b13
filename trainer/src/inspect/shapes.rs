//! What names and small files say of a network.

use crate::formats::model_shapes::read_model_shapes;
use crate::model_channel::num_layers;

/// Channels, height and width of the images, from the text of `model-shapes.json`.
pub fn image_shape(text: &[u8]) -> Option<[u64; 3]> {
    read_model_shapes(text).map(|shape| shape.map(|size| size as u64))
}

/// The number of layers of the residual network of image classification that has arrays of these names, such as
/// `arg:stage1_unit1_conv1_weight`; `None` when there is no such network.
pub fn residual_layers<'a>(names: impl Iterator<Item = &'a str>) -> Option<usize> {
    num_layers(names)
}

/// The epoch, counted from 1, in a name such as `image-classification-0003.params`.
pub fn epoch_of(name: &str) -> Option<usize> {
    crate::artifact::epoch_of(name)
}
