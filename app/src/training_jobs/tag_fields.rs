//! Key and value of a tag for one job or several.

use leptos::prelude::*;

use crate::ui::TextInput;

/// The two inputs, with ids that begin with `id`. The service takes 128 and 256 characters. Source: AddTags.
#[component]
pub fn TagFields(
    /// Beginning of the ids.
    id: &'static str,
    /// The key.
    key: RwSignal<String>,
    /// The value.
    value: RwSignal<String>,
) -> impl IntoView {
    let line = |part: &str, label: &'static str, text: RwSignal<String>, most: &'static str| {
        let id = format!("{id}-{part}");
        view! {
            <div class="field">
                <div class="field-label">
                    <label for=id.clone()>{label}</label>
                </div>
                <TextInput id=id value=text on_input=move |typed| text.set(typed) described_by="" attr:maxlength=most />
            </div>
        }
    };
    view! {
        {line("key", "Key", key, "128")}
        {line("value", "Value", value, "256")}
    }
}

/// Why a tag with this key cannot be set or removed; `None` when it can.
pub fn reason_against(key: RwSignal<String>) -> Signal<Option<String>> {
    Signal::derive(move || key.with(|key| key.trim().is_empty()).then(|| "Give the tag a key.".to_owned()))
}
