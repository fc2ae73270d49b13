//! The hyperparameters of image classification, typed and checked. Names, defaults and ranges are those of the table that
//! the form reads too.

use std::collections::BTreeMap;

use algorithms::image_classification::{ALGORITHM, FILE_PREFIX};

use crate::{
    error::TrainingError,
    hyperparameters::{
        EarlyStopping, StepSchedule, complete,
        value::{MAX_SIDE, Values, quoted},
    },
    optimizer::Rule,
};

/// How images are varied during training; each kind includes the ones before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Augmentation {
    Crop,
    CropColor,
    CropColorTransform,
}

/// A job's hyperparameters with their defaults filled in.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Hyperparameters {
    pub(crate) num_classes: usize,
    pub(crate) num_training_samples: usize,
    pub(crate) num_layers: usize,
    /// Channels, height, width.
    pub(crate) image_shape: [usize; 3],
    pub(crate) use_pretrained_model: bool,
    pub(crate) epochs: usize,
    pub(crate) mini_batch_size: usize,
    pub(crate) schedule: StepSchedule,
    pub(crate) rule: Rule,
    pub(crate) augmentation_type: Option<Augmentation>,
    /// Pixels of the shortest side.
    pub(crate) resize: Option<usize>,
    pub(crate) checkpoint_frequency: Option<usize>,
    pub(crate) top_k: Option<usize>,
    /// Whether an image has a label for each class.
    pub(crate) multi_label: bool,
    /// Whether rare labels weigh more; with `multi_label` only.
    pub(crate) use_weighted_loss: bool,
    pub(crate) early_stopping: Option<EarlyStopping>,
    /// What was given but changes nothing here, as sentences for the log.
    pub(crate) notes: Vec<String>,
    /// Every name with its value, for the log.
    pub(crate) configuration: BTreeMap<String, String>,
}

impl Hyperparameters {
    /// Reads names and strings.
    ///
    /// # Errors
    /// [`TrainingError::Client`] that names the hyperparameter, its value and what is allowed.
    pub(crate) fn parse(given: &BTreeMap<String, String>) -> Result<Self, TrainingError> {
        let ignored = |name: &str, value: &str| {
            let note = || format!("model_prefix {} is ignored: the algorithm names its files {FILE_PREFIX}.", quoted(value));
            (name == "model_prefix").then(note)
        };
        let (configuration, notes) = complete(&ALGORITHM, given, ignored)?;
        let values = Values { algorithm: &ALGORITHM, configuration: &configuration };
        let parsed = Self::typed(values, notes, configuration.clone())?;
        parsed.check()?;
        Ok(parsed)
    }

    fn typed(values: Values<'_>, mut notes: Vec<String>, configuration: BTreeMap<String, String>) -> Result<Self, TrainingError> {
        let multi_label = values.flag("multi_label")?;
        let is_weighted = values.flag("use_weighted_loss")?;
        if is_weighted && !multi_label {
            notes.push("use_weighted_loss is ignored: it applies with multi_label 1 only.".to_owned());
        }
        if values.choice("precision_dtype")? == "float16" {
            notes.push(
                "precision_dtype float16: this engine computes in float32 instead, which is at least as precise.".to_owned(),
            );
        }
        if values.has("kv_store") {
            let store = values.choice("kv_store")?;
            notes.push(format!("kv_store {store} is ignored: it applies to more than one instance."));
        }
        let mut top_k = values.optional("top_k")?;
        if multi_label && top_k.take().is_some() {
            notes.push("top_k is ignored: with multi_label 1 an image has no best class.".to_owned());
        }
        Ok(Self {
            num_classes: values.whole("num_classes")?,
            num_training_samples: values.whole("num_training_samples")?,
            num_layers: values.whole("num_layers")?,
            image_shape: image_shape(values)?,
            use_pretrained_model: values.flag("use_pretrained_model")?,
            epochs: values.whole("epochs")?,
            mini_batch_size: values.whole("mini_batch_size")?,
            schedule: StepSchedule::read(&values)?,
            rule: rule(values)?,
            augmentation_type: augmentation(values)?,
            resize: values.optional("resize")?,
            checkpoint_frequency: values.optional("checkpoint_frequency")?,
            top_k,
            multi_label,
            use_weighted_loss: is_weighted && multi_label,
            early_stopping: EarlyStopping::read(&values)?,
            notes,
            configuration,
        })
    }

    /// What concerns two hyperparameters.
    fn check(&self) -> Result<(), TrainingError> {
        let [_, height, width] = self.image_shape;
        if let Some(resize) = self.resize.filter(|resize| *resize < height.max(width)) {
            return Err(TrainingError::client(format!(
                "resize {resize} is smaller than a side of image_shape ({height}x{width}). Choose resize {} or more.",
                height.max(width)
            )));
        }
        if let Some(frequency) = self.checkpoint_frequency.filter(|frequency| *frequency > self.epochs) {
            return Err(TrainingError::client(format!(
                "checkpoint_frequency {frequency} is larger than epochs {}. Choose {} or less.",
                self.epochs, self.epochs
            )));
        }
        if let Some(top) = self.top_k.filter(|top| *top > self.num_classes) {
            return Err(TrainingError::client(format!("top_k {top} is larger than num_classes {}.", self.num_classes)));
        }
        Ok(())
    }
}

/// `channels,height,width`.
fn image_shape(values: Values<'_>) -> Result<[usize; 3], TrainingError> {
    let parts: Option<Vec<usize>> = values.text("image_shape").split(',').map(|part| part.trim().parse().ok()).collect();
    match parts.as_deref() {
        Some([channels @ (1 | 3), height @ 1..=MAX_SIDE, width @ 1..=MAX_SIDE]) => Ok([*channels, *height, *width]),
        _ => Err(values.refuse(
            "image_shape",
            &format!("channels,height,width with 1 or 3 channels and sides from 1 to {MAX_SIDE}, for example 3,224,224"),
        )),
    }
}

fn augmentation(values: Values<'_>) -> Result<Option<Augmentation>, TrainingError> {
    if !values.has("augmentation_type") {
        return Ok(None);
    }
    Ok(Some(match values.choice("augmentation_type")? {
        "crop" => Augmentation::Crop,
        "crop_color" => Augmentation::CropColor,
        _ => Augmentation::CropColorTransform,
    }))
}

/// The optimizer with the constants that apply to it; the others are checked all the same.
fn rule(values: Values<'_>) -> Result<Rule, TrainingError> {
    let fraction = |name: &str| values.fraction(name).map(|value| value as f32);
    let (momentum, weight_decay) = (fraction("momentum")?, fraction("weight_decay")?);
    let (beta_1, beta_2) = (fraction("beta_1")?, fraction("beta_2")?);
    let (gamma, eps) = (fraction("gamma")?, fraction("eps")?);
    Ok(match values.choice("optimizer")? {
        "sgd" => Rule::Sgd { momentum, weight_decay },
        "nag" => Rule::Nag { momentum, weight_decay },
        "adam" => {
            for (name, value) in [("beta_1", beta_1), ("beta_2", beta_2)] {
                if value >= 1.0 {
                    return Err(values.refuse(name, "less than 1 with optimizer adam"));
                }
            }
            Rule::Adam { beta_1, beta_2, eps }
        }
        _ => Rule::Rmsprop { gamma, eps, weight_decay: 0.0 },
    })
}

#[cfg(test)]
mod tests;
