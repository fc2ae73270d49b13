//! Plans of jobs, and why some have none.

use domain::{
    TrainingJobRequest,
    description::{Artifact, TrainingJobSummary},
    job_status::TrainingJobStatus,
};
use serde_json::{Value, json};

use super::*;
use crate::testing::body;

fn job(request: &Value, artifact: Option<Artifact>) -> TrainingJobDetail {
    let request = TrainingJobRequest::from_json(request.to_string().as_bytes()).expect("a request");
    let summary = TrainingJobSummary { status: TrainingJobStatus::Completed, ..TrainingJobSummary::default() };
    TrainingJobDetail { summary, request, artifact, ..TrainingJobDetail::default() }
}

fn stored() -> Option<Artifact> {
    Some(Artifact { uri: "s3://bucket/output/a/output/model.tar.gz".to_owned(), size: Some(9), ..Artifact::default() })
}

fn reason(request: &Value, artifact: Option<Artifact>) -> String {
    Plan::of(&job(request, artifact)).expect_err("no plan")
}

#[test]
fn every_obstacle_has_its_reason() {
    let request = body("a");
    assert!(Plan::of(&job(&request, stored())).is_ok_and(|plan| plan.channels.len() == 1 && plan.labels().is_none()));
    assert!(reason(&request, None).contains("S3 has not answered"));
    let mut running = job(&request, stored());
    running.summary.status = TrainingJobStatus::InProgress;
    assert!(Plan::of(&running).is_err_and(|reason| reason.contains("when it ends")));
    let with = |change: fn(&mut Artifact)| {
        let mut artifact = stored().expect("one");
        change(&mut artifact);
        Some(artifact)
    };
    assert!(reason(&request, with(|artifact| artifact.is_replaced = true)).contains("has taken its place"));
    assert!(reason(&request, with(|artifact| artifact.size = None)).starts_with("There is no model"));
    let changed = |change: fn(&mut Value)| {
        let mut request = body("a");
        change(&mut request);
        reason(&request, stored())
    };
    let image = |request: &mut Value| request["AlgorithmSpecification"]["TrainingImage"] = "example.com/mine:1".into();
    assert!(changed(image).contains("a container of your own"));
    assert!(changed(|request| request["InputDataConfig"] = json!([])).contains("no channel validation"));
    let channel = |name: &'static str, value: &'static str| {
        let mut request = body("a");
        request["InputDataConfig"][1][name] = value.into();
        reason(&request, stored())
    };
    assert!(channel("CompressionType", "Gzip").contains("Gzip"));
    assert!(channel("ContentType", "application/x-image").contains("no channel validation_lst"));
    let detector = "433757028032.dkr.ecr.us-west-2.amazonaws.com/object-detection:1";
    let mut boxes = body("a");
    boxes["AlgorithmSpecification"]["TrainingImage"] = detector.into();
    assert!(Plan::of(&job(&boxes, stored())).is_ok_and(|plan| plan.algorithm == "object-detection" && plan.labels().is_none()));
    boxes["InputDataConfig"][1]["ContentType"] = "application/x-image".into();
    assert!(reason(&boxes, stored()).contains("no channel validation_annotation, which has the boxes"));
    boxes["InputDataConfig"][1]["DataSource"]["S3DataSource"]["S3DataType"] = "ManifestFile".into();
    assert!(reason(&boxes, stored()).contains("separate images that a manifest names"));
    let augmented = |request: &mut Value| {
        request["InputDataConfig"][1]["DataSource"]["S3DataSource"]["S3DataType"] = "AugmentedManifestFile".into();
    };
    assert!(changed(augmented).contains("an augmented manifest"));
}

#[test]
fn a_segmenter_needs_masks_and_takes_a_label_map() {
    let channel = |name: &str| {
        let source = json!({ "S3DataType": "S3Prefix", "S3Uri": format!("s3://bucket/scenes/{name}/") });
        json!({ "ChannelName": name, "DataSource": { "S3DataSource": source } })
    };
    let segmenter = |channels: &[Value]| {
        let mut request = body("a");
        request["AlgorithmSpecification"]["TrainingImage"] =
            "433757028032.dkr.ecr.us-west-2.amazonaws.com/semantic-segmentation:1".into();
        request["InputDataConfig"] = channels.into();
        request
    };
    let names = |channels: &[Value]| {
        let plan = Plan::of(&job(&segmenter(channels), stored())).expect("a plan");
        assert_eq!(plan.label_map().is_some(), plan.channels.len() == 3);
        plan.channels.iter().map(|planned| planned.name).collect::<Vec<_>>()
    };
    let [images, masks, map] = ["validation", "validation_annotation", "label_map"].map(channel);
    assert_eq!(names(&[masks.clone(), images.clone()]), ["validation", "validation_annotation"]);
    assert_eq!(names(&[map.clone(), images.clone(), masks.clone()]), ["validation", "validation_annotation", "label_map"]);
    let refused = |channels: &[Value]| reason(&segmenter(channels), stored());
    assert!(refused(std::slice::from_ref(&masks)).contains("no channel validation, so"));
    assert_eq!(
        refused(&[images.clone(), map.clone()]),
        "The job has no channel validation_annotation, which has the masks of its images."
    );
    let with = |of: &Value, name: &str, value: &str| {
        let mut channel = of.clone();
        channel[name] = value.into();
        channel
    };
    let records = with(&images, "ContentType", "application/x-recordio");
    assert!(refused(&[records, masks.clone()]).contains("content type application/x-recordio"));
    let compressed = with(&map, "CompressionType", "Gzip");
    assert!(refused(&[images.clone(), masks.clone(), compressed]).contains("label_map are compressed with Gzip"));
    let mut augmented = images;
    augmented["DataSource"]["S3DataSource"]["S3DataType"] = "AugmentedManifestFile".into();
    assert!(refused(&[augmented, masks]).contains("an augmented manifest"));
}
