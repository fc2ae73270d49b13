//! What stands in for content that is on its way.

use leptos::prelude::*;

/// Keeps the room of the content, so that nothing jumps when it comes.
#[component]
pub fn Loading(
    /// What is loaded, for example `the training jobs`.
    what: &'static str,
) -> impl IntoView {
    view! {
        <div class="loading" role="status">
            <span class="spinner" aria-hidden="true"></span>
            {format!("Loading {what}…")}
        </div>
    }
}
