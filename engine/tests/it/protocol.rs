//! Who may call, and how refusals look.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use domain::{Clock, Timestamp};
use engine::SystemClock;
use serde_json::{Value, json};
use time::{OffsetDateTime, format_description::well_known::Rfc2822};

use crate::{
    client::{Call, raw},
    harness::{BUCKET, World, channel, request},
};

/// What makes an acceptable request unacceptable.
type Change = fn(&mut Value);

fn call(body: &[u8]) -> Call<'_> {
    let headers = vec![("x-amz-target", "SageMaker.ListTrainingJobs".to_owned())];
    Call { service: "sagemaker", method: "POST", path: "/", query: "", headers, body, altered: None }
}

#[tokio::test]
async fn only_what_was_signed_is_answered() {
    let world = World::start("exit 0").await;
    let client = &world.client;
    assert_eq!(client.send(&call(b"{}")).await.status, 200);
    let altered = client.send(&Call { altered: Some(b"[]"), ..call(b"{}") }).await;
    assert_eq!((altered.status, altered.json()["__type"].clone()), (400, json!("InvalidSignatureException")));

    let mut stranger = client.clone();
    stranger.access_key_id = "AKIAAAAAAAAAAAAAAAAA".to_owned();
    assert_eq!(stranger.send(&call(b"{}")).await.json()["__type"], "UnrecognizedClientException");

    let host = ("host", client.address.to_string());
    let target = ("x-amz-target", "SageMaker.ListTrainingJobs".to_owned());
    let unsigned = raw(client.address, "POST", "/", &[host, target], b"{}").await;
    assert_eq!((unsigned.status, unsigned.header("x-amzn-errortype")), (403, Some("MissingAuthenticationToken".into())));
    assert!(unsigned.header("x-amzn-requestid").is_some());

    let foreign = raw(client.address, "GET", "/", &[("host", "evil.example".to_owned())], b"").await;
    assert_eq!(foreign.status, 403);
    let anonymous = raw(client.address, "GET", "/", &[("host", client.address.to_string())], b"").await;
    assert_eq!(anonymous.status, 403, "{}", anonymous.text());
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_body_of_fifty_megabytes_is_refused_in_the_services_form() {
    let world = World::start("exit 0").await;
    let reply = world.client.send(&call(&vec![b'x'; 50_000_000])).await;
    assert_eq!((reply.status, reply.json()["__type"].clone()), (413, json!("RequestEntityTooLarge")));
    assert_eq!(world.client.send(&call(b"{}")).await.status, 200);
    world.engine.shutdown().await;
}

#[tokio::test]
async fn several_bad_members_are_refused_together() {
    let world = World::start("exit 0").await;
    let mut bad = request("a_b");
    bad["ResourceConfig"]["VolumeSizeInGB"] = json!(0);
    let reply = world.client.json("SageMaker.CreateTrainingJob", &bad).await;
    assert_eq!(reply.status, 400);
    let error = reply.json();
    assert_eq!(error["__type"], "ValidationException");
    let message = error["message"].as_str().unwrap_or_default();
    assert!(message.starts_with("2 validation errors detected: Value 'a_b' at 'trainingJobName' failed to satisfy constraint: Member must satisfy regular expression pattern: ^"), "{message}");
    assert!(message.contains("; Value '0' at 'resourceConfig.volumeSizeInGB' failed"), "{message}");
    world.engine.shutdown().await;
}

#[tokio::test]
async fn requests_that_the_service_or_this_engine_cannot_serve_say_why() {
    let world = World::start("exit 0").await;
    let cases: [(&str, Change, &str); 8] = [
        ("cpu", |job| job["ResourceConfig"]["InstanceType"] = json!("ml.c4.2xlarge"), "only GPU instances are supported"),
        ("two", |job| job["ResourceConfig"]["InstanceCount"] = json!(2), "one instance"),
        (
            "image",
            |job| {
                job["AlgorithmSpecification"]["TrainingImage"] = json!("433757028032.dkr.ecr.us-west-2.amazonaws.com/xgboost:1")
            },
            "image-classification",
        ),
        (
            "empty",
            |job| job["InputDataConfig"][0] = channel("train", "nothing/"),
            "No S3 objects found under S3 URL \"s3://data-of-the-tests/nothing/\"",
        ),
        (
            "bucket",
            |job| job["InputDataConfig"][0]["DataSource"]["S3DataSource"]["S3Uri"] = json!("s3://No_Such_Bucket/x"),
            "No S3 objects found under S3 URL \"s3://No_Such_Bucket/x\"",
        ),
        (
            "https",
            |job| {
                let uri = "https://s3-us-west-2.amazonaws.com/data-of-the-tests/train/";
                job["InputDataConfig"][0]["DataSource"]["S3DataSource"]["S3Uri"] = json!(uri);
            },
            "permissions on bucket \"data-of-the-tests\"",
        ),
        (
            "output",
            |job| job["OutputDataConfig"]["S3OutputPath"] = json!("s3://No_Such_Bucket/x"),
            "set OutputDataConfig.S3OutputPath to s3://bucket/path",
        ),
        ("role", |job| job["RoleArn"] = json!("not-an-arn-at-all-really"), "at 'roleArn' failed to satisfy constraint"),
    ];
    for (name, change, expected) in cases {
        let mut job = request(name);
        change(&mut job);
        let reply = world.client.json("SageMaker.CreateTrainingJob", &job).await;
        let error = reply.json();
        assert_eq!(error["__type"], "ValidationException", "{name}: {error}");
        assert!(error["message"].as_str().is_some_and(|message| message.contains(expected)), "{name}: {error}");
    }
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_name_is_used_once_and_unknown_names_are_not_found() {
    let world = World::start("exit 0").await;
    world.create(&request("twice")).await;
    let again = world.client.json("SageMaker.CreateTrainingJob", &request("twice")).await;
    assert_eq!((again.status, again.json()["__type"].clone()), (400, json!("ResourceInUse")));
    for operation in ["DescribeTrainingJob", "StopTrainingJob"] {
        let reply = world.client.json(&format!("SageMaker.{operation}"), &json!({ "TrainingJobName": "unknown" })).await;
        assert_eq!(reply.json(), json!({ "__type": "ValidationException", "message": "Requested resource not found." }));
    }
    world.wait("twice", "TrainingJobStatus", "Completed").await;
    world.engine.shutdown().await;
}

#[tokio::test]
async fn jobs_are_listed_in_pages() {
    let world = World::start("exit 0").await;
    for name in ["job-1", "job-2", "other", "job-3"] {
        world.create(&request(name)).await;
        world.wait(name, "TrainingJobStatus", "Completed").await;
    }
    let mut question = json!({ "MaxResults": 2, "SortBy": "CreationTime", "SortOrder": "Ascending", "NameContains": "job" });
    let mut names = Vec::new();
    loop {
        let page = world.client.json("SageMaker.ListTrainingJobs", &question).await.json();
        let summaries = page["TrainingJobSummaries"].as_array().cloned().unwrap_or_default();
        names.extend(summaries.iter().filter_map(|job| job["TrainingJobName"].as_str().map(str::to_owned)));
        match page["NextToken"].as_str() {
            Some(token) => question["NextToken"] = json!(token),
            None => break,
        }
    }
    assert_eq!(names, ["job-1", "job-2", "job-3"]);
    let page = world.client.json("SageMaker.ListTrainingJobs", &json!({ "StatusEquals": "Failed" })).await.json();
    assert_eq!(page["TrainingJobSummaries"], json!([]));
    world.engine.shutdown().await;
}

/// The computer's clock, and how many seconds it is put back.
struct PutBack(AtomicI64);

impl Clock for PutBack {
    fn now(&self) -> Timestamp {
        Timestamp::from_milliseconds(SystemClock.now().milliseconds() - 1_000 * self.0.load(Ordering::Relaxed))
    }
}

/// Clients take the time from the header `Date` and sign by it, so one that stays ahead locks them out.
#[tokio::test]
async fn the_date_of_an_answer_follows_a_clock_that_is_put_back() {
    let clock = Arc::new(PutBack(AtomicI64::new(0)));
    let world = World::start_at("exit 0", &json!({}), clock.clone()).await;
    let host = ("host", world.client.address.to_string());
    for seconds in [0, 600, 0, 300] {
        clock.0.store(seconds, Ordering::Relaxed);
        let before = clock.now().date_time() - time::Duration::seconds(1);
        let answers = [
            world.client.send(&call(b"{}")).await,
            world.client.s3("GET", &format!("/{BUCKET}/train/a.rec"), "", &[], b"").await,
            world.client.s3("GET", &format!("/{BUCKET}/missing"), "", &[], b"").await,
            raw(world.client.address, "GET", "/", std::slice::from_ref(&host), b"").await,
        ];
        for answer in answers {
            let date = answer.header("date").expect("a date");
            let date = OffsetDateTime::parse(&date.replace("GMT", "+0000"), &Rfc2822).expect("a date of HTTP");
            assert!(before <= date && date <= clock.now().date_time(), "{seconds} s back: {date} is not now, {}", clock.now());
        }
    }
    world.engine.shutdown().await;
}
