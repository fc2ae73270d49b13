//! Jobs that start from an earlier model.

use domain::{
    algorithm::{image_classification, object_detection, semantic_segmentation},
    incremental::{ArchiveFacts, SourceJob, SourceModel, model_channel, values_agree},
    job_status::TrainingJobStatus,
};
use serde_json::json;

use crate::{
    fixtures::{read, request},
    testing::training_job_request,
};

#[test]
fn values_compare_by_meaning() {
    let same = [("image_shape", "3,28,28", " 3, 28 ,28"), ("num_classes", "10", "10.0"), ("x", "True", "true")];
    for (name, left, right) in same.into_iter().chain([("crop_size", "233", "240"), ("crop_size", "240", "240.0")]) {
        assert!(values_agree(name, left, right), "{name}: {left} {right}");
    }
    let other = [("image_shape", "3,28,28", "3,28"), ("num_classes", "10", "11"), ("algorithm", "fcn", "psp")];
    for (name, left, right) in other.into_iter().chain([("crop_size", "232", "240"), ("num_classes", "233", "240")]) {
        assert!(!values_agree(name, left, right), "{name}: {left} {right}");
    }
}

#[test]
fn the_model_channel_is_the_recorded_one() {
    let recorded = training_job_request()["InputDataConfig"][2].clone();
    let ours = model_channel(request().model_location().unwrap());
    assert_eq!(serde_json::to_value(ours).unwrap(), recorded);
}

#[test]
fn what_must_match_is_the_guides() {
    let guide = read(include_str!("../fixtures/incremental-training.json"));
    for algorithm in [image_classification::ALGORITHM, object_detection::ALGORITHM, semantic_segmentation::ALGORITHM] {
        assert_eq!(guide["must_match"][algorithm.repository], json!(algorithm.must_match));
        for (name, default) in guide["must_match_defaults"][algorithm.repository].as_object().unwrap() {
            let ours = algorithm.hyperparameter(name).unwrap().default.unwrap();
            // The default of crop_size comes with a remark about older documents.
            assert!(default.as_str().unwrap().starts_with(ours), "{name}");
        }
    }
}

#[test]
fn a_jobs_own_values_count_before_the_archives_and_those_before_defaults() {
    let algorithm = &semantic_segmentation::ALGORITHM;
    let values = [("crop_size", "480"), ("backbone", "resnet-101")].map(|(name, value)| (name.to_owned(), value.to_owned()));
    let archive = ArchiveFacts { values: values.into(), ..ArchiveFacts::default() };
    let job = SourceJob {
        name: "streets-v1".to_owned(),
        status: TrainingJobStatus::Completed,
        repository: Some("semantic-segmentation".to_owned()),
        hyperparameters: [("backbone".to_owned(), "resnet-50".to_owned())].into(),
        uncompressed: false,
    };
    let artifact = "s3://bucket/model.tar.gz".to_owned();
    let source =
        SourceModel { artifact, job: Some(job), exists: Some(true), size: None, archive: Some(archive), unreadable: None };
    assert_eq!(source.must_match_value(algorithm, "backbone").as_deref(), Some("resnet-50"));
    assert_eq!(source.must_match_value(algorithm, "crop_size").as_deref(), Some("480"));
    assert_eq!(source.must_match_value(algorithm, "algorithm").as_deref(), Some("fcn"));
    let unknown = SourceModel { job: None, ..source };
    assert_eq!(unknown.must_match_value(algorithm, "crop_size").as_deref(), Some("480"));
    assert_eq!(unknown.must_match_value(algorithm, "algorithm"), None, "a default of nobody knows what");
}
