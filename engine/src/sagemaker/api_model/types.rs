//! Checks each member against the JSON type of its shape.

use serde_json::Value;

use super::{MODEL, Shape};
use crate::json_protocol::WireError;

/// Checks a value and all values in it. Members that the model does not know are ignored, as by the service.
pub(super) fn check(shape: &str, value: &Value) -> Result<(), WireError> {
    walk(shape, value, &mut Vec::new()).map_err(|message| WireError::new("SerializationException", message))
}

fn walk<'a>(name: &'a str, value: &'a Value, path: &mut Vec<String>) -> Result<(), String> {
    let Some(shape) = MODEL.shape(name) else { return Ok(()) };
    let expected = match (shape, value) {
        (Shape::Structure { members, .. }, Value::Object(_)) => {
            return Shape::present(members, value).try_for_each(|(member, shape, value)| {
                path.push(member.to_owned());
                walk(shape, value, path)?;
                path.pop();
                Ok(())
            });
        }
        (Shape::List { member, .. }, Value::Array(entries)) => {
            return entries.iter().enumerate().try_for_each(|(number, entry)| {
                path.push(number.to_string());
                walk(member, entry, path)?;
                path.pop();
                Ok(())
            });
        }
        (Shape::Map { value: shape, .. }, Value::Object(entries)) => {
            return entries.iter().try_for_each(|(key, entry)| {
                path.push(key.clone());
                walk(shape, entry, path)?;
                path.pop();
                Ok(())
            });
        }
        (Shape::String(_), Value::String(_))
        | (Shape::Boolean, Value::Bool(_))
        | (Shape::Float(_) | Shape::Timestamp, Value::Number(_)) => return Ok(()),
        (Shape::Integer(_), Value::Number(number)) if number.is_i64() => return Ok(()),
        (Shape::Structure { .. } | Shape::Map { .. }, _) => "an object",
        (Shape::List { .. }, _) => "a list",
        (Shape::String(_), _) => "a string",
        (Shape::Integer(_), _) => "an integer",
        (Shape::Float(_) | Shape::Timestamp, _) => "a number",
        (Shape::Boolean, _) => "true or false",
    };
    let place = if path.is_empty() { "The body".to_owned() } else { path.join(".") };
    Err(format!("{place} must be {expected}."))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::check;

    #[test]
    fn a_member_of_another_type_is_named_by_its_path() {
        for (input, message) in [
            (json!([]), "The body must be an object."),
            (json!({ "ExperimentConfig": "x" }), "ExperimentConfig must be an object."),
            (json!({ "Tags": [["a", "b"]] }), "Tags.0 must be an object."),
            (json!({ "Tags": [null] }), "Tags.0 must be an object."),
            (json!({ "HyperParameters": { "epochs": 2 } }), "HyperParameters.epochs must be a string."),
            (json!({ "ResourceConfig": { "InstanceCount": 1.5 } }), "ResourceConfig.InstanceCount must be an integer."),
            (json!({ "EnableNetworkIsolation": "true" }), "EnableNetworkIsolation must be true or false."),
        ] {
            let error = check("CreateTrainingJobRequest", &input).expect_err("refused");
            assert_eq!(error.message, message);
        }
        let fine = json!({ "Tags": null, "NoMember": [1], "ResourceConfig": { "InstanceCount": 1 } });
        check("CreateTrainingJobRequest", &fine).expect("nothing is wrong");
    }
}
