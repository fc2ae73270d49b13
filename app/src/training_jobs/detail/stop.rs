//! Ending a job.

use console::{job::continuation::before_stop, paths};
use domain::{description::TrainingJobDetail, job_status::STOP_GRACE_WORDS};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::{
    flash::{Flash, FlashKind, use_flashes},
    training_jobs::api::StopTrainingJob,
    ui::{Button, ConfirmContent, Dialog, ErrorPanel, HiddenInput},
};

/// A button that asks first. Without scripts it leads to the same page with the question in it.
#[component]
pub fn StopButton(
    /// The job.
    job: Signal<TrainingJobDetail>,
    /// Why it cannot be stopped.
    reason: Memo<Option<String>>,
) -> impl IntoView {
    let asked = use_query_map().with_untracked(|query| query.get("confirm").is_some_and(|confirm| confirm == "stop"));
    let open = RwSignal::new(asked && reason.with_untracked(Option::is_none));
    let action = ServerAction::<StopTrainingJob>::new();
    let name = Memo::new(move |_| job.with(|job| job.summary.name.clone()));
    let flashes = use_flashes();
    let told = StoredValue::new(None);
    Effect::new(move |_| {
        if let Some(Ok(())) = action.value().get() {
            open.set(false);
            let text = format!("{} was asked to stop. It has {STOP_GRACE_WORDS} to save its model.", name.get_untracked());
            told.set_value(Some(flashes.show(Flash::new(FlashKind::Success, text))));
        }
    });
    // The button goes when the job ends, and what was said about the end goes with it. Whoever leaves the page keeps it.
    on_cleanup(move || {
        let has_ended = job.try_with_untracked(|job| job.summary.status.is_final()) == Some(true);
        if let Some(number) = told.try_get_value().flatten().filter(|_| has_ended) {
            flashes.dismiss(number);
        }
    });
    Effect::new(move |_| {
        // A job that ended while the question was open needs no answer.
        if reason.with(Option::is_some) {
            open.set(false);
        }
    });
    let saved = move || job.with(before_stop);
    let error = move || action.value().get().and_then(Result::err);
    let title = Signal::derive(move || format!("Stop {}?", name.get()));
    view! {
        <form
            method="get"
            action=move || paths::training_job(&name.get())
            on:submit=move |event| {
                event.prevent_default();
                open.set(true);
            }
        >
            <HiddenInput name="confirm" value="stop" />
            <Button submit=true id="stop" reason=reason>
                "Stop"
            </Button>
        </form>
        <Dialog id="stop-dialog" title=title open=open>
            <ActionForm action=action>
                <HiddenInput name="name" value=name />
                <ConfirmContent
                    open=open
                    cancel="Keep training"
                    cancel_href=Signal::derive(move || paths::training_job(&name.get()))
                    confirm="Stop training job"
                    pending=action.pending()
                >
                    <p>{saved}</p>
                    <p>"A stopped job cannot be resumed, but a new job can start from its model."</p>
                    {move || error().map(|error| view! { <ErrorPanel error=error /> })}
                </ConfirmContent>
            </ActionForm>
        </Dialog>
    }
}
