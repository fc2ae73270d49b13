//! Checks each member against the constraints of its shape, in the service's words.

use serde_json::Value;

use super::{
    super::member::{Refusal, null, refusal},
    MODEL, Range, Shape, Text,
};

/// All broken constraints of a value and of the values in it.
pub(super) fn check(shape: &str, value: &Value) -> Vec<Refusal> {
    let mut refusals = Vec::new();
    walk(shape, value, "", &mut refusals);
    refusals
}

fn walk(name: &str, value: &Value, path: &str, refusals: &mut Vec<Refusal>) {
    match (MODEL.shape(name), value) {
        (Some(Shape::Structure { required, members }), _) => {
            let missing = required.iter().filter(|member| value.get(member.as_str()).is_none_or(Value::is_null));
            refusals.extend(missing.map(|member| null(&below(path, &camel(member)))));
            for (member, shape, value) in Shape::present(members, value) {
                walk(shape, value, &below(path, &camel(member)), refusals);
            }
        }
        (Some(Shape::List { member, count }), Value::Array(entries)) => {
            of_count(count, entries.len(), path, refusals);
            for (number, entry) in (1..).zip(entries) {
                walk(member, entry, &format!("{path}.{number}.member"), refusals);
            }
        }
        (Some(Shape::Map { key, value: shape, count }), Value::Object(entries)) => {
            of_count(count, entries.len(), path, refusals);
            if entries.keys().any(|name| is_refused(key, name)) {
                refusals.push(of_entry("keys", key, path));
            }
            for (name, entry) in entries {
                match entry {
                    Value::String(text) if is_refused(shape, text) => refusals.push(of_entry("value", shape, path)),
                    Value::String(_) => {}
                    entry => walk(shape, entry, &below(path, name), refusals),
                }
            }
        }
        (Some(Shape::String(text)), Value::String(value)) => {
            refusals.extend(text.broken(value).map(|constraint| refusal(value, path, &constraint)));
        }
        (Some(Shape::Integer(range) | Shape::Float(range)), Value::Number(number)) => {
            let value = number.as_f64().unwrap_or_default();
            refusals.extend(range.broken("value", value).map(|constraint| refusal(&number.to_string(), path, &constraint)));
        }
        _ => {}
    }
}

fn of_count(range: &Range, count: usize, path: &str, refusals: &mut Vec<Refusal>) {
    let shown = if count == 0 { "[]".to_owned() } else { format!("[{count} entries]") };
    #[expect(clippy::cast_precision_loss, reason = "no body holds so many entries")]
    refusals.extend(range.broken("length", count as f64).map(|constraint| refusal(&shown, path, &constraint)));
}

/// The service names neither key nor value of a map, and repeats all constraints of it. Source: docs/errors.md §2.
fn of_entry(part: &str, shape: &str, path: &str) -> Refusal {
    let constraints = match MODEL.shape(shape) {
        Some(Shape::String(text)) => text.all(),
        _ => Vec::new(),
    };
    let text = format!("'{path}' failed to satisfy constraint: Map {part} must satisfy constraint: [{}]", constraints.join(", "));
    Refusal { path: path.to_owned(), text }
}

fn is_refused(shape: &str, text: &str) -> bool {
    matches!(MODEL.shape(shape), Some(Shape::String(constraints)) if constraints.broken(text).next().is_some())
}

fn below(path: &str, member: &str) -> String {
    if path.is_empty() { member.to_owned() } else { format!("{path}.{member}") }
}

/// Members in messages begin with a small letter.
fn camel(member: &str) -> String {
    let mut characters = member.chars();
    characters.next().map(|first| first.to_ascii_lowercase()).into_iter().chain(characters).collect()
}

impl Range {
    fn broken(&self, what: &str, value: f64) -> impl Iterator<Item = String> {
        let small = self.min.filter(|min| value < *min).map(|min| at_least(what, min));
        let large = self.max.filter(|max| value > *max).map(|max| at_most(what, max));
        small.into_iter().chain(large)
    }
}

impl Text {
    fn broken(&self, value: &str) -> impl Iterator<Item = String> {
        #[expect(clippy::cast_precision_loss, reason = "no body holds so many characters")]
        let length = self.length.broken("length", value.chars().count() as f64);
        let word = self.words.as_ref().filter(|words| !words.iter().any(|word| word == value)).map(|words| one_of(words));
        let pattern = self.regex().filter(|regex| !regex.is_match(value)).and(self.pattern.as_deref()).map(matching);
        length.chain(word).chain(pattern)
    }

    fn all(&self) -> Vec<String> {
        let most = self.length.max.map(|max| at_most("length", max));
        let least = self.length.min.map(|min| at_least("length", min));
        let pattern = self.pattern.as_ref().map(|pattern| format!("Member must satisfy regular expression pattern: {pattern}"));
        [most, least, self.words.as_deref().map(one_of), pattern].into_iter().flatten().collect()
    }
}

fn at_least(what: &str, limit: f64) -> String {
    format!("Member must have {what} greater than or equal to {limit}")
}

fn at_most(what: &str, limit: f64) -> String {
    format!("Member must have {what} less than or equal to {limit}")
}

fn one_of(words: &[String]) -> String {
    format!("Member must satisfy enum value set: [{}]", words.join(", "))
}

/// The service repeats the model's pattern with an anchor before it.
fn matching(pattern: &str) -> String {
    format!("Member must satisfy regular expression pattern: ^{pattern}")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::check;
    use crate::sagemaker::member::refuse;

    #[test]
    fn everything_that_is_wrong_is_told_at_once() {
        let input = json!({ "MaxResults": 0, "SortBy": "x", "NameContains": "a_b", "StatusEquals": "z" });
        let refusals = check("ListTrainingJobsRequest", &input);
        assert_eq!(refusals.len(), 4);
        let message = refuse(&refusals).message;
        assert!(message.starts_with("4 validation errors detected: "), "{message}");
        for part in [
            "Value '0' at 'maxResults' failed to satisfy constraint: Member must have value greater than or equal to 1",
            "Value 'x' at 'sortBy' failed to satisfy constraint: Member must satisfy enum value set: [Name, CreationTime, Status]",
            "Value 'a_b' at 'nameContains' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[a-zA-Z0-9\\-]+",
        ] {
            assert!(message.contains(part), "{message}");
        }
    }

    #[test]
    fn a_map_names_no_entry_and_a_missing_member_is_null() {
        let message = |input| refuse(&check("CreateTrainingJobRequest", &input)).message;
        let nothing = message(json!({}));
        assert!(nothing.starts_with("3 validation errors detected: Value null at 'trainingJobName' failed"), "{nothing}");
        let refused = message(json!({ "HyperParameters": { "a": "x".repeat(2501) } }));
        let constraint = "'hyperParameters' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to 2500, Member must have length greater than or equal to 0, Member must satisfy regular expression pattern: .*]";
        assert!(refused.contains(constraint), "{refused}");
    }
}
