//! A line of text that is searched for.

use leptos::prelude::*;

/// An `<input>` for words to search for. It keeps what is typed before the page is live, because it follows no signal;
/// a page that sets the text gives it with `prop:value`.
#[component]
pub fn SearchInput(
    /// Element id, where a label stands beside the control.
    #[prop(optional)]
    id: Option<&'static str>,
    /// The name for assistive technology where no label stands beside the control.
    #[prop(optional)]
    aria_label: Option<&'static str>,
    /// Name in a posted form; `None` for text that is not posted.
    #[prop(optional)]
    name: Option<&'static str>,
    /// The text at the beginning.
    #[prop(optional, into)]
    initial: String,
    /// What an empty line means.
    placeholder: &'static str,
    /// Called at each change.
    #[prop(optional, into)]
    on_input: Option<Callback<String>>,
) -> impl IntoView {
    view! {
        <input
            type="search"
            class="input"
            id=id
            name=name
            value=initial
            aria-label=aria_label
            placeholder=placeholder
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            on:input=move |event| {
                if let Some(on_input) = on_input {
                    on_input.run(event_target_value(&event));
                }
            }
        />
    }
}
