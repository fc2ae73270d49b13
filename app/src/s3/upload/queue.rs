//! The files that were chosen for an upload: they are sent one after the other.

use leptos::{html, prelude::*};
use web_sys::FileList;

use super::sending::{Sending, UploadState, name_of};

/// The attribute by which a browser offers folders instead of files.
const FOLDER: &str = "webkitdirectory";

/// The chosen files and the current upload. The browser keeps the files themselves.
#[derive(Clone, Copy)]
pub struct UploadQueue {
    /// The control that files are chosen with.
    pub input: NodeRef<html::Input>,
    /// Whether an object of the same name is replaced.
    pub replace: RwSignal<bool>,
    /// Whether a folder is chosen instead of files.
    pub whole_folder: RwSignal<bool>,
    /// The upload of one file.
    pub sending: Sending,
    /// The index of the current file; the number of files when all are stored.
    place: RwSignal<u32>,
    /// How many files were chosen.
    count: RwSignal<u32>,
    /// Where they are stored: `s3://bucket/folder/`.
    folder: Signal<String>,
}

impl UploadQueue {
    /// Nothing is chosen yet; `on_done` is called with the location of each file that has arrived.
    pub fn new(folder: Signal<String>, on_done: Callback<String>) -> Self {
        let place = RwSignal::new(0);
        let sending = Sending::new(Callback::new(move |uri: String| {
            place.update(|place| *place += 1);
            on_done.run(uri);
        }));
        let queue = Self {
            input: NodeRef::new(),
            replace: RwSignal::new(false),
            whole_folder: RwSignal::new(false),
            sending,
            place,
            count: RwSignal::new(0),
            folder,
        };
        Effect::new(move |_| queue.offer_files_or_folders());
        Effect::new(move |_| queue.start_next());
        queue
    }

    /// Sends the current file, or says why that is impossible.
    pub fn start(self) {
        let Some(files) = self.files() else { return };
        self.count.set(files.length());
        let refuse = |reason: &str| self.sending.state.set(UploadState::Refused(reason.to_owned()));
        match files.get(self.place.get_untracked()) {
            Some(file) => self.sending.start(&self.folder.get_untracked(), file, self.replace.get_untracked()),
            None if files.length() == 0 => refuse("Choose a file first."),
            None => refuse("All of these files are stored. Choose others."),
        }
    }

    /// Begins with the first of other files.
    pub fn reset(self) {
        self.place.set(0);
        self.count.set(self.files().map_or(0, |files| files.length()));
        self.sending.state.set(UploadState::Idle);
    }

    /// How many files were chosen; tracked.
    pub fn count(self) -> u32 {
        self.count.get()
    }

    /// Number and name of the current file, once the first of several was started; tracked.
    pub fn current_of_several(self) -> Option<(u32, String)> {
        let (place, count) = (self.place.get(), self.count.get());
        let is_started = self.sending.state.with(|state| *state != UploadState::Idle);
        (count > 1 && place < count && is_started).then(|| {
            let file = self.files().and_then(|files| files.get(place));
            (place + 1, file.map(|file| name_of(&file)).unwrap_or_default())
        })
    }

    fn files(self) -> Option<FileList> {
        self.input.get_untracked().and_then(|input| input.files())
    }

    fn offer_files_or_folders(self) {
        let Some(input) = self.input.get() else { return };
        // Fails only for names that are none.
        let _ = if self.whole_folder.get() { input.set_attribute(FOLDER, "") } else { input.remove_attribute(FOLDER) };
    }

    /// The next file begins when the one before it is stored.
    fn start_next(self) {
        let is_stored = self.sending.state.with(|state| matches!(state, UploadState::Done(_)));
        if is_stored && self.place.get_untracked() < self.count.get_untracked() {
            self.start();
        }
    }
}
