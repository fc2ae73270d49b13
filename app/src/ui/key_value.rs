//! Key–value pairs in columns.

use leptos::prelude::*;

/// The columns around the pairs.
#[component]
pub fn KeyValues(
    /// The pairs.
    children: Children,
) -> impl IntoView {
    view! { <dl class="key-values">{children()}</dl> }
}

/// One pair.
#[component]
pub fn KeyValue(
    /// The key.
    #[prop(into)]
    key: String,
    /// Whether the value is a location or code.
    #[prop(optional)]
    mono: bool,
    /// Whether the value needs two columns.
    #[prop(optional)]
    wide: bool,
    /// The value.
    children: Children,
) -> impl IntoView {
    view! {
        <div class:key-value-wide=wide>
            <dt>{key}</dt>
            <dd class:mono=mono>{children()}</dd>
        </div>
    }
}
