//! The service's messages about single members.

use crate::json_protocol::WireError;

/// A refused member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    /// The path of the member, as the service names it: `resourceConfig.instanceCount`.
    pub(super) path: String,
    /// The service's message.
    pub(super) text: String,
}

/// `Value '…' at '…' failed to satisfy constraint: …`.
pub(super) fn refusal(value: &str, path: &str, constraint: &str) -> Refusal {
    let text = format!("Value '{value}' at '{path}' failed to satisfy constraint: {constraint}");
    Refusal { path: path.to_owned(), text }
}

/// The answer to one or more refused members.
pub(super) fn refuse(refusals: &[Refusal]) -> WireError {
    let errors = if refusals.len() == 1 { "error" } else { "errors" };
    let texts: Vec<&str> = refusals.iter().map(|refusal| refusal.text.as_str()).collect();
    WireError::validation(format!("{} validation {errors} detected: {}", refusals.len(), texts.join("; ")))
}

/// A required member that is not there.
pub(super) fn null(path: &str) -> Refusal {
    let text = format!("Value null at '{path}' failed to satisfy constraint: Member must not be null");
    Refusal { path: path.to_owned(), text }
}

/// The meaning of an enumeration's value; the default when there is no value.
pub(super) fn enum_value<T: Copy>(value: Option<&str>, path: &str, default: T, words: &[(&str, T)]) -> Result<T, WireError> {
    let Some(value) = value else { return Ok(default) };
    let found = words.iter().find(|(word, _)| *word == value);
    found.map(|(_, meaning)| *meaning).ok_or_else(|| {
        let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        refuse(&[refusal(value, path, &format!("Member must satisfy enum value set: [{}]", words.join(", ")))])
    })
}
