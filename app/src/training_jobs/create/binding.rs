//! What ties a control to one field of the form: id, name, value, messages.

use domain::{ChannelField, Field};
use leptos::prelude::*;

use super::{draft::Draft, form::Form, rest::rested};
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
    pub mend: Callback<()>,
}

impl Binding {
    /// Ties a control to a field. Its messages are quiet until it is left.
    pub fn new(form: Form, field: Field) -> Self {
        Self::with_messages(form, field, false)
    }

    /// Ties a control to a field that a person does not leave, because its value is fixed: messages come at once.
    pub fn fixed(form: Form, field: Field) -> Self {
        Self::with_messages(form, field, true)
    }

    fn with_messages(form: Form, field: Field, always: bool) -> Self {
        let (read, write, left, said, mended) = (field.clone(), field.clone(), field.clone(), field.clone(), field.clone());
        let value = Memo::new(move |_| form.draft.with(|draft| draft.value(&read).unwrap_or_default().to_owned()));
        let note = Memo::new(move |_| form.note(&said, always));
        let ask = Self::asks(form, &field);
        Self {
            id: field.id().into(),
            name: Draft::input_name(&field).into(),
            value: value.into(),
            set: Callback::new(move |value| {
                form.type_into(&write, value);
                if let Some(ask) = ask {
                    ask.run(());
                }
            }),
            leave: Callback::new(move |()| form.leave(&left)),
            note: note.into(),
            mend: Callback::new(move |()| form.mend(&mended)),
        }
    }

    /// Asks the server when typing rests, for the fields that it knows something about.
    fn asks(form: Form, field: &Field) -> Option<Callback<()>> {
        let is_known_there = matches!(field, Field::JobName | Field::OutputPath | Field::Channel(_, ChannelField::S3Uri));
        is_known_there.then(|| {
            let field = field.clone();
            rested(move |()| form.ask_about(&field))
        })
    }

    /// Whether the value must be mended.
    pub fn invalid(self) -> Signal<bool> {
        Signal::derive(move || self.note.with(|note| note.as_ref().is_some_and(|note| note.kind == NoteKind::Error)))
    }
}
