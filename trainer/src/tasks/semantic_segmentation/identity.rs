//! Whether a parent's model is of the network that this job trains.

use std::collections::BTreeMap;

use algorithms::{archive::HYPERPARAMETERS, semantic_segmentation::ALGORITHM};
use mxnet_formats::ndarray_list::NamedArray;
use serde_json::Value;

use crate::{
    error::TrainingError,
    model_channel::{self, differs},
    networks::{
        residual_v1s::Backbone,
        segmenter::{Form, Head},
    },
};

/// The array whose length is the number of classes, in every segmenter.
const SCORES: &str = "head.block.4.weight";
/// An array of a unit that only the deeper backbone has.
const DEEP: &str = "layer3.22.conv1.weight";

/// Refuses a model whose backbone, algorithm, crop_size or num_classes differ from this job's. The arrays decide; the file with the
/// hyperparameters tells the crop, which they do not, and must not say otherwise.
pub(super) fn compare(description: &[u8], arrays: &[NamedArray], form: Form, crop_size: usize) -> Result<(), TrainingError> {
    let foreign = |reason: &str| model_channel::foreign(&ALGORITHM, reason);
    let told: BTreeMap<String, Value> = serde_json::from_slice(description)
        .map_err(|error| foreign(&format!("its file {HYPERPARAMETERS} cannot be read: {error}")))?;
    let told = |name: &str| match told.get(name) {
        Some(Value::String(text)) if text.chars().count() <= 20 => Some(text.trim().to_owned()),
        Some(Value::Number(number)) => Some(number.to_string()),
        _ => None,
    };
    let has = |start: &str| arrays.iter().any(|array| array.name.starts_with(start));
    let scores = arrays.iter().find(|array| array.name == SCORES).and_then(|array| array.shape.first());
    let (Some(num_classes), true) = (scores, has("layer4.0.conv1.weight")) else {
        return Err(foreign("its arrays are not those of a network of this algorithm"));
    };
    let backbone = if has(DEEP) { Backbone::Resnet101 } else { Backbone::Resnet50 };
    let head = match (has("head.psp."), has("head.aspp.")) {
        (true, _) => Head::Psp,
        (false, true) => Head::Deeplab,
        (false, false) => Head::Fcn,
    };
    let crop = told("crop_size").ok_or_else(|| foreign(&format!("its file {HYPERPARAMETERS} names no crop_size")))?;
    for (name, theirs, ours) in [
        ("backbone", name_of(backbone).to_owned(), name_of(form.backbone).to_owned()),
        ("algorithm", head_name(head).to_owned(), head_name(form.head).to_owned()),
        ("num_classes", num_classes.to_string(), form.num_classes.to_string()),
        ("crop_size", crop, crop_size.to_string()),
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
    Ok(())
}

/// The value of the hyperparameter `backbone`.
pub(super) fn name_of(backbone: Backbone) -> &'static str {
    match backbone {
        Backbone::Resnet50 => "resnet-50",
        Backbone::Resnet101 => "resnet-101",
    }
}

/// What the toolkit calls the backbone, whose pretrained weights it publishes.
pub(super) fn toolkit_name(backbone: Backbone) -> &'static str {
    match backbone {
        Backbone::Resnet50 => "resnet50_v1s",
        Backbone::Resnet101 => "resnet101_v1s",
    }
}

/// The value of the hyperparameter `algorithm`.
pub(super) fn head_name(head: Head) -> &'static str {
    match head {
        Head::Fcn => "fcn",
        Head::Psp => "psp",
        Head::Deeplab => "deeplab",
    }
}
