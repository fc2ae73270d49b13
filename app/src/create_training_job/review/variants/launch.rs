//! Sending the jobs one by one. A refusal concerns its own job; the others go on.

use std::collections::BTreeMap;

use console::{error::AppError, job_form::draft::Fingerprint};
use domain::{CheckContext, TrainingJobRequest, sweep::Variant};
use leptos::{prelude::*, task::spawn_local};

use super::plan::Plan;
use crate::create_training_job::{
    state::{FormState, accepted_warnings::key},
    submit::{create_variant, taken_names, variants_created},
};

/// How far a job has come.
#[derive(Debug, Clone, PartialEq)]
pub enum Progress {
    /// It can be sent.
    Ready,
    /// It breaks a rule; the message says which.
    Invalid(String),
    /// It is being sent.
    Sending,
    /// The job exists.
    Created,
    /// The target refused it.
    Refused(String),
}

/// The id of the tick that accepts warnings.
pub const ACCEPT_ID: &str = "accept-variant-warnings";

/// One job.
#[derive(Debug, Clone, PartialEq)]
pub struct VariantState {
    /// Its name.
    pub name: String,
    /// The values that vary.
    pub values: Vec<String>,
    /// How far it has come.
    pub progress: Progress,
    /// What may be wrong with it: the key that is accepted, and the sentence.
    pub warnings: Vec<(String, String)>,
    request: TrainingJobRequest,
}

impl VariantState {
    fn is_sendable(&self) -> bool {
        matches!(self.progress, Progress::Ready | Progress::Refused(_))
    }
}

/// All jobs that were previewed.
#[derive(Clone, Copy)]
pub struct Launch {
    pub(super) form: FormState,
    /// The jobs.
    pub rows: RwSignal<Vec<VariantState>>,
    /// The form of which they were made.
    made_of: StoredValue<Fingerprint>,
    /// Why there is no preview, or why the sending failed as a whole.
    pub problem: RwSignal<Option<String>>,
    /// Whether jobs are being sent.
    pub is_sending: RwSignal<bool>,
    /// Whether no further job is to be sent.
    pub is_stopped: RwSignal<bool>,
    /// Whether somebody wanted to send before the warnings were accepted.
    pub is_asked: RwSignal<bool>,
}

impl Launch {
    /// Nothing to send yet.
    pub fn new(form: FormState) -> Self {
        Self {
            form,
            rows: RwSignal::new(Vec::new()),
            made_of: StoredValue::new(form.autosave.fingerprint()),
            problem: RwSignal::new(None),
            is_sending: RwSignal::new(false),
            is_stopped: RwSignal::new(false),
            is_asked: RwSignal::new(false),
        }
    }

    /// Shows the jobs that were made of the present form, each checked by the rules.
    pub fn show(self, made: Vec<Variant>) {
        let region = self.form.region();
        let source = self.form.source();
        let facts = self
            .form
            .draft
            .with_untracked(|draft| self.form.observations.with_untracked(|observations| observations.facts(draft)));
        let row = |variant: Variant| {
            let context = CheckContext::for_region(&region).with_source_model(source.as_ref()).with_facts(&facts);
            let violations = domain::check(&variant.request, &context);
            let error = violations.errors().next().map(|error| error.message.clone());
            let warnings = violations.warnings().map(|warning| (key(warning), warning.message.clone())).collect();
            VariantState {
                name: variant.request.training_job_name.clone().unwrap_or_default(),
                values: variant.values,
                progress: error.map_or(Progress::Ready, Progress::Invalid),
                warnings,
                request: variant.request,
            }
        };
        self.problem.set(None);
        self.made_of.set_value(self.form.autosave.fingerprint());
        self.rows.set(made.into_iter().map(row).collect());
    }

    /// How many jobs a press of the button would send; tracked.
    pub fn sendable(self) -> usize {
        self.rows.with(|rows| rows.iter().filter(|row| row.is_sendable()).count())
    }

    /// Names of the jobs that exist; tracked.
    pub fn created(self) -> Vec<String> {
        let created = |row: &&VariantState| row.progress == Progress::Created;
        self.rows.with(|rows| rows.iter().filter(created).map(|row| row.name.clone()).collect())
    }

    /// How many jobs break a rule; tracked.
    pub fn invalid(self) -> usize {
        self.rows.with(|rows| rows.iter().filter(|row| matches!(row.progress, Progress::Invalid(_))).count())
    }

    /// The warnings of the jobs that were not sent yet, each once.
    pub fn warnings(self) -> BTreeMap<String, String> {
        self.rows.with(|rows| rows.iter().filter(|row| row.is_sendable()).flat_map(|row| row.warnings.clone()).collect())
    }

