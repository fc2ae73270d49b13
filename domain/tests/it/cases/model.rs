//! The channel `model` and the job that made it.

use domain::{
    Access, LocationFacts,
    incremental::{ArchiveFacts, SourceJob, SourceModel},
    job_status::TrainingJobStatus,
};
use serde_json::{Value, json};

use super::Case;
use crate::fixtures::request;

/// A finished job with the recommended request's own hyperparameters, changed.
pub(crate) fn parent(change: impl FnOnce(&mut SourceModel)) -> SourceModel {
    let mut source = SourceModel {
        artifact: request().model_location().unwrap().to_owned(),
        job: Some(SourceJob {
            name: "cats-v1".to_owned(),
            status: TrainingJobStatus::Completed,
            repository: Some("image-classification".to_owned()),
            hyperparameters: request().hyper_parameters.unwrap(),
            uncompressed: false,
        }),
        exists: Some(true),
        archive: None,
        unreadable: None,
    };
    change(&mut source);
    source
}

/// The same with the job changed.
fn job(change: impl FnOnce(&mut SourceJob)) -> SourceModel {
    parent(|source| change(source.job.as_mut().unwrap()))
}

pub(super) fn cases() -> Vec<Case> {
    let member = |code, field: &str, member: &str, value: Value| {
        Case::new(code, &format!("channel-2-{field}"), &[(&format!("/InputDataConfig/2/{member}"), value)])
    };
    let s3 = |code, field, name: &str, value| member(code, field, &format!("DataSource/S3DataSource/{name}"), value);
    let uri = request().model_location().unwrap().to_owned();
    let found = |code, facts| Case::new(code, "channel-2-s3-uri", &[]).found(&uri, facts);
    let origin = |code, source| Case::new(code, "channel-2-s3-uri", &[]).from(source);
    let with = |name: &str, value: &str| job(|job| drop(job.hyperparameters.insert(name.to_owned(), value.to_owned())));
    let inside = ArchiveFacts::read([("image-classification-symbol.json", Some(SYMBOL))]);
    vec![
        member("E-MODEL-NAME", "name", "ChannelName", json!("Model")),
        member("E-MODEL-MODE", "mode", "InputMode", json!("Pipe")),
        s3("E-MODEL-DIST", "s3-dist", "S3DataDistributionType", json!("ShardedByS3Key")),
        s3("E-MODEL-TYPE", "s3-type", "S3DataType", json!("AugmentedManifestFile")),
        s3("E-MODEL-URI", "s3-uri", "S3Uri", json!("s3://bucket/output/")),
        s3("W-MODEL-NAME", "s3-uri", "S3Uri", json!("s3://bucket/model.zip")),
        member("W-MODEL-CT", "content", "ContentType", json!(null)),
        member("E-MODEL-COMP", "compression", "CompressionType", json!("Gzip")),
        member("E-MODEL-WRAP", "wrapper", "RecordWrapperType", json!("RecordIO")),
        member("E-MODEL-SHUF", "shuffle", "ShuffleConfig", json!({ "Seed": 1 })),
        found("E-MODEL-GONE", LocationFacts { access: Access::Empty, ..LocationFacts::default() }),
        found("E-MODEL-DENIED", LocationFacts { access: Access::Denied, ..LocationFacts::default() }),
        found("E-MODEL-REGION", LocationFacts { bucket_region: Some("eu-west-1".to_owned()), ..LocationFacts::default() }),
        found("W-MODEL-PREFIX", LocationFacts { also_matched: vec!["model.tar.gz.bak".to_owned()], ..LocationFacts::default() }),
        found("W-MODEL-KMS", LocationFacts { kms_key: Some("arn:aws:kms:…".to_owned()), ..LocationFacts::default() }),
        origin("E-MODEL-GONE", parent(|source| source.exists = Some(false))),
        origin("E-MODEL-UNCOMP", job(|job| job.uncompressed = true)),
        origin("E-MODEL-RUNNING", job(|job| job.status = TrainingJobStatus::InProgress)),
        origin("E-MODEL-RUNNING", job(|job| job.status = TrainingJobStatus::Stopping)),
        origin("W-MODEL-STOPPED", job(|job| job.status = TrainingJobStatus::Stopped)),
        origin("W-MODEL-FAILED", job(|job| job.status = TrainingJobStatus::Failed)),
        origin("E-MODEL-ALG", job(|job| job.repository = Some("object-detection".to_owned()))),
        origin("W-MODEL-UNKNOWN", parent(|source| source.job = None)),
        origin(
            "E-MODEL-ARCHIVE",
            parent(|source| {
                source.job = None;
                source.unreadable = Some("It is not compressed with gzip.".to_owned());
            }),
        ),
        Case::new("E-HP-MATCH", "hp-value-num_classes", &[]).from(with("num_classes", "12")),
        Case::new("E-HP-MATCH", "hp-value-image_shape", &[]).from(with("image_shape", "3,32,32")),
        Case::new("E-HP-MATCH", "hp-value-num_classes", &[]).from(parent(|source| {
            source.job = None;
            source.archive = Some(inside);
        })),
    ]
}

/// The end of a network with 257 classes.
const SYMBOL: &str = r#"{"nodes": [{"op": "FullyConnected", "name": "fc1", "attrs": {"num_hidden": "257"}}]}"#;
