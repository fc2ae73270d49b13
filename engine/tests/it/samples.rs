//! The sample scenes, which the engine draws while it answers already.

use std::{path::Path, sync::Arc, time::Duration};

use engine::{Config, Engine, RunningEngine, SystemClock};

use crate::{client::Client, harness::supervisor};

/// The object that is stored last.
const LAST: &str = "shapes-masks/expanded/validation_annotation/new-031.png";

async fn start(data: &Path) -> (RunningEngine, Client) {
    let config = Config {
        listen: "127.0.0.1:0".parse().expect("an address"),
        data: data.to_path_buf(),
        region: "us-west-2".to_owned(),
        trainer_command: vec!["false".into()],
        supervisor_command: supervisor(),
        samples: engine::Samples::All,
    };
    let engine = Engine::start(config, Arc::new(SystemClock)).await.expect("it starts");
    let client = Client {
        address: engine.address(),
        access_key_id: engine.credentials().access_key_id().to_owned(),
        secret_access_key: engine.credentials().secret_access_key().to_owned(),
        region: "us-west-2",
    };
    (engine, client)
}

fn path(key: &str) -> String {
    format!("/sagemaker-us-west-2-000000000000/samples/{key}")
}

async fn appears(client: &Client, key: &str) -> Vec<u8> {
    for _ in 0..1200 {
        let answer = client.s3("GET", &path(key), "", &[], b"").await;
        if answer.status == 200 {
            return answer.body;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{key} did not appear");
}

#[tokio::test]
async fn scenes_appear_and_what_stands_under_their_keys_stays() {
    let folder = tempfile::tempdir().expect("a folder");
    // The engine ends while it draws, and the next one goes on.
    let (engine, _) = start(folder.path()).await;
    engine.shutdown().await;

    let (engine, client) = start(folder.path()).await;
    assert!(appears(&client, LAST).await.starts_with(b"\x89PNG"));
    let image = "shapes-json/base/train/plain-000.jpg";
    let base = appears(&client, "shapes/base/train/train.rec").await;
    let expanded = appears(&client, "shapes/expanded/train/train.rec").await;
    assert!(base.len() > 500_000 && expanded.len() > base.len() && expanded.starts_with(&base), "{} bytes", base.len());
    let drawn = appears(&client, image).await;
    assert!(base.windows(drawn.len()).any(|window| window == drawn), "the record holds the image of its own file");

    client.s3("PUT", &path(image), "", &[], b"mine").await;
    client.s3("DELETE", &path(LAST), "", &[], b"").await;
    engine.shutdown().await;
    let (engine, client) = start(folder.path()).await;
    appears(&client, LAST).await;
    assert_eq!(appears(&client, image).await, b"mine");
    engine.shutdown().await;
}
