//! The data that the tests compare with, and a valid request to break.

use domain::TrainingJobRequest;
use serde_json::Value;

/// The recorded request of the document's example, as the form should send it.
pub(crate) fn recommended() -> Value {
    read(include_str!("../fixtures/incremental-training.json"))["recommended_product_request"].clone()
}

/// The recommended request, decoded.
pub(crate) fn request() -> TrainingJobRequest {
    serde_json::from_value(recommended()).unwrap()
}

/// A fixture.
pub(crate) fn read(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// The recommended request with the value at a JSON pointer replaced (`None` removes it).
pub(crate) fn changed(pointer: &str, value: Option<Value>) -> TrainingJobRequest {
    let mut request = recommended();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let parent = request.pointer_mut(parent).unwrap();
    match (parent, value) {
        (Value::Object(members), Some(value)) => {
            members.insert(key.to_owned(), value);
        }
        (Value::Object(members), None) => {
            members.remove(key);
        }
        (Value::Array(items), Some(value)) => {
            let index: usize = key.parse().unwrap();
            if index == items.len() { items.push(value) } else { items[index] = value }
        }
        (Value::Array(items), None) => {
            items.remove(key.parse().unwrap());
        }
        _ => panic!("{pointer} has no parent"),
    }
    serde_json::from_value(request).unwrap()
}
