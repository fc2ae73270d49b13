//! A table that scrolls in a frame of its own where it is wider than the page.

use leptos::prelude::*;

/// The frame and the table in it. The frame can be reached and scrolled by keyboard.
#[component]
pub fn TableFrame(
    /// What the table shows, for assistive technology.
    #[prop(into)]
    label: Signal<String>,
    /// A class of the table besides its own.
    #[prop(optional, into)]
    class: String,
    /// Head and body.
    children: Children,
) -> impl IntoView {
    let class = if class.is_empty() { "table".to_owned() } else { format!("table {class}") };
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label=move || label.get()>
            <table role="table" class=class>{children()}</table>
        </div>
    }
}
