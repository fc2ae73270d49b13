//! *Train from this*. An archive that cannot be read does not offer it.

use console::{data::artifact_scan::ArtifactScan, error::AppError, paths};
use domain::{
    S3Uri,
    algorithm::Algorithm,
    artifact::{ArtifactReport, seedings},
};
use leptos::prelude::*;

use super::api::examine_artifact;
use crate::{
    page_resource::{PageResource, blocking_page_resource},
    ui::{Button, ButtonKind, LinkButton},
};

/// The report of a scan of an archive, fetched once for all components that show it.
pub type ArtifactResource = PageResource<Result<Option<ArtifactScan<ArtifactReport>>, AppError>>;

/// Asks for a scan of an archive.
pub fn artifact_resource(uri: &S3Uri) -> ArtifactResource {
    let asked = uri.to_string();
    blocking_page_resource(move || asked.clone(), examine_artifact)
}

/// Why no job can start from an archive: it cannot be read, or its own algorithm does not take it.
fn reason_against(found: &ArtifactReport, image: Option<&str>) -> Option<String> {
    let of_algorithm = || {
        let repository = Algorithm::of_image(image?)?.repository;
        let seeding = seedings(found).into_iter().find(|seeding| seeding.repository == repository)?;
        seeding.obstacles.into_iter().next()
    };
    found.problem.clone().or_else(of_algorithm)
}

/// Which built-in algorithms can start from an archive, in a sentence.
fn who_can(found: &ArtifactReport) -> String {
    let names: Vec<&str> =
        seedings(found).iter().filter(|seeding| seeding.is_possible()).map(|seeding| seeding.algorithm).collect();
    match names.as_slice() {
        [] => "No built-in algorithm can train from it; a container of your own may.".to_owned(),
        names => format!("{} can train from it.", names.join(" or ")),
    }
}

/// The link to the form, with the algorithms that can start from the archive; a disabled button with its reason when no job can.
#[component]
pub fn TrainFrom(
    /// The archive.
    uri: S3Uri,
    /// What a scan of it finds.
    scan: ArtifactResource,
    /// How much the link stands out.
    #[prop(optional)]
    kind: ButtonKind,
    /// The image that the archive belongs to, where that is known.
    #[prop(optional_no_strip)]
    image: Option<String>,
    /// Its words.
    #[prop(optional, into)]
    words: Option<&'static str>,
) -> impl IntoView {
    let href = paths::create_from_artifact(&uri.to_string());
    let words = words.unwrap_or("Train from this");
    let action = move || {
        let found = match scan.get() {
            Some(Ok(Some(ArtifactScan::Done { found, .. }))) => Some(found),
            _ => None,
        };
        match found.as_ref().map(|found| reason_against(found, image.as_deref()).ok_or_else(|| who_can(found))) {
            Some(Ok(reason)) => view! {
                <span class="muted" id="train-from-reason">
                    {reason}
                </span>
                <Button id="train-from" reason=Signal::stored(Some("No job can start from this archive.".to_owned()))>
                    {words}
                </Button>
            }
            .into_any(),
            known => {
                let href = href.clone();
                let who = known.and_then(Result::err).map(|who| view! { <span class="muted">{who}</span> });
                view! {
                    {who}
                    <LinkButton href=href kind=kind>
                        {words}
                    </LinkButton>
                }
                .into_any()
            }
        }
    };
    view! { <Transition>{action}</Transition> }
}
