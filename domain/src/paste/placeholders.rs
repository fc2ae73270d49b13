//! JSON with names where values will stand, as templates of scripts have it: `"MaxRuntimeInSeconds": ${MAX_RUNTIME}`.

use serde_json::{Error, Value};

use super::unknown;

/// Longest place-holder in bytes. Our limit: each sign of a text may begin one.
const MAX_LENGTH: usize = 200;

/// Reads JSON. What stands outside of quotes and is a place-holder becomes a value that is not known.
///
/// # Errors
/// That of the text as it stands, when it is no JSON with place-holders either.
pub(super) fn json(text: &str) -> Result<Value, Error> {
    serde_json::from_str(text).or_else(|error| marked(text).and_then(|text| serde_json::from_str(&text).ok()).ok_or(error))
}

/// The text with a marker for each place-holder; `None` when there is none.
fn marked(text: &str) -> Option<String> {
    let mut all = String::with_capacity(text.len());
    let mut rest = text;
    let (mut is_quoted, mut is_changed) = (false, false);
    while let Some(letter) = rest.chars().next() {
        let length = match letter {
            '\\' if is_quoted => 1 + rest.chars().nth(1).map_or(0, char::len_utf8),
            '"' => {
                is_quoted = !is_quoted;
                1
            }
            _ => letter.len_utf8(),
        };
        if let Some(name) = (!is_quoted && letter != '"').then(|| placeholder(rest)).flatten() {
            all.push_str(&unknown::marker(name));
            rest = rest.get(name.len()..)?;
            is_changed = true;
            continue;
        }
        all.push_str(rest.get(..length)?);
        rest = rest.get(length..)?;
    }
    is_changed.then_some(all)
}

/// The place-holder that a text begins with: of a shell, of a template, or a word in angle brackets.
pub(super) fn placeholder(text: &str) -> Option<&str> {
    let is_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    let near = text.get(..text.floor_char_boundary(MAX_LENGTH)).and_then(|near| near.lines().next()).unwrap_or_default();
    let until = |end: &str| near.find(end).map(|at| at + end.len());
    let length = if text.starts_with("${{") || text.starts_with("{{") {
        until("}}")?
    } else if text.starts_with("${") {
        until("}")?
    } else if text.starts_with("$(") {
        until(")")?
    } else if let Some(name) = text.strip_prefix('$') {
        1 + name.find(|letter| !is_name(letter)).unwrap_or(name.len())
    } else if text.starts_with('<') {
        until(">")?
    } else {
        return None;
    };
    text.get(..length).filter(|found| found.len() > 1)
}
