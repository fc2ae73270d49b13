//! Whether a parent's model is of the network that this job trains.

use algorithms::{archive::MODEL_SHAPES, image_classification::ALGORITHM, residual_network::ResidualNetwork};
use mxnet_formats::{model_shapes::read_model_shapes, ndarray_list::NamedArray};

use crate::{
    error::TrainingError,
    model_channel::{self, differs},
    networks::architecture::Architecture,
};

/// Refuses a model whose num_layers, image_shape or num_classes differ from this job's.
pub(super) fn compare(shapes: &[u8], arrays: &[NamedArray], architecture: &Architecture) -> Result<(), TrainingError> {
    let foreign = |reason: &str| model_channel::foreign(&ALGORITHM, reason);
    let Some(image_shape) = read_model_shapes(shapes) else {
        return Err(foreign(&format!("its file {MODEL_SHAPES} does not say the shape of the input data")));
    };
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
            return Err(differs(name, &theirs, &ours));
        }
    }
    Ok(())
}
