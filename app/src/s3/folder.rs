//! What is directly below a bucket or a folder.

use console::{
    data::{Listing, ObjectSummary},
    format, paths,
    s3_location::{is_archive, leaf, parent, with_key},
};
use domain::S3Uri;
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::deletion::{DeleteDialog, DeletionTarget};
use crate::ui::{Button, ButtonKind, Card, CopyButton, EmptyState, Icon, IconName, LinkButton, RelativeTime, TableFrame};

/// Folders first, then objects, one page of them.
#[component]
pub fn Folder(
    /// The folder.
    uri: S3Uri,
    /// What is there.
    listing: Listing,
    /// What the names below start with; empty for all.
    filter: String,
    /// Which page, counted from 1.
    page: u32,
    /// Called when something was deleted.
    on_deleted: Callback<()>,
) -> impl IntoView {
    let is_first = page <= 1;
    let is_marked = listing.objects.iter().any(|object| object.key == uri.key());
    let deletion = DeletionTarget::new(None);
    // A folder that was made by hand is an object with the folder's own key.
    let objects: Vec<ObjectSummary> = listing.objects.into_iter().filter(|object| object.key != uri.key()).collect();
    if listing.folders.is_empty() && objects.is_empty() {
        return view! { <EmptyFolder uri=uri filter=filter is_first=is_first is_marked=is_marked /> }.into_any();
    }
    let number = listing.folders.len() + objects.len();
    let is_whole = is_first && listing.continuation.is_none();
    let folders = listing.folders.iter().map(|key| folder_row(&uri, key)).collect_view();
    let objects = objects.into_iter().map(|object| object_row(&uri, object, deletion)).collect_view();
    let first = paths::s3_page(&uri, &filter, "", 1);
    let next = listing.continuation.map(|continuation| paths::s3_page(&uri, &filter, &continuation, page.saturating_add(1)));
    let count = move || is_whole.then(|| view! { <span class="muted">{format!("({number})")}</span> });
    let paging = (!is_whole).then(|| view! { <Paging page=page number=number first=first next=next /> });
    view! {
        <Card title="Folders and objects" beside=count flush=true>
            <TableFrame label="Folders and objects" class="s3-table">
                <thead>
                    <tr>
                        <th scope="col">"Name"</th>
                        <th scope="col" class="number">
                            "Size"
                        </th>
                        <th scope="col">"Written"</th>
                        <th scope="col">"Storage class"</th>
                        <th scope="col">"Actions"</th>
                    </tr>
                </thead>
                <tbody>{folders} {objects}</tbody>
            </TableFrame>
            {paging}
        </Card>
        <DeleteDialog deletion=deletion on_done=on_deleted />
    }
    .into_any()
}

#[component]
fn Paging(
    /// Which page, counted from 1.
    page: u32,
    /// Folders and objects on it.
    number: usize,
    /// The address of the first page.
    first: String,
    /// The address of the next page; `None` on the last one.
    next: Option<String>,
) -> impl IntoView {
    let next = match next {
        Some(href) => view! {
            <LinkButton href=href kind=ButtonKind::Plain>
                "Next page"
            </LinkButton>
        }
        .into_any(),
        None => view! { <span class="muted">"This is the last page."</span> }.into_any(),
    };
    view! {
        <nav class="table-foot" aria-label="Pages">
            <span class="muted">{format!("Page {page}, {number} entries")}</span>
            {(page > 1)
                .then(|| {
                    view! {
                        <LinkButton href=first kind=ButtonKind::Plain>
                            "First page"
                        </LinkButton>
                    }
                })}
            {next}
        </nav>
    }
}

