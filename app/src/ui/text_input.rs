//! A line of text.

use leptos::prelude::*;

use super::field::described_by_ids;

/// What is typed into a [`TextInput`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum TextKind {
    /// Words.
    #[default]
    Words,
    /// Locations, ARNs, names of the wire: in a fixed-width font, never corrected.
    Code,
    /// A whole number that is not negative.
    WholeNumber,
    /// Any number, such as `1e-8`.
    Number,
}

impl TextKind {
    /// The keyboard that a phone shows. The type stays text, because a number input hides what it cannot read, and
    /// what was typed must stay in sight beside its message.
    fn input_mode(self) -> &'static str {
        match self {
            // The decimal keypads of phones have no sign for 1e-8.
            Self::Words | Self::Code | Self::Number => "text",
            Self::WholeNumber => "numeric",
        }
    }
}

/// An `<input>` that is filled on the server and follows its signal in the browser.
///
/// The value is written twice: the attribute is what the server can send, the property is what a live page shows.
/// Other attributes, such as `form` or `list`, are given with `attr:`.
#[component]
pub fn TextInput(
    /// Element id.
    #[prop(into)]
    id: Signal<String>,
    /// Name in a posted form; empty for text that is not posted.
    #[prop(optional, into)]
    name: Signal<String>,
    /// The text.
    #[prop(into)]
    value: Signal<String>,
    /// Called at each change.
    #[prop(into)]
    on_input: Callback<String>,
    /// Called when the field is left.
    #[prop(optional, into)]
    on_leave: Option<Callback<()>>,
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
    /// Ids of the lines that describe it, where these are not `<id>-note`; empty for none.
    #[prop(optional)]
    described_by: Option<&'static str>,
) -> impl IntoView {
    let rendered = value.get_untracked();
    view! {
        <input
            type="text"
            class=if kind == TextKind::Code { "input mono" } else { "input" }
            id=move || id.get()
            name=move || Some(name.get()).filter(|name| !name.is_empty())
            value=rendered
            prop:value=move || value.get()
            inputmode=kind.input_mode()
            placeholder=move || placeholder.get()
            readonly=move || fixed.get()
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            aria-describedby=move || described_by_ids(&id.get(), described_by)
            aria-invalid=move || invalid.get().then_some("true")
            on:input=move |event| on_input.run(event_target_value(&event))
            on:blur=move |_| {
                if let Some(on_leave) = on_leave {
                    on_leave.run(());
                }
            }
        />
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_numbers_can_be_typed_on_a_phone() {
        // A decimal keypad has neither e nor a minus.
        assert_eq!(TextKind::Number.input_mode(), "text");
        assert_eq!(TextKind::WholeNumber.input_mode(), "numeric");
    }
}
