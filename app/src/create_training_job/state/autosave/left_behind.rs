//! The form of a page that was left during a save. It outlives the page, as that save does, and is saved after it.

use std::sync::{Arc, Mutex, PoisonError};

use console::{
    data::drafts::Saved,
    error::AppError,
    job_form::{save_order::SaveKey, stored_form::StoredForm},
};

use crate::drafts::api::save_draft;

/// Holds the form from the moment when the page is left.
#[derive(Clone, Default)]
pub(super) struct LeftBehind(Arc<Mutex<Option<StoredForm>>>);

impl LeftBehind {
    /// Keeps the form for [`LeftBehind::save`].
    pub(super) fn put(&self, form: StoredForm) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(form);
    }

    /// Saves the form after the `answer` to the save that was `sent` before; nothing where no form was left.
    pub(super) async fn save(&self, sent: SaveKey, answer: Result<Saved, AppError>) {
        let form = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        let key = match answer {
            Ok(Saved::Done(summary)) => SaveKey { id: summary.id, version: summary.version },
            // Where the lost save was taken after all this is a conflict, which nobody is there to settle.
            Err(_) => sent,
            Ok(Saved::Conflict(_) | Saved::Gone) => return,
        };
        if let Some(form) = form {
            // The page is gone, so nobody can be told of a failure.
            let _ = save_draft(key.id, key.version, form).await;
        }
    }
}
