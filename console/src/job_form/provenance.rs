//! Where the values of a whole form are from, where that is more than the defaults.

use domain::Field;
use serde::{Deserialize, Serialize};

use super::draft::Draft;

/// Where all values of a form are from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum FilledFrom {
    /// The example.
    Example,
    /// The settings of a job, by its name.
    Clone(String),
    /// A request that was pasted.
    Paste,
}

/// Where all values of a form are from, and which of them are defaults all the same.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Provenance {
    /// Where they are from.
    #[serde(rename = "way")]
    pub filled_from: FilledFrom,
    /// The fields that were left out there, so that the form has its default.
    #[serde(default, rename = "usual")]
    pub defaults: Vec<Field>,
}

/// The fields that a form has a value for when nothing is asked for.
const DEFAULTED: [Field; 7] = [
    Field::Role,
    Field::InputMode,
    Field::InstanceType,
    Field::InstanceCount,
    Field::Volume,
    Field::MaximumRuntime,
    Field::OutputPath,
];

impl Provenance {
    /// A form that took everything from there.
    pub fn new(filled_from: FilledFrom) -> Self {
        Self { filled_from, defaults: Vec::new() }
    }

    /// The same for `draft`, which is filled up with defaults; `bare` is what it would be without them.
    pub fn filled_up(filled_from: FilledFrom, draft: &Draft, bare: &Draft) -> Self {
        let is_empty = |draft: &Draft, field: &Field| draft.value(field).unwrap_or_default().trim().is_empty();
        let defaults = DEFAULTED.into_iter().filter(|field| is_empty(bare, field) && !is_empty(draft, field)).collect();
        Self { filled_from, defaults }
    }

    /// The job whose settings the form was filled in with.
    pub fn copied_job(&self) -> Option<&str> {
        match &self.filled_from {
            FilledFrom::Clone(job) => Some(job),
            FilledFrom::Example | FilledFrom::Paste => None,
        }
    }

    /// Whether review compares with these values rather than with the defaults.
    pub fn is_baseline(&self) -> bool {
        self.filled_from != FilledFrom::Example
    }

    /// What the list of steps and *Start from* call it.
    pub fn title(&self) -> String {
        match &self.filled_from {
            FilledFrom::Example => "The example".to_owned(),
            FilledFrom::Clone(job) => format!("Clone of {job}"),
            FilledFrom::Paste => "A pasted request".to_owned(),
        }
    }

    /// What stands beside the page's title.
    pub fn badge(&self) -> Option<String> {
        match &self.filled_from {
            FilledFrom::Example => None,
            FilledFrom::Clone(job) => Some(format!("cloned from {job}")),
            FilledFrom::Paste => Some("from a pasted request".to_owned()),
        }
    }

    /// What a value that is not as it was there is called in review.
    pub fn changed(&self) -> String {
        match &self.filled_from {
            FilledFrom::Clone(job) => format!("changed from {job}"),
            FilledFrom::Example | FilledFrom::Paste => "changed".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_form_filled_up_is_a_default() {
        let bare = Draft { instance_type: "ml.p3.2xlarge".to_owned(), ..Draft::default() };
        let draft = Draft { instance_count: "1".to_owned(), ..bare.clone() };
        assert_eq!(Provenance::filled_up(FilledFrom::Paste, &draft, &bare).defaults, [Field::InstanceCount]);
    }
}