#[component]
fn EmptyFolder(
    /// The folder.
    uri: S3Uri,
    /// What the names below start with; empty for all.
    filter: String,
    /// Whether this is the first page.
    is_first: bool,
    /// Whether the folder was made by hand: an object of its own key is there.
    is_marked: bool,
) -> impl IntoView {
    if !filter.is_empty() {
        return view! {
            <section class="container">
                <EmptyState
                    icon=IconName::NotFound
                    title=format!("Nothing here starts with {filter}")
                    text="The filter compares the beginning of names and is case-sensitive, as S3 is."
                >
                    <LinkButton href=paths::s3_location(&uri)>"Show all"</LinkButton>
                </EmptyState>
            </section>
        }
        .into_any();
    }
    let (title, text) = match (uri.key().is_empty(), is_first) {
        (true, true) => ("The bucket is empty", "Training jobs store their models here if this is their S3 output path."),
        (false, true) if is_marked => {
            ("The folder is empty", "Upload stores files here; a training job's channel can then point at it.")
        }
        (false, true) => ("Nothing is stored here", "No object's key starts with this location."),
        (_, false) => ("This page is empty", "Its objects have been deleted in the meantime."),
    };
    let above = paths::s3_location(&parent(&uri).unwrap_or_else(|| uri.clone()));
    let deletion = DeletionTarget::new(None);
    let navigate = use_navigate();
    let leave = {
        let above = above.clone();
        Callback::new(move |()| navigate(&above, NavigateOptions { replace: true, ..NavigateOptions::default() }))
    };
    let delete = (is_marked && is_first).then(|| {
        view! {
            <Button kind=ButtonKind::Plain on_press=move |()| deletion.set(Some(uri.clone()))>
                "Delete folder"
            </Button>
            <DeleteDialog deletion=deletion on_done=leave />
        }
    });
    view! {
        <section class="container">
            <EmptyState icon=IconName::Folder title=title text=text>
                <LinkButton href=above>"Go to the folder above"</LinkButton>
                {delete}
            </EmptyState>
        </section>
    }
    .into_any()
}

fn folder_row(uri: &S3Uri, key: &str) -> impl IntoView + use<> {
    let target = with_key(uri, key);
    let copied = target.to_string();
    view! {
        <tr>
            <th scope="row">
                <span class="with-icon">
                    <Icon name=IconName::Folder />
                    <PlaceLink uri=target words=format!("{}/", leaf(key)) />
                </span>
            </th>
            <td class="number">"–"</td>
            <td>"–"</td>
            <td>"–"</td>
            <td class="s3-actions">
                <CopyButton text=Signal::stored(copied) label=format!("URI of {}", leaf(key)) />
            </td>
        </tr>
    }
}

fn object_row(uri: &S3Uri, object: ObjectSummary, deletion: DeletionTarget) -> impl IntoView + use<> {
    let target = with_key(uri, &object.key);
    let icon = if is_archive(&object.key) { IconName::Archive } else { IconName::File };
    let name = leaf(&object.key).to_owned();
    let copied = target.to_string();
    let deleted = name.clone();
    let train = is_archive(&object.key).then(|| {
        let href = paths::create_from_artifact(&target.to_string());
        view! {
            <LinkButton href=href kind=ButtonKind::Plain>
                "Train from this"
            </LinkButton>
        }
    });
    view! {
        <tr>
            <th scope="row">
                <span class="with-icon">
                    <Icon name=icon />
                    <PlaceLink uri=target.clone() words=name.clone() />
                </span>
            </th>
            <td class="number">{format::bytes(object.size)}</td>
            <td class="nowrap">{object.modified_at.map(|at| view! { <RelativeTime at=at /> })}</td>
            <td>{object.storage_class.unwrap_or_else(|| "–".to_owned())}</td>
            <td class="s3-actions">
                <a class="icon-button" href=paths::download(&target) download="" aria-label=format!("Download {name}")>
                    <Icon name=IconName::Download />
                </a>
                <CopyButton text=Signal::stored(copied) label=format!("URI of {name}") />
                {train}
                <Button kind=ButtonKind::Plain on_press=move |()| deletion.set(Some(target.clone()))>
                    "Delete"
                    <span class="visually-hidden">{format!(" {deleted}")}</span>
                </Button>
            </td>
        </tr>
    }
}

/// A link to a location. A key with characters that an address must encode is loaded anew: the router of the
/// page would decode it twice.
#[component]
fn PlaceLink(
    /// The place.
    uri: S3Uri,
    /// The link's words.
    words: String,
) -> impl IntoView {
    let href = paths::s3_location(&uri);
    let rel = href.contains('%').then_some("external");
    view! {
        <a class="break-anywhere" href=href rel=rel>
            {words}
        </a>
    }
}
