//! How other programs find the engine, and what it refuses to start with.

use std::{path::Path, sync::Arc};

use engine::{Config, Engine, EnvironmentError, StartError, SystemClock, environment};
use mxnet_formats::record_io::MAGIC_BYTES;
use serde_json::json;

use crate::{
    client::Client,
    harness::{World, request, supervisor},
};

fn config(data: &Path, listen: &str) -> Config {
    Config {
        listen: listen.parse().expect("an address"),
        data: data.to_path_buf(),
        region: "us-west-2".to_owned(),
        trainer_command: vec!["false".into()],
        supervisor_command: supervisor(),
        samples: engine::Samples::Digits,
    }
}

#[tokio::test]
async fn the_variables_lead_to_the_running_engine_and_only_to_it() {
    let folder = tempfile::tempdir().expect("a folder");
    assert!(matches!(environment(folder.path()), Err(EnvironmentError::NotRunning(_))));
    let engine = Engine::start(config(folder.path(), "127.0.0.1:0"), Arc::new(SystemClock)).await.expect("it starts");
    let lines = environment(folder.path()).expect("it runs").to_string();
    assert!(lines.contains(&format!("export AWS_ENDPOINT_URL=http://{}\n", engine.address())), "{lines}");
    assert!(lines.contains("export AWS_DEFAULT_REGION=us-west-2\n"), "{lines}");
    assert!(lines.contains(&format!("export AWS_ACCESS_KEY_ID={}\n", engine.credentials().access_key_id())));
    assert!(lines.contains(engine.credentials().secret_access_key()));
    assert!(lines.contains("export SAGEMAKER_USER_CONFIG_OVERRIDE=/"), "{lines}");

    let second = Engine::start(config(folder.path(), "127.0.0.1:0"), Arc::new(SystemClock)).await;
    assert!(matches!(second, Err(StartError::InUse(_))));
    engine.shutdown().await;
    assert!(matches!(environment(folder.path()), Err(EnvironmentError::NotRunning(_))));
}

#[tokio::test]
async fn other_machines_cannot_be_let_in() {
    let folder = tempfile::tempdir().expect("a folder");
    let started = Engine::start(config(folder.path(), "0.0.0.0:0"), Arc::new(SystemClock)).await;
    assert!(matches!(started, Err(StartError::NotLoopback(_))));
}

#[tokio::test]
async fn the_samples_are_there_and_the_expanded_set_begins_with_the_base() {
    let folder = tempfile::tempdir().expect("a folder");
    let engine = Engine::start(config(folder.path(), "127.0.0.1:0"), Arc::new(SystemClock)).await.expect("it starts");
    let client = Client {
        address: engine.address(),
        access_key_id: engine.credentials().access_key_id().to_owned(),
        secret_access_key: engine.credentials().secret_access_key().to_owned(),
        region: "us-west-2",
    };
    let get = async |key: &str| {
        let path = format!("/sagemaker-us-west-2-000000000000/samples/digits/{key}");
        client.s3("GET", &path, "", &[], b"").await.body
    };
    for part in ["train/train.rec", "validation/validation.rec"] {
        let (base, expanded) = (get(&format!("base/{part}")).await, get(&format!("expanded/{part}")).await);
        assert!(base.len() > 100_000 && expanded.len() > base.len() && expanded.starts_with(&base), "{part}");
        assert!(base.starts_with(&MAGIC_BYTES), "RecordIO");
    }
    engine.shutdown().await;
}

#[tokio::test]
async fn a_trainer_that_does_not_exist_fails_the_job() {
    let mut world = World::start("exit 0").await;
    world.engine.shutdown().await;
    let mut config = config(&world.folder.path().join("data"), "127.0.0.1:0");
    config.trainer_command = vec!["/no/such/trainer".into()];
    world.engine = Engine::start(config, Arc::new(SystemClock)).await.expect("it starts");
    world.client.address = world.engine.address();
    world.create(&request("hopeless")).await;
    let job = world.wait("hopeless", "TrainingJobStatus", "Failed").await;
    let reason = job["FailureReason"].as_str().unwrap_or_default();
    assert!(reason.contains("/no/such/trainer"), "{reason}");
    let tags = json!({ "ResourceArn": job["TrainingJobArn"], "Tags": [{ "Key": "team", "Value": "vision" }] });
    assert_eq!(world.client.json("SageMaker.AddTags", &tags).await.json()["Tags"], tags["Tags"]);
    world.engine.shutdown().await;
}
