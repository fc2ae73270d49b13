//! What the service fills in when it repeats a request, so that a request as it was sent and the same one as it is
//! described are equal.

use serde_json::{Map, Value, json};

use crate::{
    algorithm::Algorithm,
    wire::{StoppingCondition, TrainingJobRequest},
};

/// Members of the request, and the value that they have when nobody set them. Source: `DescribeTrainingJob` and the
/// API reference of `CreateTrainingJob`.
const USUAL: [(&str, Usual); 8] = [
    ("/EnableNetworkIsolation", Usual::False),
    ("/EnableInterContainerTrafficEncryption", Usual::False),
    ("/EnableManagedSpotTraining", Usual::False),
    ("/RemoteDebugConfig/EnableRemoteDebug", Usual::False),
    ("/InfraCheckConfig/EnableInfraCheck", Usual::False),
    ("/OutputDataConfig/KmsKeyId", Usual::Text("")),
    ("/OutputDataConfig/CompressionType", Usual::Text("GZIP")),
    ("/StoppingCondition/MaxRuntimeInSeconds", Usual::Number(StoppingCondition::DEFAULT_MAX_RUNTIME)),
];
/// The same of each channel.
const USUAL_OF_CHANNEL: [(&str, Usual); 5] = [
    ("/DataSource/S3DataSource/S3DataType", Usual::Text("S3Prefix")),
    ("/DataSource/S3DataSource/S3DataDistributionType", Usual::Text("FullyReplicated")),
    ("/CompressionType", Usual::Text("None")),
    ("/RecordWrapperType", Usual::Text("None")),
    ("/ContentType", Usual::Text("")),
];
/// What the service knows of its own algorithms and adds to a request that names one.
const OF_BUILT_IN: [&str; 2] =
    ["/AlgorithmSpecification/MetricDefinitions", "/AlgorithmSpecification/EnableSageMakerMetricsTimeSeries"];

#[derive(Debug, Clone, Copy)]
enum Usual {
    False,
    Text(&'static str),
    Number(i64),
}

impl Usual {
    fn value(self) -> Value {
        match self {
            Self::False => json!(false),
            Self::Text(text) => json!(text),
            Self::Number(number) => json!(number),
        }
    }
}

/// The request without members that say nothing but what the service takes anyway, and without empty ones.
pub fn without_service_defaults(request: &TrainingJobRequest) -> TrainingJobRequest {
    let Ok(mut body) = serde_json::to_value(request) else { return request.clone() };
    for (pointer, usual) in USUAL {
        drop_if(&mut body, pointer, |value| *value == usual.value());
    }
    if request.training_image().and_then(Algorithm::of_image).is_some() {
        for pointer in OF_BUILT_IN {
            drop_if(&mut body, pointer, |_| true);
        }
    }
    for channel in body.get_mut("InputDataConfig").and_then(Value::as_array_mut).into_iter().flatten() {
        for (pointer, usual) in USUAL_OF_CHANNEL {
            drop_if(channel, pointer, |value| *value == usual.value());
        }
    }
    if let Value::Object(members) = &mut body {
        members.retain(|_, value| !is_empty(value));
    }
    serde_json::from_value(body).unwrap_or_else(|_| request.clone())
}

/// Removes the member that a pointer leads to, and the objects around it that are empty then.
fn drop_if(body: &mut Value, pointer: &str, is_usual: impl Fn(&Value) -> bool) {
    let Some((parent, member)) = pointer.rsplit_once('/') else { return };
    let Some(object) = body.pointer_mut(parent).and_then(Value::as_object_mut) else { return };
    if object.get(member).is_some_and(is_usual) {
        object.remove(member);
    }
}

fn is_empty(value: &Value) -> bool {
    value.is_null() || value.as_object().is_some_and(Map::is_empty) || value.as_array().is_some_and(Vec::is_empty)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(body: Value) -> TrainingJobRequest {
        serde_json::from_value(body).expect("a request")
    }

    #[test]
    fn a_request_is_what_its_description_repeats() {
        let image = "811284229777.dkr.ecr.us-east-1.amazonaws.com/image-classification:1";
        let sent = request(json!({
            "AlgorithmSpecification": { "TrainingImage": image, "TrainingInputMode": "File" },
            "InputDataConfig": [{ "ChannelName": "train", "DataSource": { "S3DataSource": { "S3Uri": "s3://b/" } } }],
            "OutputDataConfig": { "S3OutputPath": "s3://b/out" },
        }));
        let described = request(json!({
            "AlgorithmSpecification": {
                "TrainingImage": image, "TrainingInputMode": "File", "EnableSageMakerMetricsTimeSeries": false,
                "MetricDefinitions": [{ "Name": "train:accuracy", "Regex": "x" }],
            },
            "InputDataConfig": [{
                "ChannelName": "train", "CompressionType": "None", "RecordWrapperType": "None",
                "DataSource": { "S3DataSource": {
                    "S3DataType": "S3Prefix", "S3Uri": "s3://b/", "S3DataDistributionType": "FullyReplicated",
                } },
            }],
            "OutputDataConfig": { "S3OutputPath": "s3://b/out", "KmsKeyId": "", "CompressionType": "GZIP" },
            "StoppingCondition": { "MaxRuntimeInSeconds": 86400 },
            "EnableNetworkIsolation": false, "EnableManagedSpotTraining": false,
            "EnableInterContainerTrafficEncryption": false, "Environment": {}, "Tags": [],
        }));
        assert_eq!(without_service_defaults(&described), without_service_defaults(&sent));
        assert_eq!(without_service_defaults(&sent), sent);
    }

    #[test]
    fn what_somebody_chose_stays() {
        let chosen = request(json!({
            "EnableManagedSpotTraining": true,
            "AlgorithmSpecification": { "TrainingImage": "own", "MetricDefinitions": [{ "Name": "a", "Regex": "b" }] },
            "StoppingCondition": { "MaxRuntimeInSeconds": 60 },
            "SomethingNew": false,
        }));
        assert_eq!(without_service_defaults(&chosen), chosen);
    }
}
