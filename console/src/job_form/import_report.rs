//! A request from elsewhere becomes the form's values; what the form cannot hold is named.

use std::fmt::Write;

use domain::wire::TrainingJobRequest;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::job_form::draft::Draft;

/// What did not come along from a request.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ImportReport {
    /// Where the values are from: a job's name, or words.
    pub origin: String,
    /// What the new request lacks or has otherwise; a sentence each.
    pub lost: Vec<String>,
    /// What was read otherwise than it stood there; a sentence each.
    pub notes: Vec<String>,
    /// Values that it names and does not hold; a sentence each.
    #[serde(default)]
    pub unknown_values: Vec<String>,
    /// Members that the API does not have; they stay in the request, and no field shows them.
    #[serde(default)]
    pub unknown_members: Vec<String>,
}

impl ImportReport {
    /// Compares a request with the one that `draft` makes of it.
    pub fn of(origin: &str, request: &TrainingJobRequest, draft: &Draft, region: &str) -> Self {
        let value = |request: &TrainingJobRequest| serde_json::to_value(request).unwrap_or_default();
        let mut lost = Vec::new();
        let mut theirs = request.clone();
        let specification = theirs.algorithm_specification.as_mut().filter(|_| !draft.defines_metrics());
        if specification.and_then(|specification| specification.metric_definitions.take()).is_some_and(|all| !all.is_empty()) {
            lost.push(
                "AlgorithmSpecification.MetricDefinitions is left out: SageMaker defines the metrics of this algorithm."
                    .to_owned(),
            );
        }
        compare("", &value(&theirs), &value(&draft.request(region)), &mut lost);
        Self { origin: origin.to_owned(), lost, ..Self::default() }
    }

    /// Whether there is anything to report.
    pub fn says_something(&self) -> bool {
        [&self.lost, &self.notes, &self.unknown_values, &self.unknown_members].iter().any(|sentences| !sentences.is_empty())
    }

    /// All of it in one sentence.
    pub fn title(&self) -> String {
        let origin = &self.origin;
        if !self.lost.is_empty() {
            format!("Some values of {origin} were changed or left out")
        } else if !self.unknown_values.is_empty() {
            format!("Not every value of {origin} is known here")
        } else if !self.unknown_members.is_empty() {
            format!("Not everything of {origin} has a field in this form")
        } else {
            format!("All settings of {origin} are here")
        }
    }

    /// Everything that is to be said, a sentence each.
    pub fn sentences(&self) -> Vec<String> {
        let unknown_members =
            self.unknown_members.iter().map(|sentence| format!("{sentence} It stays in the request, and has no field here."));
        let known = self.lost.iter().chain(&self.unknown_values).cloned();
        known.chain(unknown_members).chain(self.notes.iter().cloned()).collect()
    }
}

/// What the service assumes for a member that is left out: adding or leaving out these changes nothing.
const SERVICE_DEFAULTS: &[(&str, &str)] = &[
    ("CompressionType", "None"),
    ("RecordWrapperType", "None"),
    ("S3DataDistributionType", "FullyReplicated"),
    ("CompressionType", "GZIP"),
];

fn compare(path: &str, theirs: &Value, ours: &Value, lost: &mut Vec<String>) {
    match (theirs, ours) {
        (Value::Object(theirs), Value::Object(ours)) => {
            for (member, value) in theirs {
                let is_default = SERVICE_DEFAULTS.iter().any(|(name, default)| name == member && value == default);
                // The name is new on purpose; what is off or empty need not be said.
                let is_nothing = matches!(value, Value::Null | Value::Bool(false)) || is_empty(value);
                if is_default || is_nothing || (path.is_empty() && member == "TrainingJobName") {
                    continue;
                }
                let path = if path.is_empty() { member.clone() } else { format!("{path}.{member}") };
                match ours.get(member) {
                    Some(ours) => compare(&path, value, ours, lost),
                    None => lost.push(format!("{path} ({}) has no field in this form.", brief(value))),
                }
            }
        }
        (Value::Array(theirs), Value::Array(ours)) => {
            for (index, value) in theirs.iter().enumerate() {
                let key = ["ChannelName", "Key", "Name"].into_iter().find_map(|key| Some((key, value.get(key)?)));
                let (label, own) = match key {
                    Some((key, name)) => (brief(name), ours.iter().find(|own| own.get(key) == Some(name))),
                    None => (index.to_string(), ours.get(index)),
                };
                let path = format!("{path}[{label}]");
                match own {
                    Some(own) => compare(&path, value, own, lost),
                    None => lost.push(format!("{path} has no place in this form.")),
                }
            }
        }
        _ if theirs == ours => {}
        _ => lost.push(format!("{path} changed from {} to {}.", brief(theirs), brief(ours))),
    }
}

