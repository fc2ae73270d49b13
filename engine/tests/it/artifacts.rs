//! What a job leaves.

use serde_json::json;

use crate::harness::{BUCKET, World, request};

#[tokio::test]
async fn equal_files_give_equal_archives() {
    let script = r#"
        umask 022
        mkdir -p "$1/model/b" "$1/model/empty" "$1/output/data"
        for file in z b/y a; do echo "weights of $file" > "$1/model/$file"; done
        chmod 4750 "$1/model/a"; chmod 600 "$1/model/z"; chmod 700 "$1/model/empty"
        ln -s /etc/passwd "$1/model/link"
        echo plot > "$1/output/data/plot"
    "#;
    let world = World::start(script).await;
    let mut archives = Vec::new();
    for name in ["one", "two"] {
        world.create(&request(name)).await;
        world.wait(name, "TrainingJobStatus", "Completed").await;
        archives.push(world.get(&format!("output/{name}/output/model.tar.gz")).await.expect("a model"));
        assert!(world.get(&format!("output/{name}/output/output.tar.gz")).await.is_some());
    }
    assert_eq!(archives[0], archives[1]);

    let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(archives[0].as_slice()));
    let entries = archive.entries().expect("an archive");
    let shown = entries.map(|entry| {
        let entry = entry.expect("an entry");
        let mode = entry.header().mode().expect("a mode");
        format!("{mode:o} {}", String::from_utf8_lossy(&entry.path_bytes()))
    });
    let shown: Vec<String> = shown.collect();
    assert_eq!(shown, ["750 a", "755 b/", "644 b/y", "700 empty/", "600 z"], "in order, no link, nothing that sets a user");
    world.engine.shutdown().await;
}

#[tokio::test]
async fn an_uncompressed_model_is_a_folder_of_its_files() {
    let world = World::start(r#"mkdir "$1/model/b"; echo one > "$1/model/a"; echo two > "$1/model/b/c""#).await;
    let mut job = request("loose");
    job["OutputDataConfig"]["CompressionType"] = json!("NONE");
    world.create(&job).await;
    let job = world.wait("loose", "TrainingJobStatus", "Completed").await;
    assert_eq!(job["ModelArtifacts"]["S3ModelArtifacts"], format!("s3://{BUCKET}/output/loose/output/model/"));
    assert_eq!(world.get("output/loose/output/model/a").await.as_deref(), Some(&b"one\n"[..]));
    assert_eq!(world.get("output/loose/output/model/b/c").await.as_deref(), Some(&b"two\n"[..]));
    assert!(world.get("output/loose/output/model.tar.gz").await.is_none());
    world.engine.shutdown().await;
}
