//! The draft on the server that follows the form: saved a second after the last keystroke, never over what another tab saved:
//! the server compares the version that this form was read with (`server/src/db/drafts.rs`). One save is under way at a time
//! ([`SaveOrder`]).

mod left_behind;

use std::time::Duration;

use console::{
    data::drafts::{DraftSummary, Saved},
    error::AppError,
    job_form::{
        draft::{Draft, Fingerprint},
        provenance::Provenance,
        save_order::{AfterSave, SaveOrder},
        stored_form::StoredForm,
    },
    paths,
};
use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*, task::spawn_local};

use self::left_behind::LeftBehind;
use crate::{
    browser,
    drafts::api::{new_draft_id, save_draft},
};

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
    /// Which draft the form is saved as, and what is under way.
    pub(super) order: RwSignal<SaveOrder>,
    /// The state of the draft compared with the form.
    pub state: RwSignal<SaveState>,
    /// The form as it was filled in by itself; `None` when somebody's own work is in it.
    pub(super) filled_in: StoredValue<Option<Fingerprint>>,
    waiting: StoredValue<Option<TimeoutHandle>>,
    /// The form as it was when the page was left during a save.
    left_behind: StoredValue<LeftBehind>,
}

impl Autosave {
    /// Follows the form's signals. In the browser only: effects do not run on the server.
    ///
    /// `first_id` is the id under which a form without a `stored` draft is saved first. `first` is the form as the server
    /// prepared it, `draft` what is typed, `baseline` what review compares with.
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
            order: RwSignal::new(SaveOrder::new(first_id, stored, first)),
            state: RwSignal::new(if is_stored { SaveState::Saved } else { SaveState::Clean }),
            filled_in: StoredValue::new((!is_stored).then_some(first)),
            waiting: StoredValue::new(None),
            left_behind: StoredValue::new(LeftBehind::default()),
        };
        Effect::new(move |_| {
            draft.track();
            autosave.notice();
        });
        on_cleanup(move || autosave.leave());
        autosave
    }

    /// Whether leaving the page would lose something.
    pub fn is_at_risk(self) -> bool {
        self.state.with_untracked(|state| !matches!(state, SaveState::Clean | SaveState::Saved))
    }

    /// The draft that stays when the form is left; `None` where nothing is saved or something is not.
    pub fn kept(self) -> Option<DraftSummary> {
        self.order.with_untracked(|order| order.stored().cloned()).filter(|_| !self.is_at_risk())
    }

    /// Treats the present form as unchanged.
    pub fn mark_clean(self) {
        self.forget_timer();
        let form = self.fingerprint();
        self.order.update(|order| order.declare_clean(form));
        self.state.set(SaveState::Clean);
    }

    /// Overwrites what another tab saved.
    pub fn overwrite(self, newest: DraftSummary) {
        self.order.update(|order| order.overwrite(newest));
        self.state.set(SaveState::Unsaved);
        self.save();
    }

    /// Saves the form as a new draft. The old one stays as it is.
    pub fn save_as_new(self) {
        if self.order.try_update(SaveOrder::begin_new) != Some(true) {
            return;
        }
        spawn_local(async move {
            let (id, error) = match new_draft_id().await {
                Ok(id) => (Some(id), None),
                Err(error) => (None, Some(error)),
            };
            // The page may be gone, and its values with it.
            if self.order.try_update(|order| order.end_new(id)).is_none() {
                return;
            }
            match error {
                Some(error) => self.show_failure(error),
                None => {
                    self.state.set(SaveState::Unsaved);
                    self.save();
                }
            }
        });
    }

    /// Saves now, or as soon as the save that is under way has ended.
    pub fn save(self) {
        self.forget_timer();
        if self.waits_for_choice() {
            return;
        }
        let form = self.fingerprint();
        let is_new = self.order.with_untracked(|order| order.stored().is_none() && !order.needs_save(form));
        if is_new && self.state.with_untracked(|state| *state == SaveState::Unsaved) {
            // What was typed was taken back, or is not worth a draft.
            self.state.set(SaveState::Clean);
            return;
        }
        let Some(key) = self.order.try_update(|order| order.begin(form)).flatten() else { return };
        self.state.set(SaveState::Saving);
        let stored_form = self.form();
        let left_behind = self.left_behind.get_value();
        spawn_local(async move {
            let answer = save_draft(key.id.clone(), key.version, stored_form).await;
            match self.order.try_update(|order| order.end(&answer)) {
                Some(next) => self.take_answer(answer, next),
                None => left_behind.save(key, answer).await,
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

    fn take_answer(self, answer: Result<Saved, AppError>, next: AfterSave) {
        match (next, answer) {
            (AfterSave::Ignore, _) => {}
            (AfterSave::SaveAgain, _) => self.save(),
            (AfterSave::Show, Ok(Saved::Done(summary))) => {
                browser::replace_address(&format!("{}{}", paths::create_from_draft(&summary.id), browser::hash()));
                self.state.set(SaveState::Saved);
                self.notice();
            }
            (AfterSave::Show, Ok(Saved::Conflict(newest))) => self.state.set(SaveState::Conflict(newest)),
            (AfterSave::Show, Ok(Saved::Gone)) => self.state.set(SaveState::Gone),
            (AfterSave::Show, Err(error)) => self.show_failure(error),
        }
    }

    fn show_failure(self, error: AppError) {
        self.state.set(SaveState::Failed(error));
        self.save_in(RETRY_DELAY);
    }

    /// Compares the form with what is saved, and schedules a save if they differ.
    fn notice(self) {
        if self.state.with_untracked(|state| matches!(state, SaveState::Unsaved)) {
            // Nothing is compared between two keystrokes.
            self.save_in(SAVE_DELAY);
            return;
        }
        // The answer to a save that is under way leads here again.
        if self.waits_for_choice() || self.order.with_untracked(SaveOrder::is_busy) {
            return;
        }
        let form = self.fingerprint();
        let (needs_save, is_stored) = self.order.with_untracked(|order| (order.needs_save(form), order.stored().is_some()));
        if needs_save {
            self.state.set(SaveState::Unsaved);
            self.save_in(SAVE_DELAY);
        } else {
            self.forget_timer();
            let state = if is_stored { SaveState::Saved } else { SaveState::Clean };
            if self.state.with_untracked(|known| *known != state) {
                self.state.set(state);
            }
        }
    }

    /// Saves what is not saved yet, because the page is being left. The call outlives the page.
    fn leave(self) {
        let is = |wanted: SaveState| self.state.try_with_untracked(|state| *state == wanted) == Some(true);
        if is(SaveState::Unsaved) {
            self.save();
        } else if is(SaveState::Saving) {
            let form = self.fingerprint();
            if self.order.with_untracked(|order| order.is_behind(form)) {
                self.left_behind.get_value().put(self.form());
            }
        }
        self.forget_timer();
    }

    /// Whether another tab changed or removed the draft, and a person has to choose what is to be done.
    fn waits_for_choice(self) -> bool {
        self.state.with_untracked(|state| matches!(state, SaveState::Conflict(_) | SaveState::Gone))
    }

    /// The fingerprint of the form as it is now.
    pub fn fingerprint(self) -> Fingerprint {
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
        self.order.with(|order| order.id().to_owned())
    }

    /// The id of the draft; `None` before it was saved.
    pub fn stored_id(self) -> Option<String> {
        self.order.with_untracked(|order| order.stored().map(|draft| draft.id.clone()))
    }

    /// Stops saving while the form is being submitted, so that leaving for the job's page neither asks nor saves again;
    /// gives the id of the draft, which may not be saved yet.
    pub fn submitted(self) -> String {
        self.forget_timer();
        self.order.update(SaveOrder::hold);
        self.state.set(SaveState::Clean);
        self.order.with_untracked(|order| order.id().to_owned())
    }

    /// The same after several jobs were made of `form`. The page stays open: what differs from it becomes another draft, also
    /// when it was typed while the jobs were being sent.
    pub fn launched(self, form: Fingerprint) -> String {
        let id = self.submitted();
        self.begin_another(form);
        id
    }

    /// Saves again as soon as the server has given the id of another draft. It begins with what the form held at `form`; what
    /// is typed until the answer arrives is a change of it.
    fn begin_another(self, form: Fingerprint) {
        spawn_local(async move {
            let answer = new_draft_id().await;
            // The page may be gone, and its values with it.
            if self.order.try_with_untracked(|_| ()).is_none() {
                return;
            }
            match answer {
                Ok(id) => {
                    self.order.update(|order| order.begin_another(id, form));
                    self.notice();
                }
                Err(error) => {
                    self.state.set(SaveState::Failed(error));
                    self.waiting.set_value(set_timeout_with_handle(move || self.begin_another(form), RETRY_DELAY).ok());
                }
            }
        });
    }

    /// Saves again after a submission that made no job.
    pub fn resume(self) {
        self.order.update(SaveOrder::release);
        self.state.set(SaveState::Unsaved);
        self.save();
    }
}
