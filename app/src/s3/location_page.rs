//! The page of a bucket, a folder or an object. The last character of the address says which one it is.

use console::{
    data::Listing,
    error::AppError,
    paths,
    s3_location::{is_folder, leaf, levels, with_key},
};
use domain::S3Uri;
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_query_map};

use super::{folder::Folder, jobs_here::JobsHere, new_folder::NewFolder, object::Object, upload::UploadHere};
use crate::{
    page_resource::blocking_page_resource,
    s3_picker::api::list_objects,
    ui::{Breadcrumbs, Button, CopyButton, Crumb, ErrorPanel, Loading, NotFound, PageHead, SearchInput, loaded},
};

/// A folder with what is directly below it, or one object.
#[component]
pub fn LocationPage() -> impl IntoView {
    let path = use_location().pathname;
    let location = Memo::new(move |_| location_of(&path.get()));
    let content = move || match location.get() {
        Some(uri) => view! { <Location uri=uri /> }.into_any(),
        None => view! {
            <PageHead title="S3 browser" />
            <NotFound
                title="This is no location in S3"
                text="Bucket names have 3 to 63 lower-case letters, digits, dots and hyphens."
                href=paths::s3()
                words="All buckets"
            />
        }
        .into_any(),
    };
    view! { {content} }
}

#[component]
fn Location(
    /// The location.
    uri: S3Uri,
) -> impl IntoView {
    let query = use_query_map();
    let value = move |name: &'static str| query.with(|query| query.get(name)).filter(|value| !value.is_empty());
    // An object has no names below it.
    let is_folder = is_folder(&uri);
    let filter = Memo::new(move |_| value("prefix").filter(|_| is_folder).unwrap_or_default());
    let continuation = Memo::new(move |_| value("continuation"));
    let page =
        move || value("page").filter(|_| continuation.get_untracked().is_some()).and_then(|page| page.parse().ok()).unwrap_or(1);
    let asked = uri.clone();
    let listing = blocking_page_resource(
        move || (filter.get(), continuation.get()),
        move |(filter, continuation)| {
            list_objects(with_key(&asked, &format!("{}{filter}", asked.key())).to_string(), continuation)
        },
    );
    let retry = Callback::new(move |()| listing.refetch());
    // A missing folder takes no objects. The server's page still has the buttons, which do nothing without scripts.
    let is_missing = RwSignal::new(false);
    Effect::new(move |_| is_missing.set(listing.with(|found| matches!(found, Some(Err(AppError::NotFound(_)))))));
    // A running upload must survive when the folder is read again.
    let takes = Memo::new(move |_| is_folder && !is_missing.get());
    let title = if uri.key().is_empty() { uri.bucket().to_owned() } else { leaf(uri.key()).to_owned() };
    let copied = uri.to_string();
    let crumbs = crumbs(&uri);
    let document_title = format!("{title} · S3 browser");
    let head = uri.clone();
    let shown = uri.clone();
    let content = loaded(listing, move |listing| {
        let (uri, filter) = (shown.clone(), filter.get_untracked());
        view! { <LocationContent uri=uri listing=listing filter=filter page=untrack(page) retry=retry /> }
    });
    view! {
        <Breadcrumbs crumbs=crumbs />
        <PageHead title=title document_title=document_title>
            {move || {
                takes
                    .get()
                    .then(|| {
                        view! {
                            <NewFolder parent=head.clone() />
                            <UploadHere folder=head.clone() on_done=retry />
                        }
                    })
            }}
        </PageHead>
        <p class="s3-uri">
            <span class="mono break-anywhere">{copied.clone()}</span>
            <CopyButton text=Signal::stored(copied) label="URI" />
        </p>
        {is_folder
            .then(|| {
                view! {
                    <Filter folder=uri.clone() filter=filter />
                }
            })}
        <Transition fallback=|| view! { <Loading what="the location" /> }>{content}</Transition>
        {is_folder.then(|| view! { <JobsHere uri=uri /> })}
    }
}

/// What is at the location, or why that is not shown.
#[component]
fn LocationContent(
    /// The location.
    uri: S3Uri,
    /// What the store says.
    listing: Result<Listing, AppError>,
    /// What the names below a folder start with; empty for all.
    filter: String,
    /// Which page of a folder, counted from 1.
    page: u32,
    /// Reads the location again.
    retry: Callback<()>,
) -> impl IntoView {
    match listing {
        Err(AppError::NotFound(title)) => view! {
            <NotFound
                title=title
                text="Its name may be mistyped, or it was deleted. Buckets of other accounts and Regions are not shown here."
                href=paths::s3()
                words="All buckets"
            />
        }
        .into_any(),
        Err(error) => view! { <ErrorPanel error=error retry=retry /> }.into_any(),
        Ok(listing) if is_folder(&uri) => {
            view! { <Folder uri=uri listing=listing filter=filter page=page on_deleted=retry /> }.into_any()
        }
        Ok(listing) => view! { <Object uri=uri listing=listing /> }.into_any(),
    }
}

/// Narrows a folder to what starts with the typed text; millions of keys are found in one step that way.
#[component]
fn Filter(
    /// The folder.
    folder: S3Uri,
    /// The text in the address.
    filter: Memo<String>,
) -> impl IntoView {
    view! {
        <form method="get" action=paths::s3_location(&folder) class="filter s3-filter" role="search">
            <SearchInput
                name="prefix"
                initial=filter.get_untracked()
                aria_label="Names that start with"
                placeholder="Names that start with…"
            />
            <Button submit=true>"Filter"</Button>
        </form>
    }
}

fn crumbs(uri: &S3Uri) -> Vec<Crumb> {
    let levels = levels(uri);
    let last = levels.len().saturating_sub(1);
    let crumb = |(index, (name, uri)): (usize, (String, S3Uri))| {
        if index == last { Crumb::here(name) } else { Crumb::link(name, paths::s3_location(&uri)) }
    };
    let levels = levels.into_iter().enumerate().map(crumb);
    std::iter::once(Crumb::link("S3 browser", paths::s3())).chain(levels).collect()
}

/// The location that an address names. Taken from the path as it is, since a key may hold every sign.
fn location_of(path: &str) -> Option<S3Uri> {
    let rest = path.strip_prefix("/s3/")?;
    let (bucket, key) = rest.split_once('/').unwrap_or((rest, ""));
    S3Uri::new(&paths::decode(bucket), &paths::decode(key)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_locations_are_each_others_inverse() {
        for text in ["s3://bucket/", "s3://bucket/a/", "s3://bucket/a b/ü+%41.rec", "s3://bucket/a//b"] {
            let uri = S3Uri::parse(text).expect("the test writes valid locations");
            assert_eq!(location_of(&paths::s3_location(&uri)), Some(uri));
        }
        assert_eq!(location_of("/s3/bucket").map(|uri| uri.to_string()).as_deref(), Some("s3://bucket/"));
        assert_eq!(location_of("/s3/No_Bucket/"), None);
    }
}
