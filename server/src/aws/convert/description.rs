//! `DescribeTrainingJob`: the service's answer into domain types.

use aws_sdk_sagemaker::{
    operation::describe_training_job::DescribeTrainingJobOutput,
    types::{MetricData, SecondaryStatusTransition},
};
use domain::{
    Timestamp, TrainingJobRequest,
    algorithm::Algorithm,
    description::{FinalMetric, Transition},
    job_status::TrainingJobStatus,
    wire::members::is_request_member,
};
use serde_json::{Map, Value};

use super::timestamp;
use crate::aws::error::{Failure, Kind};

/// What the service says about a job.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Description {
    pub(crate) name: String,
    pub(crate) arn: String,
    /// The request that made the job, as far as the service tells: without its tags.
    pub(crate) request: TrainingJobRequest,
    pub(crate) status: TrainingJobStatus,
    pub(crate) secondary_status: String,
    pub(crate) failure_reason: Option<String>,
    pub(crate) created_at: Timestamp,
    pub(crate) ended_at: Option<Timestamp>,
    pub(crate) training_seconds: Option<i64>,
    pub(crate) billable_seconds: Option<i64>,
    pub(crate) transitions: Vec<Transition>,
    /// The planned location of the model; no proof that it exists.
    pub(crate) artifact: Option<String>,
    /// The last value of each metric, by name.
    pub(crate) final_metrics: Vec<FinalMetric>,
    /// The answer as it came.
    pub(crate) body: String,
}

/// Reads the SDK's output and the body that it was read from.
///
/// # Errors
/// When the answer lacks what every answer has, or its body is no JSON object.
pub(crate) fn read(output: &DescribeTrainingJobOutput, body: &[u8]) -> Result<Description, Failure> {
    let name = output.training_job_name().ok_or_else(|| strange("it has no name"))?;
    let created_at = output.creation_time().and_then(timestamp).ok_or_else(|| strange("it has no creation time"))?;
    let status = output.training_job_status().map_or("", |status| status.as_str());
    // A state of a newer API counts as in progress: the next answer tells more.
    let status = TrainingJobStatus::parse(status).unwrap_or(TrainingJobStatus::InProgress);
    let transitions = transitions(output.secondary_status_transitions());
    let ended_at = ended_at(output, status, &transitions);
    Ok(Description {
        name: name.to_owned(),
        arn: output.training_job_arn().unwrap_or_default().to_owned(),
        request: request(body)?,
        status,
        secondary_status: output.secondary_status().map_or(status.as_str(), |status| status.as_str()).to_owned(),
        failure_reason: output.failure_reason().map(str::to_owned),
        created_at,
        ended_at,
        training_seconds: output.training_time_in_seconds().map(i64::from),
        billable_seconds: output.billable_time_in_seconds().map(i64::from),
        transitions,
        artifact: output.model_artifacts().and_then(|artifacts| artifacts.s3_model_artifacts()).map(str::to_owned),
        final_metrics: final_metrics(output.final_metric_data_list()),
        body: String::from_utf8_lossy(body).into_owned(),
    })
}

/// The members of `CreateTrainingJob` that the answer has. The metric definitions of a built-in algorithm are the service's own: no
/// request has them.
fn request(body: &[u8]) -> Result<TrainingJobRequest, Failure> {
    let mut answer: Map<String, Value> = serde_json::from_slice(body).map_err(|_| strange("it is no JSON object"))?;
    answer.retain(|member, value| !value.is_null() && is_request_member(member));
    let mut request: TrainingJobRequest =
        serde_json::from_value(Value::Object(answer)).map_err(|error| strange(&error.to_string()))?;
    if request.training_image().and_then(Algorithm::of_image).is_some()
        && let Some(specification) = &mut request.algorithm_specification
    {
        specification.metric_definitions = None;
    }
    Ok(request)
}

fn transitions(items: &[SecondaryStatusTransition]) -> Vec<Transition> {
    let transition = |item: &SecondaryStatusTransition| {
        Some(Transition {
            status: item.status()?.as_str().to_owned(),
            started_at: item.start_time().and_then(timestamp)?,
            ended_at: item.end_time().and_then(timestamp),
            message: item.status_message().filter(|message| !message.is_empty()).map(str::to_owned),
        })
    };
    let mut transitions: Vec<Transition> = items.iter().filter_map(transition).collect();
    transitions.sort_by_key(|transition| transition.started_at);
    transitions
}

fn final_metrics(items: &[MetricData]) -> Vec<FinalMetric> {
    let metric = |item: &MetricData| {
        Some(FinalMetric {
            name: item.metric_name()?.to_owned(),
            value: shortest(item.value()?)?,
            at: item.timestamp().and_then(timestamp),
        })
    };
    let mut metrics: Vec<FinalMetric> = items.iter().filter_map(metric).collect();
    metrics.sort_by(|first, second| first.name.cmp(&second.name));
    metrics
}

/// The shortest decimal number that rounds to a value in single precision: the number that was written, where it had few digits.
/// `None` for what is no finite number.
fn shortest(value: f32) -> Option<f64> {
    value.to_string().parse().ok().filter(|value: &f64| value.is_finite())
}