    /// Whether some warnings are not accepted; tracked.
    pub fn has_open_warnings(self) -> bool {
        !self.form.open_warnings(&self.warnings().into_keys().collect()).is_empty()
    }

    /// Accepts the warnings of all jobs, or takes that back.
    pub fn accept_warnings(self, is_accepted: bool) {
        self.form.accept_warnings(untrack(|| self.warnings()).into_keys().collect(), is_accepted);
        self.is_asked.set(false);
    }

    /// Says why there is nothing to show.
    pub fn refuse(self, problem: String) {
        self.rows.set(Vec::new());
        self.problem.set(Some(problem));
    }

    /// Sends all jobs that can be sent, after their names were found free.
    pub fn send(self, plan: Plan) {
        if self.is_sending.get_untracked() {
            return;
        }
        // The reason stands beside the button.
        if untrack(|| self.invalid()) > 0 {
            return;
        }
        if untrack(|| self.has_open_warnings()) {
            self.is_asked.set(true);
            request_animation_frame(|| crate::browser::focus(ACCEPT_ID));
            return;
        }
        self.problem.set(None);
        self.is_stopped.set(false);
        self.is_sending.set(true);
        spawn_local(async move {
            if self.names_are_free(plan).await {
                self.send_each().await;
            }
            self.is_sending.try_set(false);
            // The page may have been left meanwhile.
            let Some(made_of) = self.made_of.try_get_value() else { return };
            if self.rows.try_with_untracked(|rows| are_all_created(rows)) == Some(true) {
                self.form.has_launched.set(true);
                // The jobs exist, and a draft that remains is harmless. The database has logged why.
                variants_created(self.form.autosave.launched(made_of)).await.ok();
            }
        });
    }

    /// Whether all names are free. Otherwise the table is made again with other names, for a person to check.
    async fn names_are_free(self, plan: Plan) -> bool {
        let names = self.rows.with_untracked(|rows| {
            rows.iter().filter(|row| row.progress == Progress::Ready).map(|row| row.name.clone()).collect::<Vec<_>>()
        });
        match taken_names(names).await {
            Ok(taken) if taken.is_empty() => true,
            Ok(taken) => {
                let words = taken.join(", ");
                plan.taken.try_update_value(|known| known.extend(taken));
                match plan.variants() {
                    Ok(made) => self.show(made),
                    Err(error) => self.refuse(error.to_string()),
                }
                self.problem.try_set(Some(format!(
                    "These names have been taken in the meantime, so the table has new ones: {words}. Nothing was sent."
                )));
                false
            }
            Err(error) => {
                self.problem.try_set(Some(error.to_string()));
                false
            }
        }
    }

    async fn send_each(self) {
        let count = self.rows.with_untracked(Vec::len);
        for place in 0..count {
            // The page may have been left; the remaining jobs are then not sent.
            if self.is_stopped.try_get_untracked() != Some(false) {
                return;
            }
            let request = self
                .rows
                .try_with_untracked(|rows| rows.get(place).filter(|row| row.is_sendable()).map(|row| row.request.clone()));
            let Some(Some(request)) = request else { continue };
            self.mark(place, Progress::Sending);
            let progress = match create_variant(request).await {
                Ok(_) => Progress::Created,
                Err(error) => Progress::Refused(words(&error)),
            };
            self.mark(place, progress);
        }
    }

    fn mark(self, place: usize, progress: Progress) {
        self.rows.try_update(|rows| {
            if let Some(row) = rows.get_mut(place) {
                row.progress = progress;
            }
        });
    }
}

/// Whether nothing remains to be sent.
fn are_all_created(rows: &[VariantState]) -> bool {
    !rows.is_empty() && rows.iter().all(|row| row.progress == Progress::Created)
}

/// The first message of a refusal, which names its field's problem.
fn words(error: &AppError) -> String {
    match error {
        AppError::Invalid(violations) => violations.errors().map(|error| error.message.as_str()).collect::<Vec<_>>().join(" "),
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(progress: Progress) -> VariantState {
        let request = TrainingJobRequest::default();
        VariantState { name: "a".to_owned(), values: Vec::new(), progress, warnings: Vec::new(), request }
    }

    #[test]
    fn a_set_is_launched_when_every_job_of_it_exists() {
        assert!(are_all_created(&[row(Progress::Created), row(Progress::Created)]));
        assert!(!are_all_created(&[row(Progress::Created), row(Progress::Refused("no".to_owned()))]));
        assert!(!are_all_created(&[row(Progress::Created), row(Progress::Ready)]));
        assert!(!are_all_created(&[]));
    }
}
