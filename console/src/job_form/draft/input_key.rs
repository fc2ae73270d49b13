//! What a control is tied to: a field, or a value whose field is known by the name that is typed beside it.

use domain::Field;

use super::{Draft, field_access::place, input_names};

/// The tie of one control.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum InputKey {
    /// A field.
    Field(Field),
    /// The value in a row of hyperparameters with names of one's own, by its place.
    OtherHyperparameter(u32),
    /// The value in a row of environment variables, by its place.
    Variable(u32),
}

impl From<Field> for InputKey {
    fn from(field: Field) -> Self {
        Self::Field(field)
    }
}

impl InputKey {
    /// The field that messages about the value belong to now.
    pub fn field(&self, draft: &Draft) -> Field {
        let key = |key: Option<&String>| key.map(|key| key.trim().to_owned()).unwrap_or_default();
        match self {
            Self::Field(field) => field.clone(),
            Self::OtherHyperparameter(row) => {
                Field::Hyperparameter(key(draft.other_hyperparameters.get(place(*row)).map(|row| &row.key)))
            }
            Self::Variable(row) => Field::EnvironmentValue(key(draft.environment.get(place(*row)).map(|row| &row.key))),
        }
    }

    /// What was typed; empty where the row no longer exists.
    pub fn value<'a>(&self, draft: &'a Draft) -> &'a str {
        let value = match self {
            Self::Field(field) => draft.value(field),
            Self::OtherHyperparameter(row) => draft.other_hyperparameters.get(place(*row)).map(|row| row.value.as_str()),
            Self::Variable(row) => draft.environment.get(place(*row)).map(|row| row.value.as_str()),
        };
        value.unwrap_or_default()
    }

    /// Types `value`; nothing happens where the row no longer exists.
    pub fn set(&self, draft: &mut Draft, value: String) {
        let slot = match self {
            Self::Field(field) => return draft.set(field, value),
            Self::OtherHyperparameter(row) => draft.other_hyperparameters.get_mut(place(*row)).map(|row| &mut row.value),
            Self::Variable(row) => draft.environment.get_mut(place(*row)).map(|row| &mut row.value),
        };
        if let Some(slot) = slot {
            *slot = value;
        }
    }

    /// The control's element id.
    pub fn id(&self) -> String {
        match self {
            Self::Field(field) => field.id(),
            Self::OtherHyperparameter(row) => input_names::other_hyperparameter_id(*row),
            Self::Variable(row) => input_names::variable_id(*row),
        }
    }

    /// The control's name in a posted form.
    pub fn name(&self) -> String {
        match self {
            Self::Field(field) => Draft::input_name(field),
            Self::OtherHyperparameter(row) => input_names::other_hyperparameter_name(*row),
            Self::Variable(row) => input_names::variable_name(*row),
        }
    }
}
