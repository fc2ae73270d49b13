//! The course of an upload in the browser.

use console::{
    data::upload::{part_count, part_size, size_of_part},
    paths,
};
use domain::S3Uri;
use leptos::{prelude::*, task::spawn_local};
use web_sys::File;

use crate::{
    browser::{
        self,
        send::{SendError, put},
    },
    s3::api::{abort_upload, begin_upload, complete_upload},
};

/// How often a part is sent before the upload pauses.
const MAX_ATTEMPTS: u32 = 4;
/// The pause after a failure in milliseconds; each further one doubles.
const PAUSE: i32 = 700;

/// How far an upload has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UploadState {
    /// Nothing was started.
    Idle,
    /// It could not be started; the sentence says why.
    Refused(String),
    /// Parts are sent.
    Sending {
        /// Bytes that have arrived.
        sent: u64,
        /// Bytes that there are.
        size: u64,
    },
    /// A part did not arrive after several attempts.
    Paused {
        /// Bytes that have arrived.
        sent: u64,
        /// Bytes that there are.
        size: u64,
        /// What went wrong.
        reason: String,
    },
    /// All parts have arrived.
    Finishing,
    /// The object is there.
    Done(String),
}

impl UploadState {
    /// Whether bytes are under way.
    pub fn is_busy(&self) -> bool {
        matches!(self, Self::Sending { .. } | Self::Finishing)
    }

    /// Whether it was interrupted and can go on.
    pub fn is_paused(&self) -> bool {
        matches!(self, Self::Paused { .. })
    }
}

/// One upload at a time.
#[derive(Clone, Copy)]
pub struct Sending {
    /// How far it has come.
    pub state: RwSignal<UploadState>,
    /// Object and id of the upload that is under way.
    current: StoredValue<Option<(String, String)>>,
    /// Counts the starts and cancellations, so that an earlier upload ends.
    course: StoredValue<u32>,
    on_done: Callback<String>,
}

impl Sending {
    /// Nothing yet; `on_done` is called with the location of what has arrived.
    pub fn new(on_done: Callback<String>) -> Self {
        Self { state: RwSignal::new(UploadState::Idle), current: StoredValue::new(None), course: StoredValue::new(0), on_done }
    }

    /// Sends a file, or the rest of it where an earlier upload of the same file to the same place was interrupted.
    pub fn start(self, folder: &str, file: File, replace: bool) {
        let folder = folder.trim().trim_end_matches('/');
        let uri = format!("{folder}/{}", name_of(&file));
        if let Err(error) = S3Uri::parse(&format!("{folder}/")) {
            self.state.set(UploadState::Refused(format!("The folder is no S3 location: {error}.")));
            return;
        }
        let course = self.next_course();
        self.state.set(UploadState::Sending { sent: 0, size: size_of(&file) });
        spawn_local(async move {
            let end = self.run(course, &uri, &file, replace).await;
            if self.course.try_get_value() == Some(course) {
                if let UploadState::Done(uri) = &end {
                    self.on_done.run(uri.clone());
                }
                self.state.set(end);
            }
        });
    }

    /// Ends the upload and throws away what has arrived.
    pub fn cancel(self) {
        self.next_course();
        self.state.set(UploadState::Idle);
        if let Some((uri, upload)) = self.current.get_value() {
            browser::remove_stored(&memory(&uri));
            spawn_local(async move {
                // Remaining parts cost little, and the store's own rules remove them.
                let _ = abort_upload(uri, upload).await;
            });
        }
        self.current.set_value(None);
    }

    async fn run(self, course: u32, uri: &str, file: &File, replace: bool) -> UploadState {
        let size = size_of(file);
        let memory = memory(uri);
        let identity = format!("{size}:{}:", file.last_modified());
        let earlier = browser::stored(&memory).and_then(|text| text.strip_prefix(&identity).map(str::to_owned));
        let upload = match begin_upload(uri.to_owned(), size, earlier, replace).await {
            Ok(upload) => upload,
            Err(error) => return UploadState::Refused(error.to_string()),
        };
        browser::store(&memory, &format!("{identity}{}", upload.id));
        self.current.set_value(Some((uri.to_owned(), upload.id.clone())));
        let mut sent: u64 =
            upload.stored.iter().filter_map(|number| u64::try_from(*number).ok()).map(|number| size_of_part(size, number)).sum();
        for number in 1..=part_count(size) {
            if upload.stored.iter().any(|stored| u64::try_from(*stored) == Ok(number)) {
                continue;
            }
            let length = size_of_part(size, number);
            let from = (number - 1).saturating_mul(part_size(size));
            for attempt in 1.. {
                if self.course.try_get_value() != Some(course) {
                    return UploadState::Idle;
                }
                let progress = move |done: u64| {
                    if self.course.try_get_value() == Some(course) {
                        self.state.set(UploadState::Sending { sent: sent.saturating_add(done).min(size), size });
                    }
                };
                let Some(blob) = browser::send::slice(file, from, length) else {
                    return UploadState::Paused {
                        sent,
                        size,
                        reason: "The browser can no longer read the file. Choose it again.".to_owned(),
                    };
                };
                if let Some(uri) = S3Uri::parse(uri).ok().map(|uri| paths::upload_part(&uri, &upload.id, number)) {
                    match put(&uri, &blob, progress).await {
                        Ok(()) => break,
                        Err(SendError { reason, is_final }) if is_final || attempt >= MAX_ATTEMPTS => {
                            return UploadState::Paused { sent, size, reason };
                        }
                        Err(_) => browser::sleep(PAUSE << (attempt - 1)).await,
                    }
                }
            }
            sent = sent.saturating_add(length);
            if self.course.try_get_value() == Some(course) {
                self.state.set(UploadState::Sending { sent, size });
            }
        }
        self.state.set(UploadState::Finishing);
        match complete_upload(uri.to_owned(), upload.id, size).await {
            Ok(()) => {
                browser::remove_stored(&memory);
                self.current.set_value(None);
                UploadState::Done(uri.to_owned())
            }
            Err(error) => UploadState::Paused { sent, size, reason: error.to_string() },
        }
    }

    fn next_course(self) -> u32 {
        self.course.update_value(|course| *course = course.wrapping_add(1));
        self.course.get_value()
    }
}

/// A file's name; in a folder that was chosen as a whole, with the way to it.
pub fn name_of(file: &File) -> String {
    let path = js_sys::Reflect::get(file, &"webkitRelativePath".into()).ok().and_then(|path| path.as_string());
    path.filter(|path| !path.is_empty()).unwrap_or_else(|| file.name())
}

/// Where the browser remembers an upload to a location.
fn memory(uri: &str) -> String {
    format!("upload {uri}")
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "sizes are whole and far below 2^53")]
fn size_of(file: &File) -> u64 {
    file.size() as u64
}
