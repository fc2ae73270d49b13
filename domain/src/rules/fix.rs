//! What a form can do about a violation: the link behind its message, and the edits that it makes.

use super::Violation;
use crate::{
    algorithm::Algorithm,
    field::{ChannelField, Field},
};

/// An offer to fix a violation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// The words of the link, for example `Choose None`.
    pub label: String,
    /// What changes in the form, in this order. The first one may be at another field than the message.
    pub edits: Vec<Edit>,
}

/// One change of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// The field gets this text; an empty text clears it.
    Set(Field, String),
    /// The check box is ticked or not.
    Switch(Field, bool),
    /// A channel of this name is added, with what the algorithm documents for it.
    AddChannel(String),
}

impl Edit {
    /// The field that changes.
    pub fn field(&self) -> &Field {
        match self {
            Self::Set(field, _) | Self::Switch(field, _) => field,
            Self::AddChannel(_) => &Field::Channels,
        }
    }
}

/// The values of a form as they are typed; a request could not hold all of them.
pub trait FormValues {
    /// The text of a field; `None` when the form has no such field.
    fn value(&self, field: &Field) -> Option<&str>;

    /// The built-in algorithm that is chosen.
    fn algorithm(&self) -> Option<&'static Algorithm>;
}

/// A violation and the form that it is shown in.
pub(super) struct FixContext<'a> {
    pub(super) violation: &'a Violation,
    pub(super) form: &'a dyn FormValues,
}

impl FixContext<'_> {
    /// The text of the violation's field, as it is typed.
    pub(super) fn value(&self) -> &str {
        self.form.value(&self.violation.field).unwrap_or_default()
    }

    /// The text of a hyperparameter, trimmed.
    pub(super) fn hyperparameter(&self, name: &str) -> &str {
        self.form.value(&Field::Hyperparameter(name.to_owned())).unwrap_or_default().trim()
    }

    /// Another field of the violation's channel.
    pub(super) fn channel_field(&self, part: ChannelField) -> Option<Field> {
        match self.violation.field {
            Field::Channel(index, _) => Some(Field::Channel(index, part)),
            _ => None,
        }
    }

    /// Sets the violation's field.
    pub(super) fn set(&self, label: &str, value: &str) -> Option<Fix> {
        self.set_field(label, self.violation.field.clone(), value)
    }

    /// Sets another field.
    pub(super) fn set_field(&self, label: &str, field: Field, value: &str) -> Option<Fix> {
        Some(Fix { label: label.to_owned(), edits: vec![Edit::Set(field, value.to_owned())] })
    }

    /// Sets another field of the violation's channel.
    pub(super) fn set_channel_field(&self, label: &str, part: ChannelField, value: &str) -> Option<Fix> {
        self.set_field(label, self.channel_field(part)?, value)
    }

    /// Adds a channel.
    pub(super) fn add_channel(&self, name: &str) -> Option<Fix> {
        Some(Fix { label: format!("Add {name}"), edits: vec![Edit::AddChannel(name.to_owned())] })
    }

    /// Ticks the violation's check box, or not.
    pub(super) fn switch(&self, label: &str, is_on: bool) -> Option<Fix> {
        self.switch_field(label, self.violation.field.clone(), is_on)
    }

    /// Ticks another check box, or not.
    pub(super) fn switch_field(&self, label: &str, field: Field, is_on: bool) -> Option<Fix> {
        Some(Fix { label: label.to_owned(), edits: vec![Edit::Switch(field, is_on)] })
    }
}

/// What would fix a violation in a form with these values; `None` where no answer is obvious.
pub fn fix(violation: &Violation, form: &dyn FormValues) -> Option<Fix> {
    violation.code.rule().fix?(&FixContext { violation, form })
}