/// When a job ended; jobs that fail early have no `TrainingEndTime`.
fn ended_at(output: &DescribeTrainingJobOutput, status: TrainingJobStatus, transitions: &[Transition]) -> Option<Timestamp> {
    if !status.is_final() {
        return None;
    }
    let last = transitions.last().map(|transition| transition.ended_at.unwrap_or(transition.started_at));
    output.training_end_time().and_then(timestamp).or(last).or_else(|| output.last_modified_time().and_then(timestamp))
}

fn strange(what: &str) -> Failure {
    Failure {
        kind: Kind::Fault,
        code: "UnexpectedAnswer".to_owned(),
        status: None,
        message: format!("The description of the job cannot be read: {what}."),
        request_id: None,
        bucket_region: None,
    }
}

#[cfg(test)]
mod tests {
    use domain::{Timestamp, description::FinalMetric, job_status::TrainingJobStatus};
    use serde_json::{Value, json};

    use crate::testing::{Target, body, described, unknown};

    /// What is read when the service answers this.
    async fn read(answer: (u16, Value)) -> Option<super::Description> {
        let target = Target::start(move |_, _| answer.clone()).await;
        target.aws.describe_training_job("cats-v1").await.expect("an answer")
    }

    #[tokio::test]
    async fn a_description_gives_back_the_request_without_its_tags() {
        let (status, mut answer) = described(&body("cats-v1"), "Completed", "Completed", 1.5);
        answer["SomethingNew"] = json!({ "of": "a later API" });
        answer["VpcConfig"] = json!({ "Subnets": ["s"], "SecurityGroupIds": ["g"] });
        answer["AlgorithmSpecification"]["MetricDefinitions"] = json!([{ "Name": "train:accuracy", "Regex": "a=(.*)" }]);
        answer["TrainingEndTime"] = 61.25.into();
        answer["BillableTimeInSeconds"] = 59.into();
        answer["FinalMetricDataList"] = json!([{ "MetricName": "validation:accuracy", "Value": 1.1, "Timestamp": 60.0 }]);
        let mut expected = body("cats-v1");
        expected["VpcConfig"] = answer["VpcConfig"].clone();
        expected["Tags"] = answer["Tags"].clone();

        let found = read((status, answer)).await.expect("a job");

        assert_eq!(serde_json::to_value(&found.request).expect("JSON"), expected);
        assert_eq!(
            (found.created_at, found.ended_at),
            (Timestamp::from_milliseconds(1_500), Some(Timestamp::from_milliseconds(61_250)))
        );
        assert_eq!((found.status, found.billable_seconds), (TrainingJobStatus::Completed, Some(59)));
        let metric =
            FinalMetric { name: "validation:accuracy".to_owned(), value: 1.1, at: Some(Timestamp::from_milliseconds(60_000)) };
        assert_eq!(found.final_metrics, [metric]);
        assert!(found.body.contains("a later API"));
    }

    /// Every member that the service may give back, with the smallest value of its kind.
    #[test]
    fn no_member_of_a_job_that_was_made_elsewhere_is_dropped() {
        let model: Value =
            serde_json::from_str(include_str!("../../../../engine/src/sagemaker/api-model.json")).expect("the API model");
        let described_members = model["description"].as_array().expect("the members of a description");
        let (_, mut answer) = described(&body("cats-v1"), "Completed", "Completed", 1.0);
        let mut expected = body("cats-v1");
        for (member, shape) in model["shapes"]["CreateTrainingJobRequest"]["members"].as_object().expect("members") {
            if expected.get(member).is_some() || !described_members.iter().any(|name| name == member) {
                continue;
            }
            let kind = &model["shapes"][shape.as_str().unwrap_or_default()]["type"];
            let value = match kind.as_str() {
                Some("list") => json!([]),
                Some("boolean") => json!(true),
                _ => json!({}),
            };
            answer[member] = value.clone();
            expected[member] = value;
        }
        for member in ["ServerlessJobConfig", "MlflowConfig", "ModelPackageConfig"] {
            assert!(expected.get(member).is_some(), "{member}");
        }
        let found = super::request(answer.to_string().as_bytes()).expect("a request");
        let found = serde_json::to_value(&found).expect("JSON");
        for (member, value) in expected.as_object().expect("a request") {
            assert_eq!(found.get(member), Some(value), "{member}");
        }
    }

    #[tokio::test]
    async fn a_state_of_a_later_api_counts_as_in_progress() {
        let found = read(described(&body("cats-v1"), "Dreaming", "Dreaming", 1.0)).await.expect("a job");
        assert_eq!((found.status, found.secondary_status.as_str()), (TrainingJobStatus::InProgress, "Dreaming"));
    }

    #[tokio::test]
    async fn an_unknown_name_is_no_failure() {
        assert_eq!(read(unknown()).await, None);
        assert_eq!(read((400, json!({ "__type": "ResourceNotFound", "Message": "no" }))).await, None);
    }
}
