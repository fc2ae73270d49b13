//! Reading single values. Everything arrives as text.

use crate::error::TrainingError;
use std::collections::{BTreeMap, BTreeSet};

/// Hands out values by name and remembers which names it was asked for.
pub(super) struct Reader<'a> {
    values: &'a BTreeMap<String, String>,
    known: BTreeSet<&'static str>,
    remarks: Vec<String>,
}

/// Larger whole numbers are slips of the keyboard.
const LARGEST: usize = 1_000_000_000;

impl<'a> Reader<'a> {
    pub(super) fn new(values: &'a BTreeMap<String, String>) -> Self {
        Self { values, known: BTreeSet::new(), remarks: Vec::new() }
    }

    pub(super) fn remark(&mut self, text: String) {
        self.remarks.push(text);
    }

    /// The text of a value, also when it is empty.
    pub(super) fn text(&mut self, name: &'static str) -> Option<&'a str> {
        self.known.insert(name);
        self.values.get(name).map(|value| value.trim())
    }

    fn filled(&mut self, name: &'static str) -> Option<&'a str> {
        self.text(name).filter(|text| !text.is_empty())
    }

    pub(super) fn required(&mut self, name: &'static str) -> Result<usize, TrainingError> {
        self.whole(name, 1)?.ok_or_else(|| {
            TrainingError::client(format!("Hyperparameter {name} is required and has no default. Add it as a whole number."))
        })
    }

    pub(super) fn whole(&mut self, name: &'static str, least: usize) -> Result<Option<usize>, TrainingError> {
        let Some(text) = self.filled(name) else { return Ok(None) };
        match text.parse::<usize>() {
            Ok(value) if (least..=LARGEST).contains(&value) => Ok(Some(value)),
            _ => Err(wrong(name, text, &format!("a whole number of at least {least}"))),
        }
    }

    pub(super) fn fraction(&mut self, name: &'static str, default: f32) -> Result<f32, TrainingError> {
        let Some(text) = self.filled(name) else { return Ok(default) };
        match text.parse::<f32>() {
            Ok(value) if (0.0..=1.0).contains(&value) => Ok(value),
            _ => Err(wrong(name, text, "a number from 0 to 1")),
        }
    }

    pub(super) fn choice<T: Copy>(&mut self, name: &'static str, choices: &[(&str, T)]) -> Result<Option<T>, TrainingError> {
        let Some(text) = self.filled(name) else { return Ok(None) };
        let found = choices.iter().find(|(choice, _)| *choice == text);
        found.map(|(_, value)| Some(*value)).ok_or_else(|| {
            let names: Vec<&str> = choices.iter().map(|(choice, _)| *choice).collect();
            wrong(name, text, &format!("one of {}", names.join(", ")))
        })
    }

    pub(super) fn epochs(&mut self, name: &'static str) -> Result<Vec<usize>, TrainingError> {
        let Some(text) = self.filled(name) else { return Ok(Vec::new()) };
        let expected = "epochs in rising order, separated by commas, for example 10,20";
        let steps: Result<Vec<usize>, _> = text.split(',').map(|part| part.trim().parse::<usize>()).collect();
        match steps {
            Ok(steps) if steps.windows(2).all(|pair| pair[0] < pair[1]) && steps.first().is_some_and(|step| *step > 0) => Ok(steps),
            _ => Err(wrong(name, text, expected)),
        }
    }

    pub(super) fn shape(&mut self, name: &'static str, default: [usize; 3]) -> Result<[usize; 3], TrainingError> {
        let Some(text) = self.filled(name) else { return Ok(default) };
        let sizes: Vec<usize> = text.split(',').filter_map(|part| part.trim().parse().ok()).collect();
        match <[usize; 3]>::try_from(sizes) {
            Ok(shape) if shape.iter().all(|size| (1..=4096).contains(size)) && text.split(',').count() == 3 => Ok(shape),
            _ => Err(wrong(name, text, "channels, height and width separated by commas, for example 3,224,224")),
        }
    }

    /// Refuses names that nobody asked for, and gives the remarks.
    pub(super) fn finish(self) -> Result<Vec<String>, TrainingError> {
        match self.values.keys().find(|name| !self.known.contains(name.as_str())) {
            None => Ok(self.remarks),
            Some(name) => {
                let shown: String = name.chars().take(60).collect();
                Err(TrainingError::client(format!(
                    "Hyperparameter {shown} is not one that image classification has. Remove it or correct its name."
                )))
            }
        }
    }
}

fn wrong(name: &str, text: &str, expected: &str) -> TrainingError {
    let shown: String = text.chars().take(60).collect();
    TrainingError::client(format!("Hyperparameter {name} is \"{shown}\"; it has to be {expected}."))
}
