//! Title and containers of a page.

use leptos::prelude::*;
use leptos_meta::Title;

/// The title with what stands beside it, and the actions at the right. Also sets the document's title.
#[component]
pub fn PageHead(
    /// The page's title.
    #[prop(into)]
    title: Signal<String>,
    /// The document's title, where it says more than the page's.
    #[prop(optional, into)]
    document_title: Option<Signal<String>>,
    /// What stands beside the title: state, badges.
    #[prop(optional, into)]
    beside: ViewFn,
    /// Actions, the primary one last.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let document_title = document_title.unwrap_or(title);
    view! {
        // The document may ask for its title once more after the page was left, and the page's signals with it.
        <Title text=move || document_title.try_get().unwrap_or_default() />
        <div class="page-head">
            <h1>{move || title.get()}</h1>
            {beside.run()}
            {children.map(|children| view! { <div class="page-actions">{children()}</div> })}
        </div>
    }
}

/// A part of a page with a heading.
#[component]
pub fn Container(
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
