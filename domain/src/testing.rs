//! A valid request for tests, and how they change it. The integration tests include this file.

use serde_json::{Value, json};

/// The request of the developer guide's example as the form sends it: image classification that starts from an earlier model.
/// It breaks no rule.
pub(crate) fn training_job_request() -> Value {
    let example: Value = parse(include_str!("../tests/fixtures/incremental-training.json"));
    example["recommended_product_request"].clone()
}

/// Replaces the value at a JSON pointer and makes the objects on the way. `null` removes a member or an item; the index after
/// a list's last item adds one.
///
/// # Panics
/// Where the pointer leads through a text or a number, or beyond a list.
pub(crate) fn set(target: &mut Value, pointer: &str, value: Value) {
    let path = pointer.strip_prefix('/').expect("a pointer begins with a slash");
    let (first, rest) = path.split_once('/').map_or((path, None), |(first, rest)| (first, Some(rest)));
    if let Value::Array(items) = target {
        let index: usize = first.parse().expect("an index");
        match rest {
            Some(rest) => set(&mut items[index], &format!("/{rest}"), value),
            None if value.is_null() => drop(items.remove(index)),
            None if index == items.len() => items.push(value),
            None => items[index] = value,
        }
        return;
    }
    let members = target.as_object_mut().expect("an object");
    match rest {
        Some(rest) => set(members.entry(first).or_insert_with(|| json!({})), &format!("/{rest}"), value),
        None if value.is_null() => drop(members.remove(first)),
        None => drop(members.insert(first.to_owned(), value)),
    }
}

fn parse(text: &str) -> Value {
    serde_json::from_str(text).expect("a fixture is JSON")
}
