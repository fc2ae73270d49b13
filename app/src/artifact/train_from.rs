//! *Train from this*, which an archive that cannot be read does not offer.

use domain::{S3Uri, artifact::ArtifactReport};
use leptos::prelude::*;

use super::{api::examine_artifact, pass::Pass};
use crate::{
    error::AppError,
    paths,
    ui::{Button, ButtonKind, LinkButton},
};

/// What a pass over an archive finds, fetched once for all who show it.
pub type Examination = Resource<Result<Option<Pass<ArtifactReport>>, AppError>>;

/// Asks for a pass over an archive.
pub fn examination(uri: &S3Uri) -> Examination {
    let asked = uri.to_string();
    Resource::new_blocking(move || asked.clone(), examine_artifact)
}

/// The link to the form; a button that says why not when the archive cannot be read to its end.
#[component]
pub fn TrainFrom(
    /// The archive.
    uri: S3Uri,
    /// What a pass over it finds.
    pass: Examination,
    /// How much the link stands out.
    #[prop(optional)]
    kind: ButtonKind,
) -> impl IntoView {
    let href = paths::create_from_artifact(&uri.to_string());
    let action = move || match pass.get() {
        Some(Ok(Some(Pass::Done { found: ArtifactReport { problem: Some(problem), .. }, .. }))) => view! {
            <span class="muted" id="train-from-reason">
                {problem}
            </span>
            <Button id="train-from" reason=Signal::stored(Some("The archive cannot be read.".to_owned()))>
                "Train from this"
            </Button>
        }
        .into_any(),
        _ => {
            let href = href.clone();
            view! {
                <LinkButton href=href kind=kind>
                    "Train from this"
                </LinkButton>
            }
            .into_any()
        }
    };
    view! { <Transition>{action}</Transition> }
}
