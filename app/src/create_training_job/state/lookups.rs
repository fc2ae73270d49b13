//! The form's questions to the server while it is filled in.

use console::{
    data::Reading,
    error::AppError,
    job_form::draft::{Draft, List},
};
use domain::{ChannelField, CheckContext, Field, S3Uri};
use leptos::{prelude::*, task::spawn_local};

use super::FormState;
use crate::create_training_job::api;

/// The pause between two questions whether the server answers again, in milliseconds.
const RECONNECT_DELAY: i32 = 3_000;

impl FormState {
    /// Looks up what only the server knows about a field's value.
    pub fn look_up(self, field: &Field) {
        let Some(value) = self.draft.with_untracked(|draft| draft.value(field).map(|value| value.trim().to_owned())) else {
            return;
        };
        match field {
            Field::JobName => self.look_up_name(value),
            // A generated name follows the algorithm.
            Field::Algorithm => self.look_up_name(self.draft.with_untracked(|draft| draft.job_name.trim().to_owned())),
            Field::OutputPath => self.look_up_location(value, Reading::Listing),
            Field::CheckpointUri => self.look_up_location(value, Reading::Checkpoints),
            Field::KeepAlive | Field::InstanceType => self.look_up_warm_pools(),
            Field::Channel(index, ChannelField::S3Uri | ChannelField::S3DataType | ChannelField::Name) => {
                self.look_up_channel(*index)
            }
            _ => {}
        }
        self.look_up_source();
    }

    /// Looks up every location in the form.
    pub fn look_up_all_locations(self) {
        let (count, output, checkpoints) = self.draft.with_untracked(|draft| {
            let text = |uri: &str| uri.trim().to_owned();
            (draft.rows(List::Channels), text(&draft.output_path), text(&draft.checkpoint_uri))
        });
        (0..=count).for_each(|index| self.look_up_channel(index));
        self.look_up_location(output, Reading::Listing);
        self.look_up_location(checkpoints, Reading::Checkpoints);
    }

    /// Looks up the values of earlier jobs that fields offer, and the warm pools that match.
    pub fn look_up_suggestions(self) {
        spawn_local(async move {
            // Without an answer nothing is offered.
            if let Ok(found) = api::suggested().await {
                self.suggestions.try_set(found);
            }
        });
        self.look_up_warm_pools();
    }

    fn look_up_warm_pools(self) {
        spawn_local(async move {
            if let Ok(pools) = api::kept_pools().await {
                let is_new =
                    self.observations.try_with_untracked(|observations| observations.facts.warm_pools != pools) == Some(true);
                if is_new {
                    self.observations.update(|observations| observations.facts.warm_pools = pools);
                }
            }
        });
    }

    /// Looks up the location of a channel; the index after the last one is the model's.
    fn look_up_channel(self, index: u32) {
        let (uri, reading) = self.draft.with_untracked(|draft| {
            let uri = draft.value(&Field::Channel(index, ChannelField::S3Uri)).unwrap_or_default();
            let is_model = draft.model_channel() == Some(index);
            (uri.trim().to_owned(), if is_model { Reading::Artifact } else { draft.reading(index) })
        });
        self.look_up_location(uri, reading);
    }

    fn look_up_name(self, name: String) {
        if domain::JobName::parse(&name).is_ok() {
            spawn_local(async move {
                // Without an answer there is no message; the submission checks again.
                if let Ok(is_taken) = api::name_is_taken(name.clone()).await {
                    self.observations.update(|observations| {
                        observations.facts.names.insert(name, is_taken);
                    });
                }
            });
        }
    }

    /// Looks a location up, once for each thing to read there, and keeps the observations.
    fn look_up_location(self, uri: String, reading: Reading) {
        if self.is_new_location(&uri, reading) {
            spawn_local(self.observe_location(uri, reading));
        }
    }

    /// Whether a location has not been looked up yet; marks it as looked up.
    pub fn is_new_location(self, uri: &str, reading: Reading) -> bool {
        let is_new = || self.observations.try_update_untracked(|observations| observations.is_new(uri, reading)) == Some(true);
        S3Uri::parse(uri).is_ok() && is_new()
    }

    /// Looks a location up and keeps the observations.
    pub async fn observe_location(self, uri: String, reading: Reading) {
        match api::read_location(uri.clone(), reading).await {
            Ok(found) => self.observations.update(|observations| observations.learn(uri, found)),
            Err(error) => {
                // The location is looked up again when the field is left again, or when the server answers.
                self.observations.update_untracked(|observations| observations.forget(&uri));
                if matches!(error, AppError::Transport(_)) {
                    self.wait_for_server();
                }
            }
        }
    }

    /// Asks until the server answers again, then looks up what could not be looked up and takes back the message that says so.
    pub fn wait_for_server(self) {
        if self.is_server_gone.try_get_untracked() != Some(false) {
            return;
        }
        self.is_server_gone.set(true);
        spawn_local(async move {
            loop {
                crate::browser::sleep(RECONNECT_DELAY).await;
                // The page may be gone, and its signals with it.
                if self.is_server_gone.try_get_untracked().is_none() {
                    return;
                }
                // An empty name is taken nowhere, so nothing outside is asked.
                if !matches!(api::name_is_taken(String::new()).await, Err(AppError::Transport(_))) {
                    break;
                }
            }
            if self.is_server_gone.try_set(false).is_some() {
                return;
            }
            self.trouble.update(|trouble| *trouble = trouble.take().filter(|error| !matches!(error, AppError::Transport(_))));
            self.look_up(&Field::JobName);
            self.look_up_all_locations();
            self.look_up_suggestions();
        });
    }

    /// Looks a location up; gives the reason why no job can start from it, if there is one.
    pub async fn objection(self, uri: &str) -> Option<String> {
        let draft = Draft { source: uri.to_owned(), ..self.draft.get_untracked() };
        let field = Field::Channel(draft.model_channel()?, ChannelField::S3Uri);
        let said = || {
            self.observations.with_untracked(|observations| {
                let facts = observations.facts(&draft);
                let region = self.region();
                let violations = draft.violations_within(&CheckContext::for_region(&region).with_facts(&facts));
                violations.errors().find(|error| error.field == field).map(|error| error.message.clone())
            })
        };
        if let Some(message) = said() {
            return Some(message);
        }
        if self.is_new_location(uri, Reading::Artifact) {
            self.observe_location(uri.to_owned(), Reading::Artifact).await;
        }
        said()
    }

    /// Looks up the job of the model in the channel `model`, when that is not known yet.
    fn look_up_source(self) {
        let wanted = self.draft.with_untracked(Draft::model_location).filter(|uri| S3Uri::parse(uri).is_ok());
        let Some(uri) =
            wanted.filter(|uri| !self.observations.with_untracked(|observations| observations.sources.contains_key(uri)))
        else {
            return;
        };
        spawn_local(async move {
            if let Ok(source) = api::describe_model(uri.clone()).await {
                self.observations.update(|observations| {
                    observations.sources.insert(uri, source);
                });
            }
        });
    }
}
