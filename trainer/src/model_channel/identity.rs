//! Whether a parent's model is of the network that this job trains.

use std::collections::BTreeMap;

use mxnet_formats::ndarray_list::NamedArray;

use super::foreign;
use crate::error::TrainingError;
use crate::network::architecture::Architecture;

/// All numbers of layers that there are networks for.
const DEPTHS: [usize; 11] = [18, 20, 32, 34, 44, 50, 56, 101, 110, 152, 200];

/// Refuses a model whose num_layers, image_shape or num_classes differ from this job's.
pub(super) fn compare(arrays: &[NamedArray], image_shape: [usize; 3], architecture: &Architecture) -> Result<(), TrainingError> {
    let Some(num_layers) = num_layers(arrays.iter().map(|array| array.name.as_str())) else {
        return Err(foreign("its arrays are not those of a residual network of this algorithm"));
    };
    let classes = arrays.iter().find(|array| array.name == "arg:fc1_weight").and_then(|array| array.shape.first());
    let Some(num_classes) = classes else {
        return Err(foreign("the array arg:fc1_weight is missing"));
    };
    let shape = |[channels, height, width]: [usize; 3]| format!("{channels},{height},{width}");
    for (name, theirs, ours) in [
        ("num_layers", num_layers.to_string(), architecture.num_layers.to_string()),
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

/// The number of layers whose network has just these residual units.
pub(crate) fn num_layers<'a>(names: impl Iterator<Item = &'a str>) -> Option<usize> {
    let mut units: BTreeMap<usize, usize> = BTreeMap::new();
    let mut bottleneck = false;
    for name in names.filter_map(|name| name.strip_prefix("arg:stage")) {
        let (stage, rest) = name.split_once("_unit")?;
        let (unit, rest) = rest.split_once('_')?;
        let (stage, unit): (usize, usize) = (stage.parse().ok()?, unit.parse().ok()?);
        let count = units.entry(stage).or_default();
        *count = unit.max(*count);
        bottleneck |= rest.starts_with("conv3");
    }
    let units: Vec<usize> = units.into_values().collect();
    DEPTHS.into_iter().find(|depth| {
        let known = Architecture::new(*depth, 1, [3, 28, 28]);
        known.is_ok_and(|known| known.units == units && known.bottleneck == bottleneck)
    })
}
