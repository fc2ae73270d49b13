//! Reading single values.

use std::collections::BTreeMap;

use algorithms::{Algorithm, hyperparameter::Kind};

use crate::error::TrainingError;

/// Larger numbers are typing errors, and would overflow sizes computed from them.
const MAX_WHOLE: usize = 1_000_000_000;
/// The longest side in pixels of images that the networks take.
pub(crate) const MAX_SIDE: usize = 4096;

/// A value for a message, shortened so that a message stays readable.
pub(crate) fn quoted(value: &str) -> String {
    if value.chars().count() > 80 { format!("'{}…'", value.chars().take(80).collect::<String>()) } else { format!("'{value}'") }
}

/// An algorithm's names and values with the defaults filled in.
#[derive(Clone, Copy)]
pub(crate) struct Values<'a> {
    pub(crate) algorithm: &'a Algorithm,
    pub(crate) configuration: &'a BTreeMap<String, String>,
}

impl Values<'_> {
    pub(crate) fn has(&self, name: &str) -> bool {
        self.configuration.get(name).is_some_and(|value| !value.is_empty())
    }

    pub(crate) fn text(&self, name: &str) -> &str {
        self.configuration.get(name).map_or("", String::as_str)
    }

    /// What the table says of a hyperparameter's values.
    fn kind(&self, name: &str) -> Option<Kind> {
        self.algorithm.hyperparameter(name).map(|row| row.kind)
    }

    /// The refusal of a value, which must be what `allowed` says.
    pub(crate) fn refuse(&self, name: &str, allowed: &str) -> TrainingError {
        TrainingError::client(format!("Hyperparameter {name} is {}, but must be {allowed}.", quoted(self.text(name))))
    }

    /// The text, when the table accepts it.
    fn accepted(&self, name: &str) -> Result<&str, TrainingError> {
        let text = self.text(name);
        match self.algorithm.hyperparameter(name) {
            Some(row) if row.accepts(text) => Ok(text),
            Some(row) => Err(self.refuse(name, &row.rule())),
            None => Err(TrainingError::Algorithm(format!("{name} is in no table"))),
        }
    }

    /// A whole number of at least the table's minimum. Which of the numbers with a list of choices are there, the network
    /// knows.
    pub(crate) fn whole(&self, name: &str) -> Result<usize, TrainingError> {
        let least =
            if let Some(Kind::Integer { minimum, .. }) = self.kind(name) { usize::try_from(minimum).unwrap_or(0) } else { 1 };
        let value = self.text(name).parse::<usize>().ok().filter(|value| (least..=MAX_WHOLE).contains(value));
        value.ok_or_else(|| self.refuse(name, &format!("a whole number of {least} or more (at most {MAX_WHOLE})")))
    }

    /// [`Self::whole`] when the hyperparameter is set.
    pub(crate) fn optional(&self, name: &str) -> Result<Option<usize>, TrainingError> {
        self.has(name).then(|| self.whole(name)).transpose()
    }

    /// A number in the table's range.
    pub(crate) fn fraction(&self, name: &str) -> Result<f64, TrainingError> {
        let value = self.accepted(name)?.parse();
        value.map_err(|_| self.refuse(name, "a number"))
    }

    /// Whether a switch is on.
    pub(crate) fn flag(&self, name: &str) -> Result<bool, TrainingError> {
        let text = self.accepted(name)?;
        Ok(self.algorithm.hyperparameter(name).is_some_and(|row| row.is_on(text)))
    }

    /// One of the table's words, as the table spells it.
    pub(crate) fn choice(&self, name: &str) -> Result<&'static str, TrainingError> {
        let text = self.accepted(name)?;
        let Some(Kind::Choice(words)) = self.kind(name) else { return Err(self.refuse(name, "a word")) };
        let word = words.iter().find(|word| word.eq_ignore_ascii_case(text));
        word.copied().ok_or_else(|| self.refuse(name, "a word"))
    }

    /// Epochs separated by commas.
    pub(crate) fn steps(&self) -> Result<Vec<usize>, TrainingError> {
        let parts: Option<Vec<usize>> = self.text("lr_scheduler_step").split(',').map(|part| part.trim().parse().ok()).collect();
        let parts = parts.filter(|parts| parts.iter().all(|part| *part > 0));
        parts.ok_or_else(|| self.refuse("lr_scheduler_step", "epochs separated by commas, for example 10,20"))
    }
}
