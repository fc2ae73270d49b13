//! Texts that are put together: `f"…"`, `"…".format(…)`, `"…" % (…)`, sums.

use serde_json::{Map, Value};

use super::{PasteError, reader::Reader};
use crate::paste::unknown::{self, unknown};

/// Longest text that is put together, in bytes. Our limit: a name may stand for a text twice as long as the one before.
const MAX_LENGTH: usize = 100_000;

/// The arguments of a call.
#[derive(Default)]
pub(super) struct Arguments {
    places: Vec<Value>,
    names: Map<String, Value>,
}

impl Arguments {
    pub(super) fn positional(&self) -> &[Value] {
        if self.names.is_empty() { &self.places } else { &[] }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.places.is_empty() && self.names.is_empty()
    }
}

/// Reads arguments with and without names, from the opening parenthesis on.
pub(super) fn arguments(reader: &mut Reader<'_>) -> Result<Arguments, PasteError> {
    reader.at += 1;
    reader.within(|reader| {
        let mut all = Arguments::default();
        while !reader.takes(")") {
            let begin = reader.at;
            let name = reader.name().map(str::to_owned).filter(|_| reader.takes("=") && !reader.rest().starts_with('='));
            if name.is_none() {
                reader.at = begin;
            }
            if reader.rest().starts_with('*') {
                return Err(reader.refuse("arguments of a list are not read"));
            }
            let value = reader.value()?;
            match name {
                Some(name) => drop(all.names.insert(name, value)),
                None => all.places.push(value),
            }
            if !reader.takes(",") && !reader.rest().starts_with(')') {
                return Err(reader.refuse("a comma or ) is missing"));
            }
        }
        Ok(all)
    })
}

/// A value as Python's `str` writes it; `None` of what is never a part of a request's text.
pub(super) fn shown(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Null => Some("None".to_owned()),
        Value::Bool(true) => Some("True".to_owned()),
        Value::Bool(false) => Some("False".to_owned()),
        Value::Number(number) => Some(float(&number.to_string())),
        Value::Array(_) | Value::Object(_) => None,
    }
}

/// Python writes an exponent with two digits.
fn float(text: &str) -> String {
    match text.split_once("e-") {
        Some((digits, exponent)) if exponent.len() == 1 => format!("{digits}e-0{exponent}"),
        _ => text.to_owned(),
    }
}

/// Parts in one text; unknown with the names in braces where a part is.
pub(super) fn joined(parts: &[Value]) -> Value {
    let mut all = String::new();
    let mut is_known = true;
    for part in parts {
        let text = match unknown::text_of(part) {
            Some(name) => {
                is_known = false;
                // What was put together already has its braces.
                if name.contains('{') || all.is_empty() && parts.len() == 1 { name.to_owned() } else { format!("{{{name}}}") }
            }
            None => shown(part).unwrap_or_else(|| {
                is_known = false;
                part.to_string()
            }),
        };
        if all.len() + text.len() > MAX_LENGTH {
            return unknown("a text that is too long");
        }
        all.push_str(&text);
    }
    if is_known { Value::from(all) } else { unknown(all) }
}

/// A list of texts with a text between them.
pub(super) fn join(between: &str, arguments: &Arguments) -> Option<Value> {
    let [Value::Array(items)] = arguments.positional() else { return None };
    let mut parts = Vec::new();
    for (place, item) in items.iter().enumerate() {
        if place > 0 {
            parts.push(Value::from(between));
        }
        parts.push(item.clone());
    }
    Some(joined(&parts))
}

/// A formatted text, whose expressions are read in the program of `reader`.
pub(super) fn filled(reader: &Reader<'_>, template: &str) -> Value {
    parts(template, |expression, _| {
        let mut inner = Reader {
            program: reader.program,
            before: reader.before,
            text: expression,
            at: 0,
            depth: reader.depth + 1,
            brackets: 1,
            left: reader.left,
        };
        let value = inner.value();
        match value {
            Ok(value) if inner.rest().trim().is_empty() => value,
            _ => unknown(expression),
        }
    })
}

/// `"…".format(…)`
pub(super) fn braces(template: &str, arguments: &Arguments) -> Value {
    parts(template, |name, place| {
        let by_place = |place: usize| arguments.places.get(place).cloned();
        let value = match name {
            "" => by_place(place),
            name => name.parse().ok().and_then(by_place).or_else(|| arguments.names.get(name).cloned()),
        };
        value.unwrap_or_else(|| unknown(name))
    })
}

/// `"…" % value`
pub(super) fn percent(template: &str, values: &Value) -> Value {
    let values = match values {
        Value::Array(items) => items.clone(),
        other => vec![other.clone()],
    };
    let mut values = values.into_iter();
    let mut parts = Vec::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('%') {
        parts.push(Value::from(before));
        rest = after.get(after.chars().next().map_or(0, char::len_utf8)..).unwrap_or_default();
        match after.chars().next() {
            Some('%') => parts.push(Value::from("%")),
            Some('s' | 'd' | 'i' | 'r') => parts.push(values.next().unwrap_or_else(|| unknown("%s"))),
            _ => return unknown(template),
        }
    }
    parts.push(Value::from(rest));
    joined(&parts)
}

/// A template with a value in the place of each `{…}`. What asks for a width or a number of digits is not known.
fn parts(template: &str, mut value: impl FnMut(&str, usize) -> Value) -> Value {
    let mut all = Vec::new();
    let mut rest = template;
    let mut place = 0;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, from) = rest.split_at(at);
        all.push(Value::from(before));
        if from.starts_with("{{") || from.starts_with("}}") {
            all.push(Value::from(from.get(..1).unwrap_or_default()));
            rest = from.get(2..).unwrap_or_default();
            continue;
        }
        let Some((expression, behind)) = from.get(1..).and_then(|inside| split_expression(inside)) else {
            all.push(Value::from(from));
            return joined(&all);
        };
        let (name, form) = expression.split_at(form_at(expression));
        let found = value(name.trim(), place);
        all.push(if form.is_empty() || form == "!s" { found } else { unknown(format!("{{{expression}}}")) });
        place += 1;
        rest = behind;
    }
    all.push(Value::from(rest));
    joined(&all)
}

/// What stands before the closing brace, and what behind it.
fn split_expression(text: &str) -> Option<(&str, &str)> {
    let mut open = 0_usize;
    for (at, letter) in text.char_indices() {
        match letter {
            '{' | '[' | '(' => open += 1,
            '}' if open == 0 => return Some((text.get(..at)?, text.get(at + 1..)?)),
            '}' | ']' | ')' => open = open.saturating_sub(1),
            _ => {}
        }
    }
    None
}

/// Where a conversion or format begins in an expression.
fn form_at(expression: &str) -> usize {
    let mut open = 0_usize;
    for (at, letter) in expression.char_indices() {
        match letter {
            '[' | '(' => open += 1,
            ']' | ')' => open = open.saturating_sub(1),
            ':' if open == 0 => return at,
            '!' if open == 0 && !expression.get(at + 1..).is_some_and(|rest| rest.starts_with('=')) => return at,
            _ => {}
        }
    }
    expression.len()
}
