//! What the hyperparameters of all algorithms have in common. Names, defaults and ranges are those of the tables that the form
//! reads too.
//!
//! * [`pretrained`] – whether a job begins with pretrained weights
//! * [`value`] – single values

pub(crate) mod pretrained;
pub(crate) mod value;

use std::collections::BTreeMap;

use algorithms::Algorithm;

use crate::error::TrainingError;
use value::{Values, quoted};

/// When to end before the last epoch.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct EarlyStopping {
    /// Epochs that run in any case.
    pub(crate) min_epochs: usize,
    /// Epochs without an improvement before the job ends.
    pub(crate) patience: usize,
    /// A score counts as an improvement when it exceeds the best by the best times this.
    pub(crate) tolerance: f64,
}

impl EarlyStopping {
    /// None when the job is not to end early; the values are checked all the same.
    pub(crate) fn read(values: &Values<'_>) -> Result<Option<Self>, TrainingError> {
        let rule = Self {
            min_epochs: values.whole("early_stopping_min_epochs")?,
            patience: values.whole("early_stopping_patience")?,
            tolerance: values.fraction("early_stopping_tolerance")?,
        };
        Ok((values.flag("early_stopping")?).then_some(rule))
    }
}

/// A learning rate that drops after some epochs.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct StepSchedule {
    pub(crate) learning_rate: f64,
    pub(crate) factor: f64,
    /// Epochs (from 1) after which the learning rate is multiplied by the factor.
    pub(crate) epochs: Vec<usize>,
}

impl StepSchedule {
    pub(crate) fn read(values: &Values<'_>) -> Result<Self, TrainingError> {
        Ok(Self {
            learning_rate: values.fraction("learning_rate")?,
            factor: values.fraction("lr_scheduler_factor")?,
            epochs: if values.has("lr_scheduler_step") { values.steps()? } else { Vec::new() },
        })
    }

    /// The learning rate in an epoch, counted from 0.
    pub(crate) fn rate(&self, epoch: usize) -> f32 {
        let passed = self.epochs.iter().filter(|step| **step <= epoch).count();
        (self.learning_rate * self.factor.powi(i32::try_from(passed).unwrap_or(i32::MAX))) as f32
    }
}

/// Fills in an algorithm's defaults. `other` may say, as a sentence for the log, why a name that is not in the table is ignored;
/// these sentences are the second value.
///
/// # Errors
/// [`TrainingError::Client`] that names an unknown or missing hyperparameter.
pub(crate) fn complete(
    algorithm: &Algorithm,
    given: &BTreeMap<String, String>,
    other: impl Fn(&str, &str) -> Option<String>,
) -> Result<(BTreeMap<String, String>, Vec<String>), TrainingError> {
    let rows = algorithm.hyperparameters;
    let default = |row: &algorithms::Hyperparameter| Some((row.name.to_owned(), row.default?.to_owned()));
    let mut configuration: BTreeMap<String, String> = rows.iter().filter_map(default).collect();
    let mut notes = Vec::new();
    for (name, value) in given {
        if algorithm.hyperparameter(name).is_some() {
            configuration.insert(name.clone(), value.trim().to_owned());
        } else if let Some(note) = other(name, value) {
            notes.push(note);
        } else {
            let known: Vec<&str> = rows.iter().map(|row| row.name).collect();
            return Err(TrainingError::client(format!(
                "Unknown hyperparameter {}. Remove it, or use one of: {}.",
                quoted(name),
                known.join(", ")
            )));
        }
    }
    let required = rows.iter().filter(|row| row.required).map(|row| row.name);
    let missing: Vec<&str> = required.filter(|name| !configuration.contains_key(*name)).collect();
    if !missing.is_empty() {
        return Err(TrainingError::client(format!("The required hyperparameter {} is missing.", missing.join(" and "))));
    }
    Ok((configuration, notes))
}
