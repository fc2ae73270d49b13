//! The title of a page with its actions.

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
