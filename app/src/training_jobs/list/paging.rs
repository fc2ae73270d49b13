//! From page to page.

use console::{format, paths};
use leptos::prelude::*;

use super::{
    page_field::{PageEntry, PageField, PageProblem, use_enter},
    rows_per_page::RowsField,
    selection::Selection,
    view::ListView,
};
use crate::ui::{Button, ButtonKind, HiddenInput, NoScriptButton};

/// Which rows are shown, how many are selected, how many a page has, and the ways to other pages. Without scripts the fields are
/// sent by a button.
#[component]
pub fn Paging(
    /// What the address asks for.
    view: Memo<ListView>,
    /// How many jobs the question finds.
    total: u32,
    /// What is selected.
    selection: Selection,
    /// The page that is typed.
    entry: PageEntry,
    /// Rows on a page that are preferred.
    preferred: RwSignal<u32>,
) -> impl IntoView {
    let (page, rows) = view.with_untracked(|view| (view.query.page, view.query.rows.max(1)));
    let pages = total.div_ceil(rows).max(1);
    let enter = use_enter(view, entry, pages);
    // What the fields do not say.
    let others = view.with_untracked(ListView::parameters_without_page);
    let others = others.into_iter().map(|(name, value)| view! { <HiddenInput name=name value=Signal::stored(value) /> });
    view! {
        <nav aria-label="Pages">
            <form
                class="table-foot"
                method="get"
                action=paths::training_jobs()
                on:submit=move |event| {
                    event.prevent_default();
                    enter();
                }
            >
                {others.collect_view()} <ShownRows page=page rows=rows total=total selection=selection />
                <RowsField view=view preferred=preferred />
                <span class="foot-field">
                    {step(view, "Previous", (page > 1).then(|| page - 1))} <PageField entry=entry pages=pages />
                    {step(view, "Next", (page < pages).then(|| page + 1))}
                </span>
                // Without a name it is not sent itself.
                <NoScriptButton action=paths::training_jobs() name="" value=String::new() words="Go" />
                <PageProblem entry=entry />
            </form>
        </nav>
    }
}

/// Which rows these are, and how many are selected on all pages.
#[component]
fn ShownRows(
    /// Which page, counted from 1.
    page: u32,
    /// Rows on a page.
    rows: u32,
    /// How many jobs the question finds.
    total: u32,
    /// What is selected.
    selection: Selection,
) -> impl IntoView {
    let first = page.saturating_sub(1).saturating_mul(rows).saturating_add(1);
    let last = page.saturating_mul(rows).min(total);
    let [first, last, all] = [first, last, total].map(|number| format::count(u64::from(number)));
    let selected = move || {
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
    view! { <span class="muted">{format!("Jobs {first} to {last} of {all}")} {selected}</span> }
}

/// A link to a page; without a target it stays, so that nothing moves.
fn step(view: Memo<ListView>, words: &'static str, target: Option<u32>) -> impl IntoView {
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
}
