//! What the form asks the server while it is filled in.

use domain::{ChannelField, Field, S3Uri};
use leptos::{prelude::*, task::spawn_local};

use super::{Form, Step};
use crate::{
    error::AppError,
    training_jobs::create::{
        draft::Draft,
        lookup,
        setup::{Ask, Setup, set_up},
    },
};

impl Form {
    /// Asks the server what only it knows about a field's value.
    pub fn ask_about(self, field: &Field) {
        let Some(value) = self.draft.with_untracked(|draft| draft.value(field).map(|value| value.trim().to_owned())) else {
            return;
        };
        match field {
            Field::JobName => self.ask_for_name(value),
            Field::OutputPath | Field::Channel(_, ChannelField::S3Uri) => self.look_at(value),
            _ => {}
        }
        self.ask_for_source();
    }

    /// Looks at every location that the form holds already.
    pub fn look_everywhere(self) {
        let mut locations = self.draft.with_untracked(|draft| {
            let data = draft.channels.iter().map(|channel| channel.uri.trim().to_owned());
            data.chain([draft.source.trim().to_owned(), draft.output_path.trim().to_owned()]).collect::<Vec<_>>()
        });
        locations.sort_unstable();
        locations.dedup();
        for location in locations {
            self.look_at(location);
        }
    }

    fn ask_for_name(self, name: String) {
        if domain::JobName::parse(&name).is_ok() {
            spawn_local(async move {
                // Without an answer nothing is said; the submission asks again.
                if let Ok(is_taken) = lookup::name_is_taken(name.clone()).await {
                    self.findings.update(|findings| {
                        findings.names.insert(name, is_taken);
                    });
                }
            });
        }
    }

    /// Looks at a location and remembers what is there.
    pub fn look_at(self, uri: String) {
        if S3Uri::parse(&uri).is_ok() {
            spawn_local(async move {
                if let Ok(finding) = lookup::look(uri.clone()).await {
                    self.findings.update(|findings| {
                        findings.locations.insert(uri, finding);
                    });
                }
            });
        }
    }

    /// Asks where the model of the channel `model` comes from, when that is not known yet.
    fn ask_for_source(self) {
        let wanted = self.draft.with_untracked(Draft::model_location).filter(|uri| S3Uri::parse(uri).is_ok());
        let Some(uri) = wanted.filter(|uri| !self.findings.with_untracked(|findings| findings.sources.contains_key(uri))) else {
            return;
        };
        spawn_local(async move {
            if let Ok(source) = lookup::describe_model(uri.clone()).await {
                self.findings.update(|findings| {
                    findings.sources.insert(uri, source);
                });
            }
        });
    }

    /// Fills the form from a job, a model or the example; what a person has typed stays. A clone and a pasted request are
    /// taken whole.
    pub fn start_from(self, ask: Ask, done: String) {
        let is_whole = !ask.clone_of.is_empty() || !ask.paste.is_empty();
        spawn_local(async move {
            match set_up(ask).await {
                Ok(setup) => self.take(setup, is_whole, done),
                Err(error) => self.trouble.set(Some(error)),
            }
        });
    }

    fn take(self, setup: Setup, is_whole: bool, done: String) {
        if let Some(notice) = setup.notice {
            self.trouble.set(Some(AppError::Refused(notice)));
            return;
        }
        let mut draft = setup.draft;
        if !is_whole {
            self.draft.with_untracked(|own| self.typed.with_untracked(|typed| draft.keep_typed(own, typed)));
        }
        if let Some(source) = setup.source {
            draft.adopt(&source);
            self.findings.update(|findings| {
                findings.sources.insert(source.artifact.clone(), source);
            });
        }
        self.trouble.set(None);
        self.carried.set(setup.carried);
        self.baseline.set(setup.baseline);
        self.draft.set(draft);
        self.visited.set(Step::ALL.into());
        self.announcement.set(done);
        self.go(Step::JobSettings);
        self.ask_about(&Field::JobName);
        self.look_everywhere();
    }
}
