//! The draft on the server that follows the form: saved a second after the last keystroke, never over what another tab saved:
//! the server compares the version that this form was read with (`server/src/db/drafts.rs`).

use std::time::Duration;

use console::{
    data::drafts::{DraftSummary, Saved, UNSAVED},
    error::AppError,
    job_form::{
        draft::{Draft, Fingerprint},
        provenance::Provenance,
        stored_form::StoredForm,
    },
    paths,
};
use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*, task::spawn_local};

use crate::{browser, drafts::api::save_draft};

/// How long typing pauses before the form is saved.
const SAVE_DELAY: Duration = Duration::from_secs(1);
/// The pause before a saving that failed is tried again.
const RETRY_DELAY: Duration = Duration::from_secs(5);

/// The state of the draft compared with the form.
#[derive(Debug, Clone, PartialEq)]
pub enum SaveState {
    /// Nothing was typed yet.
    Clean,
    /// Something was typed that is not saved.
    Unsaved,
    /// It is being saved.
    Saving,
    /// Everything is saved.
    Saved,
    /// Saving failed; it is tried again.
    Failed(AppError),
    /// Another tab saved this draft meanwhile; nothing is saved until a person chooses.
    Conflict(DraftSummary),
    /// The draft was removed meanwhile; nothing is saved until a person chooses.
    Gone,
}

/// The draft on the server that follows a form.
#[derive(Clone, Copy)]
pub struct Autosave {
    pub(super) draft: RwSignal<Draft>,
    baseline: RwSignal<Draft>,
    provenance: RwSignal<Option<Provenance>>,
    /// The id under which the form is saved first, from the server; empty where it makes one.
    pub(super) first_id: StoredValue<String>,
    /// The draft as it was saved last; `None` before the first time.
    pub stored: RwSignal<Option<DraftSummary>>,
    /// The state of the draft compared with the form.
    pub state: RwSignal<SaveState>,
    /// The form as it was saved last, or began.
    saved: StoredValue<Fingerprint>,
    /// The form as it was filled in by itself; `None` when somebody's own work is in it.
    pub(super) filled_in: StoredValue<Option<Fingerprint>>,
    waiting: StoredValue<Option<TimeoutHandle>>,
    pub(super) in_flight: StoredValue<bool>,
}

impl Autosave {
    /// Follows the form's signals. In the browser only: effects do not run on the server.
    ///
    /// `first` is the form as the server prepared it, `draft` what is typed, `baseline` what review compares with.
    pub fn new(
        first_id: String,
        stored: Option<DraftSummary>,
        first: &Draft,
        draft: RwSignal<Draft>,
        baseline: RwSignal<Draft>,
        provenance: RwSignal<Option<Provenance>>,
    ) -> Self {
        let is_stored = stored.is_some();
        let first = first.fingerprint();
        let autosave = Self {
            draft,
            baseline,
            provenance,
            first_id: StoredValue::new(first_id),
            stored: RwSignal::new(stored),
            state: RwSignal::new(if is_stored { SaveState::Saved } else { SaveState::Clean }),
            saved: StoredValue::new(first),
            filled_in: StoredValue::new((!is_stored).then_some(first)),
            waiting: StoredValue::new(None),
            in_flight: StoredValue::new(false),
        };
        Effect::new(move |_| {
            draft.track();
            autosave.notice();
        });
        on_cleanup(move || {
            // The page is being left, so unsaved changes are saved now. The call outlives the page.
            if autosave.state.try_with_untracked(|state| matches!(state, SaveState::Unsaved)) == Some(true) {
                autosave.save();
            }
            autosave.forget_timer();
        });
        autosave
    }

    /// Whether leaving the page would lose something.
    pub fn is_at_risk(self) -> bool {
        self.state.with_untracked(|state| !matches!(state, SaveState::Clean | SaveState::Saved))
    }

    /// The draft that stays when the form is left; `None` where nothing is saved or something is not.
    pub fn kept(self) -> Option<DraftSummary> {
        self.stored.get_untracked().filter(|_| !self.is_at_risk())
    }

    /// Treats the present form as unchanged, for example after its job was created.
    pub fn mark_clean(self) {
        self.forget_timer();
        self.saved.set_value(self.fingerprint());
        self.state.set(SaveState::Clean);
    }

    /// Overwrites what another tab saved.
    pub fn overwrite(self, newest: DraftSummary) {
        self.stored.set(Some(newest));
        self.state.set(SaveState::Unsaved);
        self.save();
    }

