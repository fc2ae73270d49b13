//! What ties a control to one field of the form: id, name, value, messages.

use console::job_form::draft::InputKey;
use domain::{ChannelField, Field};
use leptos::prelude::*;

use super::{form::Form, rest::rested};
use crate::ui::{Note, NoteKind};

/// The ties of one control.
#[derive(Clone, Copy)]
pub struct Binding {
    /// Element id.
    pub id: Signal<String>,
    /// Name in a posted form.
    pub name: Signal<String>,
    /// What the control shows.
    pub value: Signal<String>,
    /// Hears each change.
    pub set: Callback<String>,
    /// Hears when the control is left.
    pub leave: Callback<()>,
    /// What is to be said about the value.
    pub note: Signal<Option<Note>>,
    /// Does what the note offers.
    pub fix: Callback<()>,
    /// The field, or the row's value.
    pub slot: StoredValue<InputKey>,
}

impl Binding {
    /// Ties a control to a field. Its messages are quiet until it is left.
    pub fn new(form: Form, slot: impl Into<InputKey>) -> Self {
        Self::with_messages(form, slot.into(), false)
    }

    /// Ties a control to a field that a person does not leave, because its value is fixed: messages come at once.
    pub fn fixed(form: Form, slot: impl Into<InputKey>) -> Self {
        Self::with_messages(form, slot.into(), true)
    }

    fn with_messages(form: Form, slot: InputKey, always: bool) -> Self {
        let cell = form.cell(&slot, always);
        let (value, note) = (cell.value, cell.note);
        let ask = Self::asks(form, &slot);
        let (id, name) = (slot.id(), slot.name());
        let slot = StoredValue::new(slot);
        let field = move || slot.with_value(|slot| form.draft.with_untracked(|draft| slot.field(draft)));
        Self {
            id: id.into(),
            name: name.into(),
            value: Signal::derive(move || value.get()),
            set: Callback::new(move |value| {
                slot.with_value(|slot| form.type_slot(slot, value));
                if let Some(ask) = ask {
                    ask.run(());
                }
            }),
            leave: Callback::new(move |()| form.leave(&field())),
            note: Signal::derive(move || note.get()),
            fix: Callback::new(move |()| form.apply_fix(&field())),
            slot,
        }
    }

    /// Asks the server when typing rests, for the fields that it knows something about.
    fn asks(form: Form, slot: &InputKey) -> Option<Callback<()>> {
        let InputKey::Field(field) = slot else { return None };
        let is_known_there = matches!(
            field,
            Field::JobName
                | Field::OutputPath
                | Field::CheckpointUri
                | Field::Channel(_, ChannelField::S3Uri | ChannelField::S3DataType | ChannelField::Name)
        );
        is_known_there.then(|| {
            let field = field.clone();
            rested(move |()| form.ask_about(&field))
        })
    }

    /// Whether the value must be fixed.
    pub fn invalid(self) -> Signal<bool> {
        Signal::derive(move || self.note.with(|note| note.as_ref().is_some_and(|note| note.kind == NoteKind::Error)))
    }
}
