//! The life of a job.

use std::time::Duration;

use serde_json::{Value, json};

use crate::harness::{BUCKET, World, channel, request};

const TRAINS: &str = r#"
    cat "$1/input/data/train/a.rec" > "$1/model/weights"
    echo "[01/01/2026 10:00:00 INFO 1] Epoch[0] Train-accuracy=0.500000"
    echo "[01/01/2026 10:00:01 INFO 1] Epoch[0] Validation-accuracy=0.250000"
    echo "[01/01/2026 10:00:02 INFO 1] Epoch[1] Validation-accuracy=0.750000" >&2
"#;
/// Saves on SIGTERM and exits with 0, as the built-in algorithms do.
const WAITS: &str = r#"
    trap 'echo saved > "$1/model/weights"; exit 0' TERM
    echo started
    while :; do sleep 0.05; done
"#;

fn statuses(job: &Value) -> Vec<&str> {
    let transitions = job["SecondaryStatusTransitions"].as_array().map(Vec::as_slice).unwrap_or_default();
    transitions.iter().filter_map(|transition| transition["Status"].as_str()).collect()
}

#[tokio::test]
async fn a_job_trains_and_leaves_its_model_its_log_and_its_metrics() {
    let world = World::start(TRAINS).await;
    world.create(&request("first")).await;
    let job = world.wait("first", "TrainingJobStatus", "Completed").await;
    assert_eq!(statuses(&job), ["Starting", "Downloading", "Training", "Uploading", "Completed"]);
    assert_eq!(job["ModelArtifacts"]["S3ModelArtifacts"], format!("s3://{BUCKET}/output/first/output/model.tar.gz"));
    assert_eq!(job["InputDataConfig"][0]["CompressionType"], "None");
    assert!(job["BillableTimeInSeconds"].as_i64() >= Some(1));
    let metrics = job["FinalMetricDataList"].as_array().expect("metrics");
    let value = |name: &str| metrics.iter().find(|metric| metric["MetricName"] == name).map(|metric| &metric["Value"]);
    assert_eq!(value("train:accuracy"), Some(&json!(0.5)));
    assert_eq!(value("validation:accuracy"), Some(&json!(0.75)), "the last one counts");
    assert_eq!(world.log("first").await.len(), 3);
    assert!(world.get("output/first/output/model.tar.gz").await.is_some());
    assert!(world.get("output/first/output/output.tar.gz").await.is_none());
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_trainers_own_reason_is_the_jobs_reason() {
    let world = World::start(r#"echo "ClientError: num_classes is 2, the data has 3" > "$1/output/failure"; exit 2"#).await;
    world.create(&request("failing")).await;
    let job = world.wait("failing", "TrainingJobStatus", "Failed").await;
    let reason = job["FailureReason"].as_str().unwrap_or_default();
    assert!(reason.starts_with("ClientError: num_classes is 2, the data has 3"), "{reason}");
    assert!(world.get("output/failing/output/model.tar.gz").await.is_none());
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_trainer_without_a_reason_leaves_its_exit_code() {
    let world = World::start("exit 3").await;
    world.create(&request("silent")).await;
    let job = world.wait("silent", "TrainingJobStatus", "Failed").await;
    assert_eq!(job["FailureReason"], "AlgorithmError: Exit Code: 3");
    world.engine.shutdown().await;
}

#[tokio::test]
async fn stop_keeps_what_was_saved_and_the_next_job_runs() {
    let world = World::start(WAITS).await;
    world.create(&request("stopped")).await;
    world.create(&request("queued")).await;
    world.wait_for_message("stopped", "started").await;
    assert_eq!(world.describe("queued").await["SecondaryStatus"], "Pending");
    world.stop("stopped").await;
    let job = world.wait("stopped", "TrainingJobStatus", "Stopped").await;
    assert_eq!(statuses(&job), ["Starting", "Downloading", "Training", "Stopping", "Stopped"]);
    assert!(world.get("output/stopped/output/model.tar.gz").await.is_some());

    world.wait("queued", "SecondaryStatus", "Training").await;
    world.stop("queued").await;
    world.wait("queued", "TrainingJobStatus", "Stopped").await;
    let again = world.client.json("SageMaker.StopTrainingJob", &json!({ "TrainingJobName": "queued" })).await;
    assert_eq!(again.json()["message"], "The request was rejected because the training job is in status Stopped.");
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_job_that_waits_stops_at_once() {
    let world = World::start(WAITS).await;
    world.create(&request("running")).await;
    world.create(&request("waiting")).await;
    world.stop("waiting").await;
    let job = world.describe("waiting").await;
    assert_eq!(statuses(&job), ["Starting", "Pending", "Stopping", "Stopped"]);
    world.stop("running").await;
    world.wait("running", "TrainingJobStatus", "Stopped").await;
    world.engine.shutdown().await;
}

#[tokio::test]
async fn the_limit_of_time_ends_a_job() {
    let world = World::start(WAITS).await;
    let mut limited = request("limited");
    limited["StoppingCondition"]["MaxRuntimeInSeconds"] = json!(1);
    world.create(&limited).await;
    let job = world.wait("limited", "SecondaryStatus", "MaxRuntimeExceeded").await;
    assert_eq!(job["TrainingJobStatus"], "Stopped");
    assert!(world.get("output/limited/output/model.tar.gz").await.is_some());
    world.engine.shutdown().await;
}

#[tokio::test]
async fn keys_that_are_no_file_names_fail_the_job_and_touch_nothing() {
    let world = World::start(TRAINS).await;
    for (name, prefix, keys) in [("escape", "one/", vec!["one/../../escaped"]), ("collision", "two/", vec!["two/a", "two/a/b"])] {
        for key in keys {
            world.put(key, b"x").await;
        }
        let mut job = request(name);
        job["InputDataConfig"][0] = channel("train", prefix);
        world.create(&job).await;
        let job = world.wait(name, "TrainingJobStatus", "Failed").await;
        let reason = job["FailureReason"].as_str().unwrap_or_default();
        assert!(reason.starts_with("ClientError: Data download failed:"), "{reason}");
    }
    assert!(!world.folder.path().join("data/jobs/escaped").exists());
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_missing_output_bucket_is_told_before_the_training() {
    let world = World::start(TRAINS).await;
    let mut job = request("homeless");
    job["OutputDataConfig"]["S3OutputPath"] = json!("s3://no-such-bucket-here/output");
    world.create(&job).await;
    let job = world.wait("homeless", "TrainingJobStatus", "Failed").await;
    assert!(job["FailureReason"].as_str().is_some_and(|reason| reason.contains("no-such-bucket-here")));
    assert!(!statuses(&job).contains(&"Training"));
    tokio::time::timeout(Duration::from_secs(10), world.engine.shutdown()).await.expect("an end");
}

#[tokio::test]
async fn a_hundred_jobs_wait_besides_those_that_run() {
    let settings = json!({ "Limits": { "RunningJobs": 2 } });
    let world = World::start_with("trap 'exit 0' TERM; while :; do sleep 0.05; done", &settings).await;
    for number in 0..102 {
        world.create(&request(&format!("job-{number}"))).await;
    }
    let full = world.client.json("SageMaker.CreateTrainingJob", &request("one-too-many")).await;
    assert_eq!((full.status, full.json()["__type"].clone()), (400, json!("ResourceLimitExceeded")), "{}", full.text());
    for number in (0..102).rev() {
        world.stop(&format!("job-{number}")).await;
    }
    world.wait("job-0", "TrainingJobStatus", "Stopped").await;
    world.wait("job-1", "TrainingJobStatus", "Stopped").await;
    world.engine.shutdown().await;
}
