//! Starting over on the same page: from a job, a model, a pasted request, the example, or the defaults.

use std::collections::HashSet;

use console::{
    error::AppError,
    job_form::{
        draft::Draft,
        start::{Start, StartFrom},
    },
};
use domain::{ChannelField, Field};
use leptos::{prelude::*, task::spawn_local};

use super::{FormState, Step};
use crate::create_training_job::api::prepare_form;

impl FormState {
    /// Fills the form in. With a model what a person has typed stays and is listed; everything else that can be asked for
    /// takes the place of the whole form, and what was in it stays behind as a draft.
    ///
    /// `from` may be a sentence that says why it is nothing to start from.
    pub fn start_from(self, from: Result<StartFrom, String>, done: String) {
        spawn_local(async move {
            let from = match from {
                Ok(from) => from,
                Err(notice) => return self.trouble.set(Some(AppError::Refused(notice))),
            };
            match prepare_form(from.parameters()).await {
                Ok(Start { notice: Some(notice), .. }) => self.trouble.set(Some(AppError::Refused(notice))),
                Ok(start) => self.take(start, &from, done).await,
                Err(error) => self.trouble.set(Some(error)),
            }
        });
    }

    async fn take(self, start: Start, from: &StartFrom, done: String) {
        let mut draft = start.draft;
        let own = self.draft.get_untracked();
        let typed = if from.is_whole_form() { HashSet::new() } else { self.typed.get_untracked() };
        let fresh = draft.clone();
        draft.keep_typed(&own, &typed);
        if let Some(source) = &start.source {
            draft.adopt(source);
        }
        let stays = |field: &&Field| own.value(field) == draft.value(field);
        let is_lost = !typed.iter().all(|field| stays(&field));
        let is_left = if from.is_whole_form() {
            self.autosave.holds_own_work() || (*from == StartFrom::Blank && self.autosave.is_stored())
        } else {
            is_lost || self.autosave.was_opened()
        };
        let replaced = if is_left {
            match self.autosave.replace(start.draft_id).await {
                Ok(replaced) => Some(replaced),
                // The form is not replaced when its draft could not be saved.
                Err(error) => return self.trouble.set(Some(error)),
            }
        } else {
            None
        };
        let differs = |field: &&Field| fresh.value(field) != draft.value(field);
        let mut kept_typed: Vec<String> =
            typed.iter().filter(stays).filter(differs).map(|field| words_of(field, &draft)).collect();
        kept_typed.sort();
        let is_default = start.provenance.is_none() && start.source.is_none();
        if let Some(source) = start.source {
            self.observations.update(|observations| {
                observations.sources.insert(source.artifact.clone(), source);
            });
        }
        if from.is_whole_form() {
            self.typed.set(HashSet::new());
            self.touched.set(HashSet::new());
        }
        self.marked.set(HashSet::new());
        self.trouble.set(None);
        self.import_report.set(start.import_report);
        self.provenance.set(start.provenance);
        self.baseline.set(start.baseline);
        self.autosave.filled_in(&draft, kept_typed.is_empty());
        self.draft.set(draft);
        if is_default {
            // Default values need not be kept.
            self.autosave.mark_clean();
        }
        self.visited.set(Step::ALL.into());
        let kept = replaced.as_ref().map(|draft| format!(" What was in the form before is kept in Drafts as {}.", draft.name()));
        let listed = (!kept_typed.is_empty()).then(|| format!(" Kept as you typed it: {}.", kept_typed.join(", ")));
        self.announcement.set(format!("{done}{}{}", kept.unwrap_or_default(), listed.unwrap_or_default()));
        self.replaced.set(replaced);
        self.kept_typed.set(kept_typed);
        self.go(Step::JobSettings);
        self.look_up(&Field::JobName);
        self.look_up_all_locations();
    }
}

/// A field in a list of fields.
fn words_of(field: &Field, draft: &Draft) -> String {
    match field {
        Field::Hyperparameter(name) => name.clone(),
        Field::Channel(index, part) => {
            let name = draft.value(&Field::Channel(*index, ChannelField::Name)).unwrap_or_default();
            format!("{} of {name}", part.member())
        }
        field => field.id().replace('-', " "),
    }
}