    /// Saves the form as a new draft.
    pub fn save_as_new(self) {
        self.first_id.set_value(String::new());
        self.stored.set(None);
        self.state.set(SaveState::Unsaved);
        self.save();
    }

    /// Saves now.
    pub fn save(self) {
        self.forget_timer();
        let is_waiting = self.state.with_untracked(|state| matches!(state, SaveState::Conflict(_) | SaveState::Gone));
        if is_waiting || self.in_flight.get_value() {
            return;
        }
        let saved = self.fingerprint();
        let is_first = self.stored.with_untracked(Option::is_none);
        if is_first
            && self.saved.with_value(|begun| *begun == saved)
            && self.state.with_untracked(|state| *state == SaveState::Unsaved)
        {
            // What was typed was taken back: there is nothing worth a draft.
            self.state.set(SaveState::Clean);
            return;
        }
        let form = self.form();
        let (id, version) = self.key();
        self.in_flight.set_value(true);
        self.state.set(SaveState::Saving);
        spawn_local(async move {
            let answer = save_draft(id, version, form).await;
            // The page may be gone, and its values with it.
            if self.in_flight.try_set_value(false).is_none() {
                self.take_answer(answer, saved);
            }
        });
    }

    pub(super) fn form(self) -> StoredForm {
        StoredForm {
            draft: self.draft.get_untracked(),
            baseline: self.baseline.get_untracked(),
            provenance: self.provenance.get_untracked(),
            refused: None,
        }
    }

    /// Id and version of what was saved last; before the first time the id that the server gave.
    pub(super) fn key(self) -> (String, i64) {
        let first = || (self.first_id.get_value(), UNSAVED);
        self.stored.with_untracked(|stored| stored.as_ref().map_or_else(first, |draft| (draft.id.clone(), draft.version)))
    }

    fn take_answer(self, answer: Result<Saved, AppError>, saved: Fingerprint) {
        match answer {
            Ok(Saved::Done(summary)) => {
                browser::replace_address(&format!("{}{}", paths::create_from_draft(&summary.id), browser::hash()));
                self.stored.set(Some(summary));
                self.saved.set_value(saved);
                self.state.set(SaveState::Saved);
                self.notice();
            }
            Ok(Saved::Conflict(newest)) => self.state.set(SaveState::Conflict(newest)),
            Ok(Saved::Gone) => self.state.set(SaveState::Gone),
            Err(error) => {
                self.state.set(SaveState::Failed(error));
                self.save_in(RETRY_DELAY);
            }
        }
    }

    /// Compares the form with what is saved, and schedules a save if they differ.
    fn notice(self) {
        if self.state.with_untracked(|state| matches!(state, SaveState::Unsaved)) {
            // Nothing is compared between two keystrokes.
            self.save_in(SAVE_DELAY);
            return;
        }
        let is_saved = self.fingerprint() == self.saved.get_value();
        let is_waiting = self.state.with_untracked(|state| matches!(state, SaveState::Conflict(_) | SaveState::Gone));
        if is_waiting || self.in_flight.get_value() {
            return;
        }
        if is_saved {
            self.forget_timer();
            let state = if self.stored.with_untracked(Option::is_some) { SaveState::Saved } else { SaveState::Clean };
            if self.state.with_untracked(|known| *known != state) {
                self.state.set(state);
            }
        } else {
            if self.state.with_untracked(|state| !matches!(state, SaveState::Unsaved)) {
                self.state.set(SaveState::Unsaved);
            }
            self.save_in(SAVE_DELAY);
        }
    }

    pub(super) fn fingerprint(self) -> Fingerprint {
        self.draft.with_untracked(Draft::fingerprint)
    }

    fn save_in(self, rest: Duration) {
        self.forget_timer();
        self.waiting.set_value(set_timeout_with_handle(move || self.save(), rest).ok());
    }

    pub(super) fn forget_timer(self) {
        if let Some(timeout) = self.waiting.try_get_value().flatten() {
            timeout.clear();
        }
    }

    /// The id of the draft, saved or not; tracked.
    pub fn id(self) -> String {
        self.stored.with(|stored| stored.as_ref().map(|draft| draft.id.clone())).unwrap_or_else(|| self.first_id.get_value())
    }

    /// Stops saving while the form is being submitted, so that leaving for the job's page neither asks nor saves again;
    /// gives the id of the draft, which may not be saved yet.
    pub fn submitted(self) -> String {
        self.mark_clean();
        self.key().0
    }

    /// Saves again after a submission that made no job.
    pub fn resume(self) {
        self.state.set(SaveState::Unsaved);
        self.save();
    }
}
