//! Augmented manifests of semantic segmentation: each line names an image and its mask.

use serde_json::{Value, json};

use crate::harness::{BUCKET, World, channel, request};

/// Prints the end of every file of every channel, and the configuration.
const SHOWS: &str = r#"
    cd "$1/input/data"
    for file in $(find . -type f | sort); do echo "$file: $(tail -c 7 "$file")"; done
    cat "$1/input/config/inputdataconfig.json"; echo
"#;

/// The first bytes of a PNG file whose pixels are numbers of a palette, and what tells it from others.
fn mask(name: &str) -> Vec<u8> {
    [b"\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR\0\0\0\x01\0\0\0\x01\x08\x03", name.as_bytes()].concat()
}

fn photograph(name: &str) -> Vec<u8> {
    [b"\xFF\xD8\xFF\xE0", name.as_bytes()].concat()
}

fn at(key: &str) -> String {
    format!("s3://{BUCKET}/{key}")
}

/// A job of segmentation whose channel train is `train.manifest`.
fn job(name: &str, attributes: Value) -> Value {
    let mut job = request(name);
    job["AlgorithmSpecification"]["TrainingImage"] =
        json!("433757028032.dkr.ecr.us-west-2.amazonaws.com/semantic-segmentation:1");
    job["InputDataConfig"][0] = channel("train", "train.manifest");
    job["InputDataConfig"][0]["InputMode"] = json!("Pipe");
    job["InputDataConfig"][0]["RecordWrapperType"] = json!("RecordIO");
    let source = &mut job["InputDataConfig"][0]["DataSource"]["S3DataSource"];
    source["S3DataType"] = json!("AugmentedManifestFile");
    source["AttributeNames"] = attributes;
    job
}

async fn put_pictures(world: &World) {
    for name in ["a", "b"] {
        world.put(&format!("{name}/1.jpg"), &photograph(&format!("image-{name}"))).await;
        world.put(&format!("{name}/1.png"), &mask(&format!(".mask-{name}"))).await;
    }
}

#[tokio::test]
async fn images_and_masks_become_files_of_the_same_name() {
    let world = World::start(SHOWS).await;
    put_pictures(&world).await;
    // Ground Truth writes a second attribute about the colours. Names repeat, lines are empty, and one image is used twice.
    let colours = json!({ "internal-color-map": { "1": { "class-name": "disc", "hex-color": "#2ca02c" } } });
    let line = |name: &str, mask: &str| {
        let (image, mask) = (at(&format!("{name}/1.jpg")), at(&format!("{mask}/1.png")));
        json!({ "source-ref": image, "shapes-ref": mask, "shapes-ref-metadata": colours }).to_string()
    };
    let manifest = [line("a", "a"), String::new(), line("b", "b"), line("a", "b")].join("\n");
    world.put("train.manifest", manifest.as_bytes()).await;
    for (name, of_job) in [("own-mode", false), ("mode-of-the-job", true)] {
        let mut job = job(name, json!(["source-ref", "shapes-ref"]));
        if of_job {
            job["AlgorithmSpecification"]["TrainingInputMode"] = json!("Pipe");
            job["InputDataConfig"][0]["InputMode"] = Value::Null;
        }
        // The algorithm does not look at it.
        let mut beside = channel("train_annotation", "train/");
        beside["InputMode"] = json!("File");
        job["InputDataConfig"].as_array_mut().expect("channels").push(beside);
        world.create(&job).await;
        world.wait(name, "TrainingJobStatus", "Completed").await;
        let log = world.log(name).await;
        let files: Vec<&str> = log.iter().filter(|line| line.starts_with("./train")).map(String::as_str).collect();
        let expected = [
            "./train/line-000001.jpg: image-a",
            "./train/line-000003.jpg: image-b",
            "./train/line-000004.jpg: image-a",
            "./train_annotation/line-000001.png: .mask-a",
            "./train_annotation/line-000003.png: .mask-b",
            "./train_annotation/line-000004.png: .mask-b",
        ];
        assert_eq!(files, expected, "{name}");
        assert!(log.iter().any(|line| line.contains("Channel train_annotation: it is not read")), "{log:#?}");
        let configuration: Value = log.iter().find_map(|line| serde_json::from_str(line).ok()).expect("the configuration");
        for channel in ["train", "train_annotation"] {
            assert_eq!(configuration[channel]["ContentType"], "application/x-image", "{channel}");
        }
    }
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_line_that_cannot_be_used_is_named_with_the_cure() {
    let world = World::start(SHOWS).await;
    put_pictures(&world).await;
    let good = json!({ "photo-ref": at("a/1.jpg"), "shapes-ref": at("a/1.png") }).to_string();
    let names = json!(["photo-ref", "shapes-ref"]);
    let second = |line: Value| format!("{good}\n{line}\n");
    let cases = [
        (
            "unnamed",
            second(json!({ "photo-ref": at("b/1.jpg") })),
            names.clone(),
            ["line 2: it has no attribute shapes-ref", "Add it to the line, or correct AttributeNames"],
        ),
        (
            "no-mask",
            second(json!({ "photo-ref": at("b/1.jpg"), "shapes-ref": at("b/2.png") })),
            names.clone(),
            ["line 2 of the augmented manifest of channel train: Unable to download object", "/b/2.png (NoSuchKey). Upload it"],
        ),
        (
            "no-image",
            second(json!({ "photo-ref": at("c/1.jpg"), "shapes-ref": at("b/1.png") })),
            names.clone(),
            ["line 2 of the augmented manifest", "/c/1.jpg (NoSuchKey). Upload it, or remove the line"],
        ),
        (
            "no-location",
            second(json!({ "photo-ref": at("b/1.jpg"), "shapes-ref": "b/1.png" })),
            names,
            ["line 2: shapes-ref is b/1.png", "s3://"],
        ),
        (
            "exchanged",
            good.clone(),
            json!(["shapes-ref", "photo-ref"]),
            ["line 1 of the augmented manifest of channel train: ", "Name the image first in AttributeNames"],
        ),
        (
            "source-last",
            good.clone(),
            json!(["shapes-ref", "source-ref"]),
            ["AttributeNames of the channel train are shapes-ref, source-ref: name the image first", "its mask"],
        ),
        ("no-object", good.clone(), json!(["photo-ref", "shapes"]), ["name the image first", "whose name ends in -ref too"]),
        ("empty", "\n\n".to_owned(), json!(["photo-ref", "shapes-ref"]), ["No S3 objects found", "train.manifest"]),
    ];
    for (name, manifest, attributes, words) in cases {
        world.put("train.manifest", manifest.as_bytes()).await;
        world.create(&job(name, attributes)).await;
        let failed = world.wait(name, "TrainingJobStatus", "Failed").await;
        let reason = failed["FailureReason"].as_str().unwrap_or_default();
        assert!(reason.starts_with("ClientError: "), "{name}: {reason}");
        for word in words {
            assert!(reason.contains(word), "{name}: {word} in {reason}");
        }
    }
    world.engine.shutdown().await;
}