fn is_empty(value: &Value) -> bool {
    value.as_str().is_some_and(str::is_empty)
        || value.as_array().is_some_and(Vec::is_empty)
        || value.as_object().is_some_and(serde_json::Map::is_empty)
}

/// A value in a few words.
fn brief(value: &Value) -> String {
    const MAX_LENGTH: usize = 80;
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let mut words: String = text.chars().take(MAX_LENGTH).collect();
    if words.len() < text.len() {
        // Writing to a text does not fail.
        let _ = write!(words, "…");
    }
    words
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn imported(request: Value) -> Result<(Draft, ImportReport), serde_json::Error> {
        let request: TrainingJobRequest = serde_json::from_value(request)?;
        let draft = Draft::with_settings_of(&Draft::default(), &request, "cats-2");
        let report = ImportReport::of("cats-1", &request, &draft, "us-west-2");
        Ok((draft, report))
    }

    #[test]
    fn settings_come_along_with_the_model_channel_and_a_new_name() -> Result<(), serde_json::Error> {
        let model = serde_json::to_value(domain::incremental::model_channel("s3://b/out/cats-0/output/model.tar.gz"))?;
        let (draft, report) = imported(json!({
            "TrainingJobName": "cats-1",
            "RoleArn": "arn:aws:iam::123456789012:role/MyRole",
            "AlgorithmSpecification": {
                "TrainingImage": "433757028032.dkr.ecr.us-west-2.amazonaws.com/image-classification:1", "TrainingInputMode": "File",
            },
            "HyperParameters": { "epochs": "3", "odd": "1" },
            "InputDataConfig": [model],
            "OutputDataConfig": { "S3OutputPath": "s3://b/out", "CompressionType": "GZIP" },
            "EnableNetworkIsolation": false,
        }))?;
        assert_eq!((draft.job_name.as_str(), draft.source.as_str()), ("cats-2", "s3://b/out/cats-0/output/model.tar.gz"));
        assert_eq!(report.lost, Vec::<String>::new());
        Ok(())
    }

    #[test]
    fn an_algorithm_resource_comes_along_and_its_metrics_do_not() -> Result<(), serde_json::Error> {
        let (draft, report) = imported(json!({ "AlgorithmSpecification": {
            "AlgorithmName": "arn:aws:sagemaker:us-west-2:123456789012:algorithm/net", "TrainingInputMode": "File",
            "MetricDefinitions": [{ "Name": "loss", "Regex": "loss=(.*)" }],
        }}))?;
        let specification = serde_json::to_value(draft.request("us-west-2").algorithm_specification)?;
        let name = "arn:aws:sagemaker:us-west-2:123456789012:algorithm/net";
        assert_eq!(specification, json!({ "AlgorithmName": name, "TrainingInputMode": "File" }));
        assert_eq!(
            report.lost,
            ["AlgorithmSpecification.MetricDefinitions is left out: SageMaker defines the metrics of this algorithm."]
        );
        Ok(())
    }

    #[test]
    fn empty_texts_of_a_description_carry_nothing() -> Result<(), serde_json::Error> {
        let (_, report) = imported(json!({
            "OutputDataConfig": { "S3OutputPath": "s3://b/out", "KmsKeyId": "" },
            "ResourceConfig": { "VolumeKmsKeyId": "" },
        }))?;
        assert_eq!(report.lost, Vec::<String>::new());
        Ok(())
    }

    #[test]
    fn what_stays_without_a_field_is_said() {
        let report = ImportReport {
            origin: "it".to_owned(),
            unknown_members: vec!["There is no Odd.".to_owned()],
            ..ImportReport::default()
        };
        assert_eq!(report.title(), "Not everything of it has a field in this form");
        assert_eq!(report.sentences(), ["There is no Odd. It stays in the request, and has no field here."]);
        let report = ImportReport { unknown_values: vec!["RoleArn is $ROLE.".to_owned()], ..report };
        assert_eq!(report.title(), "Not every value of it is known here");
        assert_eq!(report.sentences()[0], "RoleArn is $ROLE.");
    }

    #[test]
    fn what_has_no_place_or_becomes_something_else_is_named() -> Result<(), serde_json::Error> {
        let (_, report) = imported(json!({
            "AlgorithmSpecification": {
                "TrainingImage": "433757028032.dkr.ecr.us-west-2.amazonaws.com/image-classification:latest",
            },
            "InputDataConfig": [{
                "ChannelName": "model",
                "ContentType": "application/x-tar",
                "DataSource": { "S3DataSource": { "S3DataType": "S3Prefix", "S3Uri": "s3://b/model.tar.gz" } },
            }],
        }))?;
        let all = report.lost.join("\n");
        assert!(
            all.contains("InputDataConfig[model].ContentType changed from application/x-tar to application/x-sagemaker-model."),
            "{all}"
        );
        Ok(())
    }
}
