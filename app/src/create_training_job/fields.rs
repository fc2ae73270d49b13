//! The form's fields: labelled controls, each tied to one value of the draft.

pub mod choice;
pub mod location;
pub mod outdated_docs;
pub mod rows;
pub mod time;

use console::job_form::draft::InputKey;
use domain::{ChannelField, Field};
use leptos::prelude::*;

use super::state::{FieldSignal, FormState, debounce::debounced};
use crate::ui::{LabelledField, Note, NoteKind, Select, Suggestions, TextInput, TextKind, suggestions_id};

pub use choice::{AreaField, CheckField, ComboField, RadioField};
pub use outdated_docs::{OutdatedDocs, OutdatedDocsOfControl, OutdatedDocsOfHyperparameters};
pub use rows::{AddButton, ListMessages, RemoveButton};

/// The ties of one control.
#[derive(Clone, Copy)]
pub struct Binding {
    /// Element id.
    pub id: Signal<String>,
    /// Name in a posted form.
    pub name: Signal<String>,
    /// What the control shows.
    pub value: Signal<String>,
    /// Called at each change.
    pub set: Callback<String>,
    /// Called when the control is left.
    pub leave: Callback<()>,
    /// What is to be said about the value.
    pub note: Signal<Option<Note>>,
    /// Does what the note offers.
    pub fix: Callback<()>,
    /// The field, or the row's value.
    pub key: StoredValue<InputKey>,
}

impl Binding {
    /// Ties a control to a field. Its messages are hidden until the field is left.
    pub fn new(form: FormState, key: impl Into<InputKey>) -> Self {
        Self::with_messages(form, key.into(), false)
    }

    /// Ties a control to a field with a fixed value. Nobody leaves such a field, so its messages come at once.
    pub fn fixed(form: FormState, key: impl Into<InputKey>) -> Self {
        Self::with_messages(form, key.into(), true)
    }

    fn with_messages(form: FormState, key: InputKey, always: bool) -> Self {
        let FieldSignal { value, note } = form.signals_of(&key, always);
        let look_up = Self::debounced_look_up(form, &key);
        let (id, name) = (key.id(), key.name());
        let key = StoredValue::new(key);
        let field = move || key.with_value(|key| form.draft.with_untracked(|draft| key.field(draft)));
        Self {
            id: id.into(),
            name: name.into(),
            value: Signal::derive(move || value.get()),
            set: Callback::new(move |value| {
                form.set(key.get_value(), value);
                if let Some(look_up) = look_up {
                    look_up.run(());
                }
            }),
            leave: Callback::new(move |()| form.leave(&field())),
            note: Signal::derive(move || note.get()),
            fix: Callback::new(move |()| form.apply_fix(&field())),
            key,
        }
    }

    /// Looks the value up when typing pauses, for fields about which the server knows something.
    fn debounced_look_up(form: FormState, key: &InputKey) -> Option<Callback<()>> {
        let InputKey::Field(field) = key else { return None };
        let is_known_there = matches!(
            field,
            Field::JobName
                | Field::OutputPath
                | Field::CheckpointUri
                | Field::Channel(_, ChannelField::S3Uri | ChannelField::S3DataType | ChannelField::Name)
        );
        is_known_there.then(|| {
            let field = field.clone();
            debounced(move |()| form.look_up(&field))
        })
    }

    /// Whether the value must be fixed.
    pub fn invalid(self) -> Signal<bool> {
        Signal::derive(move || self.note.with(|note| note.as_ref().is_some_and(|note| note.kind == NoteKind::Error)))
    }
}

/// The frame of every control that is tied to the form: label, one line under it, and what older instructions say.
#[component]
fn Frame(
    /// What it is tied to.
    binding: Binding,
    /// The label.
    #[prop(into)]
    label: String,
    /// What the field is about.
    help: Signal<String>,
    /// Whether it may stay empty.
    #[prop(optional)]
    optional: bool,
    /// Whether it takes the whole width.
    #[prop(optional)]
    wide: bool,
    /// What stands behind the label.
    #[prop(optional, into)]
    beside: ViewFn,
    /// The control.
    children: Children,
) -> impl IntoView {
    view! {
        <LabelledField
            id=binding.id
            label=label
            optional=optional
            wide=wide
            beside=beside
            help=help
            note=binding.note
            on_fix=binding.fix
            below=move || view! { <OutdatedDocsOfControl binding=binding /> }
        >
            {children()}
        </LabelledField>
    }
}

/// A line of text.
#[component]
pub fn TextField(
    /// What it is tied to.
    binding: Binding,
    /// The label.
    #[prop(into)]
    label: String,
    /// What the field is about.
    #[prop(optional, into)]
    help: Signal<String>,
    /// Whether it may stay empty.
    #[prop(optional)]
    optional: bool,
    /// Whether it takes the whole width.
    #[prop(optional)]
    wide: bool,
    /// What is typed here.
    #[prop(optional)]
    kind: TextKind,
    /// What an empty field means.
    #[prop(optional, into)]
    placeholder: Signal<String>,
    /// Values to choose from.
    #[prop(optional, into)]
    suggestions: Signal<Vec<(String, String)>>,
    /// Whether the value is fixed.
    #[prop(optional, into)]
    fixed: Signal<bool>,
    /// What stands behind the label.
    #[prop(optional, into)]
    beside: ViewFn,
    /// What stands behind the control, such as another control or buttons.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let is_stacked = wide && kind == TextKind::Code && children.is_some();
    view! {
        <Frame binding=binding label=label optional=optional wide=wide beside=beside help=help>
            <div class="input-row" class:input-row-stacked=is_stacked>
                <TextInput
                    id=binding.id
                    name=binding.name
                    value=binding.value
                    on_input=binding.set
                    on_leave=binding.leave
                    invalid=binding.invalid()
                    kind=kind
                    placeholder=placeholder
                    fixed=fixed
                    attr:list=suggestions_id(binding.id, suggestions)
                />
                <Suggestions id=binding.id values=suggestions />
                {children.map(|children| children())}
            </div>
        </Frame>
    }
}

/// One of several values. A choice counts as leaving the field.
#[component]
pub fn SelectField(
    /// What it is tied to.
    binding: Binding,
    /// The label.
    #[prop(into)]
    label: String,
    /// Values with their words.
    #[prop(optional)]
    options: Vec<(String, String)>,
    /// The same in groups with headings.
    #[prop(optional)]
    groups: Vec<(String, Vec<(String, String)>)>,
    /// What the field is about.
    #[prop(optional, into)]
    help: Signal<String>,
    /// Whether it may stay empty.
    #[prop(optional)]
    optional: bool,
    /// What stands behind the label.
    #[prop(optional, into)]
    beside: ViewFn,
) -> impl IntoView {
    let on_choose = move |value: String| {
        binding.set.run(value);
        binding.leave.run(());
    };
    view! {
        <Frame binding=binding label=label optional=optional beside=beside help=help>
            <Select
                id=binding.id
                name=binding.name
                value=binding.value
                options=options
                groups=groups
                on_choose=on_choose
                on_leave=binding.leave
                invalid=binding.invalid()
            />
        </Frame>
    }
}

/// Words that are their own labels.
pub fn words<'a>(values: impl IntoIterator<Item = &'a str>) -> Vec<(String, String)> {
    values.into_iter().map(|value| (value.to_owned(), value.to_owned())).collect()
}
