//! What can be done with a job now, and why not.

use domain::{description::TrainingJobDetail, job_status::JobAction};
use leptos::prelude::*;

use super::stop::StopButton;
use crate::{
    paths,
    ui::{Button, ButtonKind, LinkButton, Reasons},
};

/// The actions of a job, from the one table of states; an impossible one stays, and [`ActionReasons`] says why.
#[component]
pub fn Actions(
    /// The job.
    job: Signal<TrainingJobDetail>,
) -> impl IntoView {
    let stop = Memo::new(move |_| job.with(|job| reason_against(JobAction::Stop, job)));
    let train = Memo::new(move |_| job.with(|job| reason_against(JobAction::TrainFromModel, job)));
    let href = Signal::derive(move || job.with(|job| paths::create_from_job(&job.summary.name)));
    let train_button = move || match train.get() {
        None => view! {
            <LinkButton href=href kind=ButtonKind::Primary>
                "Train from this model"
            </LinkButton>
        }
        .into_any(),
        Some(reason) => view! {
            <Button id="train-from-model" reason=Some(reason)>
                "Train from this model"
            </Button>
        }
        .into_any(),
    };
    view! {
        <StopButton job=job reason=stop />
        {train_button}
    }
}

/// Why actions are impossible now, in plain sight below them.
#[component]
pub fn ActionReasons(
    /// The job.
    job: Signal<TrainingJobDetail>,
) -> impl IntoView {
    let reasons = Memo::new(move |_| {
        job.with(|job| {
            vec![
                ("stop", "Stop", reason_against(JobAction::Stop, job)),
                ("train-from-model", "Train from this model", reason_against(JobAction::TrainFromModel, job)),
            ]
        })
    });
    view! { <Reasons of=reasons /> }
}

fn reason_against(action: JobAction, job: &TrainingJobDetail) -> Option<String> {
    let artifact_exists = job.artifact.as_ref().map(|artifact| artifact.size.is_some());
    action.allowed(job.summary.status, artifact_exists).err().map(str::to_owned)
}
