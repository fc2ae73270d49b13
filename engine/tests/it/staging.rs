//! How a job's data reaches its trainer.

use std::io::Write;

use serde_json::json;

use crate::harness::{BUCKET, World, channel, request};

/// Prints every file of every channel with its content, and the configuration.
const SHOWS: &str = r#"
    cd "$1/input/data"
    for file in $(find . -type f | sort); do echo "$file: $(cat "$file")"; done
    cat "$1/input/config/hyperparameters.json"; echo
    cat "$1/input/config/inputdataconfig.json"; echo
    echo "$TRAINING_JOB_NAME $AWS_REGION ${AWS_SECRET_ACCESS_KEY:-no keys}"
"#;

#[tokio::test]
async fn channels_become_folders_and_the_configuration_is_beside_them() {
    let world = World::start(SHOWS).await;
    world.put("train/deep/b.rec", b"more").await;
    world.put("train/folder/", b"").await;
    world.put("model/model.tar.gz", b"weights").await;
    let mut job = request("shown");
    job["InputDataConfig"] =
        json!([channel("train", "train/"), channel("validation", "tr"), channel("model", "model/model.tar.gz")]);
    job["InputDataConfig"][2]["ContentType"] = json!("application/x-sagemaker-model");
    world.create(&job).await;
    world.wait("shown", "TrainingJobStatus", "Completed").await;
    let log = world.log("shown").await;
    for line in [
        "./model/model.tar.gz: weights",
        "./train/a.rec: training data",
        "./train/deep/b.rec: more",
        "./validation/train/a.rec: training data",
        r#"{"epochs":"1","num_classes":"2","num_training_samples":"4"}"#,
        "shown us-west-2 no keys",
    ] {
        assert!(log.iter().any(|found| found == line), "{line} in {log:#?}");
    }
    assert!(
        log.iter()
            .any(|line| line.contains(r#""model":{"ContentType":"application/x-sagemaker-model","TrainingInputMode":"File""#)),
        "{log:#?}"
    );
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_prefix_names_a_folder_with_and_without_its_last_slash() {
    let world = World::start(SHOWS).await;
    world.put("train/deep/b.rec", b"more").await;
    world.put("train2/c.rec", b"beside").await;
    let mut job = request("slashless");
    job["InputDataConfig"] = json!([channel("train", "train"), channel("validation", "train")]);
    job["InputDataConfig"][1]["InputMode"] = json!("FastFile");
    world.create(&job).await;
    world.wait("slashless", "TrainingJobStatus", "Completed").await;
    let log = world.log("slashless").await;
    for channel in ["train", "validation"] {
        for file in ["a.rec: training data", "deep/b.rec: more", "train2/c.rec: beside"] {
            assert!(log.contains(&format!("./{channel}/{file}")), "{channel}/{file} in {log:#?}");
        }
    }
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_manifest_names_its_objects_and_pipes_are_files() {
    let world = World::start(SHOWS).await;
    world.put("train/c/d.rec", b"deep").await;
    let manifest = json!([{ "prefix": format!("s3://{BUCKET}/train/") }, "c/d.rec"]);
    world.put("manifest.json", manifest.to_string().as_bytes()).await;
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(b"unpacked").expect("in memory");
    world.put("packed/e.rec.gz", &packed.finish().expect("in memory")).await;

    let mut job = request("listed");
    job["InputDataConfig"][0] = channel("train", "manifest.json");
    job["InputDataConfig"][0]["DataSource"]["S3DataSource"]["S3DataType"] = json!("ManifestFile");
    job["InputDataConfig"][1] = channel("validation", "packed/");
    job["InputDataConfig"][1]["CompressionType"] = json!("Gzip");
    job["InputDataConfig"][1]["InputMode"] = json!("Pipe");
    world.create(&job).await;
    world.wait("listed", "TrainingJobStatus", "Completed").await;
    let log = world.log("listed").await;
    for line in ["./train/c/d.rec: deep", "./validation/e.rec: unpacked"] {
        assert!(log.iter().any(|found| found == line), "{line} in {log:#?}");
    }
    assert!(log.iter().any(|line| line.contains("the input mode Pipe is served as files")), "{log:#?}");
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_key_with_a_double_slash_is_refused_in_the_services_words() {
    let world = World::start(SHOWS).await;
    world.put("dd//x", b"bytes").await;
    let mut job = request("slashes");
    job["InputDataConfig"][0] = channel("train", "dd/");
    world.create(&job).await;
    let job = world.wait("slashes", "TrainingJobStatus", "Failed").await;
    let reason =
        "ClientError: Data download failed:Failed to download data. S3 key: dd//x has an illegal char sub-sequence '//' in it";
    assert_eq!(job["FailureReason"], reason);
    world.engine.shutdown().await;
}

/// Prints the RecordIO file of the channel as hexadecimal digits.
const DUMPS: &str = r#"od -An -v -tx1 "$1/input/data/train/augmented-manifest.rec" | tr -d ' \n'; echo"#;

#[tokio::test]
async fn an_augmented_manifest_becomes_the_record_file_that_the_algorithm_reads() {
    let world = World::start(DUMPS).await;
    world.put("images/a.png", b"PNG!").await;
    let line = json!({ "source-ref": format!("s3://{BUCKET}/images/a.png"), "class": 3 });
    world.put("augmented.manifest", format!("{line}\n").as_bytes()).await;
    let mut job = request("augmented");
    job["InputDataConfig"][0] = channel("train", "augmented.manifest");
    job["InputDataConfig"][0]["InputMode"] = json!("Pipe");
    job["InputDataConfig"][0]["RecordWrapperType"] = json!("RecordIO");
    let source = &mut job["InputDataConfig"][0]["DataSource"]["S3DataSource"];
    source["S3DataType"] = json!("AugmentedManifestFile");
    source["AttributeNames"] = json!(["source-ref", "class"]);
    world.create(&job).await;
    world.wait("augmented", "TrainingJobStatus", "Completed").await;
    // Magic, length; flag, label 3.0, two identities; the image.
    let record = format!("0a23d7ce1c000000{}{}{}504e4721", "00000000", "00004040", "00".repeat(16));
    let log = world.log("augmented").await;
    assert!(log.contains(&record), "{log:#?}");

    // What the guide shows: lists of 0 and 1, lists of class ids, and images without a list of their own.
    job["HyperParameters"]["multi_label"] = json!("1");
    job["HyperParameters"]["num_classes"] = json!("3");
    let hot = format!("0a23d7ce2800000003000000{}{}0000803f000000000000803f504e4721", "00000000", "00".repeat(16));
    for (name, content_type, label) in [
        ("multi-hot", "application/x-recordio", json!("[1, 0, 1]")),
        ("class-id", "application/x-recordio; label-format=class-id", json!([0, 2])),
        ("image", "image/jpeg", json!([1, 0, 1])),
    ] {
        let line = json!({ "source-ref": format!("s3://{BUCKET}/images/a.png"), "class": label });
        world.put("augmented.manifest", format!("{line}\n").as_bytes()).await;
        job["TrainingJobName"] = json!(name);
        job["InputDataConfig"][0]["ContentType"] = json!(content_type);
        world.create(&job).await;
        world.wait(name, "TrainingJobStatus", "Completed").await;
        let log = world.log(name).await;
        assert!(log.contains(&hot), "{name}: {log:#?}");
    }

    // Empty lines count, as they do in an editor.
    let line = json!({ "source-ref": format!("s3://{BUCKET}/images/none.png"), "class": [1, 0, 1] });
    world.put("augmented.manifest", format!("\n{line}\n").as_bytes()).await;
    job["TrainingJobName"] = json!("missing");
    world.create(&job).await;
    let failed = world.wait("missing", "TrainingJobStatus", "Failed").await;
    let reason = failed["FailureReason"].as_str().unwrap_or_default();
    assert!(reason.contains("line 2 of the augmented manifest of channel train") && reason.contains("Upload it"), "{reason}");

    // The algorithm reads the image first.
    job["TrainingJobName"] = json!("label-first");
    job["InputDataConfig"][0]["DataSource"]["S3DataSource"]["AttributeNames"] = json!(["class", "source-ref"]);
    world.create(&job).await;
    let failed = world.wait("label-first", "TrainingJobStatus", "Failed").await;
    let reason = failed["FailureReason"].as_str().unwrap_or_default();
    assert!(reason.starts_with("ClientError: ") && reason.contains("name the image first"), "{reason}");
    world.engine.shutdown().await;
}
