//! `aws sagemaker create-training-job`, for a POSIX shell.

use serde_json::{Map, Value};

use super::Destination;

/// The command; each member of the request is an option of its own.
pub(super) fn write(members: &Map<String, Value>, region: &str, destination: Destination) -> String {
    let mut lines = vec!["aws sagemaker create-training-job".to_owned(), format!("--region {}", quoted(region))];
    lines.extend(members.iter().map(|(member, value)| {
        let option = option(member);
        match value {
            Value::Bool(true) => format!("--{option}"),
            Value::Bool(false) => format!("--no-{option}"),
            Value::String(text) => format!("--{option} {}", quoted(text)),
            other => format!("--{option} {}", quoted(&other.to_string())),
        }
    }));
    let command = lines.join(" \\\n    ");
    match destination {
        Destination::Aws => command,
        Destination::Engine => format!("eval \"$(baton env)\"\n{command}"),
    }
}

/// `TrainingJobName` → `training-job-name`
pub(super) fn option(member: &str) -> String {
    let mut option = String::new();
    let mut before_is_lower = false;
    for letter in member.chars() {
        if letter.is_ascii_uppercase() && before_is_lower {
            option.push('-');
        }
        before_is_lower = letter.is_ascii_lowercase() || letter.is_ascii_digit();
        option.push(letter.to_ascii_lowercase());
    }
    option
}

/// A word of a POSIX shell.
fn quoted(text: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./:=@%+,".contains(&byte);
    if !text.is_empty() && text.bytes().all(is_plain) { text.to_owned() } else { format!("'{}'", text.replace('\'', r"'\''")) }
}
