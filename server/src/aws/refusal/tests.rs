//! The messages are those of `error-catalog`, as the service was seen to write them.

use console::error::AppError;
use domain::{ChannelField, Field, TrainingJobRequest};

use super::{of_create, violations};
use crate::aws::error::{Failure, Kind};

fn failure(code: &str, message: &str) -> Failure {
    Failure {
        kind: Kind::Refused,
        code: code.to_owned(),
        status: Some(400),
        message: message.to_owned(),
        request_id: None,
        bucket_region: None,
    }
}

fn request() -> TrainingJobRequest {
    let body = r#"{"TrainingJobName": "a_b", "ResourceConfig": {"InstanceType": "ml.p3.2xlarge"},
        "AlgorithmSpecification": {"TrainingImage": "433757028032.dkr.ecr.us-west-2.amazonaws.com/image-classification:1"},
        "InputDataConfig": [
            {"ChannelName": "train", "DataSource": {"S3DataSource": {"S3Uri": "s3://full/"}}},
            {"ChannelName": "validation", "DataSource": {"S3DataSource": {"S3Uri": "s3://bucket/empty/"}}}]}"#;
    TrainingJobRequest::from_json(body.as_bytes()).expect("a request")
}

/// Checks that a message becomes exactly these codes on these fields.
#[track_caller]
fn check(code: &str, message: &str, expected: &[(&str, Field)]) {
    let found = violations(&failure(code, message), &request(), "us-west-2");
    let found: Vec<_> = found.iter().map(|violation| (violation.code.as_str(), violation.field.clone())).collect();
    assert_eq!(found, expected, "{message}");
}

#[test]
fn a_taken_name_is_on_the_name() {
    let message = "Training job names must be unique within an AWS account and region, and a training job with this name already exists (arn:x)";
    check("ResourceInUse", message, &[("E-NAME-TAKEN", Field::JobName)]);
}

#[test]
fn several_members_in_one_message_are_several_violations() {
    let message = "2 validation errors detected: Value 'a_b' at 'trainingJobName' failed to satisfy constraint: Member must satisfy \
                   regular expression pattern: ^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}; Value 's3:/; x' at \
                   'inputDataConfig.2.member.dataSource.s3DataSource.s3Uri' failed to satisfy constraint: Member must satisfy regular \
                   expression pattern: ^(https|s3)://([^/]+)/?(.*)$";
    let expected = [("E-NAME-CHARS", Field::JobName), ("E-S3-FORM", Field::Channel(1, ChannelField::S3Uri))];
    check("ValidationException", message, &expected);
}

#[test]
fn an_unknown_instance_type_is_on_the_type() {
    let message = "1 validation error detected: Value 'ml.x' at 'resourceConfig.instanceType' failed to satisfy constraint: Member must \
                   satisfy enum value set: [ml.p3.2xlarge, ml.g5.xlarge]";
    check("ValidationException", message, &[("E-INST-ENUM", Field::InstanceType)]);
}

#[test]
fn an_empty_prefix_is_on_its_channel() {
    let message = "No S3 objects found under S3 URL \"s3://bucket/empty/\" given in input data source. Please ensure that the bucket exists \
                   in the selected region (us-west-2), that objects exist under that S3 prefix, and that the role \"arn\" has \
                   \"s3:ListBucket\" permissions on bucket \"bucket\".";
    check("ValidationException", message, &[("E-S3-EMPTY", Field::Channel(1, ChannelField::S3Uri))]);
}

#[test]
fn a_type_without_gpu_is_on_the_type() {
    let message =
        "Instance type ml.c4.2xlarge is not supported by algorithm image-classification; only GPU instances are supported.";
    check("ValidationException", message, &[("E-INST-GPU", Field::InstanceType)]);
}

#[test]
fn a_quota_names_its_numbers() {
    let message = "The account-level service limit 'ml.p3.2xlarge for training job usage' is 0 Instances, with current utilization of 0 \
                   Instances and a request delta of 1 Instances. Please contact AWS support to request an increase for this limit.";
    let found = violations(&failure("ResourceLimitExceeded", message), &request(), "us-west-2");
    assert_eq!(found.len(), 1);
    assert!(found[0].message.starts_with("Your account may use 0 × ml.p3.2xlarge for training; 0 in use, 1 requested."));
}

#[test]
fn a_role_that_may_not_be_passed_is_on_the_role() {
    let message = "User: arn:aws:iam::1:user/x is not authorized to perform: iam:PassRole on resource: arn:aws:iam::1:role/y because no \
                   identity-based policy allows the iam:PassRole action";
    let failure = Failure { kind: Kind::Denied, ..failure("AccessDeniedException", message) };
    let found = violations(&failure, &request(), "us-west-2");
    assert_eq!(found.iter().map(|violation| &violation.field).collect::<Vec<_>>(), [&Field::Role]);
}

#[test]
fn an_output_path_that_the_engine_has_no_place_for_is_on_the_path() {
    let message = "This engine stores the model in its own S3: set OutputDataConfig.S3OutputPath to s3://bucket/path.";
    check("ValidationException", message, &[("E-SERVICE", Field::OutputPath)]);
}

#[test]
fn anything_else_keeps_code_and_words_of_the_service() {
    let error = of_create(failure("ValidationException", "Something new."), &request(), "us-west-2");
    let AppError::Upstream { refusal, code, details, .. } = error else { panic!("{error:?}") };
    assert_eq!((refusal, code.as_str(), details.as_str()), (Some(400), "ValidationException", "Something new."));
    // What failed at the service is no refusal.
    let fault = Failure { kind: Kind::Fault, status: Some(500), ..failure("InternalFailure", "Down.") };
    assert!(matches!(of_create(fault, &request(), "us-west-2"), AppError::Upstream { refusal: None, .. }));
}

#[test]
fn spot_and_marketplace_refusals_have_their_fields() {
    let message = "Invalid MaxWaitTimeInSeconds. It is only supported when EnableManagedSpotTraining is set to true";
    check("ValidationException", message, &[("E-SPOT-OFF", Field::MaximumWait)]);
    let message = "Caller is not subscribed to the marketplace offering.";
    check("ValidationException", message, &[("E-SERVICE", Field::AlgorithmName)]);
    let message = "Algorithm arn:aws:sagemaker:us-west-2:000000000000:algorithm/net does not exist.";
    check("ValidationException", message, &[("E-SERVICE", Field::AlgorithmName)]);
    let message = "You can't override the metric definitions for Amazon SageMaker algorithms. Please retry the request without specifying metric definitions.";
    check("ValidationException", message, &[("E-MET-OWN", Field::Metrics)]);
}

#[test]
fn the_services_own_words_stand_under_details() {
    let message = "Caller is not subscribed to the marketplace offering.";
    let failure = Failure { request_id: Some("r-1".to_owned()), ..failure("ValidationException", message) };
    let AppError::Invalid(violations) = of_create(failure, &request(), "us-west-2") else { panic!("no violations") };
    let details: Vec<_> = violations.0.iter().filter_map(|violation| violation.details.as_deref()).collect();
    assert_eq!(details, [format!("ValidationException: {message} (request r-1)")]);
}
