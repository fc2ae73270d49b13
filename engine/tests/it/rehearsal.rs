//! Failures on purpose, by tags and by `engine.json`; and quotas, which stand in the same file.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::{
    client::Reply,
    harness::{BUCKET, World, request},
};

const TRAINS: &str = r#"echo weights > "$1/model/weights""#;
const WAITS: &str = "trap 'exit 0' TERM; echo started; while :; do sleep 0.05; done";

fn tagged(name: &str, script: &str) -> Value {
    let mut job = request(name);
    job["Tags"] = json!([{ "Key": "baton:rehearse", "Value": script }]);
    job
}

async fn create(world: &World, job: &Value) -> Reply {
    world.client.json("SageMaker.CreateTrainingJob", job).await
}

fn settings(world: &World, settings: &Value) {
    std::fs::write(world.folder.path().join("data/engine.json"), settings.to_string()).expect("a file");
}

fn told(reply: &Reply) -> (u16, String, String) {
    let body = reply.json();
    let message = body["message"].as_str().or(body["Message"].as_str()).unwrap_or_default();
    (reply.status, body["__type"].as_str().unwrap_or_default().to_owned(), message.to_owned())
}

#[tokio::test]
async fn a_tag_makes_the_creation_fail_in_the_services_words() {
    let world = World::start(TRAINS).await;
    let arn = "arn:aws:sagemaker:us-west-2:000000000000:training-job/denied";
    let user = "User: arn:aws:sts::000000000000:assumed-role/BatonExecutionRole/local is not authorized to perform";
    for (script, status, code, message) in [
        (
            "access-denied",
            400,
            "AccessDeniedException",
            format!(
                "{user}: sagemaker:CreateTrainingJob on resource: {arn} because no identity-based policy allows the sagemaker:CreateTrainingJob action"
            ),
        ),
        (
            "pass-role-denied",
            400,
            "AccessDeniedException",
            format!(
                "{user}: iam:PassRole on resource: arn:aws:iam::000000000000:role/service-role/Tests because no identity-based policy allows the iam:PassRole action"
            ),
        ),
        (
            "resource-limit",
            400,
            "ResourceLimitExceeded",
            "The account-level service limit 'ml.p3.2xlarge for training job usage' is 0 Instances, with current utilization of 0 Instances and a request delta of 1 Instances. Please contact AWS support to request an increase for this limit.".to_owned(),
        ),
        ("service-unavailable", 503, "ServiceUnavailable", "The request has failed due to a temporary failure of the server.".to_owned()),
    ] {
        let reply = create(&world, &tagged("denied", script)).await;
        assert_eq!(told(&reply), (status, code.to_owned(), message));
        assert_eq!(reply.header("x-amzn-errortype").as_deref(), Some(code));
    }
    let nobody = world.client.json("SageMaker.DescribeTrainingJob", &json!({ "TrainingJobName": "denied" })).await;
    assert_eq!(nobody.status, 400, "nothing was created");

    let throttled = tagged("throttled", "throttling 2");
    let codes = [create(&world, &throttled).await, create(&world, &throttled).await, create(&world, &throttled).await]
        .map(|reply| told(&reply).1);
    assert_eq!(codes, ["ThrottlingException", "ThrottlingException", ""], "the third call gets through");
    world.engine.shutdown().await;
}

#[tokio::test]
async fn an_answer_can_be_lost_after_the_job_was_created() {
    let world = World::start(TRAINS).await;
    // The test's client expects an answer, so that this one speaks for itself.
    let lost = create_and_lose(&world, &tagged("lost", "lost-answer")).await;
    assert_eq!(lost, 0, "not a byte arrives");
    world.wait("lost", "TrainingJobStatus", "Completed").await;
    let again = create(&world, &tagged("lost", "lost-answer")).await;
    assert_eq!(told(&again).1, "ResourceInUse", "whoever asks again learns the truth");

    assert_eq!(create_and_lose(&world, &tagged("never", "lost-request 1")).await, 0);
    let never = world.client.json("SageMaker.DescribeTrainingJob", &json!({ "TrainingJobName": "never" })).await;
    assert_eq!(told(&never).2, "Requested resource not found.");
    world.engine.shutdown().await;
}

/// Sends a creation and counts the bytes of its answer.
async fn create_and_lose(world: &World, job: &Value) -> usize {
    let body = job.to_string();
    let headers = vec![("x-amz-target", "SageMaker.CreateTrainingJob".to_owned())];
    let call = crate::client::Call {
        service: "sagemaker",
        method: "POST",
        path: "/",
        query: "",
        headers,
        body: body.as_bytes(),
        altered: None,
    };
    let request = world.client.signed(&call);
    let mut stream = TcpStream::connect(world.client.address).await.expect("the engine listens");
    stream.write_all(&request).await.expect("it reads");
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    answer.len()
}

