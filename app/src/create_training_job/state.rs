//! The form while it is filled in: what every section reads and writes through the context.

pub mod accepted_warnings;
pub mod autosave;
pub mod debounce;
mod field_signals;
mod lookups;
mod navigation;
mod replace_draft;
mod shown_draft;
mod start_over;

use std::collections::HashSet;

use console::{
    data::{Suggestions, drafts::DraftSummary},
    error::AppError,
    job_form::{
        draft::{Draft, InputKey, List, RemovedRow, without},
        import_report::ImportReport,
        observations::Observations,
        provenance::Provenance,
        start::Start,
        step::Step,
    },
};
use domain::{Field, Violations, incremental::SourceModel};
use leptos::prelude::*;

use self::{
    accepted_warnings::Acceptance, autosave::Autosave, debounce::Redraw, field_signals::FieldSignals, shown_draft::ShownDraft,
};
use crate::settings::use_settings;

pub use field_signals::{FieldSignal, note_of};

/// The id of the element `<form>`.
pub const FORM_ID: &str = "create-training-job";
/// The id of the summary of errors, which gets the focus after a submission that was refused.
pub const SUMMARY_ID: &str = "error-summary";

/// The id of the button that adds a row to a list.
pub fn add_button_id(list: List) -> String {
    format!("add-{}", list.as_str())
}

/// The id of the button that unfolds the card of a channel.
pub fn edit_button_id(channel: u32) -> String {
    format!("channel-{channel}-edit")
}

/// What a location in S3 is picked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PickTarget {
    /// A field.
    Field(Field),
    /// The model to start from.
    Artifact,
}

/// The form's signals. There are two drafts: what is typed, and what review compares with. Everything else reads the
/// first one, or knows it by its fingerprint.
#[derive(Clone, Copy)]
pub struct FormState {
    /// What is typed; the inputs follow it.
    pub draft: RwSignal<Draft>,
    /// What everything derived follows: the server's draft until the page is live, so that both render the same.
    pub shown: ShownDraft,
    /// What review compares with.
    pub baseline: RwSignal<Draft>,
    /// What the server knows.
    pub observations: RwSignal<Observations>,
    /// All broken rules, in the order of the page.
    pub violations: Memo<Violations>,
    /// Whether all steps are in view.
    pub single: RwSignal<bool>,
    /// The step in view.
    pub step: RwSignal<Step>,
    /// Steps that may be gone to directly.
    pub visited: RwSignal<HashSet<Step>>,
    /// Steps whose messages are shown even on fields that were never left.
    pub marked: RwSignal<HashSet<Step>>,
    /// The text that assistive technology announces.
    pub announcement: RwSignal<String>,
    /// Why the last submission or lookup failed as a whole.
    pub trouble: RwSignal<Option<AppError>>,
    /// Whether the server did not answer the last question; it is asked until it does.
    pub is_server_gone: RwSignal<bool>,
    /// The draft that was saved last, as long as a new form offers it.
    pub last_draft: RwSignal<Option<DraftSummary>>,
    /// What a location is being picked for.
    pub picking: RwSignal<Option<PickTarget>>,
    /// The location of a model in *Start from*.
    pub artifact: RwSignal<String>,
    /// The source of the form's values; `None` for the defaults.
    pub provenance: RwSignal<Option<Provenance>>,
    /// The draft that this form replaced.
    pub replaced: RwSignal<Option<DraftSummary>>,
    /// Fields that kept their typed values when a model filled the form in.
    pub kept_typed: RwSignal<Vec<String>>,
    /// What fields offer to choose from; empty until the server has answered.
    pub suggestions: RwSignal<Suggestions>,
    /// What the form could not take over from its source.
    pub import_report: RwSignal<Option<ImportReport>>,
    /// The row that was removed last, with the words that say so.
    pub removed: RwSignal<Option<(String, RemovedRow)>>,
    /// Which warnings were accepted.
    pub acceptance: Acceptance,
    /// The draft on the server that follows the form.
    pub autosave: Autosave,
    /// Whether all variants of the form are jobs.
    pub has_launched: RwSignal<bool>,
    source: Memo<Option<SourceModel>>,
    signals: FieldSignals,
    redraw: Redraw,
    /// Fields that were left once, which show their messages.
    touched: RwSignal<HashSet<Field>>,
    /// Fields that a person typed into.
    typed: RwSignal<HashSet<Field>>,
    region: StoredValue<String>,
}

