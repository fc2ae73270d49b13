//! A table of cases: change one member of a valid request, and one message appears at one field.

use std::collections::BTreeSet;

use domain::{Surroundings, TrainingJobRequest, check, rule};
use serde_json::{Value, json};

use crate::fixtures::{changed, request};

const NOWHERE: Surroundings<'static> = Surroundings { region: "us-west-2", source: None, facts: None };

/// What is reached elsewhere: by rows as typed, by a source model, or by asking S3 and the service.
const REACHED_ELSEWHERE: &[&str] = &[
    "E-NAME-TAKEN",
    "E-HP-DUP",
    "E-HP-KEY",
    "E-S3-EMPTY",
    "E-S3-REGION",
    "E-SEED",
    "E-HP-MATCH",
    "E-MODEL-GONE",
    "E-MODEL-DENIED",
    "E-MODEL-UNCOMP",
    "E-MODEL-RUNNING",
    "W-MODEL-STOPPED",
    "W-MODEL-FAILED",
    "E-MODEL-ALG",
    "W-MODEL-UNKNOWN",
];

fn cases() -> Vec<(&'static str, Option<Value>, &'static str, &'static str)> {
    let s3 = "/InputDataConfig/0/DataSource/S3DataSource";
    let leak = |text: String| -> &'static str { text.leak() };
    let at = |member: &str| leak(format!("{s3}/{member}"));
    let long = |n: usize| Some(json!("a".repeat(n)));
    let many = |n: usize| -> Value { (0..n).map(|i| json!({ "Key": format!("k{i}"), "Value": "" })).collect() };
    let hyperparameters =
        |n: usize| -> Value { (0..n).map(|i| (format!("h{i}"), json!("1"))).collect::<serde_json::Map<_, _>>().into() };
    vec![
        ("/TrainingJobName", None, "E-NAME-REQ", "job-name"),
        ("/TrainingJobName", long(64), "E-NAME-LEN", "job-name"),
        ("/TrainingJobName", Some(json!("a_b")), "E-NAME-CHARS", "job-name"),
        ("/TrainingJobName", Some(json!("-a")), "E-NAME-CHARS", "job-name"),
        ("/RoleArn", None, "E-ROLE-REQ", "role"),
        ("/RoleArn", Some(json!("SageMakerRole")), "E-ROLE-ARN", "role"),
        ("/AlgorithmSpecification/TrainingImage", None, "E-REQUIRED", "algorithm"),
        ("/AlgorithmSpecification/TrainingImage", Some(json!("a b/c")), "E-IMG-FORM", "algorithm"),
        ("/AlgorithmSpecification/TrainingInputMode", Some(json!("Fil")), "E-ENUM", "input-mode"),
        ("/AlgorithmSpecification/TrainingInputMode", Some(json!("FastFile")), "E-MODE", "input-mode"),
        ("/ResourceConfig/InstanceType", None, "E-INST-REQ", "instance-type"),
        ("/ResourceConfig/InstanceType", Some(json!("ml.x1.huge")), "E-INST-ENUM", "instance-type"),
        ("/ResourceConfig/InstanceType", Some(json!("ml.m4.xlarge")), "E-INST-GPU", "instance-type"),
        ("/ResourceConfig/InstanceType", Some(json!("ml.g6.xlarge")), "W-INST-FAMILY", "instance-type"),
        ("/ResourceConfig/InstanceCount", Some(json!(0)), "E-COUNT-MIN", "instance-count"),
        ("/ResourceConfig/VolumeSizeInGB", Some(json!(0)), "E-VOL-MIN", "volume"),
        ("/ResourceConfig/InstanceType", Some(json!("ml.g4dn.xlarge")), "I-VOL-NVME", "volume"),
        (
            "/ResourceConfig",
            Some(json!({ "InstanceType": "ml.g5.xlarge", "InstanceCount": 1, "VolumeKmsKeyId": "k" })),
            "E-VOLKMS-NVME",
            "volume-kms",
        ),
        ("/ResourceConfig/VolumeKmsKeyId", Some(json!("a key")), "E-KMS-FORM", "volume-kms"),
        ("/ResourceConfig/VolumeKmsKeyId", Some(json!("alias/k")), "E-KMS-ALIAS", "volume-kms"),
        ("/StoppingCondition/MaxRuntimeInSeconds", Some(json!(0)), "E-RUN-MIN", "max-runtime"),
        ("/StoppingCondition/MaxRuntimeInSeconds", Some(json!(2_419_201)), "E-RUN-MAX", "max-runtime"),
        ("/HyperParameters", Some(hyperparameters(101)), "E-HP-COUNT", "hyperparameters"),
        ("/HyperParameters/resize", long(2501), "E-HP-VALUE", "hp-value-resize"),
        ("/HyperParameters/model_prefix", long(257), "W-HP-256", "hp-value-model_prefix"),
        ("/HyperParameters/num_classes", None, "E-HP-REQ", "hp-value-num_classes"),
        ("/HyperParameters/num_classes", Some(json!("ten")), "E-HP-TYPE", "hp-value-num_classes"),
        ("/HyperParameters/learning_rate", Some(json!("NaN")), "E-HP-TYPE", "hp-value-learning_rate"),
        ("/HyperParameters/lr_scheduler_step", Some(json!("3,2")), "E-HP-TYPE", "hp-value-lr_scheduler_step"),
        ("/HyperParameters/image_shape", Some(json!("28,28")), "E-HP-TYPE", "hp-value-image_shape"),
        ("/HyperParameters/colour", Some(json!("red")), "W-HP-UNKNOWN", "hp-value-colour"),
        ("/HyperParameters/api_key", Some(json!("x")), "W-HP-SECRET", "hp-value-api_key"),
        ("/HyperParameters/use_pretrained_model", Some(json!("1")), "I-MODEL-PRETRAINED", "hp-value-use_pretrained_model"),
        (
            "/InputDataConfig",
            Some((0..21).map(|i| json!({ "ChannelName": format!("c{i}") })).collect()),
            "E-CH-COUNT",
            "channels",
        ),
        ("/InputDataConfig/0/ChannelName", Some(json!("a b")), "E-CH-NAME", "channel-0-name"),
        ("/InputDataConfig/1/ChannelName", Some(json!("train")), "E-CH-DUP", "channel-1-name"),
        ("/InputDataConfig/0", None, "E-CH-MISSING", "channels"),
        ("/InputDataConfig/0/ChannelName", Some(json!("expanded-training-dataset")), "W-CH-UNKNOWN", "channel-0-name"),
        ("/InputDataConfig/0/ContentType", long(257), "E-CT-LEN", "channel-0-content"),
        ("/InputDataConfig/0/ContentType", None, "E-CT-REQ", "channel-0-content"),
        ("/InputDataConfig/0/ContentType", Some(json!("text/csv")), "W-CT-VALUE", "channel-0-content"),
        ("/InputDataConfig/0/CompressionType", Some(json!("Gzip")), "E-GZIP-MODE", "channel-0-compression"),
        ("/InputDataConfig/0/RecordWrapperType", Some(json!("RecordIO")), "E-WRAP-MODE", "channel-0-wrapper"),
        (at("S3DataType"), Some(json!("AugmentedManifestFile")), "E-AMF-MODE", "channel-0-s3-type"),
        (at("S3DataType"), Some(json!("AugmentedManifestFile")), "E-AMF-ATTR", "channel-0-s3-attrs"),
        (at("S3DataType"), Some(json!("AugmentedManifestFile")), "E-AMF-WRAP", "channel-0-wrapper"),
        (at("S3DataType"), None, "E-REQUIRED", "channel-0-s3-type"),
        (at("S3DataType"), Some(json!("Manifest")), "E-ENUM", "channel-0-s3-type"),
        (at("AttributeNames"), Some(json!(["source-ref"])), "E-ATTR-ONLY", "channel-0-s3-attrs"),
        (at("AttributeNames"), Some(json!([""])), "E-ATTR-LIMIT", "channel-0-s3-attrs"),
        (
            "/InputDataConfig/0",
            Some(
                json!({ "ChannelName": "train", "InputMode": "FastFile", "ContentType": "application/x-recordio", "DataSource": { "S3DataSource": { "S3DataType": "ManifestFile", "S3Uri": "s3://bucket/m" } } }),
            ),
            "E-FAST-TYPE",
            "channel-0-mode",
        ),
        (
            "/InputDataConfig/0",
            Some(
                json!({ "ChannelName": "train", "InputMode": "FastFile", "ContentType": "application/x-recordio", "DataSource": { "S3DataSource": { "S3DataType": "S3Prefix", "S3Uri": "s3://bucket/m" } } }),
            ),
            "W-FAST-SLASH",
            "channel-0-s3-uri",
        ),
        (at("S3Uri"), Some(json!("bucket/key")), "E-S3-FORM", "channel-0-s3-uri"),
        (at("S3Uri"), Some(json!("s3://Bucket/key")), "E-S3-FORM", "channel-0-s3-uri"),
        (at("S3Uri"), Some(json!("")), "E-S3-FORM", "channel-0-s3-uri"),
        (at("S3Uri"), Some(json!("https://bucket.s3.us-west-2.amazonaws.com/key")), "W-S3-HTTPS", "channel-0-s3-uri"),
        (at("S3Uri"), Some(json!("s3://bucket/a//b")), "E-S3-SLASHES", "channel-0-s3-uri"),
        (at("S3DataDistributionType"), Some(json!("ShardedByS3Key")), "W-SHARD-ONE", "channel-0-s3-dist"),
        (
            "/InputDataConfig/0",
            Some(
                json!({ "ChannelName": "train", "InputMode": "Pipe", "ContentType": "application/x-recordio", "DataSource": { "S3DataSource": { "S3DataType": "S3Prefix", "S3Uri": "s3://bucket/m", "S3DataDistributionType": "ShardedByS3Key" } } }),
            ),
            "E-SHARD-PIPE",
            "channel-0-s3-dist",
        ),
        ("/OutputDataConfig/S3OutputPath", None, "E-OUT-REQ", "output-path"),
        ("/OutputDataConfig/S3OutputPath", Some(json!("bucket")), "E-S3-FORM", "output-path"),
        ("/OutputDataConfig/KmsKeyId", Some(json!("a key")), "E-KMS-FORM", "output-kms"),
        ("/OutputDataConfig/CompressionType", Some(json!("zip")), "E-ENUM", "output-compression"),
        ("/Tags", Some(many(51)), "E-TAG-COUNT", "tags"),
        ("/Tags", Some(json!([{ "Key": "a!", "Value": "" }])), "E-TAG-KEY", "tag-key-0"),
        ("/Tags", Some(json!([{ "Key": "a", "Value": "!" }])), "E-TAG-VALUE", "tag-value-0"),
        ("/Tags", Some(json!([{ "Key": "a", "Value": "" }, { "Key": "a", "Value": "" }])), "E-TAG-DUP", "tag-key-1"),
        ("/Tags", Some(json!([{ "Key": "AWS:x", "Value": "" }])), "E-TAG-AWS", "tag-key-0"),
        ("/InputDataConfig/2/ChannelName", Some(json!("Model")), "E-MODEL-NAME", "channel-2-name"),
        ("/InputDataConfig/2/InputMode", Some(json!("Pipe")), "E-MODEL-MODE", "channel-2-mode"),
        (
            "/InputDataConfig/2/DataSource/S3DataSource/S3DataDistributionType",
            Some(json!("ShardedByS3Key")),
            "E-MODEL-DIST",
            "channel-2-s3-dist",
        ),
        (
            "/InputDataConfig/2/DataSource/S3DataSource/S3DataType",
            Some(json!("AugmentedManifestFile")),
            "E-MODEL-TYPE",
            "channel-2-s3-type",
        ),
        (
            "/InputDataConfig/2/DataSource/S3DataSource/S3Uri",
            Some(json!("s3://bucket/output/")),
            "E-MODEL-URI",
            "channel-2-s3-uri",
        ),
        (
            "/InputDataConfig/2/DataSource/S3DataSource/S3Uri",
            Some(json!("s3://bucket/model.zip")),
            "W-MODEL-NAME",
            "channel-2-s3-uri",
        ),
        ("/InputDataConfig/2/ContentType", None, "W-MODEL-CT", "channel-2-content"),
        ("/InputDataConfig/2/CompressionType", Some(json!("Gzip")), "E-MODEL-COMP", "channel-2-compression"),
        ("/InputDataConfig/2/RecordWrapperType", Some(json!("RecordIO")), "E-MODEL-WRAP", "channel-2-wrapper"),
        ("/InputDataConfig/2/ShuffleConfig", Some(json!({ "Seed": 1 })), "E-MODEL-SHUF", "channel-2-shuffle"),
    ]
}

