//! The list of drafts.

use std::collections::BTreeSet;

use console::{format, paths};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::{
    api::{DraftsPage as Found, ROWS_PER_PAGE, RemoveDraft, RemoveDrafts, list_drafts},
    deletion::{DeleteDialog, DeleteSeveralDialog, DeletionTarget, Ticked},
    row::DraftRow,
};
use crate::{
    page_resource::blocking_page_resource,
    ui::{
        Breadcrumbs, Button, ButtonKind, Card, Crumb, EmptyState, ErrorPanel, IconName, LinkButton, Loading, PageHead,
        RowCheckbox, SearchInput, TableFrame,
    },
};

/// The page.
#[component]
pub fn DraftsPage() -> impl IntoView {
    let query = use_query_map();
    let page =
        Memo::new(move |_| query.with(|query| query.get("page").and_then(|page| page.parse::<u32>().ok())).unwrap_or(1).max(1));
    let remove = ServerAction::<RemoveDraft>::new();
    let remove_several = ServerAction::<RemoveDrafts>::new();
    let deletion = DeletionTarget::new(None);
    let (ticked, deleting) = (Ticked::default(), RwSignal::new(false));
    let search = Memo::new(move |_| query.with(|query| query.get("search")).unwrap_or_default());
    // What is not in view any more is not deleted with the rest.
    Effect::new(move |before: Option<(String, u32)>| {
        let shown = (search.get(), page.get());
        if before.is_some_and(|before| before != shown) {
            ticked.set(BTreeSet::new());
        }
        shown
    });
    let key = move || (search.get(), page.get(), remove.version().get(), remove_several.version().get());
    let drafts = blocking_page_resource(key, |(search, page, ..)| list_drafts(search, page));
    let retry = Callback::new(move |()| drafts.refetch());
    let content = move || {
        Some(match drafts.get()? {
            Err(error) => view! { <ErrorPanel error=error retry=retry /> }.into_any(),
            Ok(Found { total: 0, .. }) if search.get_untracked().is_empty() => view! { <NoDrafts /> }.into_any(),
            Ok(Found { total: 0, .. }) => {
                view! {
                    <DraftSearch search=search.get_untracked() />
                    <p class="muted" role="status">
                        "No draft's name contains this text."
                    </p>
                }
                .into_any()
            }
            Ok(found) => {
                view! {
                    <DraftSearch search=search.get_untracked() />
                    <DraftTable search=search.get_untracked() page=page.get_untracked() found=found remove=remove deletion=deletion ticked=ticked deleting=deleting />
                }
                .into_any()
            }
        })
    };
    view! {
        <Breadcrumbs crumbs=vec![Crumb::here("Drafts")] />
        <PageHead title="Drafts">
            <LinkButton href=paths::create() kind=ButtonKind::Primary>
                "Create training job"
            </LinkButton>
        </PageHead>
        <Transition fallback=|| view! { <Loading what="the drafts" /> }>{content}</Transition>
        <DeleteDialog deletion=deletion remove=remove />
        <DeleteSeveralDialog ticked=ticked open=deleting remove=remove_several />
    }
}

/// The search by name. It is a form, so that it works without scripts and has an address.
#[component]
fn DraftSearch(
    /// What is searched for.
    search: String,
) -> impl IntoView {
    view! {
        <form method="get" action=paths::drafts() class="draft-search" role="search">
            <SearchInput name="search" aria_label="Find a draft" initial=search placeholder="Part of the job name" />
            <Button submit=true>"Find"</Button>
        </form>
    }
}

#[component]
fn DraftTable(
    /// What is searched for.
    search: String,
    /// Which page, counted from 1.
    page: u32,
    /// What is on it.
    found: Found,
    /// Removes a draft.
    remove: ServerAction<RemoveDraft>,
    /// Which one is to be deleted.
    deletion: DeletionTarget,
    /// Which ones are ticked.
    ticked: Ticked,
    /// Whether all ticked ones are to be deleted.
    deleting: RwSignal<bool>,
) -> impl IntoView {
    let ids: Vec<String> = found.rows.iter().map(|row| row.summary.id.clone()).collect();
    let all = StoredValue::new(ids);
    let are_all_ticked =
        Signal::derive(move || all.with_value(|all| ticked.with(|ticked| all.iter().all(|id| ticked.contains(id)))));
    let tick_all = move |is_on: bool| ticked.set(if is_on { all.get_value().into_iter().collect() } else { BTreeSet::new() });
    let delete_ticked = move || {
        let count = ticked.with(BTreeSet::len);
        (count > 0).then(|| view! { <Button class="live-only" on_press=move |()| deleting.set(true)>{format!("Delete selected ({count})")}</Button> })
    };
    let end = move || view! { {delete_ticked} };
    let address = move |page: u32| paths::drafts_page(&search, page);
    let total = found.total;
    let pages = total.div_ceil(ROWS_PER_PAGE);
    let count = move || view! { <span class="muted">{format!("({})", format::count(u64::from(total)))}</span> };
    view! {
        <Card title="Unfinished forms" beside=count end=end flush=true>
            <TableFrame label="Drafts, the newest change first" class="drafts">
                <thead>
                    <tr>
                        <th scope="col" class="tick">
                            <RowCheckbox aria_label="Select all drafts on this page" on=are_all_ticked on_change=tick_all />
                        </th>
                        <th scope="col">"Job name"</th>
                        <th scope="col">"Algorithm"</th>
                        <th scope="col">"Starts from"</th>
                        <th scope="col">"Data"</th>
                        <th scope="col" aria-sort="descending">
                            "Saved"
                        </th>
                        <th scope="col">
                            <span class="visually-hidden">"Actions"</span>
                        </th>
                    </tr>
                </thead>
                <tbody>{found.rows.into_iter().map(|draft| view! { <DraftRow draft=draft remove=remove deletion=deletion ticked=ticked /> }).collect_view()}</tbody>
            </TableFrame>
            {(pages > 1).then(|| view! {
                <nav class="paging" aria-label="Pages of drafts">
                    {(page > 1).then(|| view! { <LinkButton href=address(page - 1)>"Previous"</LinkButton> })}
                    <span class="muted">{format!("Page {page} of {pages}")}</span>
                    {(page < pages).then(|| view! { <LinkButton href=address(page + 1)>"Next"</LinkButton> })}
                </nav>
            })}
        </Card>
    }
}

#[component]
fn NoDrafts() -> impl IntoView {
    view! {
        <section class="container">
            <EmptyState
                icon=IconName::Baton
                title="No drafts"
                text="The form for a new job is saved here a second after the last keystroke, until the job is created."
            >
                <LinkButton href=paths::create()>"Create training job"</LinkButton>
            </EmptyState>
        </section>
    }
}