impl FormState {
    /// The form as the server prepared it, with `typed` in place of its values where the browser found some. `single`
    /// shows all steps.
    pub fn new(start: Start, typed: Option<Draft>, single: bool) -> Self {
        let is_refused = start.refused.is_some();
        let is_filled = start.draft != start.baseline || start.source.is_some() || start.provenance.is_some() || is_refused;
        let first = first_step(is_refused, is_filled);
        let mut observations = Observations::default();
        observations.facts.engine_images = start.engine_images;
        observations.facts.account = use_settings().account;
        if let Some(source) = start.source {
            observations.sources.insert(source.artifact.clone(), source);
        }
        let trouble = match start.refused {
            Some(AppError::Invalid(violations)) => {
                observations.refuse(&start.draft, violations);
                None
            }
            other => other,
        };
        let all_steps = || HashSet::from(Step::ALL);
        let region = StoredValue::new(use_settings().region);
        let observations = RwSignal::new(observations);
        let baseline = RwSignal::new(start.baseline);
        let provenance = RwSignal::new(start.provenance);
        let redraw = Redraw::new(typed.is_some());
        let (draft, shown) = ShownDraft::new(start.draft.clone(), typed);
        let autosave = Autosave::new(start.draft_id, start.stored, &start.draft, draft, baseline, provenance);
        let violations = Memo::new(move |_| {
            let of_draft =
                |draft: &Draft, region: &str| observations.with(|observations| draft.violations_observed(region, observations));
            shown.with(|draft| region.with_value(|region| of_draft(draft, region)))
        });
        let source =
            Memo::new(move |_| shown.with(|draft| observations.with(|observations| observations.source(draft).cloned())));
        let form = Self {
            draft,
            shown,
            baseline,
            observations,
            violations,
            single: RwSignal::new(single),
            step: RwSignal::new(first),
            visited: RwSignal::new(if is_filled || single { all_steps() } else { HashSet::from([first]) }),
            marked: RwSignal::new(if is_refused { all_steps() } else { HashSet::new() }),
            announcement: RwSignal::new(String::new()),
            trouble: RwSignal::new(trouble),
            is_server_gone: RwSignal::new(false),
            last_draft: RwSignal::new(start.last_draft),
            picking: RwSignal::new(None),
            artifact: RwSignal::new(String::new()),
            provenance,
            replaced: RwSignal::new(None),
            kept_typed: RwSignal::new(Vec::new()),
            removed: RwSignal::new(None),
            suggestions: RwSignal::new(Suggestions::default()),
            import_report: RwSignal::new(start.import_report),
            acceptance: Acceptance::new(),
            autosave,
            has_launched: RwSignal::new(false),
            source,
            signals: FieldSignals::new(),
            redraw,
            touched: RwSignal::new(HashSet::new()),
            typed: RwSignal::new(HashSet::new()),
            region,
        };
        form.keep_signals();
        form.keep_redraw();
        Effect::new(move |_| {
            if form.trouble.with(|trouble| matches!(trouble, Some(AppError::Transport(_)))) {
                form.wait_for_server();
            }
        });
        form
    }

    /// The Region of the job.
    pub fn region(self) -> String {
        self.region.get_value()
    }

    /// What is known about the model that the job starts from; tracked.
    pub fn source(self) -> Option<SourceModel> {
        self.source.get()
    }

    /// How many rows a list has.
    pub fn count(self, list: List) -> Memo<u32> {
        Memo::new(move |_| self.draft.with(|draft| draft.rows(list)))
    }

    /// Types into a control.
    pub fn set(self, key: impl Into<InputKey>, value: String) {
        let key = key.into();
        self.draft.update(|draft| key.set(draft, value));
        let field = self.draft.with_untracked(|draft| key.field(draft));
        if !self.typed.with_untracked(|typed| typed.contains(&field)) {
            self.typed.update(|typed| {
                typed.insert(field);
            });
        }
    }

    /// Notes that a field was left: from now on its messages are shown, and the server is asked about it.
    pub fn leave(self, field: &Field) {
        if !self.touched.with_untracked(|touched| touched.contains(field)) {
            self.touched.update(|touched| {
                touched.insert(field.clone());
            });
        }
        self.look_up(field);
    }

    /// Removes a row of a list and announces it. The focus goes to the row that moved up, or to the button that adds one.
    pub fn remove(self, list: List, row: u32, words: &str) {
        let removed = self.draft.try_update(|draft| draft.remove(list, row)).flatten();
        self.touched.update(|fields| *fields = without(fields, list, row));
        self.typed.update(|fields| *fields = without(fields, list, row));
        self.announcement.set(format!("Removed {words}."));
        if let Some(removed) = removed {
            self.removed.set(Some((format!("Removed {words}."), removed)));
        }
        let rows = self.draft.with_untracked(|draft| draft.rows(list));
        let next = row.min(rows.saturating_sub(1));
        let is_folded = || {
            let place = usize::try_from(next).unwrap_or(usize::MAX);
            self.draft.with_untracked(|draft| draft.channels.get(place).is_some_and(|channel| channel.is_folded))
        };
        let id = match (rows, list) {
            (0, _) => add_button_id(list),
            (_, List::Channels) if is_folded() => edit_button_id(next),
            _ => self.draft.with_untracked(|draft| draft.element_id(&list.first(next))),
        };
        crate::browser::focus_when_shown(id);
    }

    /// Puts the row back that was removed last.
    pub fn undo_removal(self) {
        if let Some((_, removed)) = self.removed.try_update(Option::take).flatten() {
            self.draft.update(|draft| draft.put_back(removed));
            self.announcement.set("The removed row is back.".to_owned());
        }
    }

    /// Shows why the server refused a submission.
    pub fn refused(self, error: AppError) {
        self.marked.set(HashSet::from(Step::ALL));
        match error {
            AppError::Invalid(violations) => {
                self.trouble.set(None);
                let draft = self.draft.get_untracked();
                self.observations.update(|observations| observations.refuse(&draft, violations));
            }
            other => self.trouble.set(Some(other)),
        }
        request_animation_frame(|| crate::browser::focus(SUMMARY_ID));
    }
}

/// The step that is in view at first.
fn first_step(is_refused: bool, is_filled: bool) -> Step {
    match (is_refused, is_filled) {
        (true, _) => Step::Review,
        (false, true) => Step::JobSettings,
        (false, false) => Step::StartFrom,
    }
}

/// The form around a section.
pub fn use_form() -> FormState {
    expect_context::<FormState>()
}
