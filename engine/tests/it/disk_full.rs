//! A moment in which nothing can be written.
//!
//! A limit of the size of files stands for the full disk: it refuses what the database writes, needs no disk of its own, and is
//! lifted again. It belongs to a process and its signal would end it, so each test runs in a process of its own.

use std::{env, fs, os::unix::fs::symlink, process::Command, time::Duration};

use nix::sys::resource::{Resource, getrlimit, setrlimit};
use serde_json::json;

use crate::harness::{BUCKET, World, request};

/// Set in the process of a test.
const CHILD: &str = "BATON_TEST_DISK_FULL";
/// The database's log is larger, and a job's files are smaller.
const LIMIT: u64 = 4096;

/// Runs the test of this name in a process of its own; gives whether this is that process.
pub(crate) fn is_own_process(name: &str) -> bool {
    if env::var_os(CHILD).is_some() {
        return true;
    }
    let output = Command::new("sh")
        .args(["-c", "trap '' XFSZ; exec \"$0\" --exact \"$1\" --nocapture"])
        .arg(env::current_exe().expect("this program"))
        .arg(name)
        .env(CHILD, "1")
        .output()
        .expect("sh runs");
    let text = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
    false
}

/// Lets all writes of the database fail as long as the value lives.
struct DiskFull(u64, u64);

impl DiskFull {
    fn begin() -> Self {
        let (soft, hard) = getrlimit(Resource::RLIMIT_FSIZE).expect("the limit");
        setrlimit(Resource::RLIMIT_FSIZE, LIMIT, hard).expect("a limit");
        Self(soft, hard)
    }
}

impl Drop for DiskFull {
    fn drop(&mut self) {
        let _ = setrlimit(Resource::RLIMIT_FSIZE, self.0, self.1);
    }
}

#[tokio::test]
async fn everything_is_written_again_when_there_is_room() {
    if !is_own_process("disk_full::everything_is_written_again_when_there_is_room") {
        return;
    }
    let world = World::start("exit 0").await;
    let full = DiskFull::begin();
    for key in ["a", "b"] {
        let reply = world.client.s3("PUT", &format!("/{BUCKET}/{key}"), "", &[], b"bytes").await;
        assert_eq!(reply.status, 500, "{}", reply.text());
        let reply = world.client.json("SageMaker.CreateTrainingJob", &request(key)).await;
        assert_eq!(reply.status, 500, "{}", reply.text());
    }
    assert!(world.get("train/a.rec").await.is_some(), "what is there can be read");
    drop(full);
    for key in ["a", "b", "c"] {
        world.put(key, b"bytes").await;
        world.create(&request(key)).await;
    }
    for name in ["a", "b", "c"] {
        world.wait(name, "TrainingJobStatus", "Completed").await;
    }
    world.engine.shutdown().await;
}

/// Says that it runs, and ends when it is told to.
const WAITS: &str = r#"
    echo started
    while [ ! -e "$1/finish" ]; do sleep 0.05; done
    echo weights > "$1/model/weights"
"#;

#[tokio::test]
async fn a_training_that_ends_on_a_full_disk_keeps_its_model() {
    if !is_own_process("disk_full::a_training_that_ends_on_a_full_disk_keeps_its_model") {
        return;
    }
    let world = World::start(WAITS).await;
    world.create(&request("patient")).await;
    world.wait_for_message("patient", "started").await;
    let ml = world.working_folder();
    let log = ml.with_file_name("algo-1.log");
    let full = DiskFull::begin();
    fs::write(ml.join("finish"), b"").expect("a file");
    let waits = || fs::read_to_string(&log).is_ok_and(|log| log.contains("The job waits until the engine can write again"));
    world.until("the job to wait", waits).await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(world.describe("patient").await["TrainingJobStatus"], "InProgress");
    assert_eq!(fs::read_to_string(ml.join("model/weights")).expect("the model"), "weights\n");
    drop(full);
    let job = world.wait("patient", "TrainingJobStatus", "Completed").await;
    let steps: Vec<_> = job["SecondaryStatusTransitions"].as_array().expect("steps").iter().map(|step| &step["Status"]).collect();
    assert_eq!(
        steps,
        ["Starting", "Downloading", "Training", "Uploading", "Completed"].map(|step| json!(step)).iter().collect::<Vec<_>>()
    );
    assert!(world.get("output/patient/output/model.tar.gz").await.is_some());
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_stop_that_could_not_be_passed_on_is_passed_on_when_it_is_asked_again() {
    let world = World::start(WAITS).await;
    world.create(&request("asked")).await;
    world.wait_for_message("asked", "started").await;
    let stop = world.working_folder().with_file_name("stop");
    // The file that tells the supervisor cannot be written.
    symlink("no/such/folder", &stop).expect("a link");
    let reply = world.client.json("SageMaker.StopTrainingJob", &json!({ "TrainingJobName": "asked" })).await;
    assert_eq!(reply.status, 500, "{}", reply.text());
    fs::remove_file(&stop).expect("it is a link");
    world.stop("asked").await;
    world.wait("asked", "TrainingJobStatus", "Stopped").await;
    world.engine.shutdown().await;
}

/// `ulimit -f` of the shell that starts the supervisor: half a mebibyte, or a quarter where the shell counts smaller blocks.
#[tokio::test]
async fn a_log_beyond_the_limit_of_file_sizes_ends_no_training() {
    let script = r#"yes "a line of the log" | head -n 40000; echo model > "$1/model/weights""#;
    let world = World::start(script).await;
    let world = world.restart_with_supervisor(&["sh", "-c", "ulimit -f 512; exec \"$0\" \"$@\""]).await;
    world.create(&request("a")).await;
    world.wait("a", "TrainingJobStatus", "Completed").await;
    assert!(world.get("output/a/output/model.tar.gz").await.is_some());
    world.engine.shutdown().await;
}
