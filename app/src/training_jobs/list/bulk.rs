//! What is done with the jobs that are ticked: compare, stop, tag.

use console::{data::comparison::MAX_COMPARED_JOBS, error::AppError, paths};
use domain::job_status::STOP_GRACE_WORDS;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use super::selection::Selection;
use crate::{
    flash::{Flash, FlashKind, Flashes, use_flashes},
    training_jobs::{
        api::{BulkOutcome, stop_training_jobs, tag_training_jobs},
        tag_fields::{TagFields, reason_against},
    },
    ui::{Button, ButtonKind, ConfirmDialog, Dialog, DialogContent},
};

/// The buttons. One that cannot be pressed says why, to a pointer and to assistive technology.
#[component]
pub fn BulkActions(
    /// What is ticked.
    selection: Selection,
    /// Called when something was done.
    on_done: Callback<()>,
) -> impl IntoView {
    let against_comparing = Signal::derive(move || match selection.len() {
        0 | 1 => Some(format!("Select 2 to {MAX_COMPARED_JOBS} jobs.")),
        count if count > MAX_COMPARED_JOBS => Some(format!("At most {MAX_COMPARED_JOBS} jobs can be compared.")),
        _ => None,
    });
    let against_stopping = Signal::derive(move || match (selection.is_empty(), selection.running().is_empty()) {
        (true, _) => Some("Select jobs.".to_owned()),
        (_, true) => Some("None of the selected jobs is running.".to_owned()),
        _ => None,
    });
    let against_tagging = Signal::derive(move || selection.is_empty().then(|| "Select jobs.".to_owned()));
    let (stopping, tagging) = (RwSignal::new(false), RwSignal::new(false));
    let navigate = use_navigate();
    let compare = move |()| navigate(&paths::compare(&selection.keys()), Default::default());
    view! {
        <Button id="compare" reason=against_comparing on_press=compare>
            "Compare"
        </Button>
        <Button id="stop-selected" reason=against_stopping on_press=move |()| stopping.set(true)>
            "Stop"
        </Button>
        <Button id="tag-selected" reason=against_tagging on_press=move |()| tagging.set(true)>
            "Tag"
        </Button>
        <HiddenReason id="compare" reason=against_comparing />
        <HiddenReason id="stop-selected" reason=against_stopping />
        <HiddenReason id="tag-selected" reason=against_tagging />
        <StopDialog selection=selection open=stopping on_done=on_done />
        <TagDialog selection=selection open=tagging on_done=on_done />
    }
}

/// The reason for assistive technology. The table's foot says it to the eye.
#[component]
fn HiddenReason(
    /// Id of the button.
    id: &'static str,
    /// Why it cannot be pressed.
    reason: Signal<Option<String>>,
) -> impl IntoView {
    view! {
        <span class="visually-hidden" id=format!("{id}-reason")>
            {move || reason.get()}
        </span>
    }
}

#[component]
fn StopDialog(
    /// What is ticked.
    selection: Selection,
    /// Whether the question is open.
    open: RwSignal<bool>,
    /// Called when something was done.
    on_done: Callback<()>,
) -> impl IntoView {
    let flashes = use_flashes();
    let title = Signal::derive(move || format!("Stop {}?", jobs(selection.running().len())));
    let stop = move |()| {
        let names = selection.running();
        open.set(false);
        leptos::task::spawn_local(async move {
            report(flashes, stop_training_jobs(names).await, "asked to stop");
            selection.clear();
            on_done.run(());
        });
    };
    view! {
        <ConfirmDialog
            id="stop-selected-dialog"
            title=title
            open=open
            cancel="Keep training"
            confirm="Stop training jobs"
            on_confirm=stop
        >
            <ul class="plain-list">{move || selection.running().into_iter().map(|name| view! { <li>{name}</li> }).collect_view()}</ul>
            <p>{format!("Each algorithm has {STOP_GRACE_WORDS} to save its model. The job's page then shows what was saved; a job that has barely begun saves nothing.")}</p>
        </ConfirmDialog>
    }
}

#[component]
fn TagDialog(
    /// What is ticked.
    selection: Selection,
    /// Whether the dialog is open.
    open: RwSignal<bool>,
    /// Called when something was done.
    on_done: Callback<()>,
) -> impl IntoView {
    let flashes = use_flashes();
    let (key, value) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let title = Signal::derive(move || format!("Tag {}", jobs(selection.len())));
    let send = move |value: Option<String>| {
        let (names, key) = (selection.keys(), key.get_untracked());
        open.set(false);
        let done = if value.is_some() { "tagged" } else { "without this tag now" };
        leptos::task::spawn_local(async move {
            report(flashes, tag_training_jobs(names, key, value).await, done);
            on_done.run(());
        });
    };
    let against = reason_against(key);
    let foot = move || {
        view! {
            <Button id="remove-tag" kind=ButtonKind::Plain reason=against on_press=move |()| send(None)>
                "Remove this key"
            </Button>
            <Button id="set-tag" kind=ButtonKind::Primary reason=against on_press=move |()| send(Some(value.get_untracked()))>
                "Set tag"
            </Button>
        }
    };
    view! {
        <Dialog id="tag-dialog" title=title open=open>
            <DialogContent foot=foot>
                <TagFields id="tag-selected" key=key value=value />
                <p class="muted" id="set-tag-reason">
                    "An existing tag with this key gets the new value."
                </p>
                <p class="visually-hidden" id="remove-tag-reason">
                    {move || against.get()}
                </p>
            </DialogContent>
        </Dialog>
    }
}

/// Shows the results in the flashbar.
fn report(flashes: Flashes, outcomes: Result<Vec<BulkOutcome>, AppError>, done: &str) {
    let outcomes = match outcomes {
        Ok(outcomes) => outcomes,
        Err(error) => return flashes.push(Flash::new(FlashKind::Error, error.to_string())),
    };
    let refused: Vec<&BulkOutcome> = outcomes.iter().filter(|outcome| outcome.refused.is_some()).collect();
    let worked = outcomes.len() - refused.len();
    if worked > 0 {
        let verb = if worked == 1 { "is" } else { "are" };
        flashes.push(Flash::new(FlashKind::Success, format!("{} {verb} {done}.", jobs(worked))));
    }
    for BulkOutcome { job, refused } in refused {
        let reason = refused.clone().unwrap_or_default();
        flashes
            .push(Flash::new(FlashKind::Error, format!("{job}: {reason}")).with_link(paths::training_job(job), "Open the job"));
    }
}

fn jobs(count: usize) -> String {
    if count == 1 { "1 job".to_owned() } else { format!("{count} jobs") }
}