#[tokio::test]
async fn a_tag_fails_the_job_itself() {
    let world = World::start(TRAINS).await;
    for (script, reason, trained) in [
        ("capacity-error", "CapacityError: Unable to provision requested ML compute capacity.", false),
        ("download-failure", "ClientError: Data download failed:Unable to download object", false),
        ("upload-failure", "ClientError: Artifact upload failed:", true),
        ("internal-error", "InternalServerError: We encountered an internal error. Please try again.", false),
    ] {
        let reply = create(&world, &tagged(script, script)).await;
        assert_eq!(reply.status, 200, "{}", reply.text());
        let job = world.wait(script, "TrainingJobStatus", "Failed").await;
        assert!(job["FailureReason"].as_str().is_some_and(|found| found.starts_with(reason)), "{job:#}");
        assert_eq!(job.to_string().contains("\"Status\":\"Training\""), trained, "{job:#}");
        assert!(world.get(&format!("output/{script}/output/model.tar.gz")).await.is_none());
    }
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_counted_fault_of_jobs_lets_the_next_job_pass() {
    let world = World::start(TRAINS).await;
    settings(&world, &json!({ "Rehearsal": [{ "NameContains": "night", "Fault": "capacity-error", "Times": 1 }] }));
    for (name, status) in [("day-1", "Completed"), ("night-1", "Failed"), ("night-2", "Completed")] {
        world.create(&request(name)).await;
        world.wait(name, "TrainingJobStatus", status).await;
    }
    world.engine.shutdown().await;
}

#[tokio::test]
async fn tags_and_settings_are_about_other_calls_too() {
    let world = World::start(WAITS).await;
    let mut job = request("watched");
    job["Tags"] = json!([{ "Key": "baton:rehearse:StopTrainingJob", "Value": "throttling 1" }]);
    world.create(&job).await;
    let stop = async || world.client.json("SageMaker.StopTrainingJob", &json!({ "TrainingJobName": "watched" })).await;
    assert_eq!(told(&stop().await).1, "ThrottlingException");
    assert_eq!(stop().await.status, 200);
    world.wait("watched", "TrainingJobStatus", "Stopped").await;

    settings(
        &world,
        &json!({ "Rehearsal": [
        { "Operation": "DescribeTrainingJob", "Fault": "late-answer", "Seconds": 1, "Times": 1 },
        { "Service": "s3", "Operation": "GetObject", "NameContains": "secret", "Fault": "access-denied" },
        { "Service": "s3", "Operation": "PutObject", "Fault": "throttling", "Times": 1 },
    ] }),
    );
    let asked = Instant::now();
    world.describe("watched").await;
    assert!(asked.elapsed() >= Duration::from_secs(1));
    let put = async || world.client.s3("PUT", &format!("/{BUCKET}/secret"), "", &[], b"x").await;
    let slow = put().await;
    assert!(slow.status == 503 && slow.text().contains("SlowDown"), "{}", slow.text());
    assert_eq!(put().await.status, 200);
    let denied = world.client.s3("GET", &format!("/{BUCKET}/secret"), "", &[], b"").await;
    assert!(denied.status == 403 && denied.text().contains("AccessDenied"), "{}", denied.text());
    assert!(world.get("train/a.rec").await.is_some());

    std::fs::remove_file(world.folder.path().join("data/engine.json")).expect("it was there");
    assert!(world.get("secret").await.is_some(), "without the file everything works again");
    std::fs::write(world.folder.path().join("data/engine.json"), "{").expect("a file");
    assert!(world.get("secret").await.is_some(), "a broken file changes nothing");
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_tag_that_is_written_again_is_played_again() {
    let world = World::start(WAITS).await;
    world.create(&request("watched")).await;
    let arn = world.describe("watched").await["TrainingJobArn"].clone();
    let tag = json!({ "ResourceArn": arn, "Tags": [{ "Key": "baton:rehearse:DescribeTrainingJob", "Value": "throttling 1" }] });
    let describe = async || world.client.json("SageMaker.DescribeTrainingJob", &json!({ "TrainingJobName": "watched" })).await;
    for _ in 0..2 {
        assert_eq!(world.client.json("SageMaker.AddTags", &tag).await.status, 200);
        assert_eq!(told(&describe().await).1, "ThrottlingException");
        assert_eq!(describe().await.status, 200);
    }
    for _ in 0..2 {
        let stop = world.client.json("SageMaker.StopTrainingJob", &json!({ "TrainingJobName": "watched" })).await;
        assert!(stop.status == 200 || stop.text().contains("status Stopped"), "who asks twice is not wrong: {}", stop.text());
    }
    world.engine.shutdown().await;
}

#[tokio::test]
async fn quotas_count_the_jobs_that_have_not_ended() {
    let world = World::start(WAITS).await;
    settings(
        &world,
        &json!({ "Quotas": {
        "TrainingInstances": { "ml.p3.2xlarge": 1, "default": 5 },
        "SpotTrainingInstances": { "default": 0 },
        "UnavailableInstanceTypes": ["ml.p2.xlarge"],
    } }),
    );
    let mut elsewhere = request("elsewhere");
    elsewhere["ResourceConfig"]["InstanceType"] = json!("ml.p2.xlarge");
    let refused = told(&create(&world, &elsewhere).await);
    assert_eq!(refused.1, "ResourceLimitExceeded");
    assert_eq!(refused.2, "The requested resource training-job/ml.p2.xlarge is not available in this region");

    world.create(&request("first")).await;
    let refused = told(&create(&world, &request("second")).await);
    assert_eq!(
        refused.2,
        "The account-level service limit 'ml.p3.2xlarge for training job usage' is 1 Instances, with current utilization of 1 Instances and a request delta of 1 Instances. Please contact AWS support to request an increase for this limit."
    );
    let mut spot = request("spot");
    spot["EnableManagedSpotTraining"] = json!(true);
    spot["StoppingCondition"]["MaxWaitTimeInSeconds"] = json!(600);
    let refused = told(&create(&world, &spot).await).2;
    assert!(
        refused.starts_with("The account-level service limit 'ml.p3.2xlarge for spot training job usage' is 0 "),
        "{refused}"
    );

    world.wait_for_message("first", "started").await;
    world.stop("first").await;
    world.wait("first", "TrainingJobStatus", "Stopped").await;
    world.create(&request("second")).await;
    world.stop("second").await;
    world.wait("second", "TrainingJobStatus", "Stopped").await;
    world.engine.shutdown().await;
}