#[test]
fn each_case_gives_its_message_at_its_field() {
    for (pointer, value, code, field) in cases() {
        let found = check(&changed(pointer, value.clone()), &NOWHERE);
        let hit = found.0.iter().any(|violation| violation.code == code && violation.field.id() == field);
        assert!(hit, "{pointer} = {value:?} should give {code} at {field}, gave {found:?}");
    }
}

#[test]
fn every_message_is_complete() {
    for (pointer, value, ..) in cases() {
        for violation in check(&changed(pointer, value), &NOWHERE) {
            assert!(!violation.message.contains('{'), "{} has an unfilled place: {}", violation.code, violation.message);
        }
    }
}

#[test]
fn every_rule_is_reached() {
    let reached: BTreeSet<&str> =
        cases().into_iter().map(|(_, _, code, _)| code).chain(REACHED_ELSEWHERE.iter().copied()).collect();
    for rule in rule::ALL {
        assert!(reached.contains(rule.code), "no case reaches {}", rule.code);
    }
}

#[test]
fn the_recommended_request_has_no_error_and_travels_unchanged() {
    let request = request();
    let found = check(&request, &NOWHERE);
    let codes: Vec<&str> = found.0.iter().map(|violation| violation.code.as_str()).collect();
    assert_eq!(codes, ["W-HP-UNKNOWN"], "model_prefix is the only remark");
    assert_eq!(serde_json::to_value(&request).unwrap(), crate::fixtures::recommended());
}

#[test]
fn a_request_that_is_no_object_is_refused() {
    for text in ["", "[]", "null", "\"a\"", "{"] {
        assert!(TrainingJobRequest::from_json(text.as_bytes()).is_err(), "{text}");
    }
}

#[test]
fn rows_as_typed_may_be_empty_or_double() {
    let rows = [("a".to_owned(), "1".to_owned()), (" ".to_owned(), String::new()), ("a ".to_owned(), "2".to_owned())];
    let found = check::hyperparameters::check_keys(&rows);
    let codes: Vec<(String, String)> = found.0.iter().map(|v| (v.code.clone(), v.field.id())).collect();
    assert_eq!(codes, [("E-HP-KEY".to_owned(), "hp-key-1".to_owned()), ("E-HP-DUP".to_owned(), "hp-key-2".to_owned())]);
    assert_eq!(check::number::shuffle_seed(0, "x").unwrap_err().code, "E-SEED");
}
