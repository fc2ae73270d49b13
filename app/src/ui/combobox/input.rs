//! The line of text of a combobox.

use leptos::prelude::*;

use super::list_box::{ListBox, OnKey};

/// An `<input>` that controls a list box. Each kind of combobox adds its own attributes and events.
#[component]
pub fn ComboboxInput(
    /// Element id.
    #[prop(into)]
    id: Signal<String>,
    /// Name in a posted form; empty for text that is not posted.
    #[prop(into)]
    name: Signal<String>,
    /// The text.
    #[prop(into)]
    value: Signal<String>,
    /// The list that it controls.
    list: ListBox,
    /// What the keys do.
    on_key: OnKey,
    /// Called at each change of the text.
    #[prop(into)]
    on_input: Callback<String>,
) -> impl IntoView {
    let rendered = value.get_untracked();
    view! {
        <input
            type="text"
            id=move || id.get()
            name=move || Some(name.get()).filter(|name| !name.is_empty())
            value=rendered
            prop:value=move || value.get()
            autocomplete="off"
            spellcheck="false"
            aria-autocomplete="list"
            aria-controls=move || list.id.get()
            aria-expanded=move || list.is_open.get().to_string()
            aria-activedescendant=move || list.active_id()
            on:input=move |event| on_input.run(event_target_value(&event))
            on:keydown=move |event| list.on_key(&event, on_key)
        />
    }
}
