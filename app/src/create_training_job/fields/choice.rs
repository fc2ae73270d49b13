//! Fields with controls other than a line of text or a list.

use console::job_form::draft::ON;
use leptos::prelude::*;

use super::Frame;
use crate::{
    create_training_job::fields::Binding,
    ui::{Checkbox, Choice, Combobox, Radios, TextArea},
};

/// On or off. A change counts as leaving the field.
#[component]
pub fn CheckField(
    /// What it is tied to.
    binding: Binding,
    /// The label.
    label: &'static str,
    /// What the choice is about.
    #[prop(optional, into)]
    help: Signal<String>,
) -> impl IntoView {
    let on = Signal::derive(move || binding.value.with(|value| value == ON));
    let change = move |on: bool| {
        binding.set.run(if on { ON.to_owned() } else { String::new() });
        binding.leave.run(());
    };
    view! {
        <Checkbox
            id=binding.id
            name=binding.name
            value=ON
            on=on
            label=label
            on_change=change
            help=help
            note=binding.note
            on_fix=binding.fix
        />
    }
}

/// One of a few choices that are all in sight. A choice counts as leaving the field.
#[component]
pub fn RadioField(
    /// What it is tied to.
    binding: Binding,
    /// The legend.
    label: &'static str,
    /// Values with their words, the default first.
    options: Vec<(&'static str, &'static str)>,
) -> impl IntoView {
    let choose = move |value: String| {
        binding.set.run(value);
        binding.leave.run(());
    };
    view! {
        <Radios
            id=binding.id
            name=binding.name
            value=binding.value
            label=label
            options=options
            on_choose=choose
            note=binding.note
            on_fix=binding.fix
        />
    }
}

/// A line of text with a long list that is searched.
#[component]
pub fn ComboField(
    /// What it is tied to.
    binding: Binding,
    /// The label.
    #[prop(into)]
    label: String,
    /// All choices.
    #[prop(into)]
    choices: Signal<Vec<Choice>>,
    /// What the choices are.
    noun: &'static str,
    /// What the field is about.
    #[prop(optional, into)]
    help: Signal<String>,
) -> impl IntoView {
    view! {
        <Frame binding=binding label=label help=help>
            <Combobox
                id=binding.id
                name=binding.name
                value=binding.value
                choices=choices
                noun=noun
                on_input=binding.set
                on_leave=binding.leave
                invalid=binding.invalid()
            />
        </Frame>
    }
}

/// Several lines of text.
#[component]
pub fn AreaField(
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
    /// What an empty field means.
    #[prop(optional, into)]
    placeholder: String,
) -> impl IntoView {
    view! {
        <Frame binding=binding label=label optional=optional help=help>
            <TextArea
                id=binding.id
                name=binding.name
                value=binding.value
                on_input=binding.set
                on_leave=binding.leave
                invalid=binding.invalid()
                placeholder=placeholder
            />
        </Frame>
    }
}
