//! A request as others write it: JSON, a command, a script. Each text makes the same job when it is run.

mod boto3;
mod command;
mod estimator;
mod python;

use serde_json::{Map, Value};

use crate::wire::TrainingJobRequest;

/// A way to write a request.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// The body of `CreateTrainingJob`.
    #[default]
    Json,
    /// `aws sagemaker create-training-job` for a POSIX shell.
    Command,
    /// Python with boto3.
    Boto3,
    /// Python with the SageMaker Python SDK, version 2.
    Sdk,
}

impl Language {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 4] = [Self::Json, Self::Command, Self::Boto3, Self::Sdk];

    /// Its name for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Json => "JSON",
            Self::Command => "AWS CLI",
            Self::Boto3 => "boto3",
            Self::Sdk => "SageMaker SDK v2",
        }
    }

    /// A word for ids.
    pub fn id(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Command => "cli",
            Self::Boto3 => "boto3",
            Self::Sdk => "sdk",
        }
    }
}

/// Where the code is to make the job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Destination {
    /// At AWS.
    Aws,
    /// At the local engine, whose address and credentials `baton env` prints.
    Engine,
}

/// The request for a job in `region`, written in a language.
pub fn export(request: &TrainingJobRequest, region: &str, language: Language, destination: Destination) -> String {
    match language {
        Language::Json => serde_json::to_string_pretty(request).unwrap_or_default(),
        Language::Command => command::write(&members(request), region, destination),
        Language::Boto3 => boto3::write(&members(request), region, destination),
        Language::Sdk => estimator::write(request, region, destination),
    }
}

/// The option of the command for a member: `TrainingJobName` → `training-job-name`.
pub(crate) fn option_name(member: &str) -> String {
    command::option(member)
}

/// The request's members, in the order in which they travel.
fn members(request: &TrainingJobRequest) -> Map<String, Value> {
    match serde_json::to_value(request) {
        Ok(Value::Object(members)) => members,
        // A request is an object of plain values and always serialises to one.
        _ => Map::new(),
    }
}
