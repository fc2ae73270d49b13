//! What a stopped job left, and how to go on from it.

use console::{
    data::{artifact_scan::ArtifactScan, history::StopOutcome},
    format, paths,
};
use domain::{
    S3Uri,
    artifact::Parameters,
    continuation::Change,
    description::{Artifact, TrainedEpochs, TrainingJobDetail},
    job_status::{ModelPresence, TrainingJobStatus},
};
use leptos::prelude::*;

use super::live::LiveJob;
use crate::{
    artifact::artifact_resource,
    page_resource::page_resource,
    training_jobs::api::read_stop_outcome,
    ui::{Card, KeyValue, KeyValues, LinkButton, RelativeTime},
};

/// The card of a stopped job with what it left; nothing for other jobs.
#[component]
pub fn StopOutcomePanel(
    /// The job.
    job: LiveJob,
) -> impl IntoView {
    let stopped =
        Memo::new(move |_| job.job.with(|job| (job.summary.status == TrainingJobStatus::Stopped).then(|| job.summary.key())));
    let outcome = page_resource(
        move || stopped.get(),
        |name| async move {
            match name {
                Some(name) => read_stop_outcome(name).await.ok().flatten(),
                None => None,
            }
        },
    );
    let content = move || {
        Suspend::new(async move {
            let name = stopped.get_untracked()?;
            outcome.await.map(|outcome| view! { <StopOutcomeCard name=name outcome=outcome job=job.job /> })
        })
    };
    view! { <Transition>{content}</Transition> }
}

#[component]
fn StopOutcomeCard(
    /// The job's name.
    name: String,
    /// What is left of it.
    outcome: StopOutcome,
    /// The job.
    job: Signal<TrainingJobDetail>,
) -> impl IntoView {
    let looked_at =
        outcome.artifact.as_ref().map(|artifact| artifact.looked_at).or(job.with_untracked(|job| Some(job.updated_at)));
    let trained = outcome.trained;
    let epochs = trained.map_or_else(|| "not known".to_owned(), |trained| trained.count(outcome.epochs));
    let next_loads = outcome
        .artifact
        .as_ref()
        .filter(|artifact| artifact.presence() == ModelPresence::There)
        .and_then(|artifact| S3Uri::parse(&artifact.uri).ok())
        .map(|uri| view! { <NextLoads uri=uri trained=trained /> });
    let artifact = match outcome.artifact.as_ref().map_or(ModelPresence::NotLooked, Artifact::presence) {
        ModelPresence::There => {
            format!("{} in S3", format::bytes(outcome.artifact.and_then(|artifact| artifact.size).unwrap_or_default()))
        }
        ModelPresence::Replaced => "replaced by another object".to_owned(),
        ModelPresence::Gone => "no longer there".to_owned(),
        ModelPresence::Never => "not there".to_owned(),
        ModelPresence::NotLooked => "not checked".to_owned(),
    };
    let change = |change: Change| {
        view! {
            <li>
                <b class="mono">{change.name}</b>
                " "
                {change.value.map_or_else(|| "left out".to_owned(), |value| format!("= {value}"))}
                <small>{format!(" {}", change.reason)}</small>
            </li>
        }
    };
    let next = match (outcome.continuation, outcome.obstacle) {
        (Some(continuation), _) => view! {
            <p>"Continue from here starts a new job from this model for the remaining epochs:"</p>
            <ul class="plain-list">{continuation.changes.into_iter().map(change).collect_view()}</ul>
            <p>
                <LinkButton href=paths::create_continue(&name)>"Continue from here"</LinkButton>
            </p>
        }
        .into_any(),
        (None, Some(obstacle)) => view! { <p>{obstacle}</p> }.into_any(),
        (None, None) => ().into_any(),
    };
    view! {
        <Card
            title="Saved when stopped"
            beside=move || looked_at.map(|at| view! { <span class="muted">"checked " <RelativeTime at=Signal::stored(at) /></span> })
        >
            <p>{outcome.sentence}</p>
            <KeyValues>
                <KeyValue key="Trained">{epochs}</KeyValue>
                <KeyValue key="Model">{artifact}</KeyValue>
            </KeyValues>
            {next_loads}
            <div class="left-next">{next}</div>
        </Card>
    }
}

/// Which file of the archive the next job loads, and how far its weights were trained.
#[component]
fn NextLoads(
    /// The archive.
    uri: S3Uri,
    /// How much was trained.
    trained: Option<TrainedEpochs>,
) -> impl IntoView {
    let scan = artifact_resource(&uri);
    let content = move || match scan.get() {
        Some(Ok(Some(ArtifactScan::Done { found, .. }))) => {
            found.parameters.map(|parameters| view! { <p>{next_loads(&parameters, trained)}</p> })
        }
        _ => None,
    };
    view! { <Transition>{content}</Transition> }
}

fn next_loads(parameters: &Parameters, trained: Option<TrainedEpochs>) -> String {
    let held = parameters.epoch.zip(trained).map(|(epoch, trained)| trained.in_parameters_of(epoch));
    let held = held.map_or_else(String::new, |held| format!(", the weights after {held}"));
    format!("The next job loads {}{held}.", parameters.file)
}

#[cfg(test)]
mod tests {
    use domain::description::PartialEpoch;

    use super::*;

    #[test]
    fn the_file_that_is_loaded_is_named_with_what_it_holds() {
        let file = "image-classification-0003.params".to_owned();
        let parameters = Parameters { file, epoch: Some(3), files: 2, ..Parameters::default() };
        let trained = TrainedEpochs { complete: 2, partial: PartialEpoch::Exactly(13), ..TrainedEpochs::default() };
        assert_eq!(
            next_loads(&parameters, Some(trained)),
            "The next job loads image-classification-0003.params, the weights after 2 epochs and 13 batches of the third."
        );
        assert_eq!(next_loads(&parameters, None), "The next job loads image-classification-0003.params.");
    }
}
