use domain::{description::TrainingJobSummary, wire::TrainingJobRequest};
use serde_json::json;

use super::*;
use crate::{data::ConsoleSettings, job_form::example::EXAMPLES};

fn facts() -> StartFacts {
    let settings = ConsoleSettings {
        is_local: true,
        account: None,
        region: "us-west-2".to_owned(),
        role: None,
        output_path: None,
        samples: None,
        version: String::new(),
    };
    StartFacts { taken: ["cats-1".to_owned(), "cats-2".to_owned()].into(), ..StartFacts::new(settings) }
}

fn job(request: serde_json::Value) -> domain::description::TrainingJobDetail {
    let request: TrainingJobRequest = serde_json::from_value(request).unwrap_or_default();
    domain::description::TrainingJobDetail {
        summary: TrainingJobSummary { name: "cats-1".to_owned(), ..TrainingJobSummary::default() },
        request,
        ..Default::default()
    }
}

fn begin(from: Result<StartFrom, String>, facts: StartFacts) -> Start {
    start(from.unwrap_or(StartFrom::Blank), facts)
}

#[test]
fn what_is_not_there_leaves_the_form_blank_and_says_so() {
    let notice = |from: Result<StartFrom, String>| {
        let start = begin(from, facts());
        assert_eq!(start.draft, start.baseline);
        start.notice
    };
    assert_eq!(notice(Ok(StartFrom::Blank)), None);
    assert_eq!(notice(StartFrom::copy_of("dogs-1")).as_deref(), Some("There is no training job called \"dogs-1\"."));
    assert!(notice(Ok(StartFrom::Example(&EXAMPLES[0]))).is_some_and(|notice| notice.contains("no sample data")));
    assert!(notice(Ok(StartFrom::Draft("0".to_owned()))).is_some_and(|notice| notice.starts_with("There is no such draft")));
    let model = Ok(StartFrom::Model(ModelSource::Name("cats".to_owned())));
    assert!(notice(model).is_some_and(|notice| notice.starts_with("There is no model called \"cats\".")));
    assert!(notice(Ok(StartFrom::Paste("no request".to_owned()))).is_some());
}

#[test]
fn a_copy_takes_the_next_free_name_and_is_its_own_baseline() {
    let request = json!({"HyperParameters": {"epochs": "3"}, "OutputDataConfig": {"S3OutputPath": "s3://bucket/out"}});
    let start = begin(StartFrom::copy_of("cats-1"), StartFacts { job: Some(job(request)), ..facts() });
    assert_eq!((start.draft.job_name.as_str(), start.draft.output_path.as_str()), ("cats-3", "s3://bucket/out"));
    assert_eq!(start.draft, start.baseline);
    assert_eq!(start.provenance.map(|provenance| provenance.filled_from), Some(FilledFrom::Clone("cats-1".to_owned())));
}

#[test]
fn the_archive_of_a_job_is_looked_for_where_its_request_sends_it() {
    let request = json!({"OutputDataConfig": {"S3OutputPath": "s3://bucket/out"}});
    let facts = StartFacts { job: Some(job(request)), ..facts() };
    let location =
        |from: Result<StartFrom, String>| facts.model_location(&from.unwrap_or(StartFrom::Blank)).map(|uri| uri.to_string());
    assert_eq!(location(StartFrom::model_of_job("cats-1")).as_deref(), Some("s3://bucket/out/cats-1/output/model.tar.gz"));
    assert_eq!(location(StartFrom::model_at("s3://bucket/a.tar.gz")).as_deref(), Some("s3://bucket/a.tar.gz"));
    assert_eq!(location(StartFrom::copy_of("cats-1")), None);
}

#[test]
fn a_job_without_a_known_archive_cannot_be_started_from() {
    let start = begin(StartFrom::model_of_job("cats-1"), StartFacts { job: Some(job(json!({}))), ..facts() });
    let notice = "It is not known where the training job \"cats-1\" stores its model.";
    assert_eq!(start.notice.as_deref(), Some(notice));
}

#[test]
fn what_a_workflow_fills_in_is_an_error_at_its_field_and_no_default() {
    let state = json!({ "Type": "Task", "Resource": "arn:aws:states:::sagemaker:createTrainingJob.sync", "Parameters": {
        "TrainingJobName.$": "$$.Execution.Name",
        "AlgorithmSpecification": { "TrainingImage.$": "$.Training.Image", "TrainingInputMode": "File" },
        "RoleArn.$": "$.Role",
        "InputDataConfig": [{ "ChannelName": "train", "DataSource": { "S3DataSource": { "S3DataType": "S3Prefix", "S3Uri.$": "$.Data" } } }],
        "OutputDataConfig": { "S3OutputPath": "s3://bucket/out" },
    } });
    let start = begin(Ok(StartFrom::Paste(state.to_string())), facts());
    assert_eq!(start.draft.job_name, "$$.Execution.Name");
    let request = start.draft.request("us-west-2");
    let found = domain::check(&request, &domain::CheckContext::for_region("us-west-2"));
    let fields: Vec<String> = found.errors().map(|violation| violation.field.id()).collect();
    for id in ["job-name", "role", "container", "channel-0-s3-uri"] {
        assert!(fields.iter().any(|field| field == id), "{id}: {fields:?}");
    }
    let report = start.import_report.expect("a report");
    assert_eq!(report.unknown_values.len(), 4, "{:?}", report.unknown_values);
    assert_eq!(report.title(), "Not every value of the pasted request is known here");
}
