//! A request that somebody pasted: the JSON of `CreateTrainingJob` or of `DescribeTrainingJob`, or the command
//! `aws sagemaker create-training-job` as people keep it in scripts, or Python.

mod coerce;
mod command;
mod python;
mod python_text;
mod shorthand;
mod words;

use serde_json::{Map, Value};
use thiserror::Error;

use crate::{
    algorithm::Algorithm,
    wire::{
        TrainingJobRequest,
        members::{DESCRIPTION_ONLY, is_request_member},
        unknown_members::{Part, unknown_members},
    },
};

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

/// Why a pasted text cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PasteError {
    /// Nothing was pasted.
    #[error("Paste the JSON of a request or of a description, a boto3 call, or an aws sagemaker create-training-job command.")]
    Empty,
    /// Neither JSON nor the command.
    #[error("This is neither a JSON object nor an aws sagemaker create-training-job command. A JSON object begins with a brace.")]
    Unknown,
    /// JSON without one member of a request.
    #[error("This is JSON, but no request: CreateTrainingJob has no member {0}.")]
    NoMember(String),
    /// A member with a value of another type than the API's.
    #[error("{path} {problem}.")]
    Type {
        /// Where it stands, for example `ResourceConfig.InstanceCount`.
        path: String,
        /// What is wrong, to complete a sentence.
        problem: String,
    },
    /// Python that is more than literals.
    #[error(
        "This looks like Python, and line {line} cannot be read: {reason}. Put the values themselves there, or paste the request as JSON."
    )]
    Python {
        /// The line, counted from 1.
        line: usize,
        /// What is wrong, to complete a sentence.
        reason: String,
    },
    /// Python for the SageMaker SDK, whose calls are no request.
    #[error(
        "This is Python for the SageMaker SDK, which makes the request by itself. Paste a create_training_job call of boto3, or the request as JSON."
    )]
    Sdk,
    /// JSON with a mistake.
    #[error("The JSON cannot be read: {0}.")]
    Json(String),
    /// A quote that is not closed.
    #[error("A quote is opened and not closed. Paste the whole command.")]
    Quote,
    /// Another command.
    #[error("This is the command {0}; only create-training-job can be pasted.")]
    OtherCommand(String),
    /// An option that reads a file.
    #[error("--{option} reads {file}, which only your own machine has. Paste the file's content instead of {file}.")]
    File {
        /// The option without its hyphens.
        option: String,
        /// The location, `file://…` or `fileb://…`.
        file: String,
    },
    /// An option without its value, or one that no such command has.
    #[error("--{option}: {reason}.")]
    Option {
        /// The option without its hyphens.
        option: String,
        /// What is wrong, to complete a sentence.
        reason: String,
    },
}

/// Reads a pasted text.
///
/// # Errors
/// See [`PasteError`]; each says what to do.
pub fn read(text: &str) -> Result<Pasted, PasteError> {
    let mut pasted = understood(text.trim())?;
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

fn understood(text: &str) -> Result<Pasted, PasteError> {
    match text.as_bytes().first() {
        None => Err(PasteError::Empty),
        Some(b'{') => {
            let read = serde_json::from_str(text).map_err(|error| PasteError::Json(error.to_string()));
            match read {
                Ok(members) => of_members(members),
                Err(_) if python::is_dictionary(text) => of_python(python::dictionary(text)?, None),
                Err(error) => Err(error),
            }
        }
        Some(_) => match python::read(text) {
            Some(read) => read.and_then(|(members, region)| of_python(members, region)),
            None => command::read(text),
        },
    }
}

fn of_python(members: Map<String, Value>, region: Option<String>) -> Result<Pasted, PasteError> {
    let pasted = of_members(members)?;
    let form = if pasted.form == Form::Request { Form::Python } else { pasted.form };
    Ok(Pasted { form, region, ..pasted })
}

fn of_members(mut members: Map<String, Value>) -> Result<Pasted, PasteError> {
    let is_description =
        ["TrainingJobArn", "TrainingJobStatus", "SecondaryStatus"].iter().any(|name| members.contains_key(*name));
    let mut notes = Vec::new();
    if is_description {
        // boto3 adds the last one to every answer.
        members.retain(|name, _| !DESCRIPTION_ONLY.contains(&name.as_str()) && name != "ResponseMetadata");
        notes.extend(without_built_in_metrics(&mut members));
    }
    if let Some(strange) =
        members.keys().next().filter(|_| !is_description && !members.keys().any(|name| is_request_member(name)))
    {
        return Err(PasteError::NoMember(strange.clone()));
    }
    notes.extend(coerce::older_words(&mut members));
    notes.extend(coerce::quoted(&mut members));
    notes.extend(coerce::lists_in_texts(&members));
    let request = request(members)?;
    let form = if is_description { Form::Description } else { Form::Request };
    Ok(Pasted { form, request, notes, strange: Vec::new(), region: None })
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
        PasteError::Type { path, problem: problem(&error.into_inner().to_string()) }
    })
}

/// What the decoder says of a type, in words for people.
fn problem(text: &str) -> String {
    const WORDS: &[(&str, &str)] = &[
        ("a string", "a text in quotes"),
        ("i64", "a whole number"),
        ("a boolean", "true or false, without quotes"),
        ("a sequence", "a list in brackets"),
        ("a map", "an object in braces"),
        ("struct", "an object in braces"),
    ];
    let Some((found, wanted)) = text.strip_prefix("invalid type: ").and_then(|text| text.split_once(", expected ")) else {
        return format!("cannot be read: {text}");
    };
    let words = WORDS.iter().find(|(start, _)| wanted.starts_with(start)).map_or(wanted, |(_, words)| words);
    let found = found.strip_prefix("string ").map_or_else(|| found.replace('`', ""), |text| format!("the text {text}"));
    format!("is {found} and must be {words}")
}

#[cfg(test)]
mod tests;
