//! A value that a form posts and nobody sees.

use leptos::prelude::*;

/// A hidden `<input>` that is filled on the server and follows its signal in the browser.
#[component]
pub fn HiddenInput(
    /// Name in the posted form.
    #[prop(into)]
    name: String,
    /// The value.
    #[prop(into)]
    value: Signal<String>,
) -> impl IntoView {
    let rendered = value.get_untracked();
    view! { <input type="hidden" name=name value=rendered prop:value=move || value.get() /> }
}
