//! Whether a parent's model is of the network that this job trains.

use algorithms::residual_network::ResidualNetwork;
use mxnet_formats::ndarray_list::NamedArray;

use super::foreign;
use crate::{error::TrainingError, networks::architecture::Architecture};

/// Refuses a model whose num_layers, image_shape or num_classes differ from this job's.
pub(super) fn compare(arrays: &[NamedArray], image_shape: [usize; 3], architecture: &Architecture) -> Result<(), TrainingError> {
    let Some(network) = ResidualNetwork::of_arrays(arrays.iter().map(|array| array.name.as_str())) else {
        return Err(foreign("its arrays are not those of a residual network of this algorithm"));
    };
    let classes = arrays.iter().find(|array| array.name == "arg:fc1_weight").and_then(|array| array.shape.first());
    let Some(num_classes) = classes else {
        return Err(foreign("the array arg:fc1_weight is missing"));
    };
    let shape = |[channels, height, width]: [usize; 3]| format!("{channels},{height},{width}");
    for (name, theirs, ours) in [
        ("num_layers", network.num_layers.to_string(), architecture.num_layers.to_string()),
        ("image_shape", shape(image_shape), shape(architecture.image_shape)),
        ("num_classes", num_classes.to_string(), architecture.num_classes.to_string()),
    ] {
        if theirs != ours {
            return Err(TrainingError::client(format!(
                "{name} of the model channel is {theirs}, this job has {ours}. With a model channel, {name} must be the one that the \
                 model was trained with: set {name} to {theirs}, or train without the model channel."
            )));
        }
    }
    Ok(())
}
