//! Removing a job from the target.

use domain::{description::TrainingJobDetail, job_status::JobAction};
use leptos::prelude::*;

use super::live::JobContext;
use crate::{
    browser,
    flash::{Flash, FlashKind, use_flashes},
    training_jobs::api::DeleteTrainingJob,
    ui::{Button, ButtonKind, ConfirmContent, Dialog, ErrorPanel, HiddenInput},
};

/// An entry of the menu that asks first.
#[component]
pub fn DeleteButton(
    /// The job.
    job: Signal<TrainingJobDetail>,
    /// Id of the menu, which is closed afterwards.
    menu: &'static str,
) -> impl IntoView {
    let context = expect_context::<JobContext>();
    let open = RwSignal::new(false);
    let action = ServerAction::<DeleteTrainingJob>::new();
    let name = Memo::new(move |_| job.with(|job| job.summary.name.clone()));
    let reason = Memo::new(move |_| job.with(|job| job.reason_against(JobAction::Delete)));
    let flashes = use_flashes();
    Effect::new(move |_| {
        if let Some(Ok(())) = action.value().get() {
            open.set(false);
            browser::hide_popover(menu);
            let text = format!("{} is deleted at the target. This console keeps its record.", name.get_untracked());
            flashes.push(Flash::new(FlashKind::Success, text));
            context.view.refetch();
        }
    });
    let error = move || action.value().get().and_then(Result::err);
    let title = Signal::derive(move || format!("Delete {}?", name.get()));
    view! {
        <Button id="delete-job" kind=ButtonKind::Plain reason=reason on_press=move |()| open.set(true)>
            "Delete"
        </Button>
        {move || reason.get().map(|reason| view! { <small id="delete-job-reason">{reason}</small> })}
        <Dialog id="delete-dialog" title=title open=open>
            <ActionForm action=action>
                <HiddenInput name="name" value=name />
                <ConfirmContent open=open cancel="Keep the job" confirm="Delete training job" pending=action.pending()>
                    <p>"The service deletes the job, and its name becomes free. The model in S3 remains, and this console keeps its record of the job: request, log, measurements and events."</p>
                    {move || error().map(|error| view! { <ErrorPanel error=error /> })}
                </ConfirmContent>
            </ActionForm>
        </Dialog>
    }
}
