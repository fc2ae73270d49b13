//! Whether two requests ask for the same job: that is how a name becomes the key to exactly one job.

use domain::CreateTrainingJob;
use serde_json::Value;

use crate::aws::convert::description::Description;

/// Whether a stored request is this one.
pub(super) fn is_same(stored: &str, body: &str) -> bool {
    let value = |text: &str| serde_json::from_str::<Value>(text).ok();
    value(stored).is_some_and(|stored| Some(stored) == value(body))
}

/// Whether a job at the target has all that our request asked for. Tags are not described, so they do not count.
pub(super) fn is_ours(found: &Description, request: &CreateTrainingJob) -> bool {
    let (Ok(found), Ok(ours)) = (serde_json::to_value(&found.request), serde_json::to_value(request)) else { return false };
    let Some(ours) = ours.as_object() else { return false };
    ours.iter().filter(|(member, _)| *member != "Tags").all(|(member, value)| contains(&found[member], value))
}

/// Whether `found` has everything that `ours` has; the service adds members that were left out.
fn contains(found: &Value, ours: &Value) -> bool {
    match (found, ours) {
        (Value::Object(found), Value::Object(ours)) => {
            ours.iter().all(|(member, value)| found.get(member).is_some_and(|found| contains(found, value)))
        }
        (Value::Array(found), Value::Array(ours)) => {
            found.len() == ours.len() && found.iter().zip(ours).all(|(found, ours)| contains(found, ours))
        }
        _ => found == ours,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::contains;

    #[test]
    fn what_the_service_adds_does_not_make_another_job() {
        let ours = json!({ "ResourceConfig": { "InstanceCount": 1 }, "InputDataConfig": [{ "ChannelName": "train" }] });
        let described = json!({
            "ResourceConfig": { "InstanceCount": 1, "VolumeSizeInGB": 30 },
            "InputDataConfig": [{ "ChannelName": "train", "CompressionType": "None" }],
            "StoppingCondition": { "MaxRuntimeInSeconds": 86400 },
        });
        assert!(contains(&described, &ours));
        assert!(!contains(&described, &json!({ "ResourceConfig": { "InstanceCount": 2 } })));
        assert!(!contains(&described, &json!({ "InputDataConfig": [] })));
    }
}
