//! Checks of single members, and how the service words what it refuses.

use crate::wire::WireError;

/// Refused members, gathered: the service lists all of them in one answer.
#[derive(Debug, Default)]
pub(super) struct Refusals(Vec<String>);

impl Refusals {
    /// A member that must be there.
    pub(super) fn required(&mut self, path: &str, is_there: bool) {
        if !is_there {
            self.0.push(null(path));
        }
    }

    /// The number of characters of a text.
    pub(super) fn length(&mut self, path: &str, value: &str, least: usize, most: usize) {
        let length = value.chars().count();
        if length < least {
            self.0.push(refusal(value, path, &format!("Member must have length greater than or equal to {least}")));
        }
        if length > most {
            self.0.push(refusal(value, path, &format!("Member must have length less than or equal to {most}")));
        }
    }

    /// The number of entries of a list or a map.
    pub(super) fn count(&mut self, path: &str, count: usize, least: usize, most: usize) {
        if count < least {
            self.0.push(refusal("[]", path, &format!("Member must have length greater than or equal to {least}")));
        }
        if count > most {
            let constraint = format!("Member must have length less than or equal to {most}");
            self.0.push(refusal(&format!("[{count} entries]"), path, &constraint));
        }
    }

    /// The API model's pattern, and whether the text matches it.
    pub(super) fn pattern(&mut self, path: &str, value: &str, pattern: &str, matches: bool) {
        if !matches {
            self.0.push(refusal(value, path, &format!("Member must satisfy regular expression pattern: ^{pattern}")));
        }
    }

    /// One of the API model's words.
    pub(super) fn one_of(&mut self, path: &str, value: &str, words: &[&str]) {
        if !words.contains(&value) {
            self.0.push(refusal(value, path, &format!("Member must satisfy enum value set: [{}]", words.join(", "))));
        }
    }

    /// Adds a refusal that is worded already.
    pub(super) fn push(&mut self, refusal: String) {
        self.0.push(refusal);
    }

    /// The answer, unless there is nothing to refuse.
    ///
    /// # Errors
    /// `ValidationException` with all refusals.
    pub(super) fn into_result(self) -> Result<(), WireError> {
        if self.0.is_empty() { Ok(()) } else { Err(refuse(&self.0)) }
    }
}

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
