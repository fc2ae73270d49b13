//! A script for a shell: JSON in a here-document or here-string, or a command among others.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Form, Found, PasteError, command, document, json_error, placeholders, unknown};

/// Reads a command, or a script that has one or the JSON for one.
pub(super) fn read(text: &str) -> Result<Found, PasteError> {
    let alone = match command::read(text) {
        Err(error) if is_script(text, &error) => error,
        read => return read,
    };
    let variables = variables(text);
    let mut failed = None;
    for body in bodies(text) {
        match in_body(&body, &variables) {
            Ok(mut found) => {
                found.notes.insert(0, "This is a script; the JSON that it writes is read.".to_owned());
                let region = option(text, "--region").map(|region| filled(region, &variables));
                found.region = region.filter(|region| !region.contains('$'));
                return Ok(found);
            }
            Err(error) => failed = failed.or(Some(error)),
        }
    }
    if alone != PasteError::Unknown && alone != PasteError::Quote {
        return Err(alone);
    }
    let Some(command) = command_in(text) else { return Err(failed.unwrap_or(PasteError::Script)) };
    let mut found = command::read(&filled(command, &variables))?;
    found.notes.insert(0, "This is a script; its create-training-job command is read.".to_owned());
    Ok(found)
}

/// Whether a text that is no single command may hold one, or the JSON for one.
fn is_script(text: &str, error: &PasteError) -> bool {
    let has_body = ["<<", "@\"", "@'"].iter().any(|sign| text.contains(sign));
    has_body || (matches!(error, PasteError::Unknown | PasteError::Quote) && text.contains("create-training-job"))
}

/// The text of a here-document or a here-string.
struct Body<'a> {
    text: &'a str,
    /// Whether the shell leaves it as it is.
    is_literal: bool,
}

fn bodies(text: &str) -> Vec<Body<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((line, after)) = rest.split_once('\n') {
        rest = after;
        let Some((end, is_literal)) = opening(line) else { continue };
        let mut length = 0;
        for line in after.split_inclusive('\n') {
            // What follows the word, as a parenthesis or a pipe, belongs to the script.
            if line.trim_start().starts_with(end) {
                found.extend(after.get(..length).map(|text| Body { text, is_literal }));
                rest = after.get(length..).unwrap_or_default();
                break;
            }
            length += line.len();
        }
    }
    found
}

/// The word that ends what begins after this line, and whether its text is left as it is.
fn opening(line: &str) -> Option<(&str, bool)> {
    match line.trim_end() {
        line if line.ends_with("@\"") => return Some(("\"@", false)),
        line if line.ends_with("@'") => return Some(("'@", true)),
        _ => {}
    }
    let (_, word) = line.split_once("<<")?;
    let word = word.trim_start_matches(['-', '~']).trim_start();
    let quote = word.chars().next().filter(|letter| matches!(letter, '"' | '\'' | '\\'));
    let word = word.trim_start_matches(['"', '\'', '\\']);
    let end = word.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_').unwrap_or(word.len());
    word.get(..end).filter(|word| !word.is_empty()).map(|word| (word, quote.is_some()))
}

fn in_body(body: &Body<'_>, variables: &BTreeMap<&str, &str>) -> Result<Found, PasteError> {
    let text = if body.is_literal { body.text.to_owned() } else { filled(body.text, variables) };
    let text = text.trim();
    if !text.starts_with('{') {
        return Err(PasteError::Script);
    }
    let mut document = placeholders::json(text).map_err(|error| PasteError::Json(json_error::words(text, &error)))?;
    if !body.is_literal {
        mark(&mut document);
    }
    let mut found = document::find(document)?;
    found.form = Form::Document;
    Ok(found)
}

/// Marks the texts in which the shell would have put values.
fn mark(value: &mut Value) {
    match value {
        Value::String(text) if substitutes(text) => *value = unknown::unknown(std::mem::take(text)),
        Value::Array(items) => items.iter_mut().for_each(mark),
        Value::Object(_) if unknown::text_of(value).is_some() => {}
        Value::Object(members) => members.values_mut().for_each(mark),
        _ => {}
    }
}

fn substitutes(text: &str) -> bool {
    text.match_indices('$').any(|(at, _)| {
        let found = text.get(at..).and_then(placeholders::placeholder);
        found.is_some_and(|found| !found.as_bytes().get(1).is_some_and(u8::is_ascii_digit))
    })
}

/// Variables that the script itself gives a plain value.
fn variables(text: &str) -> BTreeMap<&str, &str> {
    text.lines().filter_map(plain_assignment).collect()
}

fn plain_assignment(line: &str) -> Option<(&str, &str)> {
    let line = line.trim();
    let line = line.strip_prefix("export ").or_else(|| line.strip_prefix('$')).unwrap_or(line);
    let (name, value) = line.split_once('=')?;
    let (name, value) = (name.trim(), value.trim());
    let is_name = name.starts_with(|letter: char| letter.is_ascii_alphabetic() || letter == '_')
        && name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
    let value = match value.chars().next() {
        Some(quote @ ('"' | '\'')) => value.get(1..)?.split_once(quote)?.0,
        _ => value.split_once([' ', ';', '#']).map_or(value, |(value, _)| value),
    };
    let is_plain = !value.is_empty() && !value.contains(['$', '`', '(', '"', '\\', '\'', '@', '{']);
    (is_name && is_plain).then_some((name, value))
}

/// The text with the values of known variables.
fn filled(text: &str, variables: &BTreeMap<&str, &str>) -> String {
    let mut all = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('$') {
        let (before, from) = rest.split_at(at);
        all.push_str(before);
        let found = placeholders::placeholder(from).unwrap_or("$");
        let name = found.trim_start_matches('$').trim_matches(['{', '}']);
        all.push_str(variables.get(name).copied().unwrap_or(found));
        rest = from.get(found.len()..).unwrap_or_default();
    }
    all.push_str(rest);
    all
}

/// The word behind an option.
fn option<'a>(text: &'a str, option: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(option)?;
    rest.trim_start_matches(['=', ' ']).split_whitespace().next().map(|word| word.trim_matches(['"', '\'']))
}

/// The command from its first word on.
fn command_in(text: &str) -> Option<&str> {
    let at = text.find("create-training-job")?;
    let before = text.get(..at)?;
    let line = before.rfind('\n').map_or(0, |end| end + 1);
    // The command's first words may stand on continued lines before it.
    let start =
        before.rfind("aws ").filter(|start| *start >= line || before.get(*start..).is_some_and(|text| text.contains("\\\n")))?;
    text.get(start..).map(to_its_end)
}

/// A command up to the end of its last line. Quotes may go over lines, and the signs of three shells continue one.
fn to_its_end(text: &str) -> &str {
    let mut quote = None;
    let mut last = ' ';
    for (at, letter) in text.char_indices() {
        match (quote, letter) {
            (None, '\n') if !matches!(last, '\\' | '^' | '`') => return text.get(..at).unwrap_or(text),
            (None, '"' | '\'') if last != '\\' => quote = Some(letter),
            (Some(open), letter) if open == letter && (last != '\\' || open == '\'') => quote = None,
            _ => {}
        }
        if !matches!(letter, ' ' | '\t' | '\r') {
            last = letter;
        }
    }
    text
}
