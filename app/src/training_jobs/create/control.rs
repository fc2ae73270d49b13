//! The form's fields: a labelled control tied to the draft.

pub mod choice;
pub mod older;
pub mod rows;

use console::{
    job_form::{draft::part_name, observations},
    paths,
};
use domain::{Field, S3Uri};
use leptos::prelude::*;

pub use choice::{AreaField, CheckField, ComboField, RadioField};
pub use older::{OlderHyperparameters, OlderView, OutdatedDocs};
pub use rows::{AddButton, RemoveButton};

use super::{
    binding::Binding,
    form::{Pick, use_form},
};
use crate::ui::{LabelledField, Select, TextInput, TextKind};

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
            below=move || view! { <OlderView binding=binding /> }
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
                    suggestions=suggestions
                    fixed=fixed
                />
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

/// An S3 location, with *Browse* and *View*, and what was found there in place of the help.
#[component]
pub fn LocationField(
    /// The field.
    field: Field,
    /// The label.
    #[prop(into)]
    label: String,
    /// What the field is about, until something was found.
    #[prop(into)]
    help: String,
    /// Whether it may stay empty.
    #[prop(optional)]
    optional: bool,
    /// Whether it is the location of the chosen source, which is only shown here.
    #[prop(optional)]
    fixed: bool,
) -> impl IntoView {
    let form = use_form();
    let binding = if fixed {
        Binding { name: part_name("source").into(), ..Binding::fixed(form, field.clone()) }
    } else {
        Binding::new(form, field.clone())
    };
    let read = field.clone();
    let typed = Memo::new(move |_| form.shown.with(|draft| draft.value(&read).unwrap_or_default().trim().to_owned()));
    let found = move || form.observations.with(|observations| observations.location(&typed.read()).and_then(observations::words));
    let help = Signal::derive(move || found().unwrap_or_else(|| help.clone()));
    let page = move || S3Uri::parse(&typed.read()).ok().map(|uri| paths::s3_location(&uri));
    let browse = move |_| form.picking.set(Some(Pick::Field(field.clone())));
    view! {
        <TextField binding=binding label=label help=help optional=optional wide=true kind=TextKind::Code fixed=fixed placeholder="s3://bucket/folder/">
            {(!fixed).then(|| view! {
                <button type="button" class="button live-only" on:click=browse.clone()>
                    "Browse"
                </button>
            })}
            <a
                class="button"
                href=page
                target="_blank"
                aria-disabled=move || page().is_none().then_some("true")
                role=move || page().is_none().then_some("link")
            >
                "View"
                <span class="visually-hidden">" (opens in a new tab)"</span>
            </a>
        </TextField>
    }
}

/// Words that are their own labels.
pub fn words<'a>(values: impl IntoIterator<Item = &'a str>) -> Vec<(String, String)> {
    values.into_iter().map(|value| (value.to_owned(), value.to_owned())).collect()
}
