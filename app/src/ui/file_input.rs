//! Files of the reader's computer.

use leptos::{html, prelude::*};

/// An `<input>` that opens the browser's dialog for files.
#[component]
pub fn FileInput(
    /// Element id.
    id: &'static str,
    /// Which files the browser offers first; empty for all.
    accept: &'static str,
    /// Whether several files may be chosen.
    multiple: bool,
    /// The element, which has the chosen files.
    node: NodeRef<html::Input>,
    /// Called at each choice.
    #[prop(into)]
    on_change: Callback<()>,
) -> impl IntoView {
    view! {
        <input
            node_ref=node
            id=id
            type="file"
            class="input"
            accept=(!accept.is_empty()).then_some(accept)
            multiple=multiple
            on:change=move |_| on_change.run(())
        />
    }
}
