//! Uploading a file: in parts, with a progress bar, and resumed where it was after an error or another visit.

pub mod queue;
pub mod sending;

use console::format;
use domain::S3Uri;
use leptos::prelude::*;

use self::{queue::UploadQueue, sending::UploadState};
use crate::ui::{Alert, AlertKind, Button, ButtonKind, Dialog, DialogContent, FileInput, InlineCheckbox};

/// A button on a folder's page that opens the upload.
#[component]
pub fn UploadHere(
    /// The folder.
    folder: S3Uri,
    /// Called when a file has arrived.
    on_done: Callback<()>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let folder = Signal::stored(folder.to_string());
    let done = Callback::new(move |_: String| on_done.run(()));
    let foot = move || {
        view! {
            <Button kind=ButtonKind::Plain on_press=move |()| open.set(false)>
                "Close"
            </Button>
        }
    };
    view! {
        <Button kind=ButtonKind::Primary on_press=move |()| open.set(true)>
            "Upload"
        </Button>
        <Dialog id="upload" title=Signal::stored("Upload files".to_owned()) open=open>
            <DialogContent foot=foot>
                <p class="mono break-anywhere">{move || folder.get()}</p>
                <Uploader folder=folder label="Files" several=true on_done=done />
            </DialogContent>
        </Dialog>
    }
}

/// Chooses a file and sends it.
#[component]
pub fn Uploader(
    /// The folder that it is stored in: `s3://bucket/folder/`.
    #[prop(into)]
    folder: Signal<String>,
    /// Which files the browser offers first.
    #[prop(optional)]
    accept: &'static str,
    /// Label of the file.
    label: &'static str,
    /// Whether several files, or a folder of them, are sent one after the other.
    #[prop(optional)]
    several: bool,
    /// Called with the location when the file has arrived.
    on_done: Callback<String>,
) -> impl IntoView {
    let queue = UploadQueue::new(folder, on_done);
    view! {
        <div class="uploader">
            <div class="field">
                <div class="field-label">
                    <label for="upload-file">{label}</label>
                </div>
                <FileInput
                    id="upload-file"
                    accept=accept
                    multiple=several
                    node=queue.input
                    on_change=move |()| queue.reset()
                />
            </div>
            {several
                .then(|| {
                    view! {
                        <p class="muted">"Files can also be dropped on the field."</p>
                        <InlineCheckbox class="checkbox" on=queue.whole_folder on_change=move |on| queue.whole_folder.set(on)>
                            "Choose a whole folder; its subfolders become part of the keys"
                        </InlineCheckbox>
                    }
                })}
            <InlineCheckbox class="checkbox" on=queue.replace on_change=move |on| queue.replace.set(on)>
                "Replace an object of the same name"
            </InlineCheckbox>
            <QueueStatus queue=queue />
            <UploadStatus queue=queue />
            <noscript>
                <p class="muted">"Uploading needs JavaScript. Without it, use "<code>"aws s3 cp"</code>" and enter the location of the object."</p>
            </noscript>
            <UploadActions queue=queue />
        </div>
    }
}

/// Which of several files is being sent.
#[component]
fn QueueStatus(
    /// The files.
    queue: UploadQueue,
) -> impl IntoView {
    move || {
        queue.current_of_several().map(|(number, name)| {
            let count = queue.count();
            view! {
                <p role="status">
                    {format!("File {number} of {count}: ")} <span class="mono break-anywhere">{name}</span>
                </p>
            }
        })
    }
}

/// How far the file has come.
#[component]
fn UploadStatus(
    /// The files.
    queue: UploadQueue,
) -> impl IntoView {
    move || {
        match queue.sending.state.get() {
        UploadState::Idle => ().into_any(),
        UploadState::Refused(reason) => view! { <Alert kind=AlertKind::Error title=reason /> }.into_any(),
        UploadState::Sending { sent, size } => view! { <Progress sent=sent size=size words="Sending" /> }.into_any(),
        UploadState::Finishing => view! { <p role="status">"Putting the parts together…"</p> }.into_any(),
        UploadState::Paused { sent, size, reason } => view! {
            <Progress sent=sent size=size words="Stored" />
            <Alert kind=AlertKind::Warning title="The upload was interrupted">
                <p>{reason}</p>
                <p>"The parts that have arrived are kept. Resume sends only the rest. You can also leave this page and resume later: choose the same file again."</p>
            </Alert>
        }
        .into_any(),
        UploadState::Done(_) if queue.count() > 1 => view! {
            <Alert kind=AlertKind::Success title=format!("{} files stored", queue.count()) />
        }
        .into_any(),
        UploadState::Done(uri) => view! {
            <Alert kind=AlertKind::Success title="The file is stored">
                <p class="mono break-anywhere">{uri}</p>
            </Alert>
        }
        .into_any(),
    }
    }
}

/// The buttons that start, resume and cancel.
#[component]
fn UploadActions(
    /// The files.
    queue: UploadQueue,
) -> impl IntoView {
    let sending = queue.sending;
    let is_busy = move || sending.state.with(UploadState::is_busy);
    let is_paused = move || sending.state.with(UploadState::is_paused);
    view! {
        <div class="form-actions">
            {move || {
                (is_busy() || is_paused())
                    .then(|| view! { <Button kind=ButtonKind::Plain on_press=move |()| sending.cancel()>"Cancel upload"</Button> })
            }}
            {move || {
                let words = if is_paused() { "Resume upload" } else { "Start upload" };
                (!is_busy()).then(|| view! { <Button kind=ButtonKind::Primary on_press=move |()| queue.start()>{words}</Button> })
            }}
        </div>
    }
}

#[component]
fn Progress(
    /// Bytes that have arrived.
    sent: u64,
    /// Bytes that there are.
    size: u64,
    /// What is counted.
    words: &'static str,
) -> impl IntoView {
    let percent = sent.saturating_mul(100).checked_div(size).unwrap_or(100).min(100);
    view! {
        <div class="pending">
            <p>{format!("{words}: {} of {} ({percent} %)", format::bytes(sent), format::bytes(size))}</p>
            <progress max="100" value=percent aria-label="Upload"></progress>
        </div>
    }
}
