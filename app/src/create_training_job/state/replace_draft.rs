//! Replacing the form by another one. The draft of the replaced form stays as it is.

use console::{
    data::drafts::{DraftSummary, Saved, UNSAVED},
    error::AppError,
    job_form::draft::Draft,
    paths,
};
use leptos::prelude::*;

use super::autosave::{Autosave, SaveState};
use crate::{browser, drafts::api::save_draft};

/// The pause between two checks whether a running save has ended, in milliseconds.
const POLL_INTERVAL: i32 = 50;

impl Autosave {
    /// Whether the form differs from what was filled in automatically.
    pub fn holds_own_work(self) -> bool {
        self.filled_in.get_value().is_none_or(|filled_in| self.fingerprint() != filled_in)
    }

    /// Whether the form was opened from a draft or copied values, whatever was typed since.
    pub fn was_opened(self) -> bool {
        self.filled_in.get_value().is_none()
    }

    /// Whether the form is among the drafts.
    pub fn is_stored(self) -> bool {
        self.stored.with_untracked(Option::is_some)
    }

    /// Notes what was filled in automatically; `all` says that nothing in it was typed.
    pub fn filled_in(self, draft: &Draft, all: bool) {
        self.filled_in.set_value(all.then(|| draft.fingerprint()));
    }

    /// Saves the form as it is and leaves that draft alone; what comes next is a draft of its own. Gives the one that is left.
    ///
    /// # Errors
    /// Those of saving; the form then goes on with its draft.
    ///
    /// `next_id` is the id under which that is saved first.
    pub async fn replace(self, next_id: String) -> Result<DraftSummary, AppError> {
        while self.in_flight.get_value() {
            browser::sleep(POLL_INTERVAL).await;
        }
        self.forget_timer();
        let is_saved = self.state.with_untracked(|state| matches!(state, SaveState::Saved));
        let left = match self.stored.get_untracked() {
            Some(stored) if is_saved => stored,
            _ => self.save_apart().await?,
        };
        self.stored.set(None);
        self.first_id.set_value(next_id);
        self.state.set(SaveState::Clean);
        // Until the next one is saved, a reload must not bring this one back.
        browser::replace_address(&format!("{}{}", paths::create(), browser::hash()));
        Ok(left)
    }

    /// Saves now; where another tab saved or removed the draft meanwhile, as one of its own.
    async fn save_apart(self) -> Result<DraftSummary, AppError> {
        let (id, version) = self.key();
        self.in_flight.set_value(true);
        let mut answer = save_draft(id, version, self.form()).await;
        if matches!(answer, Ok(Saved::Conflict(_) | Saved::Gone)) {
            answer = save_draft(String::new(), UNSAVED, self.form()).await;
        }
        self.in_flight.set_value(false);
        match answer? {
            Saved::Done(summary) => Ok(summary),
            Saved::Conflict(_) | Saved::Gone => Err(AppError::Internal("A new draft was changed while it was saved.".to_owned())),
        }
    }
}
