//! The form while it is filled in: what every section reads and writes through the context.

pub mod accepted_warnings;
pub mod autosave;
pub mod debounce;
mod field_messages;
mod field_signals;
mod lookups;
mod navigation;
mod replace_draft;
mod start_over;

use std::collections::HashSet;

use console::{
    data::{Suggestions, drafts::DraftSummary},
    error::AppError,
    job_form::{
        draft::{Draft, InputKey, List, without},
        import_report::ImportReport,
        observations::Observations,
        provenance::Provenance,
        start::Start,
        step::Step,
    },
};
use domain::{CheckContext, Field, Violation, Violations, incremental::SourceModel};
use leptos::prelude::*;

use self::{
    accepted_warnings::Acceptance,
    autosave::{Autosave, Behind},
    field_signals::Cells,
};
use crate::settings::use_settings;

pub use field_messages::note_of;

/// The id of the element `<form>`.
pub const FORM_ID: &str = "create-training-job";
/// The id of the summary of errors, which gets the focus after a submission that was refused.
pub const SUMMARY_ID: &str = "error-summary";

/// What a location in S3 is picked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pick {
    /// A field.
    Field(Field),
    /// The model to start from.
    Artifact,
}

/// The form's signals.
#[derive(Clone, Copy)]
pub struct Form {
    /// What is typed; the inputs follow it.
    pub draft: RwSignal<Draft>,
    /// What everything derived follows: the server's draft until the page is live, so that both render the same.
    pub shown: Memo<Draft>,
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
    /// What assistive technology is told.
    pub announcement: RwSignal<String>,
    /// Why the last submission, or an earlier question, failed as a whole.
    pub trouble: RwSignal<Option<AppError>>,
    /// What a location is being picked for.
    pub picking: RwSignal<Option<Pick>>,
    /// The location of a model in *Start from*.
    pub artifact: RwSignal<String>,
    /// The same as [`Form::shown`] once typing rests: for what shows the whole form and is costly to draw.
    pub settled: RwSignal<Draft>,
    /// What the whole form began with, where that is more than the usual values.
    pub provenance: RwSignal<Option<Provenance>>,
    /// The draft that this form was put in the place of.
    pub behind: RwSignal<Option<DraftSummary>>,
    /// What was typed before and stands in the form that a model filled in.
    pub stayed: RwSignal<Vec<String>>,
    /// What fields offer to choose from; empty until the server has answered.
    pub suggestions: RwSignal<Suggestions>,
    source: Memo<Option<SourceModel>>,
    cells: Cells,
    /// What did not come along from where the values are.
    pub import_report: RwSignal<Option<ImportReport>>,
    /// Which warnings were accepted.
    pub acceptance: Acceptance,
    /// The draft that follows the form.
    pub autosave: Autosave,
    left: RwSignal<HashSet<Field>>,
    typed: RwSignal<HashSet<Field>>,
    region: StoredValue<String>,
}

impl Form {
    /// The form as the server prepared it, with `typed` in place of its values where the browser found some. `single` shows all steps.
    pub fn new(start: Start, typed: Option<Draft>, single: bool) -> Self {
        let region = use_settings().region;
        let live = RwSignal::new(false);
        Effect::new(move |_| live.set(true));
        let is_refused = start.refused.is_some();
        let is_filled = start.draft != start.baseline || start.source.is_some() || start.provenance.is_some() || is_refused;
        let stored = start.stored;
        let mut observations = Observations::default();
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
        let observations = RwSignal::new(observations);
        let draft = RwSignal::new(typed.unwrap_or_else(|| start.draft.clone()));
        let settled = RwSignal::new(start.draft.clone());
        let baseline = RwSignal::new(start.baseline.clone());
        let provenance = RwSignal::new(start.provenance);
        let autosave = Autosave::new(stored, &start.draft, draft, Behind { baseline, provenance });
        let import_report = start.import_report;
        let rendered = start.draft;
        let shown = Memo::new(move |_| if live.get() { draft.get() } else { rendered.clone() });
        let region = StoredValue::new(region);
        let violations = Memo::new(move |_| {
            shown.with(|draft| {
                observations.with(|observations| {
                    region.with_value(|region| {
                        let facts = observations.facts(draft);
                        let context =
                            CheckContext::for_region(region).with_source_model(observations.source(draft)).with_facts(&facts);
                        let mut all = draft.violations_within(&context);
                        for violation in observations.violations(draft) {
                            // What the server refused may be what the browser says too.
                            let is_said = |said: &Violation| said.field == violation.field && said.code == violation.code;
                            if !all.0.iter().any(is_said) {
                                all.push(violation);
                            }
                        }
                        all.0.sort_by_key(|violation| console::job_form::step::position(&violation.field, draft));
                        all
                    })
                })
            })
        });
        let first = if is_refused {
            Step::Review
        } else if is_filled {
            Step::JobSettings
        } else {
            Step::StartFrom
        };
        let all_steps = || HashSet::from(Step::ALL);
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
            picking: RwSignal::new(None),
            artifact: RwSignal::new(String::new()),
            settled,
            provenance,
            behind: RwSignal::new(None),
            stayed: RwSignal::new(Vec::new()),
            suggestions: RwSignal::new(Suggestions::default()),
            source,
            cells: Cells::new(),
            import_report: RwSignal::new(import_report),
            acceptance: Acceptance::new(),
            autosave,
            left: RwSignal::new(HashSet::new()),
            typed: RwSignal::new(HashSet::new()),
            region,
        };
        form.keep_cells();
        form.keep_settled();
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

    /// Types into a field.
    pub fn type_into(self, field: &Field, value: String) {
        self.type_slot(&InputKey::Field(field.clone()), value);
    }

    /// Types into a control.
    pub fn type_slot(self, slot: &InputKey, value: String) {
        self.draft.update(|draft| slot.set(draft, value));
        let field = self.draft.with_untracked(|draft| slot.field(draft));
        if !self.typed.with_untracked(|typed| typed.contains(&field)) {
            self.typed.update(|typed| {
                typed.insert(field);
            });
        }
    }

    /// Takes a row out of a list and says so.
    pub fn remove(self, list: List, row: u32, words: &str) {
        self.draft.update(|draft| draft.remove(list, row));
        self.left.update(|fields| *fields = without(fields, list, row));
        self.typed.update(|fields| *fields = without(fields, list, row));
        self.announcement.set(format!("Removed {words}."));
    }

    /// Shows what the server made of a submission that it refused.
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

/// The form around a section.
pub fn use_form() -> Form {
    expect_context::<Form>()
}
