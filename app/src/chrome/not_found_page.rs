//! The page for an unknown address.

use console::paths;
use leptos::prelude::*;

use crate::ui::{Breadcrumbs, Crumb, NotFound, PageHead};

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
