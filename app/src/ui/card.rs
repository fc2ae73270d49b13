//! A part of a page with a heading.

use leptos::prelude::*;

/// A part of a page with a heading.
#[component]
pub fn Card(
    /// The heading.
    #[prop(into)]
    title: String,
    /// What stands beside the heading.
    #[prop(optional, into)]
    beside: ViewFn,
    /// What stands at the right of the heading; follows the signals that it reads.
    #[prop(optional, into)]
    end: ViewFn,
    /// Whether the content touches the edges, as tables do.
    #[prop(optional)]
    flush: bool,
    /// The content.
    children: Children,
) -> impl IntoView {
    let body = if flush { "container-body container-flush" } else { "container-body" };
    view! {
        <section class="container">
            <header class="container-head">
                <h2>{title}</h2>
                {beside.run()}
                <div class="container-end">{move || end.run()}</div>
            </header>
            <div class=body>{children()}</div>
        </section>
    }
}
