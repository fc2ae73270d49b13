//! From page to page.

use leptos::prelude::*;

use crate::{format, paths, training_jobs::api::ROWS_PER_PAGE};

/// Which rows are shown, and links to the pages before and after.
#[component]
pub fn Paging(
    /// Which page, counted from 1.
    page: u32,
    /// How many jobs there are in all.
    total: u32,
) -> impl IntoView {
    let pages = total.div_ceil(ROWS_PER_PAGE).max(1);
    let first = page.saturating_sub(1).saturating_mul(ROWS_PER_PAGE).saturating_add(1);
    let last = page.saturating_mul(ROWS_PER_PAGE).min(total);
    let [first, last, all] = [first, last, total].map(|number| format::count(u64::from(number)));
    view! {
        <nav class="table-foot" aria-label="Pages">
            <span class="muted">{format!("Jobs {first} to {last} of {all}")}</span>
            <Step words="Previous" page=(page > 1).then(|| page - 1) />
            <span class="muted">{format!("Page {page} of {pages}")}</span>
            <Step words="Next" page=(page < pages).then(|| page + 1) />
        </nav>
    }
}

#[component]
fn Step(
    /// The link's words.
    words: &'static str,
    /// The page it leads to; `None` at either end.
    page: Option<u32>,
) -> impl IntoView {
    view! {
        <a
            class="button button-plain"
            href=page.map(paths::training_jobs_page)
            role=page.is_none().then_some("link")
            aria-disabled=page.is_none().then_some("true")
        >
            {words}
        </a>
    }
}
