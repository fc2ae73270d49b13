//! The tab about model.tar.gz.

use domain::{S3Uri, description::Artifact};
use leptos::prelude::*;

use super::live::{LiveJob, with_job};
use crate::{
    format,
    layout::Container,
    paths,
    s3::{archive::ArchiveEntries, location::folder_of},
    ui::{CopyButton, EmptyState, Icon, IconName, KeyValue, KeyValues, LinkButton},
};

/// Location, size, download and entries; says plainly when there is no such object.
#[component]
pub fn ArtifactTab() -> impl IntoView {
    with_job(|job| view! { <ArtifactOf job=job /> })
}

#[component]
fn ArtifactOf(
    /// The job.
    job: LiveJob,
) -> impl IntoView {
    let artifact = Memo::new(move |_| job.job.with(|job| (job.artifact.clone(), job.summary.status.is_final())));
    move || match artifact.get() {
        (Some(Artifact { uri, size: Some(size), .. }), _) => view! { <Found uri=uri size=size /> }.into_any(),
        (Some(Artifact { uri, .. }), true) => missing("There is no model", format!("Nothing is stored at {uri}.")).into_any(),
        (None, true) => {
            missing("Looking for the model", "The console is asking S3 whether the job saved a model.".to_owned()).into_any()
        }
        (artifact, false) => {
            let place = artifact.map_or_else(String::new, |artifact| format!(" at {}", artifact.uri));
            missing("No model yet", format!("The job stores its model{place} when it ends.")).into_any()
        }
    }
}

fn missing(title: &'static str, text: String) -> impl IntoView {
    view! {
        <section class="container">
            <EmptyState icon=IconName::Archive title=title text=text />
        </section>
    }
}

#[component]
fn Found(
    /// Where it is.
    uri: String,
    /// Its size in bytes.
    size: u64,
) -> impl IntoView {
    let location = S3Uri::parse(&uri).ok();
    let folder = location.as_ref().map(|location| paths::s3_location(&folder_of(location)));
    let download_path = location.as_ref().map(paths::download);
    let download = move || {
        download_path.clone().map(|href| {
            view! {
                <LinkButton href=href download=true>
                    <Icon name=IconName::Download />
                    "Download"
                </LinkButton>
            }
        })
    };
    let entries = location.map(|location| view! { <ArchiveEntries uri=location /> });
    let copied = uri.clone();
    view! {
        <Container title="Model artifact" end=download>
            <KeyValues>
                <KeyValue key="Location" mono=true wide=true>
                    {uri.clone()}
                    " "
                    <CopyButton text=Signal::stored(copied) label="URI" />
                </KeyValue>
                <KeyValue key="Size">{format::bytes(size)}</KeyValue>
                {folder
                    .map(|folder| {
                        view! {
                            <KeyValue key="In the S3 browser">
                                <a href=folder>"Open its folder"</a>
                            </KeyValue>
                        }
                    })}
            </KeyValues>
        </Container>
        {entries}
    }
}
