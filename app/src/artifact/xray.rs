//! Everything that is known of an archive.

use console::data::artifact_scan::ArtifactScan;
use domain::{S3Uri, artifact::ArtifactReport, description::TrainedEpochs};
use leptos::prelude::*;

use super::{
    contents::Contents,
    facts::ArtifactFacts,
    layers::Layers,
    pending::Pending,
    seeds::Seeds,
    train_from::{ArtifactResource, artifact_resource},
};
use crate::ui::{Card, EmptyState, ErrorPanel, IconName, Loading};

/// Facts, what can start from it, layers and entries of an archive, read as a stream; nothing is unpacked.
#[component]
pub fn Xray(
    /// The archive.
    uri: S3Uri,
    /// The scan of it, where another component on the page shares it.
    #[prop(optional)]
    scan: Option<ArtifactResource>,
    /// How much the job trained that made it, where that is known.
    #[prop(optional_no_strip)]
    trained: Option<TrainedEpochs>,
) -> impl IntoView {
    let scan = scan.unwrap_or_else(|| artifact_resource(&uri));
    let retry = Callback::new(move |()| scan.refetch());
    let content = move || {
        let uri = uri.clone();
        Some(match scan.get()? {
            Err(error) => view! { <ErrorPanel error=error retry=retry /> }.into_any(),
            Ok(None) => view! {
                <section class="container">
                    <EmptyState
                        icon=IconName::Archive
                        title="There is no archive here"
                        text="No object is stored at this location. It may have been removed, or the key is mistyped."
                    />
                </section>
            }
            .into_any(),
            Ok(Some(ArtifactScan::Running { read, size })) => view! {
                <Card title="Inside the archive">
                    <Pending what="Reading the archive" read=read size=size retry=retry />
                </Card>
            }
            .into_any(),
            Ok(Some(ArtifactScan::Done { found, etag, .. })) => {
                view! { <Report uri=uri report=found etag=etag trained=trained /> }.into_any()
            }
        })
    };
    view! { <Transition fallback=|| view! { <Loading what="the archive" /> }>{content}</Transition> }
}

#[component]
fn Report(
    /// The archive.
    uri: S3Uri,
    /// What a scan found.
    report: ArtifactReport,
    /// The version that was read.
    etag: String,
    /// How much its job trained.
    trained: Option<TrainedEpochs>,
) -> impl IntoView {
    let report = std::sync::Arc::new(report);
    let layers = report.parameters.clone().map(|parameters| view! { <Layers parameters=parameters /> });
    view! {
        <ArtifactFacts uri=uri report=report.clone() etag=etag trained=trained />
        <Seeds report=report.clone() />
        {layers}
        <Contents report=report />
    }
}
