//! Jobs that are started more than once, several at once, and what is kept between them.

use std::{fs, time::Duration};

use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use serde_json::{Value, json};

use crate::harness::{BUCKET, World, request};

/// Counts in its checkpoint; the third start of the counter saves a model and ends.
const COUNTS: &str = r#"
    cd "$1"
    count=$(cat checkpoints/count 2>/dev/null || echo 0)
    count=$((count + 1))
    echo "attempt $count"
    echo $count > checkpoints/count.tmp && mv checkpoints/count.tmp checkpoints/count
    echo "$PPID" > supervisor
    [ $count -lt 3 ] || { echo trained > model/weights; exit 0; }
    trap 'exit 0' TERM
    while :; do sleep 0.05; done
"#;
const WAITS: &str = r#"trap 'exit 0' TERM; echo started; while :; do sleep 0.05; done"#;

fn statuses(job: &Value) -> Vec<&str> {
    let transitions = job["SecondaryStatusTransitions"].as_array().map(Vec::as_slice).unwrap_or_default();
    transitions.iter().filter_map(|transition| transition["Status"].as_str()).collect()
}

fn spot(name: &str, interruptions: &str) -> Value {
    let mut job = request(name);
    job["EnableManagedSpotTraining"] = json!(true);
    job["StoppingCondition"]["MaxWaitTimeInSeconds"] = json!(600);
    job["CheckpointConfig"] = json!({ "S3Uri": format!("s3://{BUCKET}/checkpoints/{name}") });
    job["Tags"] = json!([{ "Key": "baton:rehearse", "Value": format!("spot-interruption {interruptions}") }]);
    job
}

