//! What the picker shows: loaded page by page, from the browser only.

use console::{
    data::{Bucket, Listing},
    error::AppError,
};
use domain::S3Uri;
use leptos::{prelude::*, task::spawn_local};

use crate::s3_picker::api::{list_buckets, list_objects};

/// What is at a place.
#[derive(Debug, Clone, PartialEq)]
pub enum PickerListing {
    /// All buckets.
    Buckets(Vec<Bucket>),
    /// Folders and objects so far.
    Folder(Listing),
}

/// The content of the place that was asked for last.
#[derive(Clone, Copy)]
pub struct PickerContent {
    /// What came; `None` while it is on its way.
    pub loaded: RwSignal<Option<Result<PickerListing, AppError>>>,
    /// Counts the requests, so that a late answer to an earlier one is dropped.
    request: StoredValue<u32>,
}

impl PickerContent {
    /// Nothing yet.
    #[expect(clippy::new_without_default, reason = "makes signals, which a default should not")]
    pub fn new() -> Self {
        Self { loaded: RwSignal::new(None), request: StoredValue::new(0) }
    }

    /// Loads a place; `None` is the list of buckets.
    pub fn load(self, place: Option<S3Uri>) {
        self.loaded.set(None);
        let request = self.next_request();
        spawn_local(async move {
            let result = match place {
                None => list_buckets().await.map(PickerListing::Buckets),
                Some(uri) => list_objects(uri.to_string(), None).await.map(PickerListing::Folder),
            };
            self.answer(request, result);
        });
    }

    /// Loads the next page of a folder and puts it behind what is there.
    pub fn load_more(self, place: S3Uri, continuation: String) {
        let request = self.next_request();
        spawn_local(async move {
            let next = list_objects(place.to_string(), Some(continuation)).await;
            let before = match self.loaded.get_untracked() {
                Some(Ok(PickerListing::Folder(listing))) => listing,
                _ => Listing::default(),
            };
            self.answer(request, next.map(|next| PickerListing::Folder(with_next_page(before, next))));
        });
    }

    fn next_request(self) -> u32 {
        self.request.update_value(|request| *request = request.wrapping_add(1));
        self.request.get_value()
    }

    fn answer(self, request: u32, result: Result<PickerListing, AppError>) {
        // The picker may be gone by now; its signals are then, too.
        if self.request.try_get_value() == Some(request) {
            self.loaded.set(Some(result));
        }
    }
}

fn with_next_page(mut before: Listing, next: Listing) -> Listing {
    before.folders.extend(next.folders);
    before.objects.extend(next.objects);
    before.continuation = next.continuation;
    before
}
