//! Deleting an object or an empty folder, after a question that names the jobs that use it.

use console::{
    data::artifact_scan::JobsAtLocation,
    paths,
    s3_location::{is_folder, leaf},
};
use domain::S3Uri;
use leptos::prelude::*;

use super::api::DeleteObject;
use crate::{
    artifact::api::find_jobs_at,
    client_resource::ClientResource,
    flash::{Flash, FlashKind, use_flashes},
    ui::{Alert, AlertKind, ConfirmDialog, ErrorPanel, open_while},
};

/// The object that the question is about; `None` while there is no question.
pub type DeletionTarget = RwSignal<Option<S3Uri>>;

/// The question. One on a page serves all of its rows.
#[component]
pub fn DeleteDialog(
    /// What is to be deleted; set to open the question.
    deletion: DeletionTarget,
    /// Called when it is gone.
    on_done: Callback<()>,
) -> impl IntoView {
    let action = ServerAction::<DeleteObject>::new();
    let flashes = use_flashes();
    let open = open_while(deletion, move || action.clear());
    Effect::new(move |_| {
        if let Some(Ok(())) = action.value().get() {
            if let Some(uri) = deletion.get_untracked() {
                flashes.push(Flash::new(FlashKind::Success, format!("{uri} is deleted.")));
            }
            open.set(false);
            // The callback may leave the page, and nothing here may react after that.
            request_animation_frame(move || {
                let _ = on_done.try_run(());
            });
        }
    });
    let jobs = ClientResource::new(
        move || deletion.with(|uri| uri.as_ref().map(ToString::to_string)),
        |uri| async move { find_jobs_at(uri.clone()).await.map(|jobs| (uri, jobs)) },
    );
    let affected = move || {
        let uri = deletion.get()?.to_string();
        Some(match jobs.get() {
            Some(Ok((of, jobs))) if of == uri => view! { <AffectedJobs jobs=jobs /> }.into_any(),
            Some(Err(_)) => view! { <p class="muted">"The console cannot tell at the moment which jobs use it."</p> }.into_any(),
            _ => view! { <p class="muted" role="status">"Looking for jobs that use it…"</p> }.into_any(),
        })
    };
    let title = Signal::derive(move || {
        deletion.with(|uri| uri.as_ref().map_or_else(|| "Delete".to_owned(), |uri| format!("Delete {}?", leaf(uri.key()))))
    });
    let confirm = Signal::derive(move || {
        let folder = deletion.with(|uri| uri.as_ref().is_some_and(is_folder));
        if folder { "Delete folder" } else { "Delete object" }
    });
    let error = move || action.value().get().and_then(Result::err);
    let delete = move |()| {
        if let Some(uri) = deletion.get_untracked() {
            action.dispatch(DeleteObject { uri: uri.to_string() });
        }
    };
    view! {
        <ConfirmDialog
            id="delete-object"
            title=title
            open=open
            cancel="Keep it"
            confirm=confirm
            pending=action.pending()
            on_confirm=delete
        >
            <p class="mono break-anywhere">{move || deletion.with(|uri| uri.as_ref().map(ToString::to_string))}</p>
            <p>"This cannot be undone unless the bucket has versioning."</p>
            {affected}
            {move || error().map(|error| view! { <ErrorPanel error=error /> })}
        </ConfirmDialog>
    }
}

/// The jobs that made or read the object, and what they lose.
#[component]
fn AffectedJobs(
    /// The jobs.
    jobs: JobsAtLocation,
) -> impl IntoView {
    let JobsAtLocation { made_by, read_by, more } = jobs;
    if made_by.is_empty() && read_by.is_empty() {
        return view! { <p class="muted">"No known job made it or reads it."</p> }.into_any();
    }
    let made = made_by.into_iter().map(|job| view! { <li>"made by " <JobLink job=job /></li> }).collect_view();
    let read = read_by
        .into_iter()
        .map(|(job, channels)| view! { <li>"read by " <JobLink job=job /> {format!(" as {}", channels.join(", "))}</li> })
        .collect_view();
    view! {
        <Alert kind=AlertKind::Warning title="Jobs use it">
            <ul>{made} {read} {more.then(|| view! { <li>"and earlier ones"</li> })}</ul>
            <p>"Jobs that read it later fail; models that were trained with it remain."</p>
        </Alert>
    }
    .into_any()
}

#[component]
fn JobLink(
    /// The job's name.
    job: String,
) -> impl IntoView {
    view! { <a href=paths::training_job(&job)>{job.clone()}</a> }
}
