//! ARNs for callers in another Region than the engine's.
//!
//! The engine has one list of resources and answers in every Region. A caller sees the ARNs of the Region that it signed for,
//! as from the service there, and may give them back.

use serde_json::Value;

use crate::account::Account;

/// The members that hold the ARN of a training job or a model.
const MEMBERS: [&str; 3] = ["ModelArn", "ResourceArn", "TrainingJobArn"];

/// Writes the caller's Region into the ARNs of an answer.
pub(super) fn of_caller(account: &Account, region: &str, output: &mut Value) {
    if region != &*account.region {
        replace(output, &prefix(account, &account.region), &prefix(account, region));
    }
}

/// Writes the engine's Region into the ARNs of a request.
pub(super) fn of_engine(account: &Account, region: &str, input: &mut Value) {
    if region != &*account.region {
        replace(input, &prefix(account, region), &prefix(account, &account.region));
    }
}

fn prefix(account: &Account, region: &str) -> String {
    format!("arn:aws:sagemaker:{region}:{}:", account.number)
}

fn replace(value: &mut Value, from: &str, to: &str) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| replace(item, from, to)),
        Value::Object(members) => {
            for (name, value) in members {
                match value {
                    Value::String(arn) if MEMBERS.contains(&name.as_str()) => {
                        if let Some(resource) = arn.strip_prefix(from) {
                            *arn = format!("{to}{resource}");
                        }
                    }
                    value => replace(value, from, to),
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::replace;

    #[test]
    fn arns_of_resources_change_and_texts_of_users_do_not() {
        let mut output = json!({ "TrainingJobArn": "a:1", "Environment": { "ModelArn": "b:1" }, "Results": [{ "TrainingJob": {
            "TrainingJobArn": "a:2", "FailureReason": "a:3" } }] });
        replace(&mut output, "a:", "z:");
        let expected = json!({ "TrainingJobArn": "z:1", "Environment": { "ModelArn": "b:1" }, "Results": [{ "TrainingJob": {
            "TrainingJobArn": "z:2", "FailureReason": "a:3" } }] });
        assert_eq!(output, expected);
    }
}
