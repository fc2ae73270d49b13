//! The tab about model.tar.gz.

use console::{format, paths, s3_location::folder_of};
use domain::{
    S3Uri,
    description::{Artifact, TrainedEpochs, TrainingJobDetail},
    job_status::ModelPresence,
};
use leptos::prelude::*;

use super::live::{LiveJob, with_job};
use crate::{
    artifact::{Xray, compare::Comparison},
    ui::{Card, CopyableText, EmptyState, Icon, IconName, KeyValue, KeyValues, LinkButton},
};

/// Location, size, download and what is inside; says plainly when there is no such object.
#[component]
pub fn ArtifactTab() -> impl IntoView {
    with_job(|job| view! { <ArtifactContent job=job /> })
}

#[component]
fn ArtifactContent(
    /// The job.
    job: LiveJob,
) -> impl IntoView {
    let artifact = Memo::new(move |_| job.job.with(|job| (job.artifact.clone(), job.summary.status.is_final())));
    let nobody_looked = move || job.job.with(why_nobody_looked);
    let parent = Memo::new(move |_| job.job.with(|job| job.summary.parent.clone().map(|parent| parent.artifact)));
    let name = Memo::new(move |_| job.job.with(|job| job.summary.name.clone()));
    let trained = Memo::new(move |_| job.job.with(|job| job.trained));
    let is_parent_superseded =
        job.ancestors.with_value(|ancestors| ancestors.last().is_some_and(|parent| parent.summary.superseded));
    move || {
        match artifact.get() {
        (Some(artifact @ Artifact { is_replaced: true, .. }), _) => replaced(&artifact).into_any(),
        (Some(Artifact { uri, size: Some(size), .. }), _) => {
            view! { <StoredArtifact uri=uri size=size parent=parent.get() is_parent_superseded=is_parent_superseded name=name.get() trained=trained.get() /> }.into_any()
        }
        (Some(artifact), true) => absent(&artifact).into_any(),
        (None, true) => missing("Not known whether there is a model", nobody_looked().to_owned()).into_any(),
        (artifact, false) => {
            let place = artifact.map_or_else(String::new, |artifact| format!(" at {}", artifact.uri));
            missing("No model yet", format!("The job stores its model{place} when it ends.")).into_any()
        }
    }
    }
}

/// Nothing lies where the model was or should be.
fn absent(artifact: &Artifact) -> impl IntoView {
    if artifact.presence() == ModelPresence::Gone {
        let digest = artifact.sha256.as_ref().map_or_else(String::new, |digest| format!(" Its SHA-256 was {digest}."));
        return missing("The model was deleted or moved", format!("It was at {}.{digest}", artifact.uri));
    }
    missing("There is no model", format!("Nothing is stored at {}.", artifact.uri))
}

/// Why no look for an ended job's model has an answer.
fn why_nobody_looked(job: &TrainingJobDetail) -> &'static str {
    let output = job.request.output_data_config.as_ref().and_then(|output| output.s3_output_path.as_ref());
    match output {
        None => "The request names no S3 output path, so nobody can say where the model would be.",
        Some(_) if job.summary.superseded => {
            "Nobody looked for it while the job was there, and a later job has its name and stores its model in the same place."
        }
        Some(_) => "S3 has not answered yet. The console asks again whenever this page is loaded.",
    }
}

/// Another object lies where the job's own was: nothing that reads the object is offered.
fn replaced(artifact: &Artifact) -> impl IntoView {
    let size = artifact.size.map_or_else(String::new, |size| format!(" This job's model had {}.", format::bytes(size)));
    let digest =
        artifact.sha256.as_ref().map_or_else(String::new, |digest| format!(" The SHA-256 of this job's model: {digest}."));
    let text = format!("Another object has taken its place at {}.{size}{digest}", artifact.uri);
    missing("The model of this job is gone", text)
}

fn missing(title: &'static str, text: String) -> impl IntoView {
    view! {
        <section class="container">
            <EmptyState icon=IconName::Archive title=title text=text />
        </section>
    }
}

/// Why the weights are not compared with what lies at the parent's place.
const REPLACED: &str = "The parent was deleted and a later job has its name, so its location may have another model. The comparison with the parent itself is under Lineage.";

#[component]
fn StoredArtifact(
    /// Where it is.
    uri: String,
    /// Its size in bytes.
    size: u64,
    /// The artifact that the job started from.
    parent: Option<String>,
    /// Whether a later job has the parent's name, and with it the place of its model.
    is_parent_superseded: bool,
    /// The job's name.
    name: String,
    /// How much the job trained.
    trained: Option<TrainedEpochs>,
) -> impl IntoView {
    let compare = parent.as_ref().map(|parent| paths::compare_artifacts(parent, &uri));
    let pair = parent.and_then(|parent| S3Uri::parse(&parent).ok()).zip(S3Uri::parse(&uri).ok());
    let against = pair.map(|(parent, own)| {
        if is_parent_superseded {
            view! { <p class="muted">{REPLACED}</p> }.into_any()
        } else {
            view! { <Comparison first=parent second=own brief=true /> }.into_any()
        }
    });
    let model = paths::create_model_from_job(&name);
    let location = S3Uri::parse(&uri).ok();
    let folder = location.as_ref().map(|location| paths::s3_location(&folder_of(location)));
    let folder = folder.map(|folder| {
        view! {
            <KeyValue key="In the S3 browser">
                <a href=folder>"Open its folder"</a>
            </KeyValue>
        }
    });
    let download = location.as_ref().map(paths::download);
    let end = move || view! { <ArtifactActions compare=compare.clone() model=model.clone() download=download.clone() /> };
    let inside = location.map(|location| view! { <Xray uri=location trained=trained /> });
    view! {
        <Card title="Model artifact" end=end>
            <KeyValues>
                <KeyValue key="Location" mono=true wide=true>
                    <CopyableText text=uri label="URI" />
                </KeyValue>
                <KeyValue key="Size">{format::bytes(size)}</KeyValue>
                {folder}
            </KeyValues>
        </Card>
        {against}
        {inside}
    }
}

#[component]
fn ArtifactActions(
    /// The comparison with the parent's model.
    compare: Option<String>,
    /// The form for a SageMaker model.
    model: String,
    /// The file.
    download: Option<String>,
) -> impl IntoView {
    let download = download.map(|href| {
        view! {
            <LinkButton href=href download=true>
                <Icon name=IconName::Download />
                "Download"
            </LinkButton>
        }
    });
    view! {
        {compare.map(|href| view! { <LinkButton href=href>"Compare with its parent"</LinkButton> })}
        <LinkButton href=model>"Create model"</LinkButton>
        {download}
    }
}
