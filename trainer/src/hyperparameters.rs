//! The hyperparameters of image classification, typed and checked. Names, defaults and ranges are those of the table that
//! the form reads too.

mod value;

use std::collections::BTreeMap;

use algorithms::image_classification::{ALGORITHM, FILE_PREFIX};

use crate::{error::TrainingError, optimizer::Rule};
use value::{Values, quoted};

/// How images are varied during training; each kind includes the ones before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Augmentation {
    Crop,
    CropColor,
    CropColorTransform,
}

/// When to end before the last epoch.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct EarlyStopping {
    /// Epochs that run in any case.
    pub(crate) min_epochs: usize,
    /// Epochs without an improvement before the job ends.
    pub(crate) patience: usize,
    /// An accuracy counts as an improvement when it exceeds the best by the best times this.
    pub(crate) tolerance: f64,
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
    pub(crate) learning_rate: f64,
    pub(crate) rule: Rule,
    pub(crate) lr_scheduler_factor: f64,
    /// Epochs (from 1) after which the learning rate is multiplied by the factor.
    pub(crate) lr_scheduler_step: Vec<usize>,
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
        let mut notes = Vec::new();
        let mut configuration: BTreeMap<String, String> =
            ALGORITHM.hyperparameters.iter().filter_map(|row| Some((row.name.to_owned(), row.default?.to_owned()))).collect();
        for (name, value) in given {
            if ALGORITHM.hyperparameter(name).is_some() {
                configuration.insert(name.clone(), value.trim().to_owned());
            } else if name == "model_prefix" {
                notes.push(format!("model_prefix {} is ignored: the algorithm names its files {FILE_PREFIX}.", quoted(value)));
            } else {
                let known: Vec<&str> = ALGORITHM.hyperparameters.iter().map(|row| row.name).collect();
                return Err(TrainingError::client(format!(
                    "Unknown hyperparameter {}. Remove it, or use one of: {}.",
                    quoted(name),
                    known.join(", ")
                )));
            }
        }
        let required = ALGORITHM.hyperparameters.iter().filter(|row| row.required).map(|row| row.name);
        let missing: Vec<&str> = required.filter(|name| !configuration.contains_key(*name)).collect();
        if !missing.is_empty() {
            return Err(TrainingError::client(format!("The required hyperparameter {} is missing.", missing.join(" and "))));
        }
        let parsed = Self::typed(&Values(&configuration), notes, configuration.clone())?;
        parsed.check()?;
        Ok(parsed)
    }

    fn typed(
        values: &Values<'_>,
        mut notes: Vec<String>,
        configuration: BTreeMap<String, String>,
    ) -> Result<Self, TrainingError> {
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
        let early = EarlyStopping {
            min_epochs: values.whole("early_stopping_min_epochs")?,
            patience: values.whole("early_stopping_patience")?,
            tolerance: values.fraction("early_stopping_tolerance")?,
        };
        let stops_early = values.choice("early_stopping")? == "True";
        Ok(Self {
            num_classes: values.whole("num_classes")?,
            num_training_samples: values.whole("num_training_samples")?,
            num_layers: values.whole("num_layers")?,
            image_shape: values.image_shape()?,
            use_pretrained_model: values.flag("use_pretrained_model")?,
            epochs: values.whole("epochs")?,
            mini_batch_size: values.whole("mini_batch_size")?,
            learning_rate: values.fraction("learning_rate")?,
            rule: values.rule()?,
            lr_scheduler_factor: values.fraction("lr_scheduler_factor")?,
            lr_scheduler_step: if values.has("lr_scheduler_step") { values.steps()? } else { Vec::new() },
            augmentation_type: values.augmentation()?,
            resize: values.optional("resize")?,
            checkpoint_frequency: values.optional("checkpoint_frequency")?,
            top_k,
            multi_label,
            use_weighted_loss: is_weighted && multi_label,
            early_stopping: stops_early.then_some(early),
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

    /// The learning rate in an epoch, counted from 0.
    pub(crate) fn learning_rate_in(&self, epoch: usize) -> f32 {
        let passed = self.lr_scheduler_step.iter().filter(|step| **step <= epoch).count();
        (self.learning_rate * self.lr_scheduler_factor.powi(i32::try_from(passed).unwrap_or(i32::MAX))) as f32
    }
}

#[cfg(test)]
mod tests;
