//! What the whole form began with, where that is more than the usual values.

use domain::Field;
use serde::{Deserialize, Serialize};

use super::draft::Draft;

/// Where all values of a form are from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Way {
    /// The example.
    Example,
    /// The settings of a job, by its name.
    Clone(String),
    /// A request that was pasted.
    Paste,
}

/// Where all values of a form are from, and which of them are the usual ones all the same.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Begun {
    /// Where they are from.
    pub way: Way,
    /// What was left out there, so that the form has its usual value.
    #[serde(default)]
    pub usual: Vec<Field>,
}

/// The fields that a form has a value for when nothing is asked for.
const USUAL: [Field; 7] = [
    Field::Role,
    Field::InputMode,
    Field::InstanceType,
    Field::InstanceCount,
    Field::Volume,
    Field::MaximumRuntime,
    Field::OutputPath,
];

impl Begun {
    /// A form that took everything from there.
    pub fn new(way: Way) -> Self {
        Self { way, usual: Vec::new() }
    }

    /// The same for `draft`, which is filled up with usual values; `bare` is what it would be without them.
    pub fn filled_up(way: Way, draft: &Draft, bare: &Draft) -> Self {
        let is_empty = |draft: &Draft, field: &Field| draft.value(field).unwrap_or_default().trim().is_empty();
        let usual = USUAL.into_iter().filter(|field| is_empty(bare, field) && !is_empty(draft, field)).collect();
        Self { way, usual }
    }

    /// Whether review compares with these values rather than with the usual ones.
    pub fn is_baseline(&self) -> bool {
        self.way != Way::Example
    }

    /// What the list of steps and *Start from* call it.
    pub fn title(&self) -> String {
        match &self.way {
            Way::Example => "The example".to_owned(),
            Way::Clone(job) => format!("Clone of {job}"),
            Way::Paste => "A pasted request".to_owned(),
        }
    }

    /// What stands beside the page's title.
    pub fn badge(&self) -> Option<String> {
        match &self.way {
            Way::Example => None,
            Way::Clone(job) => Some(format!("cloned from {job}")),
            Way::Paste => Some("from a pasted request".to_owned()),
        }
    }

    /// What a value that is as it was there is called in review.
    pub fn inherited(&self) -> &'static str {
        match self.way {
            Way::Paste => "from the pasted request",
            Way::Example | Way::Clone(_) => "inherited",
        }
    }

    /// What a value that is not as it was there is called in review.
    pub fn changed(&self) -> String {
        match &self.way {
            Way::Clone(job) => format!("changed from {job}"),
            Way::Example | Way::Paste => "changed".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_form_filled_up_is_usual() {
        let bare = Draft { instance_type: "ml.p3.2xlarge".to_owned(), ..Draft::default() };
        let draft = Draft { instance_count: "1".to_owned(), ..bare.clone() };
        assert_eq!(Begun::filled_up(Way::Paste, &draft, &bare).usual, [Field::InstanceCount]);
    }
}
