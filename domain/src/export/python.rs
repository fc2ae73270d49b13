//! Python's literals.

use serde_json::Value;

/// The line above what needs the engine's address.
pub(super) const ENGINE_NOTE: &str = "# The local engine. Run this in the shell first: eval \"$(baton env)\"\n";
/// The engine's address. Without `baton env` this fails, and no job is made at AWS.
pub(super) const ENGINE_ENDPOINT: &str = "os.environ[\"AWS_ENDPOINT_URL\"]";

/// A value as Python writes it, with `indent` spaces before its closing bracket.
pub(super) fn literal(value: &Value, indent: usize) -> String {
    let inner = " ".repeat(indent + 4);
    let outer = " ".repeat(indent);
    match value {
        Value::Null => "None".to_owned(),
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => string(text),
        Value::Array(items) if items.is_empty() => "[]".to_owned(),
        Value::Object(members) if members.is_empty() => "{}".to_owned(),
        Value::Array(items) => {
            let items: String = items.iter().map(|item| format!("{inner}{},\n", literal(item, indent + 4))).collect();
            format!("[\n{items}{outer}]")
        }
        Value::Object(members) => {
            let member = |(name, value): (&String, &Value)| format!("{inner}{}: {},\n", string(name), literal(value, indent + 4));
            let members: String = members.iter().map(member).collect();
            format!("{{\n{members}{outer}}}")
        }
    }
}

/// A text as Python writes it: JSON's escapes mean the same there.
pub(super) fn string(text: &str) -> String {
    Value::from(text).to_string()
}
