//! The hyperparameters of semantic segmentation, typed and checked. Names, defaults and ranges are those of the table that the
//! form reads too.

use std::collections::BTreeMap;

use algorithms::semantic_segmentation::ALGORITHM;

use super::schedule::{Curve, Schedule};
use crate::{
    error::TrainingError,
    hyperparameters::{
        EarlyStopping, StepSchedule, complete,
        pretrained::Pretrained,
        value::{MAX_SIDE, Values},
    },
    networks::{
        residual_v1s::Backbone,
        segmenter::{Form, Head},
    },
    optimizer::Rule,
};

/// What the container adds to the documented hyperparameters, and nobody sets. Source: a log of December 2020 that its owner
/// published.
const OF_CONTAINER: [(&str, &str); 8] = [
    ("_workers", "16"),
    ("_num_kv_servers", "auto"),
    ("_aux_weight", "0.5"),
    ("_hybrid", "False"),
    ("_augmentation_type", "default"),
    ("_aux_loss", "True"),
    ("_logging_frequency", "20"),
    ("_kvstore", "device"),
];
/// A hyperparameter that containers accept and no document names.
const PRECISION: &str = "precision_dtype";
const FLOAT: &str = "float32";
/// The networks halve the image three times, so a crop is a multiple of this.
const CROP_STEP: usize = 8;

/// The order in which Python 2 has the names of the configuration. Source: the same log; the last ones are younger than it.
pub(super) const ORDER: &[&str] = &[
    "syncbn",
    "gamma1",
    "gamma2",
    "early_stopping_min_epochs",
    "epochs",
    "_workers",
    "lr_scheduler_factor",
    "_num_kv_servers",
    "weight_decay",
    "crop_size",
    "use_pretrained_model",
    "_aux_weight",
    "_hybrid",
    "_augmentation_type",
    "lr_scheduler",
    "early_stopping_patience",
    "momentum",
    "optimizer",
    "early_stopping_tolerance",
    "learning_rate",
    "backbone",
    "validation_mini_batch_size",
    "_aux_loss",
    "mini_batch_size",
    "early_stopping",
    "algorithm",
    "_logging_frequency",
    "num_training_samples",
    "_kvstore",
    PRECISION,
    "num_classes",
    "base_size",
    "lr_scheduler_step",
];

/// A job's hyperparameters with their defaults filled in.
#[derive(Clone, Debug)]
pub(super) struct Hyperparameters {
    /// Height and width are the crop, rounded up.
    pub(super) form: Form,
    /// The crop as the job says it, by which models are compared.
    pub(super) crop_size: usize,
    pub(super) base_size: usize,
    pub(super) num_training_samples: usize,
    pub(super) pretrained: Pretrained,
    pub(super) epochs: usize,
    pub(super) mini_batch_size: usize,
    pub(super) validation_mini_batch_size: usize,
    pub(super) schedule: Schedule,
    pub(super) rule: Rule,
    pub(super) early_stopping: Option<EarlyStopping>,
    /// What was given but changes nothing here, as sentences for the log.
    pub(super) notes: Vec<String>,
    /// Every name with its value, for the log and the model.
    pub(super) configuration: BTreeMap<String, String>,
}

