//! Whether a parent's model is of the network that this job trains.

use std::collections::BTreeMap;

use algorithms::{archive::HYPERPARAMETERS, object_detection::ALGORITHM};
use mxnet_formats::ndarray_list::NamedArray;
use serde_json::Value;

use crate::{
    error::TrainingError,
    model_channel::{self, differs},
    networks::detector::{BaseNetwork, Form},
};

/// Boxes around each pixel of the first feature, in every detector.
const FIRST_ANCHORS: usize = 4;

/// Refuses a model whose base_network or num_classes differ from this job's, and one with other features. The arrays decide; the file
/// with the hyperparameters tells what they do not.
pub(super) fn compare(description: &[u8], arrays: &[NamedArray], form: Form) -> Result<(), TrainingError> {
    let foreign = |reason: &str| model_channel::foreign(&ALGORITHM, reason);
    let told: BTreeMap<String, Value> = serde_json::from_slice(description)
        .map_err(|error| foreign(&format!("its file {HYPERPARAMETERS} cannot be read: {error}")))?;
    let told = |name: &str| match told.get(name) {
        Some(Value::String(text)) if text.chars().count() <= 20 => Some(text.trim().to_owned()),
        Some(Value::Number(number)) => Some(number.to_string()),
        _ => None,
    };
    let array = |name: &str| arrays.iter().find(|array| array.name == name);
    let base_of = |base: BaseNetwork| array(first_of(base)).map(|head| (base, head));
    let Some((base, head)) = base_of(BaseNetwork::Resnet50).or_else(|| base_of(BaseNetwork::Vgg16)) else {
        return Err(foreign("its arrays are not those of a detector of this algorithm"));
    };
    let filters = head.shape.first().copied().unwrap_or_default();
    let Some(num_classes) = (filters / FIRST_ANCHORS).checked_sub(1).filter(|_| filters.is_multiple_of(FIRST_ANCHORS)) else {
        return Err(foreign(&format!("the array {} has the shape {:?}", head.name, head.shape)));
    };
    for (name, theirs, ours) in [
        ("base_network", name_of(base).to_owned(), name_of(form.base).to_owned()),
        ("num_classes", num_classes.to_string(), form.num_classes.to_string()),
    ] {
        if theirs != ours {
            return Err(differs(name, &theirs, &ours));
        }
        if let Some(other) = told(name).filter(|told| *told != theirs) {
            return Err(foreign(&format!(
                "its file {HYPERPARAMETERS} says {name} {other}, but its arrays are of {name} {theirs}"
            )));
        }
    }
    // VGG-16 has one more feature for large images; other networks are the same for all sizes.
    let is_large = |has_last: bool| if has_last { "448 or more" } else { "less than 448" };
    let has_last = array("arg:multi_feat_6_conv_1x1_conv_weight").is_some();
    if base == BaseNetwork::Vgg16 && has_last != form.is_large_vgg() {
        let theirs = told("image_shape").unwrap_or_else(|| is_large(has_last).to_owned());
        return Err(differs("image_shape", &theirs, &form.side.to_string()));
    }
    Ok(())
}

/// The array by which a detector's base is known: the weights of its first head for classes.
fn first_of(base: BaseNetwork) -> &'static str {
    match base {
        BaseNetwork::Resnet50 => "arg:_plus12_cls_pred_conv_weight",
        BaseNetwork::Vgg16 => "arg:relu4_3_cls_pred_conv_weight",
    }
}

/// The value of the hyperparameter `base_network`.
pub(super) fn name_of(base: BaseNetwork) -> &'static str {
    match base {
        BaseNetwork::Resnet50 => "resnet-50",
        BaseNetwork::Vgg16 => "vgg-16",
    }
}
