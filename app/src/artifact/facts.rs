//! The facts about an archive, as pairs of label and value.

use std::sync::Arc;

use console::{format, paths};
use domain::{S3Uri, artifact::ArtifactReport};
use leptos::prelude::*;

use crate::ui::{Alert, AlertKind, Card, CopyableText, KeyValue, KeyValues, LinkButton};

/// The most important facts, and what is wrong.
#[component]
pub fn ArtifactFacts(
    /// The archive.
    uri: S3Uri,
    /// What a scan found.
    report: Arc<ArtifactReport>,
    /// The version that was read.
    etag: String,
) -> impl IntoView {
    let compare = paths::compare_artifacts(&uri.to_string(), "");
    let has_parameters = report.parameters.is_some();
    let end = move || {
        let href = compare.clone();
        has_parameters.then(|| view! { <LinkButton href=href>"Compare weights"</LinkButton> })
    };
    let network = report.network.as_ref();
    let parameters = report.parameters.as_ref();
    let shape =
        report.image_shape.map(|[channels, height, width]| format!("{channels} × {height} × {width} (channels, height, width)"));
    let trained = parameters.map(|parameters| format::count(parameters.trained));
    let arrays = parameters.map(|parameters| format::count(parameters.layer_count));
    let epoch = parameters.and_then(|parameters| Some((parameters.epoch?, parameters.files)));
    let epoch = epoch.map(
        |(epoch, files)| if files > 1 { format!("{epoch} (the last of {files} in the archive)") } else { epoch.to_string() },
    );
    let depth =
        parameters.and_then(|parameters| parameters.residual_layers).map(|layers| format!("Residual network, {layers} layers"));
    let operators = network.map(|network| network.operators.values().map(|count| u64::from(*count)).sum::<u64>());
    let classes = report.classes().map(format::count);
    let maker = report.maker();
    let size = format!("{}, unpacked {}", format::bytes(report.size), format::bytes(report.unpacked));
    view! {
        <Problems report=report.clone() />
        <Card title="Inside the archive" end=end>
            <KeyValues>
                <KeyValue key="Made by">{maker}</KeyValue>
                {pair("Network", depth.or_else(|| operators.map(|count| format!("{} operators", format::count(count)))))}
                {pair("Input shape", shape)}
                {pair("Classes", classes)}
                {pair("Epoch", epoch)}
                {pair("Parameters", trained)}
                {pair("Arrays", arrays)}
                <KeyValue key="Size">
                    {size}
                </KeyValue>
                <KeyValue key="ETag" mono=true>
                    {etag.trim_matches('"').to_owned()}
                </KeyValue>
                <KeyValue key="SHA-256" mono=true wide=true>
                    <Digest digest=report.digest.clone() />
                </KeyValue>
            </KeyValues>
        </Card>
    }
}

/// What is wrong with the archive, and what is unusual in it.
#[component]
fn Problems(
    /// What a pass found.
    report: Arc<ArtifactReport>,
) -> impl IntoView {
    let has_entries = !report.entries.is_empty();
    let problem = report.problem.clone().map(|problem| {
        view! {
            <Alert kind=AlertKind::Error title="The archive cannot be read to its end">
                <p>{problem}</p>
                <p>{has_entries.then_some("What is listed below was read before the fault. ")} "No training job can start from this archive."</p>
            </Alert>
        }
    });
    let cautions = (!report.cautions.is_empty()).then(|| {
        let lines =
            report.cautions.iter().map(|caution| view! { <li class="break-anywhere">{caution.clone()}</li> }).collect_view();
        view! {
            <Alert kind=AlertKind::Warning title="Something in the archive is unusual">
                <ul class="plain-list">{lines}</ul>
            </Alert>
        }
    });
    view! {
        {problem}
        {cautions}
    }
}

#[component]
fn Digest(
    /// The digest; `None` when the object was not read to its end.
    digest: Option<String>,
) -> impl IntoView {
    match digest {
        Some(digest) => view! { <CopyableText text=digest label="SHA-256" /> }.into_any(),
        None => view! { "not known: the object was not read to its end" }.into_any(),
    }
}

fn pair(key: &'static str, value: Option<String>) -> Option<impl IntoView> {
    value.map(|value| view! { <KeyValue key=key>{value}</KeyValue> })
}
