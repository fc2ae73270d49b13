//! Uploading a file: in parts, with a progress bar, and resumed where it was after an error or another visit.

pub mod sending;

use domain::S3Uri;
use leptos::{html, prelude::*};

use self::sending::{Sending, State};
use crate::{
    format,
    ui::{Alert, AlertKind, Button, ButtonKind, Dialog},
};

/// A button on a folder's page that opens the upload.
#[component]
pub fn UploadHere(
    /// The folder.
    folder: S3Uri,
    /// Hears when a file has arrived.
    on_done: Callback<()>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let folder = Signal::stored(folder.to_string());
    let done = Callback::new(move |_: String| on_done.run(()));
    view! {
        <Button kind=ButtonKind::Primary on_press=move |()| open.set(true)>
            "Upload"
        </Button>
        <Dialog id="upload" title=Signal::stored("Upload a file".to_owned()) open=open>
            <div class="dialog-body">
                <p class="mono break-anywhere">{move || folder.get()}</p>
                <Uploader folder=folder label="File" on_done=done />
            </div>
            <footer class="dialog-foot">
                <Button kind=ButtonKind::Plain on_press=move |()| open.set(false)>
                    "Close"
                </Button>
            </footer>
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
    /// Hears the location when the file has arrived.
    on_done: Callback<String>,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let replace = RwSignal::new(false);
    let sending = Sending::new(on_done);
    let state = sending.state;
    let start = move || {
        let file = input.get_untracked().and_then(|input| input.files()).and_then(|files| files.get(0));
        match file {
            Some(file) => sending.start(&folder.get_untracked(), file, replace.get_untracked()),
            None => state.set(State::Refused("Choose a file first.".to_owned())),
        }
    };
    let is_busy = move || state.with(|state| matches!(state, State::Sending { .. } | State::Finishing));
    let status = move || {
        match state.get() {
        State::Idle => ().into_any(),
        State::Refused(why) => view! { <Alert kind=AlertKind::Error title=why /> }.into_any(),
        State::Sending { sent, size } => view! { <Progress sent=sent size=size words="Sending" /> }.into_any(),
        State::Finishing => view! { <p role="status">"Putting the parts together…"</p> }.into_any(),
        State::Paused { sent, size, why } => view! {
            <Progress sent=sent size=size words="Stored" />
            <Alert kind=AlertKind::Warning title="The upload was interrupted">
                <p>{why}</p>
                <p>"What has arrived is kept. Resume sends only the rest, also after this page was left: choose the same file again then."</p>
            </Alert>
        }
        .into_any(),
        State::Done(uri) => view! {
            <Alert kind=AlertKind::Success title="The file is stored">
                <p class="mono break-anywhere">{uri}</p>
            </Alert>
        }
        .into_any(),
    }
    };
    let is_paused = move || state.with(|state| matches!(state, State::Paused { .. }));
    view! {
        <div class="uploader">
            <div class="field">
                <div class="field-label">
                    <label for="upload-file">{label}</label>
                </div>
                <input
                    id="upload-file"
                    type="file"
                    class="input"
                    accept=(!accept.is_empty()).then_some(accept)
                    node_ref=input
                    on:change=move |_| state.set(State::Idle)
                />
            </div>
            <label class="checkbox">
                <input type="checkbox" prop:checked=move || replace.get() on:change=move |event| replace.set(event_target_checked(&event)) />
                "Replace an object of the same name"
            </label>
            {status}
            <noscript>
                <p class="muted">"Uploading needs scripts. Without them, use "<code>"aws s3 cp"</code>" and point at the object."</p>
            </noscript>
            <div class="form-actions">
                {move || {
                    (is_busy() || is_paused())
                        .then(|| view! { <Button kind=ButtonKind::Plain on_press=move |()| sending.cancel()>"Cancel upload"</Button> })
                }}
                {move || {
                    let words = if is_paused() { "Resume upload" } else { "Start upload" };
                    (!is_busy()).then(|| view! { <Button kind=ButtonKind::Primary on_press=move |()| start()>{words}</Button> })
                }}
            </div>
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