#[tokio::test]
async fn spot_capacity_that_is_taken_away_costs_time_and_not_the_training() {
    let world = World::start(COUNTS).await;
    world.create(&spot("spot", "1 1")).await;
    let job = world.wait("spot", "TrainingJobStatus", "Completed").await;
    let attempt = ["Starting", "Downloading", "Training", "Interrupted"];
    let expected = [&attempt[..], &attempt, &["Starting", "Downloading", "Training", "Uploading", "Completed"]].concat();
    assert_eq!(statuses(&job), expected);
    assert_eq!(world.log("spot").await, ["attempt 1", "attempt 2", "attempt 3"]);
    assert!(world.get("output/spot/output/model.tar.gz").await.is_some());
    let seconds = |name: &str| job[name].as_f64().unwrap_or_else(|| panic!("{name}"));
    assert!(seconds("BillableTimeInSeconds") < seconds("TrainingTimeInSeconds"));
    // The waiting between the attempts is no training.
    assert!(seconds("TrainingTimeInSeconds") < seconds("TrainingEndTime") - seconds("TrainingStartTime"));
    assert_eq!(world.get("checkpoints/spot/count").await.as_deref(), Some(&b"3\n"[..]));
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_spot_job_gives_up_when_it_has_waited_long_enough() {
    let world = World::start(COUNTS).await;
    let mut job = spot("impatient", "0");
    job["StoppingCondition"] = json!({ "MaxRuntimeInSeconds": 2, "MaxWaitTimeInSeconds": 2 });
    world.create(&job).await;
    let job = world.wait("impatient", "TrainingJobStatus", "Stopped").await;
    assert_eq!(job["SecondaryStatus"], "MaxWaitTimeExceeded");
    assert_eq!(statuses(&job), ["Starting", "Downloading", "Training", "Interrupted", "Stopping", "MaxWaitTimeExceeded"]);
    world.engine.shutdown().await;
}

#[tokio::test]
async fn checkpoints_are_stored_while_the_job_runs_and_removed_with_their_files() {
    let world = World::start(COUNTS).await;
    world.put("kept/old", b"from before").await;
    let mut job = request("checkpointed");
    job["CheckpointConfig"] = json!({ "S3Uri": format!("s3://{BUCKET}/kept/"), "LocalPath": "/opt/ml/checkpoints" });
    world.create(&job).await;
    world.wait_for_message("checkpointed", "attempt 1").await;
    let folder = world.working_folder().join("checkpoints");
    assert_eq!(fs::read(folder.join("old")).expect("what was stored"), b"from before");
    world.wait_for_object("kept/count", Some(b"1\n")).await;
    fs::remove_file(folder.join("old")).expect("it is there");
    world.wait_for_object("kept/old", None).await;
    assert_eq!(world.describe("checkpointed").await["SecondaryStatus"], "Training");
    world.stop("checkpointed").await;
    world.wait("checkpointed", "TrainingJobStatus", "Stopped").await;
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_checkpoint_path_outside_of_opt_ml_is_refused_plainly() {
    let world = World::start(COUNTS).await;
    let mut job = request("outside");
    job["CheckpointConfig"] = json!({ "S3Uri": format!("s3://{BUCKET}/kept/"), "LocalPath": "/var/lib/x" });
    world.create(&job).await;
    let job = world.wait("outside", "TrainingJobStatus", "Failed").await;
    assert!(
        job["FailureReason"].as_str().is_some_and(|reason| reason.starts_with("ClientError: ") && reason.contains("/var/lib/x"))
    );
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_running_job_that_cannot_be_looked_at_for_a_while_goes_on() {
    let world = World::start(WAITS).await;
    world.create(&request("unseen")).await;
    world.wait_for_message("unseen", "started").await;
    // A folder in the place of the file in which the supervisor tells the end: reading it fails.
    let end = world.working_folder().join("../exit.json");
    fs::create_dir(&end).expect("nothing is there");
    for _ in 0..5 {
        tokio::time::sleep(Duration::from_millis(100)).await;
        assert_eq!(world.describe("unseen").await["TrainingJobStatus"], "InProgress");
    }
    fs::remove_dir(&end).expect("it is empty");
    world.stop("unseen").await;
    world.wait("unseen", "TrainingJobStatus", "Stopped").await;
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_fault_of_the_engine_is_tried_again_as_often_as_the_job_asked_for() {
    let world = World::start(COUNTS).await;
    let mut job = request("retried");
    job["RetryStrategy"] = json!({ "MaximumRetryAttempts": 2 });
    job["CheckpointConfig"] = json!({ "S3Uri": format!("s3://{BUCKET}/retried") });
    world.create(&job).await;
    for attempt in ["attempt 1", "attempt 2"] {
        world.wait_for_message("retried", attempt).await;
        let file = world.working_folder().join("supervisor");
        world.until("the supervisor's number", || fs::read_to_string(&file).is_ok_and(|text| text.ends_with('\n'))).await;
        let supervisor = fs::read_to_string(file).expect("its number").trim().parse().expect("a number");
        kill(Pid::from_raw(supervisor), Signal::SIGKILL).expect("it lives");
    }
    let job = world.wait("retried", "TrainingJobStatus", "Completed").await;
    let attempt = ["Starting", "Downloading", "Training"];
    assert_eq!(statuses(&job), [&attempt[..], &attempt, &attempt, &["Uploading", "Completed"]].concat());
    assert_eq!(job["BillableTimeInSeconds"], job["TrainingTimeInSeconds"]);
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_rehearsed_internal_error_is_tried_again_as_often_as_the_job_asked_for() {
    let settings = json!({ "Rehearsal": [{ "NameContains": "once", "Fault": "internal-error", "Times": 1 }] });
    let world = World::start_with("exit 0", &settings).await;
    let job = |name: &str, attempts: i64| {
        let mut job = request(name);
        job["RetryStrategy"] = json!({ "MaximumRetryAttempts": attempts });
        job
    };
    world.create(&job("once", 1)).await;
    let once = world.wait("once", "TrainingJobStatus", "Completed").await;
    assert_eq!(statuses(&once), ["Starting", "Starting", "Downloading", "Training", "Uploading", "Completed"]);

    let mut always = job("always", 2);
    always["Tags"] = json!([{ "Key": "baton:rehearse", "Value": "internal-error" }]);
    world.create(&always).await;
    let always = world.wait("always", "TrainingJobStatus", "Failed").await;
    assert_eq!(statuses(&always), ["Starting", "Starting", "Starting", "Failed"]);
    assert_eq!(always["FailureReason"], "InternalServerError: We encountered an internal error. Please try again.");

    let mut wrong = job("wrong", 2);
    wrong["Tags"] = json!([{ "Key": "baton:rehearse", "Value": "download-failure" }]);
    world.create(&wrong).await;
    let wrong = world.wait("wrong", "TrainingJobStatus", "Failed").await;
    assert_eq!(statuses(&wrong), ["Starting", "Downloading", "Failed"], "only the service's own faults are tried again");
    world.engine.shutdown().await;
}

#[tokio::test]
async fn lost_spot_capacity_costs_no_retry() {
    let world = World::start(COUNTS).await;
    let mut job = spot("both", "1");
    job["RetryStrategy"] = json!({ "MaximumRetryAttempts": 1 });
    world.create(&job).await;
    world.wait_for_message("both", "attempt 2").await;
    let file = world.working_folder().join("supervisor");
    world.until("the supervisor's number", || fs::read_to_string(&file).is_ok_and(|text| text.ends_with('\n'))).await;
    let supervisor = fs::read_to_string(file).expect("its number").trim().parse().expect("a number");
    kill(Pid::from_raw(supervisor), Signal::SIGKILL).expect("it lives");
    let job = world.wait("both", "TrainingJobStatus", "Completed").await;
    let attempt = ["Starting", "Downloading", "Training"];
    let expected = [&attempt[..], &["Interrupted"], &attempt, &attempt, &["Uploading", "Completed"]].concat();
    assert_eq!(statuses(&job), expected);
    world.engine.shutdown().await;
}

#[tokio::test]
async fn jobs_run_side_by_side_where_there_is_room_and_keep_their_order() {
    let world = World::start_with(WAITS, &json!({ "Limits": { "RunningJobs": 2 } })).await;
    for name in ["one", "two", "three", "four"] {
        world.create(&request(name)).await;
    }
    world.wait_for_message("one", "started").await;
    world.wait_for_message("two", "started").await;
    for name in ["three", "four"] {
        assert_eq!(world.describe(name).await["SecondaryStatus"], "Pending");
    }
    world.stop("two").await;
    world.wait_for_message("three", "started").await;
    assert_eq!(world.describe("four").await["SecondaryStatus"], "Pending");
    // The next engine has the same two running.
    let world = world.restart().await;
    world.stop("one").await;
    world.wait_for_message("four", "started").await;
    for name in ["three", "four"] {
        world.stop(name).await;
        world.wait(name, "TrainingJobStatus", "Stopped").await;
    }
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_warm_pool_is_kept_taken_and_released() {
    let world = World::start("exit 0").await;
    let job = |name: &str, seconds: i64| {
        let mut job = request(name);
        job["ResourceConfig"]["KeepAlivePeriodInSeconds"] = json!(seconds);
        job
    };
    world.create(&job("first", 600)).await;
    let first = world.wait("first", "TrainingJobStatus", "Completed").await;
    assert_eq!(first["WarmPoolStatus"]["Status"], "Available");
    let mut other = request("other");
    other["ResourceConfig"]["VolumeSizeInGB"] = json!(2);
    world.create(&other).await;
    world.wait("other", "TrainingJobStatus", "Completed").await;
    assert_eq!(world.describe("first").await["WarmPoolStatus"]["Status"], "Available", "the other does not match");
    let name = json!({ "TrainingJobName": "first" });
    let refused = world.client.json("SageMaker.DeleteTrainingJob", &name).await;
    assert_eq!(refused.json()["__type"], "ResourceInUse");

    world.create(&job("second", 600)).await;
    let second = world.wait("second", "TrainingJobStatus", "Completed").await;
    assert_eq!(second["WarmPoolStatus"]["Status"], "Available");
    let first = world.describe("first").await;
    assert_eq!(
        (&first["WarmPoolStatus"]["Status"], &first["WarmPoolStatus"]["ReusedByJob"]),
        (&json!("Reused"), &json!("second"))
    );
    let release = json!({ "TrainingJobName": "second", "ResourceConfig": { "KeepAlivePeriodInSeconds": 0 } });
    assert_eq!(world.client.json("SageMaker.UpdateTrainingJob", &release).await.status, 200);
    assert_eq!(world.describe("second").await["WarmPoolStatus"]["Status"], "Terminated");
    let listed = world.client.json("SageMaker.ListTrainingJobs", &json!({ "WarmPoolStatusEquals": "Reused" })).await.json();
    assert_eq!(listed["TrainingJobSummaries"].as_array().map(Vec::len), Some(1));
    assert_eq!(listed["TrainingJobSummaries"][0]["WarmPoolStatus"]["ReusedByJob"], "second");
    world.engine.shutdown().await;
}
