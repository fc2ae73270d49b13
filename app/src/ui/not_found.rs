//! What is not there.

use leptos::prelude::*;

use crate::{
    server_call::set_page_status,
    ui::{EmptyState, IconName, LinkButton},
};

/// Says that a thing is missing and where to go instead; the page then has status 404.
#[component]
pub fn NotFound(
    /// What is missing, as a heading.
    #[prop(into)]
    title: String,
    /// Why that may be and what to do.
    #[prop(into)]
    text: String,
    /// Where to go instead.
    href: String,
    /// Words of that link.
    words: &'static str,
) -> impl IntoView {
    set_page_status(404);
    view! {
        <EmptyState icon=IconName::NotFound title=title text=text>
            <LinkButton href=href>{words}</LinkButton>
        </EmptyState>
    }
}
