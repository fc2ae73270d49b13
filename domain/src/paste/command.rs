//! `aws sagemaker create-training-job` with its options.

use serde_json::{Map, Value};

use super::{
    Form, Found, PasteError, coerce, json_error, shorthand,
    words::{self, Words},
    yaml,
};
use crate::{export::option_name, wire::members::request_members};

/// Options of every command that are followed by a value and say nothing about the job.
const GLOBAL: &[&str] = &[
    "profile",
    "output",
    "endpoint-url",
    "query",
    "color",
    "ca-bundle",
    "cli-read-timeout",
    "cli-connect-timeout",
    "cli-binary-format",
    "cli-error-format",
];
/// Options of every command that stand alone.
const SWITCHES: &[&str] =
    &["debug", "no-verify-ssl", "no-paginate", "no-sign-request", "no-cli-pager", "cli-auto-prompt", "no-cli-auto-prompt"];

/// Reads the command.
pub(super) fn read(text: &str) -> Result<Found, PasteError> {
    let Words { words, substitutions } = words::split(text)?;
    let mut words = words.into_iter().peekable();
    // A prompt and variables of the environment may stand before the command.
    while words.next_if(|word| word == "$" || (word.contains('=') && !word.starts_with('-'))).is_some() {}
    if words.next().is_none_or(|program| program.rsplit(['/', '\\']).next().is_none_or(|name| !matches!(name, "aws" | "aws.exe")))
    {
        return Err(PasteError::Unknown);
    }
    let mut members = Map::new();
    let mut notes = Vec::new();
    let mut region = None;
    let mut subcommand = Vec::new();
    while let Some(word) = words.next() {
        let Some(option) = word.strip_prefix("--") else {
            subcommand.push(word);
            continue;
        };
        let (option, attached) = match option.split_once('=') {
            Some((option, value)) => (option.to_owned(), Some(value.to_owned())),
            None => (option.to_owned(), None),
        };
        if SWITCHES.contains(&option.as_str()) {
            continue;
        }
        if option == "generate-cli-skeleton" {
            return Err(PasteError::Option { option, reason: "this prints an empty request and creates nothing".to_owned() });
        }
        if let Some(member) = switched(&option) {
            members.insert(member.to_owned(), Value::Bool(!option.starts_with("no-")));
            continue;
        }
        // Lists in shorthand have several words; what says nothing about the job has one and may stand anywhere.
        let is_global = option == "region" || GLOBAL.contains(&option.as_str());
        let mut values: Vec<String> = attached.into_iter().collect();
        while (!is_global || values.is_empty())
            && let Some(value) = words.next_if(|word| !word.starts_with("--"))
        {
            values.push(value);
        }
        if let Some(file) = values.iter().find(|value| value.starts_with("file://") || value.starts_with("fileb://")) {
            return Err(PasteError::File { option, file: file.clone() });
        }
        let Some(first) = values.first() else {
            return Err(PasteError::Option { option, reason: "its value is missing".to_owned() });
        };
        if option == "region" {
            region = Some(first.clone());
        } else if matches!(option.as_str(), "cli-input-json" | "cli-input-yaml") {
            let given = match option.as_str() {
                "cli-input-yaml" => yaml::value(first)?,
                _ => json(first).map_err(|error| PasteError::Json(json_error::words(first, &error)))?,
            };
            let Value::Object(given) = given else {
                return Err(PasteError::Option { option, reason: "it is no object".to_owned() });
            };
            // Options count more than the document, wherever they stand.
            for (member, value) in given {
                members.entry(member).or_insert(value);
            }
        } else if let Some(member) = request_members().iter().find(|member| option_name(member) == option) {
            let value = value(member, &values).map_err(|reason| PasteError::Option { option, reason })?;
            members.insert((*member).to_owned(), value);
        } else if !GLOBAL.contains(&option.as_str()) {
            return Err(PasteError::Option { option, reason: "create-training-job has no such option".to_owned() });
        }
    }
    if subcommand != ["sagemaker", "create-training-job"] {
        return Err(PasteError::OtherCommand(format!("aws {}", subcommand.join(" "))));
    }
    if !substitutions.is_empty() {
        let words = substitutions.join(", ");
        notes.push(format!("Your shell would have put values in place of {words}; here they stand as they are. Fill them in."));
    }
    Ok(Found { form: Form::Command, members, notes, region })
}

/// The member that an option switches on or off.
fn switched(option: &str) -> Option<&'static str> {
    let name = option.strip_prefix("no-").unwrap_or(option);
    let is_switch = |member: &&&str| member.starts_with("Enable") && option_name(member) == name;
    request_members().iter().find(is_switch).copied()
}

/// The value of an option: plain text, JSON, or the command's own short form.
fn value(member: &str, words: &[String]) -> Result<Value, String> {
    let text = words.first().map(String::as_str).unwrap_or_default();
    if matches!(member, "TrainingJobName" | "RoleArn") {
        return match words {
            [_] => Ok(Value::from(text)),
            _ => Err("it has more than one value; a space may lack its quotes".to_owned()),
        };
    }
    if text.trim_start().starts_with(['{', '[']) {
        let values: Result<Vec<Value>, _> = words.iter().map(|word| json(word)).collect();
        let values = values.map_err(|error| format!("its JSON cannot be read: {error}"))?;
        // JSON tells its types; only a list may be given item by item.
        return Ok(coerce::listed(member, one_or_all(values)));
    }
    let values = words.iter().map(|word| shorthand::read(word)).collect::<Result<Vec<Value>, String>>()?;
    Ok(coerce::typed(member, one_or_all(values)))
}

fn one_or_all(mut values: Vec<Value>) -> Value {
    if values.len() == 1 { values.remove(0) } else { Value::Array(values) }
}

/// Reads JSON. PowerShell needs a backslash before each quote although the word stands in quotes itself.
fn json<T: serde::de::DeserializeOwned>(word: &str) -> Result<T, serde_json::Error> {
    serde_json::from_str(word).or_else(|error| {
        let is_escaped = word.trim_start().starts_with(['{', '[']) && word.contains("\\\"");
        let plain = is_escaped.then(|| word.replace("\\\"", "\""));
        plain.and_then(|plain| serde_json::from_str(&plain).ok()).ok_or(error)
    })
}
