//! The hyperparameters of object detection, typed and checked. Names, defaults and ranges are those of the table that the form
//! reads too.

use std::collections::BTreeMap;

use algorithms::{hyperparameter::Source, object_detection::ALGORITHM};
use regex::Regex;

use crate::{
    error::TrainingError,
    hyperparameters::{
        EarlyStopping, StepSchedule, complete,
        pretrained::Pretrained,
        value::{MAX_SIDE, Values, quoted},
    },
    networks::detector::{BaseNetwork, Form, MAX_DETECTIONS},
    optimizer::Rule,
};

/// What the container adds to the documented hyperparameters, and nobody sets. Source: an artifact that its owner published.
const OF_CONTAINER: [(&str, &str); 5] = [
    ("_kvstore", "device"),
    ("_num_kv_servers", "auto"),
    ("_tuning_objective_metric", ""),
    ("freeze_layer_pattern", ""),
    ("lr_scheduler_step", ""),
];
/// The hyperparameter of the operator that suppresses detections, which the container names as well.
const MOST_DETECTIONS: &str = "nms_topk";

/// The order in which Python 2 has the names of the configuration. Source: an artifact that its owner published.
pub(super) const ORDER: &[&str] = &[
    "label_width",
    "early_stopping_min_epochs",
    "epochs",
    "overlap_threshold",
    "lr_scheduler_factor",
    "_num_kv_servers",
    "weight_decay",
    "mini_batch_size",
    "use_pretrained_model",
    "freeze_layer_pattern",
    "lr_scheduler_step",
    "early_stopping",
    "early_stopping_patience",
    "momentum",
    "num_training_samples",
    "optimizer",
    "_tuning_objective_metric",
    "early_stopping_tolerance",
    "learning_rate",
    "kv_store",
    "nms_threshold",
    "num_classes",
    "base_network",
    "nms_topk",
    "_kvstore",
    "image_shape",
];

/// A job's hyperparameters with their defaults filled in.
#[derive(Clone, Debug)]
pub(super) struct Hyperparameters {
    pub(super) form: Form,
    pub(super) num_training_samples: usize,
    pub(super) pretrained: Pretrained,
    pub(super) epochs: usize,
    pub(super) mini_batch_size: usize,
    pub(super) schedule: StepSchedule,
    pub(super) rule: Rule,
    /// A detection is right when it overlaps an object by more.
    pub(super) overlap_threshold: f32,
    /// The most numbers that the label of one image may have.
    pub(super) label_width: usize,
    /// Parameters whose names begin like this are not learned.
    pub(super) frozen: Option<Regex>,
    pub(super) early_stopping: Option<EarlyStopping>,
    /// What was given but changes nothing here, as sentences for the log.
    pub(super) notes: Vec<String>,
    /// Every name with its value, for the log and the model.
    pub(super) configuration: BTreeMap<String, String>,
}

/// What a container begins with. It begins without pretrained weights, which the guide does not say.
pub(super) fn defaults() -> BTreeMap<String, String> {
    let of_table = ALGORITHM.hyperparameters.iter().map(|row| {
        let value = match row.source {
            Source::GuideAgainstContainer(value) => value,
            Source::Guide => row.default.unwrap_or_default(),
        };
        (row.name.to_owned(), value.to_owned())
    });
    let of_container = OF_CONTAINER.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    of_table.chain(of_container).chain([(MOST_DETECTIONS.to_owned(), MAX_DETECTIONS.to_string())]).collect()
}

impl Hyperparameters {
    /// Reads names and strings.
    ///
    /// # Errors
    /// [`TrainingError::Client`] that names the hyperparameter, its value and what is allowed.
    pub(super) fn parse(given: &BTreeMap<String, String>) -> Result<Self, TrainingError> {
        let (values, mut notes) = complete(&ALGORITHM, given, |_, _| None)?;
        let values = Values { algorithm: &ALGORITHM, configuration: &values };
        let optimizer = values.choice("optimizer")?;
        if given.contains_key("learning_rate") && optimizer == "adadelta" {
            notes.push("learning_rate is ignored: optimizer adadelta takes none.".to_owned());
        }
        if values.has("kv_store") {
            let store = values.choice("kv_store")?;
            notes.push(format!("kv_store {store} is ignored: it applies to more than one instance."));
        }
        let mut configuration = defaults();
        configuration.extend(given.iter().map(|(name, value)| (name.clone(), value.trim().to_owned())));
        let pretrained = Pretrained::new(values.flag("use_pretrained_model")?, given.contains_key("use_pretrained_model"));
        Ok(Self {
            form: form(values)?,
            num_training_samples: values.whole("num_training_samples")?,
            pretrained,
            epochs: values.whole("epochs")?,
            mini_batch_size: values.whole("mini_batch_size")?,
            schedule: StepSchedule::read(&values)?,
            rule: rule(values, optimizer)?,
            overlap_threshold: values.fraction("overlap_threshold")? as f32,
            label_width: values.whole("label_width")?,
            frozen: frozen(values)?,
            early_stopping: EarlyStopping::read(&values)?,
            notes,
            configuration,
        })
    }
}

fn form(values: Values<'_>) -> Result<Form, TrainingError> {
    let base = match values.choice("base_network")? {
        "resnet-50" => BaseNetwork::Resnet50,
        _ => BaseNetwork::Vgg16,
    };
    let side = values.whole("image_shape")?;
    if side > MAX_SIDE {
        return Err(values.refuse("image_shape", &format!("a whole number from 300 to {MAX_SIDE}")));
    }
    Ok(Form { base, num_classes: values.whole("num_classes")?, side, nms_threshold: values.fraction("nms_threshold")? })
}

/// The optimizer with the constants that apply to it; the others are checked all the same. Source of the constants that are no
/// hyperparameters: MXNet 1.9.1.
fn rule(values: Values<'_>, optimizer: &str) -> Result<Rule, TrainingError> {
    let (momentum, weight_decay) = (values.fraction("momentum")? as f32, values.fraction("weight_decay")? as f32);
    Ok(match optimizer {
        "sgd" => Rule::Sgd { momentum, weight_decay },
        "adam" => Rule::Adam { beta_1: 0.9, beta_2: 0.999, eps: 1e-8 },
        "rmsprop" => Rule::Rmsprop { gamma: 0.9, eps: 1e-8, weight_decay },
        _ => Rule::Adadelta { rho: 0.9, eps: 1e-5 },
    })
}

/// The pattern of frozen layers, which has to match at the start of a name.
fn frozen(values: Values<'_>) -> Result<Option<Regex>, TrainingError> {
    if !values.has("freeze_layer_pattern") {
        return Ok(None);
    }
    let pattern = values.text("freeze_layer_pattern");
    let anchored = Regex::new(&format!("^(?:{pattern})"));
    anchored.map(Some).map_err(|error| {
        // The message ends with what is wrong, below a picture of the pattern.
        let reason = error.to_string();
        let reason = reason.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
        TrainingError::client(format!(
            "Hyperparameter freeze_layer_pattern is {}, which is not a regular expression: {reason}. Correct it, or leave it out.",
            quoted(pattern)
        ))
    })
}

#[cfg(test)]
mod tests;
