//! What a stopped job left, and how to go on from it.

use console::{data::history::StopOutcome, format, paths};
use domain::{
    continuation::Change,
    description::{Artifact, TrainingJobDetail},
    job_status::{ModelPresence, TrainingJobStatus},
};
use leptos::prelude::*;

use super::live::LiveJob;
use crate::{
    client_resource::ClientResource,
    page_resource::page_resource,
    training_jobs::api::read_stop_outcome,
    ui::{Card, KeyValue, KeyValues, LinkButton, RelativeTime},
};

/// What a stop leaves of a job, asked for while `wanted`; `None` before the answer, and where nobody knows.
pub fn use_stop_outcome(name: Memo<String>, wanted: Signal<bool>) -> Signal<Option<StopOutcome>> {
    let outcome = ClientResource::new(
        move || wanted.get().then(|| name.get()),
        |name: String| async move { read_stop_outcome(name).await.ok().flatten() },
    );
    Signal::derive(move || outcome.get().flatten())
}

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
    let epochs = match outcome.epochs {
        Some(asked) => format!("{} of {asked}", outcome.epochs_done),
        None => outcome.epochs_done.to_string(),
    };
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
            title="State after the stop"
            beside=move || looked_at.map(|at| view! { <span class="muted">"checked " <RelativeTime at=Signal::stored(at) /></span> })
        >
            <p>{outcome.sentence}</p>
            <KeyValues>
                <KeyValue key="Epochs finished">{epochs}</KeyValue>
                <KeyValue key="Model">{artifact}</KeyValue>
            </KeyValues>
            <div class="left-next">{next}</div>
        </Card>
    }
}
