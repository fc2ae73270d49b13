//! Uploading a file: in parts, with a progress bar, and resumed where it was after an error or another visit.

pub mod sending;

use console::format;
use domain::S3Uri;
use leptos::{html, prelude::*};

use self::sending::{Sending, State};
use crate::ui::{Alert, AlertKind, Button, ButtonKind, Dialog};

/// The attribute by which a browser offers folders instead of files.
const FOLDER: &str = "webkitdirectory";

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
        <Dialog id="upload" title=Signal::stored("Upload files".to_owned()) open=open>
            <div class="dialog-body">
                <p class="mono break-anywhere">{move || folder.get()}</p>
                <Uploader folder=folder label="Files" several=true on_done=done />
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
    /// Whether several files, or a folder of them, are sent one after the other.
    #[prop(optional)]
    several: bool,
    /// Hears the location when the file has arrived.
    on_done: Callback<String>,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let replace = RwSignal::new(false);
    // Which of the chosen files is under way, and how many there are. The browser keeps the files themselves.
    let (place, count) = (RwSignal::new(0_u32), RwSignal::new(0_u32));
    let whole_folder = RwSignal::new(false);
    let sending = Sending::new(Callback::new(move |uri: String| {
        place.update(|place| *place += 1);
        on_done.run(uri);
    }));
    let state = sending.state;
    let chosen = move || input.get_untracked().and_then(|input| input.files());
    let start = move || {
        let Some(files) = chosen() else { return };
        count.set(files.length());
        match files.get(place.get_untracked()) {
            Some(file) => sending.start(&folder.get_untracked(), file, replace.get_untracked()),
            None if files.length() == 0 => state.set(State::Refused("Choose a file first.".to_owned())),
            None => state.set(State::Refused("All of these files are stored. Choose others.".to_owned())),
        }
    };
    Effect::new(move |_| {
        let Some(input) = input.get() else { return };
        // Fails only for names that are none.
        let _ = if whole_folder.get() { input.set_attribute(FOLDER, "") } else { input.remove_attribute(FOLDER) };
    });
    Effect::new(move |_| {
        // The next file begins when the one before it is stored.
        if state.with(|state| matches!(state, State::Done(_))) && place.get_untracked() < count.get_untracked() {
            start();
        }
    });
    let anew = move || {
        place.set(0);
        count.set(chosen().map_or(0, |files| files.length()));
        state.set(State::Idle);
    };
    let queue = move || {
        let (place, count) = (place.get(), count.get());
        (several && count > 1 && place < count && state.with(|state| *state != State::Idle)).then(|| {
            let name = chosen().and_then(|files| files.get(place)).map(|file| sending::name_of(&file)).unwrap_or_default();
            view! {
                <p role="status">
                    {format!("File {} of {count}: ", place + 1)} <span class="mono break-anywhere">{name}</span>
                </p>
            }
        })
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
        State::Done(_) if count.get() > 1 => view! {
            <Alert kind=AlertKind::Success title=format!("All {} files are stored", count.get()) />
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
                    multiple=several
                    node_ref=input
                    on:change=move |_| anew()
                />
            </div>
            {several
                .then(|| {
                    view! {
                        <p class="muted">"Files can also be dropped on the field."</p>
                        <label class="checkbox">
                            <input
                                type="checkbox"
                                prop:checked=move || whole_folder.get()
                                on:change=move |event| whole_folder.set(event_target_checked(&event))
                            />
                            "Choose a whole folder; its own folders become part of the keys"
                        </label>
                    }
                })}
            <label class="checkbox">
                <input type="checkbox" prop:checked=move || replace.get() on:change=move |event| replace.set(event_target_checked(&event)) />
                "Replace an object of the same name"
            </label>
            {queue}
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
