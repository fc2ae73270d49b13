//! Replacing the form by another one. The draft of the replaced form stays as it is.

use console::{
    data::drafts::{DraftSummary, Saved, UNSAVED},
    error::AppError,
    job_form::{draft::Draft, save_order::SaveOrder},
    paths,
};
use leptos::prelude::*;

use super::autosave::{Autosave, SaveState};
use crate::{
    browser,
    drafts::api::{new_draft_id, save_draft},
};

/// The pause between two checks whether a running save has ended, in milliseconds.
const POLL_INTERVAL: i32 = 50;

impl Autosave {
    /// Whether the form holds more than what was filled in automatically, and that is worth a draft.
    pub fn holds_own_work(self) -> bool {
        let form = self.fingerprint();
        self.filled_in.get_value().is_none_or(|filled_in| match self.is_stored() {
            true => form != filled_in,
            false => form.is_worth_a_draft(filled_in),
        })
    }

    /// Whether the form was opened from a draft or copied values, whatever was typed since.
    pub fn was_opened(self) -> bool {
        self.filled_in.get_value().is_none()
    }

    /// Whether the form is among the drafts.
    pub fn is_stored(self) -> bool {
        self.order.with_untracked(|order| order.stored().is_some())
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
        while self.order.with_untracked(SaveOrder::is_busy) {
            browser::sleep(POLL_INTERVAL).await;
        }
        self.forget_timer();
        let is_saved = self.state.with_untracked(|state| matches!(state, SaveState::Saved));
        let stored = self.order.with_untracked(|order| order.stored().cloned());
        let left = match stored.filter(|_| is_saved) {
            Some(stored) => stored,
            None => self.save_apart().await?,
        };
        self.order.update(|order| order.follow(next_id));
        self.state.set(SaveState::Clean);
        // Until the next one is saved, a reload must not bring this one back.
        browser::replace_address(&format!("{}{}", paths::create(), browser::hash()));
        Ok(left)
    }

    /// Saves now; where another tab saved or removed the draft meanwhile, as one of its own.
    async fn save_apart(self) -> Result<DraftSummary, AppError> {
        let form = self.fingerprint();
        let busy = || AppError::Internal("The draft is being saved. Try again in a moment.".to_owned());
        let key = self.order.try_update(|order| order.begin(form)).flatten().ok_or_else(busy)?;
        let mut answer = save_draft(key.id, key.version, self.form()).await;
        self.order.update(|order| {
            order.end(&answer);
        });
        if matches!(answer, Ok(Saved::Conflict(_) | Saved::Gone)) {
            answer = save_draft(new_draft_id().await?, UNSAVED, self.form()).await;
        }
        match answer? {
            Saved::Done(summary) => Ok(summary),
            Saved::Conflict(_) | Saved::Gone => Err(AppError::Internal("A new draft was changed while it was saved.".to_owned())),
        }
    }
}
