//! Reading single values.

use std::collections::BTreeMap;

use algorithms::{hyperparameter::Kind, image_classification::ALGORITHM};

use super::Augmentation;
use crate::{error::TrainingError, optimizer::Rule};

/// Larger numbers are typing errors, and would overflow sizes computed from them.
const MAX_WHOLE: usize = 1_000_000_000;
/// The longest side in pixels of images that the networks take.
const MAX_SIDE: usize = 4096;

/// A value for a message, shortened so that a message stays readable.
pub(super) fn quoted(value: &str) -> String {
    if value.chars().count() > 80 { format!("'{}…'", value.chars().take(80).collect::<String>()) } else { format!("'{value}'") }
}

/// What the table says of a hyperparameter's values.
fn kind(name: &str) -> Option<Kind> {
    ALGORITHM.hyperparameter(name).map(|row| row.kind)
}

/// Names and values with the defaults filled in.
pub(super) struct Values<'a>(pub(super) &'a BTreeMap<String, String>);

impl Values<'_> {
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.get(name).is_some_and(|value| !value.is_empty())
    }

    fn text(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    fn refuse(&self, name: &str, allowed: &str) -> TrainingError {
        TrainingError::client(format!("Hyperparameter {name} is {}, but must be {allowed}.", quoted(self.text(name))))
    }

    /// The text, when the table accepts it.
    fn accepted(&self, name: &str) -> Result<&str, TrainingError> {
        let text = self.text(name);
        match ALGORITHM.hyperparameter(name) {
            Some(row) if row.accepts(text) => Ok(text),
            Some(row) => Err(self.refuse(name, &row.rule())),
            None => Err(TrainingError::Algorithm(format!("{name} is in no table"))),
        }
    }

    /// A whole number of at least the table's minimum. Which of the numbers with a list of choices are there, the network
    /// knows.
    pub(super) fn whole(&self, name: &str) -> Result<usize, TrainingError> {
        let least = if let Some(Kind::Integer { minimum, .. }) = kind(name) { usize::try_from(minimum).unwrap_or(0) } else { 1 };
        let value = self.text(name).parse::<usize>().ok().filter(|value| (least..=MAX_WHOLE).contains(value));
        value.ok_or_else(|| self.refuse(name, &format!("a whole number of {least} or more (at most {MAX_WHOLE})")))
    }

    /// [`Self::whole`] when the hyperparameter is set.
    pub(super) fn optional(&self, name: &str) -> Result<Option<usize>, TrainingError> {
        self.has(name).then(|| self.whole(name)).transpose()
    }

    /// A number in the table's range.
    pub(super) fn fraction(&self, name: &str) -> Result<f64, TrainingError> {
        let value = self.accepted(name)?.parse();
        value.map_err(|_| self.refuse(name, "a number"))
    }

    /// 0 or 1.
    pub(super) fn flag(&self, name: &str) -> Result<bool, TrainingError> {
        Ok(self.accepted(name)?.parse() == Ok(1))
    }

    /// One of the table's words, as the table spells it.
    pub(super) fn choice(&self, name: &str) -> Result<&'static str, TrainingError> {
        let text = self.accepted(name)?;
        let Some(Kind::Choice(words)) = kind(name) else { return Err(self.refuse(name, "a word")) };
        let word = words.iter().find(|word| word.eq_ignore_ascii_case(text));
        word.copied().ok_or_else(|| self.refuse(name, "a word"))
    }

    /// `channels,height,width`.
    pub(super) fn image_shape(&self) -> Result<[usize; 3], TrainingError> {
        let parts: Option<Vec<usize>> = self.text("image_shape").split(',').map(|part| part.trim().parse().ok()).collect();
        match parts.as_deref() {
            Some([channels @ (1 | 3), height @ 1..=MAX_SIDE, width @ 1..=MAX_SIDE]) => Ok([*channels, *height, *width]),
            _ => Err(self.refuse(
                "image_shape",
                &format!("channels,height,width with 1 or 3 channels and sides from 1 to {MAX_SIDE}, for example 3,224,224"),
            )),
        }
    }

    /// Epochs separated by commas.
    pub(super) fn steps(&self) -> Result<Vec<usize>, TrainingError> {
        let parts: Option<Vec<usize>> = self.text("lr_scheduler_step").split(',').map(|part| part.trim().parse().ok()).collect();
        let parts = parts.filter(|parts| parts.iter().all(|part| *part > 0));
        parts.ok_or_else(|| self.refuse("lr_scheduler_step", "epochs separated by commas, for example 10,20"))
    }

    pub(super) fn augmentation(&self) -> Result<Option<Augmentation>, TrainingError> {
        if !self.has("augmentation_type") {
            return Ok(None);
        }
        Ok(Some(match self.choice("augmentation_type")? {
            "crop" => Augmentation::Crop,
            "crop_color" => Augmentation::CropColor,
            _ => Augmentation::CropColorTransform,
        }))
    }

    /// The optimizer with the constants that apply to it; the others are checked all the same.
    pub(super) fn rule(&self) -> Result<Rule, TrainingError> {
        let fraction = |name: &str| self.fraction(name).map(|value| value as f32);
        let (momentum, weight_decay) = (fraction("momentum")?, fraction("weight_decay")?);
        let (beta_1, beta_2) = (fraction("beta_1")?, fraction("beta_2")?);
        let (gamma, eps) = (fraction("gamma")?, fraction("eps")?);
        Ok(match self.choice("optimizer")? {
            "sgd" => Rule::Sgd { momentum, weight_decay },
            "nag" => Rule::Nag { momentum, weight_decay },
            "adam" => {
                for (name, value) in [("beta_1", beta_1), ("beta_2", beta_2)] {
                    if value >= 1.0 {
                        return Err(self.refuse(name, "less than 1 with optimizer adam"));
                    }
                }
                Rule::Adam { beta_1, beta_2, eps }
            }
            _ => Rule::Rmsprop { gamma, eps },
        })
    }
}
