//! What can be done with a job now, and why not.

use console::paths;
use domain::{description::TrainingJobDetail, job_status::JobAction};
use leptos::prelude::*;

use super::{delete::DeleteButton, stop::StopButton};
use crate::ui::{Button, ButtonKind, LinkButton, Reasons};

/// Id of the menu with the rarer actions.
const MENU: &str = "job-actions";

/// The actions of a job, from the one table of states; one that is impossible for now stays, and says why.
#[component]
pub fn Actions(
    /// The job.
    job: Signal<TrainingJobDetail>,
) -> impl IntoView {
    let key = Memo::new(move |_| job.with(|job| job.summary.key()));
    let stop = Memo::new(move |_| job.with(|job| job.reason_against(JobAction::Stop)));
    // A job that has ended can never be stopped; a permanent sentence about that would only be in the way.
    let can_run = Memo::new(move |_| job.with(|job| !job.summary.status.is_final()));
    let clone = Signal::derive(move || paths::create_from_clone(&key.get()));
    view! {
        {move || can_run.get().then(|| view! { <StopButton job=job reason=stop /> })}
        <LinkButton href=clone>"Clone"</LinkButton>
        <Button attr:popovertarget=MENU>"More actions"</Button>
        <div id=MENU class="menu job-menu" popover="auto" role="group" aria-label="More actions">
            <MenuItem job=job action=JobAction::ContinueFromHere id="continue-from-here" href=paths::create_continue />
            <MenuItem job=job action=JobAction::CreateModel id="create-model" href=paths::create_model_from_job />
            <DeleteButton job=job menu=MENU />
        </div>
        <ActionLink
            job=job
            action=JobAction::TrainFromModel
            id="train-from-model"
            href=paths::create_from_job
            kind=ButtonKind::Primary
        />
    }
}

/// An action that leads to a form; a button with its reason while it is impossible.
#[component]
fn ActionLink(
    /// The job.
    job: Signal<TrainingJobDetail>,
    /// Which action.
    action: JobAction,
    /// Id of the button.
    id: &'static str,
    /// Address of the form for a job.
    href: fn(&str) -> String,
    /// How much it stands out.
    kind: ButtonKind,
) -> impl IntoView {
    let reason = Memo::new(move |_| job.with(|job| job.reason_against(action)));
    let address = Signal::derive(move || job.with(|job| href(&job.summary.name)));
    move || match reason.get() {
        None => view! {
            <LinkButton href=address kind=kind>
                {action.label()}
            </LinkButton>
        }
        .into_any(),
        Some(reason) => view! {
            <Button id=id reason=Some(reason)>
                {action.label()}
            </Button>
        }
        .into_any(),
    }
}

/// The same in a menu, with the reason below it.
#[component]
fn MenuItem(
    /// The job.
    job: Signal<TrainingJobDetail>,
    /// Which action.
    action: JobAction,
    /// Id of the button.
    id: &'static str,
    /// Address of the form for a job.
    href: fn(&str) -> String,
) -> impl IntoView {
    let reason = Memo::new(move |_| job.with(|job| job.reason_against(action)));
    view! {
        <ActionLink job=job action=action id=id href=href kind=ButtonKind::Plain />
        {move || reason.get().map(|reason| view! { <small id=format!("{id}-reason")>{reason}</small> })}
    }
}

/// Why the buttons in the header cannot be pressed now, in plain sight below them.
#[component]
pub fn ActionReasons(
    /// The job.
    job: Signal<TrainingJobDetail>,
) -> impl IntoView {
    let reasons = Memo::new(move |_| {
        let of = |id, action: JobAction| (id, action.label(), job.with(|job| job.reason_against(action)));
        // The button that stops a job goes when the job ends, and its reason with it.
        let can_run = job.with(|job| !job.summary.status.is_final());
        can_run
            .then(|| of("stop", JobAction::Stop))
            .into_iter()
            .chain([of("train-from-model", JobAction::TrainFromModel)])
            .collect()
    });
    view! { <Reasons of=reasons /> }
}
