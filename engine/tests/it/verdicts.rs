//! Refusals of `CreateTrainingJob`, word for word. The sentences are the service's, from docs/errors.md.

use serde_json::{Value, json};

use crate::harness::{World, channel, request};

/// What makes an acceptable request unacceptable.
type Change = fn(&mut Value);

const CASES: [(Change, &str); 10] = [
    (
        |job| job["TrainingJobName"] = json!("a_b"),
        "1 validation error detected: Value 'a_b' at 'trainingJobName' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}",
    ),
    (
        |job| {
            job["TrainingJobName"] = json!("a".repeat(64));
            job["StoppingCondition"]["MaxRuntimeInSeconds"] = json!(0);
            job["InputDataConfig"][1]["ChannelName"] = json!("a b");
        },
        "4 validation errors detected: \
         Value 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' at 'trainingJobName' failed to satisfy constraint: Member must have length less than or equal to 63; \
         Value 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' at 'trainingJobName' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}; \
         Value 'a b' at 'inputDataConfig.2.member.channelName' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[A-Za-z0-9\\.\\-_]+; \
         Value '0' at 'stoppingCondition.maxRuntimeInSeconds' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ),
    (
        |job| job["HyperParameters"]["notes"] = json!("x".repeat(2501)),
        "1 validation error detected: 'hyperParameters' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to 2500, Member must have length greater than or equal to 0, Member must satisfy regular expression pattern: .*]",
    ),
    (
        |job| drop(job.as_object_mut().map(|job| job.remove("OutputDataConfig"))),
        "1 validation error detected: Value null at 'outputDataConfig' failed to satisfy constraint: Member must not be null",
    ),
    (
        |job| job["InputDataConfig"][0]["InputMode"] = json!("Stream"),
        "1 validation error detected: Value 'Stream' at 'inputDataConfig.1.member.inputMode' failed to satisfy constraint: Member must satisfy enum value set: [Pipe, File, FastFile]",
    ),
    (
        |job| job["ResourceConfig"]["InstanceType"] = json!("ml.c4.2xlarge"),
        "Instance type ml.c4.2xlarge is not supported by algorithm image-classification; only GPU instances are supported.",
    ),
    (
        |job| job["StoppingCondition"]["MaxWaitTimeInSeconds"] = json!(3600),
        "Invalid MaxWaitTimeInSeconds. It is only supported when EnableManagedSpotTraining is set to true",
    ),
    (
        |job| job["InputDataConfig"][0] = channel("train", "nothing/"),
        "No S3 objects found under S3 URL \"s3://data-of-the-tests/nothing/\" given in input data source. Please ensure that the bucket exists in the selected region (us-west-2), that objects exist under that S3 prefix, and that the role \"arn:aws:iam::000000000000:role/service-role/Tests\" has \"s3:ListBucket\" permissions on bucket \"data-of-the-tests\".",
    ),
    // A member's own constraint comes before the rules about several members, which come one at a time.
    (
        |job| {
            job["ResourceConfig"]["InstanceType"] = json!("ml.c4.2xlarge");
            job["ResourceConfig"]["VolumeSizeInGB"] = json!(-1);
            job["InputDataConfig"][0] = channel("train", "nothing/");
        },
        "1 validation error detected: Value '-1' at 'resourceConfig.volumeSizeInGB' failed to satisfy constraint: Member must have value greater than or equal to 0",
    ),
    (
        |job| {
            job["ResourceConfig"]["InstanceType"] = json!("ml.c4.2xlarge");
            job["InputDataConfig"][0] = channel("train", "nothing/");
        },
        "Instance type ml.c4.2xlarge is not supported by algorithm image-classification; only GPU instances are supported.",
    ),
];

#[tokio::test]
async fn refusals_have_the_services_code_status_and_words() {
    let world = World::start("exit 0").await;
    for (number, (change, expected)) in CASES.iter().enumerate() {
        let mut job = request(&format!("verdict-{number}"));
        change(&mut job);
        let reply = world.client.json("SageMaker.CreateTrainingJob", &job).await;
        assert_eq!(reply.status, 400, "{expected}");
        assert_eq!(reply.header("x-amzn-errortype").as_deref(), Some("ValidationException"));
        assert_eq!(reply.json(), json!({ "__type": "ValidationException", "message": expected }));
    }
    let page = world.client.json("SageMaker.ListTrainingJobs", &json!({})).await.json();
    assert_eq!(page["TrainingJobSummaries"], json!([]), "nothing was created");

    world.create(&request("taken")).await;
    let taken = world.client.json("SageMaker.CreateTrainingJob", &request("taken")).await;
    let arn = "arn:aws:sagemaker:us-west-2:000000000000:training-job/taken";
    let message = format!(
        "Training job names must be unique within an AWS account and region, and a training job with this name already exists ({arn})"
    );
    assert_eq!((taken.status, taken.json()), (400, json!({ "__type": "ResourceInUse", "Message": message })));
    world.engine.shutdown().await;
}

/// What no operation may accept: other clients would break on the description of such a job.
#[tokio::test]
async fn members_of_another_type_are_refused_by_every_operation() {
    let world = World::start("exit 0").await;
    let mut job = request("typed");
    job["ExperimentConfig"] = json!("x");
    for (operation, input, place) in [
        ("CreateTrainingJob", job, "ExperimentConfig"),
        ("ListTrainingJobs", json!([]), "The body"),
        ("DescribeTrainingJob", json!(["typed"]), "The body"),
        (
            "UpdateTrainingJob",
            json!({ "TrainingJobName": "typed", "ProfilerRuleConfigurations": "x" }),
            "ProfilerRuleConfigurations",
        ),
        ("CreateModel", json!({ "ModelName": "typed", "VpcConfig": "x" }), "VpcConfig"),
    ] {
        let reply = world.client.json(&format!("SageMaker.{operation}"), &input).await;
        let error = reply.json();
        assert_eq!((reply.status, error["__type"].as_str()), (400, Some("SerializationException")), "{operation}: {error}");
        assert!(error["message"].as_str().is_some_and(|message| message.starts_with(place)), "{operation}: {error}");
    }
    world.engine.shutdown().await;
}

#[tokio::test]
async fn names_and_lists_are_checked_before_anything_is_looked_for() {
    let world = World::start("exit 0").await;
    for (operation, input, errors) in [
        (
            "DescribeTrainingJob",
            json!({ "TrainingJobName": "a_b" }),
            "1 validation error detected: Value 'a_b' at 'trainingJobName'",
        ),
        ("StopTrainingJob", json!({ "TrainingJobName": "" }), "2 validation errors detected: Value '' at 'trainingJobName'"),
        ("DeleteModel", json!({ "ModelName": "a_b" }), "1 validation error detected: Value 'a_b' at 'modelName'"),
        ("DescribeModel", json!({}), "1 validation error detected: Value null at 'modelName'"),
        ("ListTrainingJobs", json!({ "MaxResults": 0, "SortBy": "x", "NameContains": "a_b" }), "3 validation errors detected: "),
        (
            "AddTags",
            json!({ "ResourceArn": "arn:aws:sagemaker:us-west-2:000000000000:training-job/x", "Tags": [{ "Key": "k" }] }),
            "1 validation error detected: Value null at 'tags.1.member.value'",
        ),
    ] {
        let reply = world.client.json(&format!("SageMaker.{operation}"), &input).await;
        assert_eq!(reply.json()["__type"], "ValidationException", "{operation}");
        let message = reply.json()["message"].as_str().unwrap_or_default().to_owned();
        assert!(message.starts_with(errors), "{operation}: {message}");
    }
    world.engine.shutdown().await;
}
