//! Several lines of text.

use leptos::prelude::*;

use super::field::described_by_ids;

/// A `<textarea>` that is filled on the server and follows its signal in the browser. Other attributes, such as `form`, are
/// given with `attr:`.
#[component]
pub fn TextArea(
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
    /// A class besides its own.
    #[prop(optional)]
    class: &'static str,
    /// Ids of the lines that describe it, where these are not `<id>-note`; empty for none.
    #[prop(optional)]
    described_by: Option<&'static str>,
) -> impl IntoView {
    // The text is written as markup, because an empty text child is sent as a space.
    let rendered = value.get_untracked().replace('&', "&amp;").replace('<', "&lt;");
    view! {
        <textarea
            class=if class.is_empty() { "input mono".to_owned() } else { format!("input mono {class}") }
            id=move || id.get()
            name=move || Some(name.get()).filter(|name| !name.is_empty())
            rows=rows.to_string()
            placeholder=placeholder
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            inner_html=rendered
            prop:value=move || value.get()
            aria-describedby=move || described_by_ids(&id.get(), described_by)
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
