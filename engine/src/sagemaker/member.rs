//! Checks of single members, and how the service words what it refuses.

use crate::wire::WireError;

/// One refused member: `Value '…' at '…' failed to satisfy constraint: …`.
pub(super) fn refusal(value: &str, path: &str, constraint: &str) -> String {
    format!("Value '{value}' at '{path}' failed to satisfy constraint: {constraint}")
}

/// The answer to one or more refused members.
pub(super) fn refuse(refusals: &[String]) -> WireError {
    let errors = if refusals.len() == 1 { "error" } else { "errors" };
    WireError::validation(format!("{} validation {errors} detected: {}", refusals.len(), refusals.join("; ")))
}

/// A member that must be there.
pub(super) fn required(value: Option<String>, path: &str) -> Result<String, WireError> {
    value.ok_or_else(|| refuse(&[null(path)]))
}

/// A required member that is not there.
pub(super) fn null(path: &str) -> String {
    format!("Value null at '{path}' failed to satisfy constraint: Member must not be null")
}

/// A number within limits, or its default.
pub(super) fn number(value: Option<i64>, path: &str, default: i64, least: i64, most: i64) -> Result<i64, WireError> {
    match value.unwrap_or(default) {
        small if small < least => {
            let constraint = format!("Member must have value greater than or equal to {least}");
            Err(refuse(&[refusal(&small.to_string(), path, &constraint)]))
        }
        large if large > most => {
            let constraint = format!("Member must have value less than or equal to {most}");
            Err(refuse(&[refusal(&large.to_string(), path, &constraint)]))
        }
        value => Ok(value),
    }
}

/// One of a few words, or its default.
pub(super) fn word<T: Copy>(value: Option<&str>, path: &str, default: T, words: &[(&str, T)]) -> Result<T, WireError> {
    let Some(value) = value else { return Ok(default) };
    let found = words.iter().find(|(word, _)| *word == value);
    found.map(|(_, meaning)| *meaning).ok_or_else(|| {
        let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        refuse(&[refusal(value, path, &format!("Member must satisfy enum value set: [{}]", words.join(", ")))])
    })
}
