//! Pipe mode: what a registered program reads, and what becomes of it when that cannot be read.

use std::{fs, io::Write};

use flate2::{Compression, write::GzEncoder};
use serde_json::{Value, json};

use crate::{
    containers::{own, registered},
    harness::{BUCKET, World, channel},
};

#[tokio::test]
async fn pipes_stream_each_epoch_and_nothing_is_downloaded_first() {
    let script = r#"
        cd "$SAGEMAKER_BASE_DIR/input/data"
        ls -l train_0 | cut -c1; cat train_0; echo "|"; cat train_1; echo "|"
        od -An -v -tx1 wrapped_0 | tr -d ' \n'; echo
        cat augmented_0 | tr -d '\0' | od -An -c | tr -d ' \n'; echo
        cat ../config/inputdataconfig.json; echo
    "#;
    let world = World::start_with("exit 9", &registered(script)).await;
    world.put("pipe/a", b"one").await;
    world.put("pipe/b", b"two").await;
    world.put("wrap/a", b"abc").await;
    let line = json!({ "source-ref": format!("s3://{BUCKET}/pipe/a"), "class": 7 });
    world.put("lines.manifest", line.to_string().as_bytes()).await;
    let mut job = own("piped");
    job["AlgorithmSpecification"]["TrainingInputMode"] = json!("Pipe");
    job["InputDataConfig"] =
        json!([channel("train", "pipe/"), channel("wrapped", "wrap/"), channel("augmented", "lines.manifest")]);
    job["InputDataConfig"][1]["RecordWrapperType"] = json!("RecordIO");
    job["InputDataConfig"][2]["RecordWrapperType"] = json!("RecordIO");
    let source = &mut job["InputDataConfig"][2]["DataSource"]["S3DataSource"];
    source["S3DataType"] = json!("AugmentedManifestFile");
    source["AttributeNames"] = json!(["source-ref", "class"]);
    world.create(&job).await;
    let job = world.wait("piped", "TrainingJobStatus", "Completed").await;
    let log = world.log("piped").await;
    assert_eq!(log[..4], ["p", "onetwo|", "onetwo|", "0a23d7ce0300000061626300"], "{log:#?}");
    assert!(log[4].contains("one") && log[4].contains('7'), "{log:#?}");
    assert!(log[5].contains(r#""TrainingInputMode":"Pipe""#), "{log:#?}");
    let transitions = job["SecondaryStatusTransitions"].as_array().expect("a list");
    let statuses: Vec<&str> = transitions.iter().filter_map(|transition| transition["Status"].as_str()).collect();
    assert_eq!(statuses, ["Starting", "Training", "Uploading", "Completed"]);
    world.engine.shutdown().await;
}

/// A job whose only channel is streamed from `pipe/`.
fn piped(name: &str, compression: &str) -> Value {
    let mut job = own(name);
    job["AlgorithmSpecification"]["TrainingInputMode"] = json!("Pipe");
    job["InputDataConfig"] = json!([channel("train", "pipe/")]);
    job["InputDataConfig"][0]["CompressionType"] = json!(compression);
    job
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::none());
    packed.write_all(bytes).expect("in memory");
    packed.finish().expect("in memory")
}

/// A program that cannot tell a cut stream from a whole one must not make a model from it.
#[tokio::test]
async fn a_stream_that_breaks_off_fails_the_job_though_its_program_saw_nothing() {
    let script = "cd \"$SAGEMAKER_BASE_DIR\"; cat input/data/train_0 > model/weights";
    let world = World::start_with("exit 9", &registered(script)).await;
    let mut bytes = packed(&[7; 200_000]);
    world.put("pipe/a.gz", &bytes).await;
    world.create(&piped("whole", "Gzip")).await;
    world.wait("whole", "TrainingJobStatus", "Completed").await;
    bytes.truncate(100_000);
    world.put("pipe/a.gz", &bytes).await;
    world.create(&piped("cut", "Gzip")).await;
    let job = world.wait("cut", "TrainingJobStatus", "Failed").await;
    let reason = job["FailureReason"].as_str().unwrap_or_default();
    let expected = format!("ClientError: Data download failed:channel train: s3://{BUCKET}/pipe/a.gz cannot be streamed: ");
    assert!(reason.starts_with(&expected), "{reason}");
    assert_eq!(world.get("output/cut/output/model.tar.gz").await, None);
    world.engine.shutdown().await;
}

#[tokio::test]
async fn objects_that_are_no_gzip_end_a_program_that_waits_for_the_next_epoch() {
    let script = "cd \"$SAGEMAKER_BASE_DIR/input/data\"; cat train_0; cat train_1; while :; do sleep 0.05; done";
    let world = World::start_with("exit 9", &registered(script)).await;
    world.put("pipe/a", b"plain").await;
    world.create(&piped("plain", "Gzip")).await;
    let job = world.wait("plain", "TrainingJobStatus", "Failed").await;
    let reason = job["FailureReason"].as_str().unwrap_or_default();
    assert!(reason.starts_with("ClientError: Data download failed:channel train: "), "{reason}");
    world.engine.shutdown().await;
}

#[tokio::test]
async fn nothing_is_streamed_to_where_a_program_lets_its_pipes_point() {
    let folder = tempfile::tempdir().expect("a folder");
    let outside = folder.path().join("file");
    fs::write(&outside, "a file of this machine").expect("a file");
    // What does not fit into the first pipe keeps it open, so that the second one is there and not in use.
    let script = "cd \"$SAGEMAKER_BASE_DIR/input/data\"; exec 3< train_0
        while [ ! -p train_1 ]; do sleep 0.05; done
        rm train_1; ln -s OUTSIDE train_1; wc -c <&3; exec 3<&-
        echo done > \"$SM_MODEL_DIR/weights\"";
    let script = script.replace("OUTSIDE", &outside.display().to_string());
    let world = World::start_with("exit 9", &registered(&script)).await;
    world.put("pipe/a", &[7; 200_000]).await;
    world.create(&piped("pointing", "None")).await;
    world.wait("pointing", "TrainingJobStatus", "Completed").await;
    assert_eq!(world.log("pointing").await, ["200000"]);
    assert_eq!(fs::read_to_string(&outside).expect("it is still there"), "a file of this machine");
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_name_that_the_next_pipe_needs_and_cannot_have_fails_the_job() {
    let script = "cd \"$SAGEMAKER_BASE_DIR/input/data\"; echo mine > train_1; cat train_0; while :; do sleep 0.05; done";
    let world = World::start_with("exit 9", &registered(script)).await;
    world.put("pipe/a", b"bytes").await;
    world.create(&piped("taken", "None")).await;
    let job = world.wait("taken", "TrainingJobStatus", "Failed").await;
    let reason = job["FailureReason"].as_str().unwrap_or_default();
    assert!(reason.starts_with("ClientError: Data download failed:the pipe train_1 cannot be made: "), "{reason}");
    world.engine.shutdown().await;
}
