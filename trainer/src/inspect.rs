//! What names say of a network of image classification.

/// The number of layers of the residual network that has arrays of these names, such as `arg:stage1_unit1_conv1_weight`;
/// `None` when there is no such network.
pub fn residual_layers<'a>(names: impl Iterator<Item = &'a str>) -> Option<usize> {
    crate::model_channel::num_layers(names)
}

/// The epoch, counted from 1, in a name such as `image-classification-0003.params`.
pub fn epoch_of(name: &str) -> Option<usize> {
    crate::artifact::epoch_of(name)
}
