//! One object.

use console::{
    data::{Listing, ObjectSummary},
    format, paths,
    s3_location::{folder_of, is_archive, with_key},
};
use domain::S3Uri;
use leptos::prelude::*;
use leptos_router::{NavigateOptions, components::Redirect, hooks::use_navigate};

use super::{
    deletion::{DeleteDialog, DeletionTarget},
    jobs_here::JobsHere,
    preview::ObjectPreview,
};
use crate::{
    artifact::{TrainFrom, Xray, artifact_resource},
    ui::{Button, ButtonKind, Card, Icon, IconName, KeyValue, KeyValues, LinkButton, NotFound, RelativeTime},
};

/// An object's facts, its download, the jobs that concern it, and what is inside.
#[component]
pub fn Object(
    /// The object.
    uri: S3Uri,
    /// Folders and objects whose keys start with the object's.
    listing: Listing,
) -> impl IntoView {
    let found = listing.objects.into_iter().find(|object| object.key == uri.key());
    match found {
        Some(object) => view! { <ObjectFacts uri=uri object=object /> }.into_any(),
        None => {
            let as_folder = with_key(&uri, &format!("{}/", uri.key()));
            let href = paths::s3_location(&as_folder);
            if listing.folders.iter().any(|folder| folder == as_folder.key()) {
                // Prefixes are often written without the slash at their end.
                view! { <Redirect path=href options=NavigateOptions { replace: true, ..Default::default() } /> }.into_any()
            } else {
                view! {
                    <NotFound
                        title="There is no such object"
                        text="The key may be mistyped, or the object was removed."
                        href=href
                        words="Look for a folder with this name"
                    />
                }
                .into_any()
            }
        }
    }
}

#[component]
fn ObjectFacts(
    /// The object.
    uri: S3Uri,
    /// What the store says of it.
    object: ObjectSummary,
) -> impl IntoView {
    let download = paths::download(&uri);
    let scan = is_archive(uri.key()).then(|| artifact_resource(&uri));
    let archive = uri.clone();
    let deletion = DeletionTarget::new(None);
    let (navigate, folder) = (use_navigate(), paths::s3_location(&folder_of(&uri)));
    let leave = Callback::new(move |()| navigate(&folder, NavigateOptions { replace: true, ..NavigateOptions::default() }));
    let target = uri.clone();
    let actions = move || {
        let (download, target) = (download.clone(), target.clone());
        view! {
            <Button kind=ButtonKind::Plain on_press=move |()| deletion.set(Some(target.clone()))>
                "Delete"
            </Button>
            <LinkButton href=download download=true>
                <Icon name=IconName::Download />
                "Download"
            </LinkButton>
            {scan.map(|scan| view! { <TrainFrom uri=archive.clone() scan=scan kind=ButtonKind::Primary /> })}
        }
    };
    let inside = match scan {
        Some(scan) => view! { <Xray uri=uri.clone() scan=scan /> }.into_any(),
        None => view! { <ObjectPreview uri=uri.clone() /> }.into_any(),
    };
    view! {
        <Card title="Object" end=actions>
            <KeyValues>
                <KeyValue key="Size">{format::bytes(object.size)}</KeyValue>
                <KeyValue key="Bytes">{format::count(object.size)}</KeyValue>
                <KeyValue key="Written">{object.modified_at.map(|at| view! { <RelativeTime at=at /> })}</KeyValue>
                <KeyValue key="Storage class">{object.storage_class.unwrap_or_else(|| "–".to_owned())}</KeyValue>
            </KeyValues>
        </Card>
        {inside}
        <JobsHere uri=uri />
        <DeleteDialog deletion=deletion on_done=leave />
    }
}
