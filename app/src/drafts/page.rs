//! The list of drafts.

use console::{format, paths};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::{
    api::{DraftsPage as Found, ROWS_PER_PAGE, RemoveDraft, list_drafts},
    deletion::{DeleteDialog, DeletionTarget},
    row::DraftRow,
};
use crate::ui::{
    Breadcrumbs, ButtonKind, Card, Crumb, EmptyState, ErrorPanel, IconName, LinkButton, Loading, PageHead, TableFrame,
};

/// The page.
#[component]
pub fn DraftsPage() -> impl IntoView {
    let query = use_query_map();
    let page =
        Memo::new(move |_| query.with(|query| query.get("page").and_then(|page| page.parse::<u32>().ok())).unwrap_or(1).max(1));
    let remove = ServerAction::<RemoveDraft>::new();
    let deletion = DeletionTarget::new(None);
    let drafts = Resource::new_blocking(move || (page.get(), remove.version().get()), |(page, _)| list_drafts(page));
    let retry = Callback::new(move |()| drafts.refetch());
    let content = move || {
        Some(match drafts.get()? {
            Err(error) => view! { <ErrorPanel error=error retry=retry /> }.into_any(),
            Ok(Found { total: 0, .. }) => view! { <NoDrafts /> }.into_any(),
            Ok(found) => {
                view! { <DraftTable page=page.get_untracked() found=found remove=remove deletion=deletion /> }.into_any()
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
    }
}

#[component]
fn DraftTable(
    /// Which page, counted from 1.
    page: u32,
    /// What is on it.
    found: Found,
    /// Removes a draft.
    remove: ServerAction<RemoveDraft>,
    /// Which one is to be deleted.
    deletion: DeletionTarget,
) -> impl IntoView {
    let total = found.total;
    let pages = total.div_ceil(ROWS_PER_PAGE);
    let count = move || view! { <span class="muted">{format!("({})", format::count(u64::from(total)))}</span> };
    view! {
        <Card title="Unfinished forms" beside=count flush=true>
            <TableFrame label="Drafts, the newest change first" class="drafts">
                <thead>
                    <tr>
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
                <tbody>{found.rows.into_iter().map(|draft| view! { <DraftRow draft=draft remove=remove deletion=deletion /> }).collect_view()}</tbody>
            </TableFrame>
            {(pages > 1).then(|| view! {
                <nav class="paging" aria-label="Pages of drafts">
                    {(page > 1).then(|| view! { <LinkButton href=paths::drafts_page(page - 1)>"Previous"</LinkButton> })}
                    <span class="muted">{format!("Page {page} of {pages}")}</span>
                    {(page < pages).then(|| view! { <LinkButton href=paths::drafts_page(page + 1)>"Next"</LinkButton> })}
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
