//! The rows of the picker.

use console::{
    data::{Bucket, Listing},
    format,
    s3_location::{leaf, with_key},
};
use domain::S3Uri;
use leptos::prelude::*;

use super::content::{PickerContent, PickerListing};
use crate::ui::{Button, ButtonKind, EmptyState, ErrorPanel, Icon, IconName, Loading};

/// Buckets, or folders and objects, each with what can be done with it.
#[component]
pub fn PickerRows(
    /// The folder that is shown; `None` for the buckets.
    place: RwSignal<Option<S3Uri>>,
    /// What is there.
    content: PickerContent,
    /// Goes to another folder.
    on_go: Callback<Option<S3Uri>>,
    /// Chooses a location.
    on_choose: Callback<S3Uri>,
) -> impl IntoView {
    let retry = Callback::new(move |()| content.load(place.get_untracked()));
    move || match content.loaded.get() {
        None => view! { <Loading what="the content" /> }.into_any(),
        Some(Err(error)) => view! { <ErrorPanel error=error retry=retry /> }.into_any(),
        Some(Ok(PickerListing::Buckets(buckets))) => bucket_rows(buckets, on_go).into_any(),
        Some(Ok(PickerListing::Folder(listing))) => match place.get_untracked() {
            Some(uri) => folder_rows(uri, listing, content, on_go, on_choose).into_any(),
            None => ().into_any(),
        },
    }
}

fn bucket_rows(buckets: Vec<Bucket>, on_go: Callback<Option<S3Uri>>) -> impl IntoView {
    if buckets.is_empty() {
        return view! {
            <EmptyState
                icon=IconName::Bucket
                title="No buckets"
                text="The console's credentials see no bucket. Create one in this Region, or type the location into the field."
            />
        }
        .into_any();
    }
    let row = |bucket: Bucket| {
        let target = S3Uri::new(&bucket.name, "").ok();
        view! {
            <li>
                <Icon name=IconName::Bucket />
                <Button kind=ButtonKind::Link on_press=move |()| on_go.run(target.clone())>
                    {bucket.name.clone()}
                </Button>
            </li>
        }
    };
    view! { <ul class="picker-rows">{buckets.into_iter().map(row).collect_view()}</ul> }.into_any()
}

fn folder_rows(
    place: S3Uri,
    listing: Listing,
    content: PickerContent,
    on_go: Callback<Option<S3Uri>>,
    on_choose: Callback<S3Uri>,
) -> impl IntoView {
    if listing.folders.is_empty() && listing.objects.is_empty() {
        return view! {
            <EmptyState icon=IconName::Folder title="This folder is empty" text="No object's key starts with this location." />
        }
        .into_any();
    }
    let here = place.clone();
    let folder = |key: String| {
        let target = with_key(&place, &key);
        let chosen = target.clone();
        let name = leaf(&key).to_owned();
        view! {
            <li>
                <Icon name=IconName::Folder />
                <Button kind=ButtonKind::Link on_press=move |()| on_go.run(Some(target.clone()))>
                    {format!("{name}/")}
                </Button>
                <ChooseButton name=name on_press=move |()| on_choose.run(chosen.clone()) />
            </li>
        }
    };
    let folders = listing.folders.iter().cloned().map(folder).collect_view();
    let objects = listing
        .objects
        .iter()
        // A folder that was made by hand is an object with the folder's own key.
        .filter(|object| object.key != place.key())
        .map(|object| {
            let chosen = with_key(&place, &object.key);
            let name = leaf(&object.key).to_owned();
            view! {
                <li>
                    <Icon name=IconName::File />
                    <span class="break-anywhere">{name.clone()}</span>
                    <span class="muted picker-size">{format::bytes(object.size)}</span>
                    <ChooseButton name=name on_press=move |()| on_choose.run(chosen.clone()) />
                </li>
            }
        })
        .collect_view();
    let more = listing.continuation.map(|continuation| {
        view! {
            <p>
                <Button
                    kind=ButtonKind::Plain
                    on_press=move |()| content.load_more(here.clone(), continuation.clone())
                >
                    "Show more"
                </Button>
            </p>
        }
    });
    view! {
        <ul class="picker-rows">{folders} {objects}</ul>
        {more}
    }
    .into_any()
}

#[component]
fn ChooseButton(
    /// What is chosen.
    name: String,
    /// Chooses it.
    #[prop(into)]
    on_press: Callback<()>,
) -> impl IntoView {
    view! {
        <Button kind=ButtonKind::Plain class="picker-choose" on_press=on_press>
            "Choose"
            <span class="visually-hidden">{format!(" {name}")}</span>
        </Button>
    }
}
