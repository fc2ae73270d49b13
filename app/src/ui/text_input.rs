//! A line of text.

use leptos::prelude::*;

use super::field::note_id;

/// What is typed into a [`TextInput`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum TextKind {
    /// Words.
    #[default]
    Words,
    /// Locations, ARNs, names of the wire: in a fixed-width font, never corrected.
    Code,
    /// A whole number.
    WholeNumber,
    /// A number.
    Number,
}

impl TextKind {
    /// The keyboard that a phone shows. The type stays text, because a number input hides what it cannot read, and
    /// what was typed must stay in sight beside its message.
    fn input_mode(self) -> &'static str {
        match self {
            Self::Words | Self::Code => "text",
            Self::WholeNumber => "numeric",
            Self::Number => "decimal",
        }
    }
}

/// An `<input>` that is filled on the server and follows its signal in the browser.
///
/// The value is written twice: the attribute is what the server can send, the property is what a live page shows.
#[component]
pub fn TextInput(
    /// Element id; the line under it is `<id>-note`.
    #[prop(into)]
    id: Signal<String>,
    /// Name in a posted form.
    #[prop(into)]
    name: Signal<String>,
    /// The text.
    #[prop(into)]
    value: Signal<String>,
    /// Called at each change.
    #[prop(into)]
    on_input: Callback<String>,
    /// Called when the field is left.
    #[prop(into)]
    on_leave: Callback<()>,
    /// Whether the value must be fixed.
    #[prop(optional, into)]
    invalid: Signal<bool>,
    /// What is typed here.
    #[prop(optional)]
    kind: TextKind,
    /// Whether the value is fixed; it is posted all the same.
    #[prop(optional, into)]
    fixed: Signal<bool>,
    /// What an empty field means.
    #[prop(optional, into)]
    placeholder: Signal<String>,
    /// Values to choose from, with a few words on each; any other may be typed.
    #[prop(optional, into)]
    suggestions: Signal<Vec<(String, String)>>,
    /// The name for assistive technology where no label stands beside the control.
    #[prop(optional, into)]
    aria_label: Option<String>,
) -> impl IntoView {
    let rendered = value.get_untracked();
    let list = move || suggestions.with(|all| !all.is_empty()).then(|| format!("{}-list", id.get()));
    let options = move || {
        list().map(|list| {
            let option = |(value, words): (String, String)| view! { <option value=value>{words}</option> };
            view! { <datalist id=list>{suggestions.get().into_iter().map(option).collect_view()}</datalist> }
        })
    };
    view! {
        <input
            type="text"
            class=if kind == TextKind::Code { "input mono" } else { "input" }
            id=move || id.get()
            name=move || name.get()
            value=rendered
            prop:value=move || value.get()
            inputmode=kind.input_mode()
            placeholder=move || placeholder.get()
            readonly=move || fixed.get()
            list=list
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            aria-label=aria_label
            aria-describedby=move || note_id(&id.get())
            aria-invalid=move || invalid.get().then_some("true")
            on:input=move |event| on_input.run(event_target_value(&event))
            on:blur=move |_| on_leave.run(())
        />
        {options}
    }
}
