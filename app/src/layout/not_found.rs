//! What is not there.

use console::paths;
use leptos::prelude::*;

use super::{Breadcrumbs, Crumb, PageHead};
use crate::{
    server_call::set_page_status,
    ui::{EmptyState, IconName, LinkButton},
};

/// The page for an address that means nothing.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! {
        <Breadcrumbs crumbs=vec![Crumb::link("Training jobs", paths::training_jobs()), Crumb::here("Not found")] />
        <PageHead title="Page not found" />
        <NotFound
            title="There is no page at this address"
            text="The address may be mistyped, or it belongs to another version of this program."
            href=paths::training_jobs()
            words="All training jobs"
        />
    }
}

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
