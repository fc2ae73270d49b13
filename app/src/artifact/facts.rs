//! The facts about an archive, as pairs of label and value.

use std::sync::Arc;

use console::{format, paths};
use domain::{
    S3Uri,
    artifact::{ArtifactReport, Parameters},
    description::TrainedEpochs,
};
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
    /// How much the job trained that made it, where that is known.
    trained: Option<TrainedEpochs>,
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
    let values = parameters.map(|parameters| format::count(parameters.trained));
    let arrays = parameters.map(|parameters| format::count(parameters.layer_count));
    let epoch = parameters.and_then(|parameters| epochs(parameters, trained));
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
                {pair("Epochs", epoch)}
                {pair("Parameters", values)}
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

/// How far the parameters were trained, and which of several files that is; `None` where no file is numbered. Without the job only
/// the number in the file's name is known.
fn epochs(parameters: &Parameters, trained: Option<TrainedEpochs>) -> Option<String> {
    let epoch = parameters.epoch?;
    let held = trained.map_or_else(|| epoch.to_string(), |trained| trained.in_parameters_of(epoch));
    Some(match parameters.files {
        0 | 1 => held,
        files => format!("{held} ({}, the last of {files} files, is the one that the next job loads)", parameters.file),
    })
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

#[cfg(test)]
mod tests {
    use domain::description::PartialEpoch;

    use super::*;

    #[test]
    fn epochs_of_an_archive_are_counted_as_those_of_its_job() {
        let file = "image-classification-0003.params".to_owned();
        let parameters = Parameters { file, epoch: Some(3), files: 2, ..Parameters::default() };
        let trained = TrainedEpochs { complete: 2, partial: PartialEpoch::Exactly(13), ..TrainedEpochs::default() };
        let loaded = "(image-classification-0003.params, the last of 2 files, is the one that the next job loads)";
        let expected = format!("2 epochs and 13 batches of the third {loaded}");
        assert_eq!(epochs(&parameters, Some(trained)), Some(expected));
        assert_eq!(epochs(&parameters, None), Some(format!("3 {loaded}")));
        assert_eq!(epochs(&Parameters { epoch: None, ..parameters }, None), None);
    }
}
