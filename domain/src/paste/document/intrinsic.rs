//! What workflows compute: paths and functions of Step Functions, references and joins of pipelines and templates.

use serde_json::{Map, Value};

use crate::paste::unknown::{text_of, unknown};

/// What ends the name of a member whose value is a path or a function. Source: Amazon States Language, "Payload Template".
pub(super) const PATH: &str = ".$";
/// What CloudTrail writes in the place of a value that it hides.
const HIDDEN: &str = "HIDDEN_DUE_TO_SECURITY_REASONS";

/// Where a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Alone: `${…}` in it may be meant as it stands.
    Alone,
    /// In a document of another program, which puts values in the place of `${…}`.
    Document,
}

/// The members with a marker in the place of each value that only the workflow knows.
pub(super) fn resolved(members: Map<String, Value>, place: Place) -> Map<String, Value> {
    members
        .into_iter()
        .map(|(name, value)| match (name.strip_suffix(PATH), value) {
            (Some(name), Value::String(text)) => (name.to_owned(), unknown(text)),
            (_, value) => (name, self::value(value, place)),
        })
        .collect()
}

fn value(value: Value, place: Place) -> Value {
    match value {
        Value::String(text) if is_expression(&text, place) => unknown(text),
        Value::Array(items) => Value::Array(items.into_iter().map(|item| self::value(item, place)).collect()),
        Value::Object(_) if text_of(&value).is_some() => value,
        Value::Object(members) => function(&members, place).unwrap_or_else(|| Value::Object(resolved(members, place))),
        other => other,
    }
}

/// JSONata of a state, a value that is hidden, an expression of Terraform or CloudFormation.
fn is_expression(text: &str, place: Place) -> bool {
    let text = text.trim();
    text == HIDDEN || (text.starts_with("{%") && text.ends_with("%}")) || (place == Place::Document && text.contains("${"))
}

/// An object that is a function of a pipeline or a template.
fn function(members: &Map<String, Value>, place: Place) -> Option<Value> {
    if members.len() != 1 {
        return None;
    }
    let (name, argument) = members.iter().next()?;
    match name.as_str() {
        "Std:Join" => Some(joined(argument, place)),
        "Get" | "Ref" => Some(unknown(argument.as_str().map_or_else(|| argument.to_string(), str::to_owned))),
        name if name.starts_with("Fn::") || name.starts_with("Std:") => Some(unknown(argument.to_string())),
        _ => None,
    }
}

/// `{"On": "/", "Values": […]}`
fn joined(argument: &Value, place: Place) -> Value {
    let on = argument.get("On").and_then(Value::as_str).unwrap_or_default();
    let parts = argument.get("Values").and_then(Value::as_array).into_iter().flatten();
    let parts: Vec<Value> = parts.cloned().map(|part| value(part, place)).collect();
    let text = |part: &Value| match (part, text_of(part)) {
        (_, Some(name)) => format!("{{{name}}}"),
        (Value::String(text), _) => text.clone(),
        (other, _) => other.to_string(),
    };
    let all = parts.iter().map(text).collect::<Vec<_>>().join(on);
    if parts.iter().any(|part| text_of(part).is_some()) { unknown(all) } else { Value::from(all) }
}
