//! The order in which the browser saves one form as a draft: one save at a time, and the next one carries what the form
//! holds then.
//!
//! ```text
//! typing   a ──── b ─────── c ─┐
//! saves      [ a          ]    └─[ c ]            b is never sent alone: it is in c
//! new draft                                ┌─ asked ─ id ─┐
//! saves                          [ c over the old one    ]└─[ c under the new id ]
//! ```
//!
//! Each line guards against a failure:
//!
//! - Two saves at once would both carry the version that was read before, so the second would conflict with the first, or
//!   make a second draft.
//! - The answer to a save of the old draft must not become the state of the new one. Otherwise the next save would
//!   overwrite the old draft. Answers are therefore told apart by the id that they were sent for.
//! - A new draft is saved under an id that the server gave before. Otherwise a save whose answer was lost would be repeated
//!   as another draft.
//! - A form that is being submitted is not saved, because its draft is removed on the server at that moment.

use super::draft::Fingerprint;
use crate::{
    data::drafts::{DraftSummary, Saved, UNSAVED},
    error::AppError,
};

/// The order of the saves of one form.
#[derive(Debug, Clone)]
pub struct SaveOrder {
    /// The draft that the form is saved as, saved or not.
    id: String,
    /// The draft as it was saved last; `None` before the first time.
    stored: Option<DraftSummary>,
    /// The form as it was saved last, or began; `None` where it is saved whatever it holds.
    saved: Option<Fingerprint>,
    in_flight: Option<InFlight>,
    /// Whether a save was asked for that has to wait.
    is_asked: bool,
    /// Whether an id for a new draft is on its way.
    is_renewed: bool,
    /// Whether the form is being submitted.
    is_held: bool,
}

/// A save whose answer has not come.
#[derive(Debug, Clone)]
struct InFlight {
    id: String,
    /// What was sent; `None` when the form was declared clean meanwhile.
    form: Option<Fingerprint>,
}

/// What a save is sent for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaveKey {
    /// The draft's id.
    pub id: String,
    /// The version that it replaces.
    pub version: i64,
}

/// What is to be done after an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AfterSave {
    /// The answer is about the draft that the form is saved as, and is shown.
    Show,
    /// It is about one that was left, or the form was declared clean meanwhile; nothing is shown.
    Ignore,
    /// A save waited for this answer; it is sent now.
    SaveAgain,
}

impl SaveOrder {
    /// A form that began as `begun`: with a draft that is `stored`, or to be saved first under `id`, which the server gave.
    pub fn new(id: String, stored: Option<DraftSummary>, begun: Fingerprint) -> Self {
        let id = stored.as_ref().map_or(id, |draft| draft.id.clone());
        Self { id, stored, saved: Some(begun), in_flight: None, is_asked: false, is_renewed: false, is_held: false }
    }

    /// The draft as it was saved last; `None` before the first time.
    pub fn stored(&self) -> Option<&DraftSummary> {
        self.stored.as_ref()
    }

    /// The id of the draft, saved or not.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Whether a save has to wait: for another one, for the id of a new draft, or for a submission.
    pub fn is_busy(&self) -> bool {
        self.in_flight.is_some() || self.is_renewed || self.is_held
    }

    /// Whether the form holds something that its draft lacks. A form that was never saved needs a draft only when it is
    /// worth one.
    pub fn needs_save(&self, form: Fingerprint) -> bool {
        match self.saved {
            None => true,
            Some(saved) if self.stored.is_some() => form != saved,
            Some(begun) => form.is_worth_a_draft(begun),
        }
    }

    /// Whether a save is under way that does not carry `form`.
    pub fn is_behind(&self, form: Fingerprint) -> bool {
        let sent = self.in_flight.as_ref().filter(|save| save.id == self.id && !self.is_held).and_then(|save| save.form);
        sent.is_some_and(|sent| sent != form)
    }

    /// Begins to save `form`; `None` while something else is under way. The save then follows that.
    pub fn begin(&mut self, form: Fingerprint) -> Option<SaveKey> {
        if self.is_busy() {
            self.is_asked = true;
            return None;
        }
        self.is_asked = false;
        self.in_flight = Some(InFlight { id: self.id.clone(), form: Some(form) });
        Some(self.key())
    }

    /// Takes the answer to the save under way.
    pub fn end(&mut self, answer: &Result<Saved, AppError>) -> AfterSave {
        let Some(save) = self.in_flight.take() else { return AfterSave::Ignore };
        let is_own = save.id == self.id;
        let is_saved = matches!(answer, Ok(Saved::Done(_)));
        if let (true, Ok(Saved::Done(summary))) = (is_own, answer) {
            self.stored = Some(summary.clone());
            self.saved = save.form.or(self.saved);
        }
        if self.is_held {
            return AfterSave::Ignore;
        }
        // A save that waited for a refusal would meet the same one.
        let may_follow = !self.is_renewed && (is_saved || !is_own);
        match save.form {
            _ if self.is_asked && may_follow => AfterSave::SaveAgain,
            Some(_) if is_own => AfterSave::Show,
            _ => AfterSave::Ignore,
        }
    }

    /// Begins to make the form a new draft, for which the server is asked for an id; `false` when that is under way.
    pub fn begin_new(&mut self) -> bool {
        !std::mem::replace(&mut self.is_renewed, true)
    }

    /// Ends that: with the id, or with `None` when none came and the form stays with its draft.
    pub fn end_new(&mut self, id: Option<String>) {
        self.is_renewed = false;
        if let Some(id) = id {
            self.follow(id);
        }
    }

    /// Leaves the draft alone. The form becomes another one, saved first under `id`, whatever it holds.
    pub fn follow(&mut self, id: String) {
        self.id = id;
        self.stored = None;
        self.saved = None;
    }

    /// Leaves the draft to the jobs that were made of it, and saves again: what differs from `begun` becomes another draft, saved
    /// first under `id`.
    pub fn begin_another(&mut self, id: String, begun: Fingerprint) {
        *self = Self::new(id, None, begun);
    }

    /// Saves over what another tab saved.
    pub fn overwrite(&mut self, newest: DraftSummary) {
        self.stored = Some(newest);
    }

    /// Takes `form` as unchanged, whatever the save under way says.
    pub fn declare_clean(&mut self, form: Fingerprint) {
        self.saved = Some(form);
        self.is_asked = false;
        if let Some(save) = &mut self.in_flight {
            save.form = None;
        }
    }

    /// Saves nothing until [`SaveOrder::release`]: the form is being submitted.
    pub fn hold(&mut self) {
        self.is_held = true;
    }

    /// Saves again.
    pub fn release(&mut self) {
        self.is_held = false;
    }

    fn key(&self) -> SaveKey {
        SaveKey { id: self.id.clone(), version: self.stored.as_ref().map_or(UNSAVED, |draft| draft.version) }
    }
}

#[cfg(test)]
mod tests;
