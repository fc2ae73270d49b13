//! From page to page.

use console::format;
use leptos::prelude::*;

use super::{selection::Selection, view::ListView};
use crate::ui::{Button, ButtonKind};

/// Which rows are shown, how many are ticked, and links to the pages before and after.
#[component]
pub fn Paging(
    /// What the address asks for.
    view: Memo<ListView>,
    /// Which page, counted from 1.
    page: u32,
    /// How many jobs the question finds.
    total: u32,
    /// What is ticked.
    selection: Selection,
) -> impl IntoView {
    let rows = view.with_untracked(|view| view.query.rows).max(1);
    let pages = total.div_ceil(rows).max(1);
    let first = page.saturating_sub(1).saturating_mul(rows).saturating_add(1);
    let last = page.saturating_mul(rows).min(total);
    let [first, last, all] = [first, last, total].map(|number| format::count(u64::from(number)));
    let ticked = move || {
        let count = selection.len();
        (count > 0).then(|| {
            view! {
                {format!(" · {count} selected ")}
                <Button kind=ButtonKind::Inline on_press=move |()| selection.clear()>
                    "Clear"
                </Button>
            }
        })
    };
    let step = move |words: &'static str, target: Option<u32>| {
        let href = move || target.map(|page| view.with(|view| view.address_of(&view.query.at_page(page))));
        view! {
            <a
                class="button button-plain"
                href=href
                role=target.is_none().then_some("link")
                aria-disabled=target.is_none().then_some("true")
            >
                {words}
            </a>
        }
    };
    view! {
        <nav class="table-foot" aria-label="Pages">
            <span class="muted">{format!("Jobs {first} to {last} of {all}")} {ticked}</span>
            {step("Previous", (page > 1).then(|| page - 1))}
            <span class="muted">{format!("Page {page} of {pages}")}</span>
            {step("Next", (page < pages).then(|| page + 1))}
        </nav>
    }
}
