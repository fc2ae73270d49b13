//! A request that somebody pasted, in the forms in which people keep one.
//!
//! | module | what it reads |
//! | --- | --- |
//! | `document` | JSON: a request, a description, or a document of another program that holds one |
//! | `placeholders` | JSON with names where values will stand |
//! | `command`, `words`, `shorthand` | `aws sagemaker create-training-job` |
//! | `script` | a script for a shell with such a command, or with JSON in a here-document |
//! | `python` | a call of boto3, a dictionary, a printed answer, a notebook |
//! | `yaml` | YAML, on the server only |
//! | `json_error` | why a text is no JSON, for people |
//! | `spelling`, `coerce`, `unknown` | what all of them share: names, types, and values that are not known |

mod coerce;
mod command;
mod document;
mod error;
mod json_error;
mod placeholders;
mod python;
mod script;
mod shorthand;
mod spelling;
mod unknown;
mod words;
mod yaml;

use serde_json::{Map, Value};

use crate::{
    algorithm::Algorithm,
    wire::{
        TrainingJobRequest,
        members::{DESCRIPTION_ONLY, is_request_member},
        unknown_members::{Part, unknown_members},
    },
};
pub use error::PasteError;

/// What a pasted text was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// The body of `CreateTrainingJob`.
    Request,
    /// The answer of `DescribeTrainingJob`.
    Description,
    /// A command for a shell.
    Command,
    /// A dictionary or a call in Python.
    Python,
    /// A document of another program, for example of a workflow, that holds a request.
    Document,
}

/// A pasted text that was understood.
#[derive(Debug, Clone, PartialEq)]
pub struct Pasted {
    /// What it was.
    pub form: Form,
    /// The request that it holds, unchecked.
    pub request: TrainingJobRequest,
    /// What of it is no part of a request, or was read as something else; sentences for people.
    pub notes: Vec<String>,
    /// Values that it names and does not hold; a sentence each. What is a text there is one in the request, the rest is absent.
    pub unknown_values: Vec<String>,
    /// Members that the API does not have, outside of tags and metric definitions; a sentence each. They are in the request all
    /// the same. Those of tags and metric definitions are among the notes.
    pub strange: Vec<String>,
    /// The Region that it is for, where it names one.
    pub region: Option<String>,
}

impl Pasted {
    /// All notes for somebody who creates the job in `region`.
    pub fn notes_in(&self, region: &str) -> Vec<String> {
        let other = self.region.as_deref().filter(|theirs| *theirs != region);
        let said =
            other.map(|theirs| format!("This is for the Region {theirs}; the job is created in {region}, the console's own."));
        said.into_iter().chain(self.notes.iter().cloned()).collect()
    }
}

/// The members of a request, as a reader found them.
struct Found {
    form: Form,
    members: Map<String, Value>,
    notes: Vec<String>,
    region: Option<String>,
}

impl Found {
    fn new(form: Form, members: Map<String, Value>) -> Self {
        Self { form, members, notes: Vec::new(), region: None }
    }

    /// The request of the members, with all that is to be said about it.
    fn finish(self) -> Result<Pasted, PasteError> {
        let Self { mut form, mut members, mut notes, region } = self;
        if document::is_description(&members) {
            form = Form::Description;
            // boto3 adds the last one to every answer.
            members.retain(|name, _| !DESCRIPTION_ONLY.contains(&name.as_str()) && name != "ResponseMetadata");
            notes.extend(without_built_in_metrics(&mut members));
        } else if !members.keys().any(|name| is_request_member(name))
            && let Some(strange) = members.keys().next()
        {
            return Err(PasteError::NoMember(strange.clone()));
        }
        let unknown_values = unknown::settle(&mut members);
        notes.extend(coerce::older_words(&mut members));
        notes.extend(coerce::quoted(&mut members));
        notes.extend(coerce::lists_in_texts(&members));
        let mut pasted = Pasted { form, request: request(members)?, notes, unknown_values, strange: Vec::new(), region };
        for unknown in unknown_members(&pasted.request) {
            let sentence = format!("CreateTrainingJob has no member {}.{}", unknown.path, unknown.question());
            match unknown.part {
                // The form's rows of these have no room for further members.
                Part::Tag(_) | Part::Metric(_) => pasted.notes.push(sentence),
                Part::Request | Part::Channel(_) => pasted.strange.push(sentence),
            }
        }
        Ok(pasted)
    }
}

/// Reads a pasted text.
///
/// # Errors
/// See [`PasteError`]; each says what to do.
pub fn read(text: &str) -> Result<Pasted, PasteError> {
    // Editors and shells of Windows put a byte order mark before a text.
    understood(text.trim_start_matches('\u{FEFF}').trim())?.finish()
}

fn understood(text: &str) -> Result<Found, PasteError> {
    match text.as_bytes().first() {
        None => Err(PasteError::Empty),
        Some(b'{' | b'[') => match placeholders::json(text) {
            Ok(document) => document::find(document),
            Err(_) if python::is_literal(text) => python::literal(text),
            Err(error) => Err(PasteError::Json(json_error::words(text, &error))),
        },
        Some(_) if text.contains("resource \"aws_sagemaker_") => Err(PasteError::Terraform),
        Some(_) => match python::read(text) {
            Some(read) => read,
            None if yaml::is_yaml(text) => yaml::read(text),
            None => script::read(text),
        },
    }
}

/// A description lists the metrics of a built-in algorithm, which a request must not.
fn without_built_in_metrics(members: &mut Map<String, Value>) -> Option<String> {
    let specification = members.get_mut("AlgorithmSpecification")?.as_object_mut()?;
    let algorithm = specification.get("TrainingImage")?.as_str().and_then(Algorithm::of_image)?;
    specification.remove("MetricDefinitions")?;
    Some(format!("The metric definitions are those of {}, which brings them itself; they are left out.", algorithm.display))
}

fn request(members: Map<String, Value>) -> Result<TrainingJobRequest, PasteError> {
    let members = members.into_iter().filter(|(_, value)| !value.is_null()).collect();
    serde_path_to_error::deserialize(Value::Object(members)).map_err(|error| {
        let path = error.path().to_string();
        PasteError::Type { path, problem: error::problem(&error.into_inner().to_string()) }
    })
}

#[cfg(test)]
mod tests;
