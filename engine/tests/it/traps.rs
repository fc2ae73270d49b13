//! What a trainer may leave in place of its files: links to what is none of its business, and pipes that wait for ever.

use std::{fs, io::Read};

use serde_json::{Value, json};

use crate::harness::{BUCKET, World, channel, request};

const SECRET: &str = "a secret of this machine";

/// A folder outside of the job's, whose files are named like those that the engine looks for.
fn outside() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("data")).expect("a folder");
    for name in ["failure", "weights", "data/weights"] {
        fs::write(folder.path().join(name), SECRET).expect("a file");
    }
    folder
}

/// Runs a job to its end. `OUTSIDE` in the script is the folder of the secrets.
async fn run(script: &str, change: impl Fn(&mut Value), status: &str) -> (World, Value) {
    let folder = outside();
    let world = World::start(&script.replace("OUTSIDE", &folder.path().display().to_string())).await;
    let mut job = request("trap");
    change(&mut job);
    world.create(&job).await;
    let job = world.wait("trap", "TrainingJobStatus", status).await;
    for name in ["failure", "weights", "data/weights"] {
        assert_eq!(fs::read_to_string(folder.path().join(name)).expect("it is still there"), SECRET);
    }
    (world, job)
}

/// Names and contents of an archive's files.
fn unpack(archive: &[u8]) -> Vec<(String, String)> {
    let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(archive));
    let entries = archive.entries().expect("an archive").map(|entry| {
        let mut entry = entry.expect("an entry");
        let mut text = String::new();
        entry.read_to_string(&mut text).expect("text");
        (entry.path().expect("a path").display().to_string(), text)
    });
    entries.collect()
}

#[tokio::test]
async fn a_pipe_as_failure_file_is_no_reason() {
    let (world, job) = run("mkfifo \"$1/output/failure\"; exit 3", |_| {}, "Failed").await;
    assert_eq!(job["FailureReason"], "AlgorithmError: Exit Code: 3");
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_linked_failure_file_is_not_read() {
    for script in
        ["ln -s OUTSIDE/failure \"$1/output/failure\"; exit 3", "rm -r \"$1/output\"; ln -s OUTSIDE \"$1/output\"; exit 3"]
    {
        let (world, job) = run(script, |_| {}, "Failed").await;
        assert_eq!(job["FailureReason"], "AlgorithmError: Exit Code: 3", "{script}");
        world.engine.shutdown().await;
    }
}

#[tokio::test]
async fn folders_that_became_links_are_left_out_and_the_log_says_so() {
    let script = "cd \"$1\"; rm -r model output; ln -s OUTSIDE model; ln -s OUTSIDE output";
    let (world, _) = run(script, |_| {}, "Completed").await;
    let model = world.get("output/trap/output/model.tar.gz").await.expect("an archive");
    assert_eq!(unpack(&model), []);
    assert_eq!(world.get("output/trap/output/output.tar.gz").await, None);
    let log = world.log("trap").await;
    for below in ["model", "output/data"] {
        let line = format!("/opt/ml/{below} is a link or no folder and is left out.");
        assert!(log.contains(&line), "{line} in {log:#?}");
    }
    world.engine.shutdown().await;
}

#[tokio::test]
async fn what_is_no_regular_file_is_left_out_and_the_rest_is_kept() {
    let script = "cd \"$1/model\"; echo good > weights; ln -s OUTSIDE linked; ln -s OUTSIDE/failure file; mkfifo pipe
                  for number in $(seq 20); do ln -s OUTSIDE many-$number; done";
    let (world, _) = run(script, |_| {}, "Completed").await;
    let model = world.get("output/trap/output/model.tar.gz").await.expect("an archive");
    assert_eq!(unpack(&model), [("weights".to_owned(), "good\n".to_owned())]);
    let log = world.log("trap").await;
    assert_eq!(log.len(), 11, "{log:#?}");
    assert_eq!(log[0], "/opt/ml/model/file is no regular file and is left out.");
    assert_eq!(log[10], "13 more below /opt/ml/model are no regular files and are left out.");
    world.engine.shutdown().await;
}

#[tokio::test]
async fn checkpoints_that_became_a_link_are_neither_stored_nor_forgotten() {
    let script = "cd \"$1\"; echo good > checkpoints/good; mkdir checkpoints/deep; echo deep > checkpoints/deep/good
                  while [ ! -e go ]; do sleep 0.05; done
                  mv checkpoints kept; ln -s OUTSIDE checkpoints";
    let folder = outside();
    let world = World::start(&script.replace("OUTSIDE", &folder.path().display().to_string())).await;
    let mut job = request("trap");
    job["CheckpointConfig"] = json!({ "S3Uri": format!("s3://{BUCKET}/kept") });
    world.create(&job).await;
    world.wait_for_object("kept/deep/good", Some(b"deep\n")).await;
    world.wait_for_object("kept/good", Some(b"good\n")).await;
    fs::write(world.working_folder().join("go"), "").expect("a file");
    world.wait("trap", "TrainingJobStatus", "Completed").await;
    assert_eq!(world.get("kept/good").await.as_deref(), Some(&b"good\n"[..]));
    assert_eq!((world.get("kept/weights").await, world.get("kept/data/weights").await), (None, None));
    assert_eq!(world.log("trap").await[0], "/opt/ml/checkpoints is a link or no folder; no checkpoint is stored.");
    world.engine.shutdown().await;
}

/// Packed, it would be 300 GB of zeros.
#[tokio::test]
async fn a_file_with_holes_is_as_large_as_it_says() {
    let make = "truncate -s 300G \"$1/model/a\"";
    for script in [make.to_owned(), format!("{make}; sleep 600")] {
        let (world, _) = run(&script, |_| {}, "Failed").await;
        let reason = world.describe("trap").await["FailureReason"].as_str().map(str::to_owned).unwrap_or_default();
        assert!(reason.contains("beyond the 1 GB of VolumeSizeInGB"), "{script}: {reason}");
        world.engine.shutdown().await;
    }
}

/// Its files may be the object store's own, so nothing else is written there.
#[tokio::test]
async fn checkpoints_cannot_lie_among_the_files_of_a_channel() {
    let world = World::start("exit 0").await;
    world.put("kept/a.rec", b"other bytes").await;
    let mut job = request("trap");
    job["InputDataConfig"] = json!([channel("train", "train/"), channel("validation", "train/")]);
    job["InputDataConfig"][0]["InputMode"] = json!("FastFile");
    job["CheckpointConfig"] = json!({ "S3Uri": format!("s3://{BUCKET}/kept"), "LocalPath": "/opt/ml/input/data/train" });
    world.create(&job).await;
    let job = world.wait("trap", "TrainingJobStatus", "Failed").await;
    let reason = job["FailureReason"].as_str().unwrap_or_default();
    assert!(reason.starts_with("ClientError: CheckpointConfig.LocalPath is /opt/ml/input/data/train;"), "{reason}");
    assert_eq!(world.get("train/a.rec").await.as_deref(), Some(&b"training data"[..]));
    world.engine.shutdown().await;
}
