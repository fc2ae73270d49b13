//! Members that the form has no field for: taken out of a request that comes in, put back into the one that goes out.

use domain::wire::{Channel, DataSource, TrainingJobRequest};
use serde_json::{Map, Value};

type Members = Map<String, Value>;

/// The unknown members of a request outside its channels, as a JSON object; empty when there are none.
pub(super) fn of_request(request: &TrainingJobRequest) -> String {
    let parts = [
        ("AlgorithmSpecification", request.algorithm_specification.as_ref().map(|part| &part.other)),
        ("OutputDataConfig", request.output_data_config.as_ref().map(|part| &part.other)),
        ("ResourceConfig", request.resource_config.as_ref().map(|part| &part.other)),
        ("VpcConfig", request.vpc_config.as_ref().map(|part| &part.other)),
        ("StoppingCondition", request.stopping_condition.as_ref().map(|part| &part.other)),
        ("CheckpointConfig", request.checkpoint_config.as_ref().map(|part| &part.other)),
        ("RetryStrategy", request.retry_strategy.as_ref().map(|part| &part.other)),
    ];
    let mut all = request.other.clone();
    for (name, members) in parts {
        insert(&mut all, name, members);
    }
    written(&all)
}

/// Puts back what [`of_request`] took out. A part that the form leaves out as a whole comes back with its unknown members.
pub(super) fn put_back(request: &mut TrainingJobRequest, text: &str) {
    for (name, value) in read(text) {
        match name.as_str() {
            "AlgorithmSpecification" => extend(&mut request.algorithm_specification.get_or_insert_default().other, value),
            "OutputDataConfig" => extend(&mut request.output_data_config.get_or_insert_default().other, value),
            "ResourceConfig" => extend(&mut request.resource_config.get_or_insert_default().other, value),
            "VpcConfig" => extend(&mut request.vpc_config.get_or_insert_default().other, value),
            "StoppingCondition" => extend(&mut request.stopping_condition.get_or_insert_default().other, value),
            "CheckpointConfig" => extend(&mut request.checkpoint_config.get_or_insert_default().other, value),
            "RetryStrategy" => extend(&mut request.retry_strategy.get_or_insert_default().other, value),
            _ => {
                request.other.insert(name, value);
            }
        }
    }
}

/// The unknown members of a channel, as a JSON object; empty when there are none.
pub(super) fn of_channel(channel: &Channel) -> String {
    let mut all = channel.other.clone();
    insert(&mut all, "ShuffleConfig", channel.shuffle_config.as_ref().map(|part| &part.other));
    if let Some(source) = &channel.data_source {
        let mut sources = source.other.clone();
        insert(&mut sources, "S3DataSource", source.s3_data_source.as_ref().map(|part| &part.other));
        insert(&mut sources, "FileSystemDataSource", source.file_system_data_source.as_ref().map(|part| &part.other));
        insert(&mut all, "DataSource", Some(&sources));
    }
    written(&all)
}

/// Puts back what [`of_channel`] took out.
pub(super) fn put_back_channel(channel: &mut Channel, text: &str) {
    for (name, value) in read(text) {
        match (name.as_str(), value) {
            ("DataSource", Value::Object(sources)) => {
                let source = channel.data_source.get_or_insert_default();
                sources.into_iter().for_each(|(name, value)| put_back_source(source, name, value));
            }
            ("ShuffleConfig", value) => extend(&mut channel.shuffle_config.get_or_insert_default().other, value),
            (_, value) => {
                channel.other.insert(name, value);
            }
        }
    }
}

fn put_back_source(source: &mut DataSource, name: String, value: Value) {
    match (name.as_str(), &mut source.s3_data_source, &mut source.file_system_data_source) {
        ("S3DataSource", Some(part), _) => extend(&mut part.other, value),
        ("FileSystemDataSource", _, Some(part)) => extend(&mut part.other, value),
        // The card's choice between the two decides; members of the other one wait.
        ("S3DataSource" | "FileSystemDataSource", _, _) => {}
        _ => {
            source.other.insert(name, value);
        }
    }
}

fn insert(all: &mut Members, name: &str, members: Option<&Members>) {
    if let Some(members) = members.filter(|members| !members.is_empty()) {
        all.insert(name.to_owned(), Value::Object(members.clone()));
    }
}

fn extend(members: &mut Members, value: Value) {
    if let Value::Object(value) = value {
        members.extend(value);
    }
}

fn written(members: &Members) -> String {
    if members.is_empty() { String::new() } else { Value::Object(members.clone()).to_string() }
}

fn read(text: &str) -> Members {
    if text.is_empty() { Members::new() } else { serde_json::from_str(text).unwrap_or_default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_members_come_back_where_they_were() -> Result<(), serde_json::Error> {
        let body = r#"{"ExperimentConfig": {"TrialName": "t"}, "ResourceConfig": {"InstanceCount": 2, "TrainingPlanArn": "arn:p"},
            "RetryStrategy": {"Odd": 1}}"#;
        let request: TrainingJobRequest = serde_json::from_str(body)?;
        let mut bare = TrainingJobRequest::default();
        put_back(&mut bare, &of_request(&request));
        assert_eq!(bare.other, request.other);
        assert_eq!(bare.resource_config.map(|part| part.other), request.resource_config.map(|part| part.other));
        assert_eq!(bare.retry_strategy.map(|part| part.other), request.retry_strategy.map(|part| part.other));
        Ok(())
    }

    #[test]
    fn unknown_members_of_a_channel_come_back_too() -> Result<(), serde_json::Error> {
        let body = r#"{"Odd": 1, "DataSource": {"DatasetSource": {"Arn": "a"}, "S3DataSource": {"S3Uri": "s3://b/", "HubAccessConfig": {}}}}"#;
        let channel: Channel = serde_json::from_str(body)?;
        let mut bare = Channel {
            data_source: Some(DataSource { s3_data_source: Some(Default::default()), ..DataSource::default() }),
            ..Channel::default()
        };
        put_back_channel(&mut bare, &of_channel(&channel));
        let members = |channel: &Channel| (of_channel(channel), channel.other.clone());
        assert_eq!(members(&bare), members(&channel));
        Ok(())
    }
}