/// What a container begins with.
pub(super) fn defaults() -> BTreeMap<String, String> {
    let of_table = ALGORITHM.hyperparameters.iter().filter_map(|row| Some((row.name, row.default?)));
    let all = of_table.chain(OF_CONTAINER).chain([(PRECISION, FLOAT)]);
    all.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// Why a name that is not in the table changes nothing.
fn note(name: &str, value: &str) -> Option<String> {
    match name {
        PRECISION if value.trim() == FLOAT => Some(format!("{PRECISION} {FLOAT} is what this engine computes in anyway.")),
        PRECISION => Some(format!("{PRECISION} {} is ignored: this engine computes in {FLOAT}.", value.trim())),
        _ if name.starts_with('_') => Some(format!("{name} is ignored: it is the container's own.")),
        _ => None,
    }
}

impl Hyperparameters {
    /// Reads names and strings.
    ///
    /// # Errors
    /// [`TrainingError::Client`] that names the hyperparameter, its value and what is allowed.
    pub(super) fn parse(given: &BTreeMap<String, String>) -> Result<Self, TrainingError> {
        let (values, mut notes) = complete(&ALGORITHM, given, note)?;
        let values = Values { algorithm: &ALGORITHM, configuration: &values };
        if values.flag("syncbn")? {
            notes.push("syncbn True is ignored: one machine computes the statistics of a whole batch at once.".to_owned());
        }
        let pretrained = Pretrained::new(values.flag("use_pretrained_model")?, given.contains_key("use_pretrained_model"));
        let crop_size = side(values, "crop_size")?;
        let form = form(values, crop_size.next_multiple_of(CROP_STEP))?;
        if form.height != crop_size {
            notes.push(format!("crop_size {crop_size} is rounded up to {}, a multiple of {CROP_STEP}.", form.height));
        }
        let mut configuration = defaults();
        configuration.extend(given.iter().map(|(name, value)| (name.clone(), value.trim().to_owned())));
        Ok(Self {
            form,
            crop_size,
            base_size: side(values, "base_size")?,
            num_training_samples: values.whole("num_training_samples")?,
            pretrained,
            epochs: values.whole("epochs")?,
            mini_batch_size: values.whole("mini_batch_size")?,
            validation_mini_batch_size: values.whole("validation_mini_batch_size")?,
            schedule: schedule(values)?,
            rule: rule(values, &mut notes, given)?,
            early_stopping: EarlyStopping::read(&values)?,
            notes,
            configuration,
        })
    }
}

/// The side of a square in pixels.
fn side(values: Values<'_>, name: &str) -> Result<usize, TrainingError> {
    let side = values.whole(name)?;
    if side > MAX_SIDE { Err(values.refuse(name, &format!("a whole number from 17 to {MAX_SIDE}"))) } else { Ok(side) }
}

fn form(values: Values<'_>, side: usize) -> Result<Form, TrainingError> {
    let backbone = match values.choice("backbone")? {
        "resnet-50" => Backbone::Resnet50,
        _ => Backbone::Resnet101,
    };
    let head = match values.choice("algorithm")? {
        "fcn" => Head::Fcn,
        "psp" => Head::Psp,
        _ => Head::Deeplab,
    };
    let num_classes = values.whole("num_classes")?;
    if num_classes > usize::from(super::MAX_CLASSES) {
        return Err(values.refuse("num_classes", &format!("a whole number from 2 to {}", super::MAX_CLASSES)));
    }
    Ok(Form { head, backbone, num_classes, height: side, width: side })
}

/// The schedule; values that do not apply to it are checked all the same.
fn schedule(values: Values<'_>) -> Result<Schedule, TrainingError> {
    let steps = StepSchedule::read(&values)?;
    let of_epoch = values.whole("num_training_samples")? / values.whole("mini_batch_size")?;
    let total = values.whole("epochs")?.saturating_mul(of_epoch);
    let curve = match values.choice("lr_scheduler")? {
        "poly" => Curve::Polynomial { total },
        "cosine" => Curve::Cosine { total },
        _ if steps.epochs.is_empty() => {
            return Err(TrainingError::client(
                "lr_scheduler is step, but lr_scheduler_step is missing. Set it to the epochs at which the learning rate drops, for \
                 example 10,20, or choose lr_scheduler poly.",
            ));
        }
        _ => Curve::Steps,
    };
    Ok(Schedule { steps, curve, of_epoch })
}

/// The optimizer with the constants that apply to it; the others are checked all the same. Source of which apply: developer guide,
/// "Semantic Segmentation Hyperparameters". Source of the constants that are no hyperparameters: MXNet 1.9.1.
fn rule(values: Values<'_>, notes: &mut Vec<String>, given: &BTreeMap<String, String>) -> Result<Rule, TrainingError> {
    let number = |name: &str| values.fraction(name).map(|value| value as f32);
    let (momentum, weight_decay) = (number("momentum")?, number("weight_decay")?);
    let (gamma_1, gamma_2) = (number("gamma1")?, number("gamma2")?);
    let optimizer = values.choice("optimizer")?;
    let (rule, used): (Rule, &[&str]) = match optimizer {
        "sgd" => (Rule::Sgd { momentum, weight_decay }, &["momentum", "weight_decay"]),
        "nag" => (Rule::Nag { momentum, weight_decay }, &["momentum", "weight_decay"]),
        "adam" => (Rule::Adam { beta_1: 0.9, beta_2: 0.999, eps: 1e-8 }, &[]),
        "rmsprop" => (Rule::CenteredRmsprop { gamma_1, gamma_2, eps: 1e-8 }, &["gamma1", "gamma2"]),
        _ => (Rule::Adagrad { eps: 1e-7 }, &[]),
    };
    for name in ["momentum", "weight_decay", "gamma1", "gamma2"] {
        if given.contains_key(name) && !used.contains(&name) {
            notes.push(format!("{name} is ignored: optimizer {optimizer} does not take it."));
        }
    }
    Ok(rule)
}

#[cfg(test)]
mod tests;
