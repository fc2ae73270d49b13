//! The keys that a training job names, and those of its data.

use serde_json::{Value, json};

use crate::harness::{BUCKET, World, request};

async fn new_key(world: &World) -> Value {
    world.client.json("TrentService.CreateKey", &json!({})).await.json()["KeyMetadata"].clone()
}

async fn disable(world: &World, key: &Value) {
    let reply = world.client.json("TrentService.DisableKey", &json!({ "KeyId": key["KeyId"] })).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
}

#[tokio::test]
async fn the_artifact_is_encrypted_with_the_key_of_the_request() {
    let world = World::start("echo weights > \"$1/model/w\"").await;
    let key = new_key(&world).await;
    let mut job = request("keyed");
    job["OutputDataConfig"]["KmsKeyId"] = key["KeyId"].clone();
    job["ResourceConfig"]["VolumeKmsKeyId"] = key["Arn"].clone();
    world.create(&job).await;
    let job = world.wait("keyed", "TrainingJobStatus", "Completed").await;
    assert_eq!(job["OutputDataConfig"]["KmsKeyId"], key["KeyId"]);
    let path = format!("/{BUCKET}/output/keyed/output/model.tar.gz");
    let model = world.client.s3("GET", &path, "", &[], b"").await;
    assert_eq!(model.status, 200, "{}", model.text());
    assert_eq!(model.header("x-amz-server-side-encryption").as_deref(), Some("aws:kms"));
    assert_eq!(model.header("x-amz-server-side-encryption-aws-kms-key-id").as_deref(), key["Arn"].as_str());
    disable(&world, &key).await;
    assert_eq!(world.client.s3("GET", &path, "", &[], b"").await.refusal().1, "KMS.DisabledException");
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_job_whose_keys_cannot_be_used_is_not_made() {
    let world = World::start("exit 0").await;
    let disabled = new_key(&world).await;
    disable(&world, &disabled).await;
    let arn = disabled["Arn"].as_str().expect("an ARN");
    let missing = "11111111-2222-4333-8444-555555555555";
    let foreign = "arn:aws:kms:us-west-2:111111111111:key/11111111-2222-4333-8444-555555555555";
    for (name, reason) in
        [(arn, "is disabled. (KMS DisabledException)"), (missing, "does not exist"), (foreign, "is not authorized")]
    {
        for (part, member) in [("OutputDataConfig", "KmsKeyId"), ("ResourceConfig", "VolumeKmsKeyId")] {
            let mut job = request("refused");
            job[part][member] = json!(name);
            let reply = world.client.json("SageMaker.CreateTrainingJob", &job).await;
            let text = reply.text();
            assert!(reply.status == 400 && text.contains("ValidationException"), "{text}");
            assert!(text.contains(&format!("{part}.{member}")) && text.contains(reason), "{text}");
        }
    }
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_key_that_is_disabled_meanwhile_fails_the_job() {
    let world = World::start("touch \"$1/begun\"; while [ ! -e \"$1/go\" ]; do sleep 0.02; done; echo w > \"$1/model/w\"").await;
    let key = new_key(&world).await;
    let mut job = request("late");
    job["OutputDataConfig"]["KmsKeyId"] = key["KeyId"].clone();
    world.create(&job).await;
    world.wait("late", "SecondaryStatus", "Training").await;
    let folder = world.working_folder();
    world.until("the program", || folder.join("begun").exists()).await;
    disable(&world, &key).await;
    std::fs::write(folder.join("go"), "").expect("a file");
    let job = world.wait("late", "TrainingJobStatus", "Failed").await;
    let reason = job["FailureReason"].as_str().unwrap_or_default();
    assert!(reason.starts_with("ClientError: Artifact upload failed:"), "{reason}");
    assert!(reason.contains("KMS.DisabledException"), "{reason}");
    world.engine.shutdown().await;
}

#[tokio::test]
async fn data_whose_key_is_disabled_cannot_be_downloaded() {
    let world = World::start("exit 0").await;
    let key = new_key(&world).await;
    let headers = [
        ("x-amz-server-side-encryption", "aws:kms"),
        ("x-amz-server-side-encryption-aws-kms-key-id", key["Arn"].as_str().expect("an ARN")),
    ];
    let path = format!("/{BUCKET}/train/a.rec");
    assert_eq!(world.client.s3("PUT", &path, "", &headers, b"data").await.status, 200);
    world.create(&request("readable")).await;
    world.wait("readable", "TrainingJobStatus", "Completed").await;
    disable(&world, &key).await;
    for mode in ["File", "FastFile"] {
        let name = format!("unreadable-{mode}");
        let mut job = request(&name);
        job["InputDataConfig"][0]["InputMode"] = json!(mode);
        world.create(&job).await;
        let job = world.wait(&name, "TrainingJobStatus", "Failed").await;
        let reason = job["FailureReason"].as_str().unwrap_or_default();
        let start = format!(
            "ClientError: Data download failed:Unable to download object s3://{BUCKET}/train/a.rec (KMS.DisabledException"
        );
        assert!(reason.starts_with(&start), "{reason}");
    }
    world.engine.shutdown().await;
}
