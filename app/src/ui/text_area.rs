//! Several lines of text.

use leptos::prelude::*;

use super::field::note_id;

/// A `<textarea>` that is filled on the server and follows its signal in the browser.
#[component]
pub fn TextArea(
    /// Element id; the line under it is `<id>-note`.
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
    /// Called when it is left.
    #[prop(optional, into)]
    on_leave: Option<Callback<()>>,
    /// Whether the text must be fixed.
    #[prop(optional, into)]
    invalid: Signal<bool>,
    /// Lines that are in sight.
    #[prop(default = 3)]
    rows: u32,
    /// What an empty one means.
    #[prop(optional, into)]
    placeholder: String,
) -> impl IntoView {
    // The text is written as markup, because an empty text child is sent as a space.
    let rendered = value.get_untracked().replace('&', "&amp;").replace('<', "&lt;");
    view! {
        <textarea
            class="input mono"
            id=move || id.get()
            name=move || Some(name.get()).filter(|name| !name.is_empty())
            rows=rows.to_string()
            placeholder=placeholder
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            inner_html=rendered
            prop:value=move || value.get()
            aria-describedby=move || note_id(&id.get())
            aria-invalid=move || invalid.get().then_some("true")
            on:input=move |event| on_input.run(event_target_value(&event))
            on:blur=move |_| {
                if let Some(on_leave) = on_leave {
                    on_leave.run(());
                }
            }
        ></textarea>
    }
}
