//! The names of the form's inputs, by which the server reads a form that was posted without scripts, and element ids.

use domain::Field;

use super::{ChannelDraft, Draft};

/// The input name of a part that is no [`Field`], for example `part_name("max_runtime_unit")`.
pub fn part_name(part: &str) -> String {
    format!("draft[{part}]")
}

/// The input name of the value in a row with a name of one's own.
pub fn other_hyperparameter_name(row: u32) -> String {
    format!("draft[other_hyperparameters][{row}][value]")
}

/// The element id of the value in a row with a name of one's own; the name may be empty or stand twice.
pub fn other_hyperparameter_id(row: u32) -> String {
    format!("hp-other-value-{row}")
}

/// The same for the value of an environment variable.
pub(super) fn variable_name(row: u32) -> String {
    format!("draft[environment][{row}][value]")
}

/// The same for the value of an environment variable.
pub(super) fn variable_id(row: u32) -> String {
    format!("env-other-value-{row}")
}

impl Draft {
    /// The input name of a field; empty for lists as a whole and for what the form does not offer.
    pub fn input_name(field: &Field) -> String {
        match field {
            Field::MetricName(row) => format!("draft[metrics][{row}][name]"),
            Field::MetricRegex(row) => format!("draft[metrics][{row}][regex]"),
            Field::Hyperparameter(name) => format!("draft[hyperparameters][{name}]"),
            Field::HyperparameterKey(row) => format!("draft[other_hyperparameters][{row}][key]"),
            Field::Channel(index, part) => {
                format!("draft[channels][{index}][{}]", ChannelDraft::member(part).unwrap_or_default())
            }
            Field::TagKey(row) => format!("draft[tags][{row}][key]"),
            Field::TagValue(row) => format!("draft[tags][{row}][value]"),
            Field::EnvironmentKey(row) => format!("draft[environment][{row}][key]"),
            field => Self::member(field).map(part_name).unwrap_or_default(),
        }
    }

    /// The id of the element that a message about `field` leads to.
    pub fn element_id(&self, field: &Field) -> String {
        match field {
            Field::Hyperparameter(name) if !self.documents(name) => {
                let row = (0_u32..).zip(&self.other_hyperparameters).find(|(_, row)| row.key.trim() == name);
                row.map_or_else(|| Field::Hyperparameters.id(), |(row, _)| other_hyperparameter_id(row))
            }
            Field::EnvironmentValue(name) => {
                let row = (0_u32..).zip(&self.environment).find(|(_, row)| row.key.trim() == name);
                row.map_or_else(|| Field::Environment.id(), |(row, _)| variable_id(row))
            }
            _ => field.id(),
        }
    }
}
