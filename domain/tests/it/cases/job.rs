//! Job settings, resources, limits, checkpoints, output, spot, tags, advanced members.

use std::collections::BTreeMap;

use domain::{
    Access, Facts, LocationFacts, TrainingJobRequest,
    warm_pool::{PoolProperties, WarmPool},
};
use serde_json::{Value, json};

use super::{Case, IMAGE, image};

pub(super) fn cases() -> Vec<Case> {
    [settings(), resources(), pools(), output(), tags(), advanced()].into_iter().flatten().collect()
}

fn settings() -> Vec<Case> {
    let name = "/TrainingJobName";
    let taken = Facts { names: BTreeMap::from([("cats-v1".to_owned(), true)]), ..Facts::default() };
    vec![
        Case::new("W-MEMBER-UNKNOWN", "other", &[("/EnableManagedSpotTraning", json!(true))]),
        Case::new("W-MEMBER-UNKNOWN", "channel-0-name", &[("/InputDataConfig/0/Odd", json!(1))]),
        Case::new("E-NAME-REQ", "job-name", &[(name, json!(null))]),
        Case::new("E-NAME-LEN", "job-name", &[(name, json!("a".repeat(64)))]),
        Case::new("E-NAME-CHARS", "job-name", &[(name, json!("a_b"))]),
        Case::new("E-NAME-CHARS", "job-name", &[(name, json!("-a"))]),
        Case { facts: taken, ..Case::new("E-NAME-TAKEN", "job-name", &[(name, json!("cats-v1"))]) },
        Case::new("E-ROLE-REQ", "role", &[("/RoleArn", json!(null))]),
        Case::new("E-ROLE-ARN", "role", &[("/RoleArn", json!("SageMakerRole"))]),
    ]
}

fn resources() -> Vec<Case> {
    let kind = "/ResourceConfig/InstanceType";
    let count = "/ResourceConfig/InstanceCount";
    let volume = "/ResourceConfig/VolumeSizeInGB";
    let key = "/ResourceConfig/VolumeKmsKeyId";
    let keep = "/ResourceConfig/KeepAlivePeriodInSeconds";
    let runtime = "/StoppingCondition/MaxRuntimeInSeconds";
    let large = LocationFacts { bytes: Some(60 << 30), ..LocationFacts::default() };
    let uri = "s3://sagemaker-us-west-2-123456789012/big/";
    vec![
        Case::new("E-INST-REQ", "instance-type", &[(kind, json!(null))]),
        Case::new("E-INST-ENUM", "instance-type", &[(kind, json!("ml.x1.huge"))]),
        Case::new("E-INST-GPU", "instance-type", &[(kind, json!("ml.m4.xlarge"))]),
        Case::new("W-INST-FAMILY", "instance-type", &[(kind, json!("ml.g6.xlarge"))]),
        Case::new("W-INST-OLD", "instance-type", &[(kind, json!("ml.p2.xlarge"))]),
        Case::new("E-COUNT-MIN", "instance-count", &[(count, json!(0))]),
        Case::new("E-COUNT-SINGLE", "instance-count", &[(count, json!(2)), (IMAGE, image("semantic-segmentation"))]),
        Case::new("E-VOL-MIN", "volume", &[(volume, json!(0))]),
        Case::new("W-VOL-SMALL", "volume", &[("/InputDataConfig/0/DataSource/S3DataSource/S3Uri", json!(uri))]).found(uri, large),
        Case::new("I-VOL-NVME", "volume", &[(kind, json!("ml.g4dn.xlarge"))]),
        Case::new("E-VOLKMS-NVME", "volume-kms", &[(kind, json!("ml.g5.xlarge")), (key, json!("k"))]),
        Case::new("E-KMS-FORM", "volume-kms", &[(key, json!("a key"))]),
        Case::new("E-KMS-ALIAS", "volume-kms", &[(key, json!("alias/k"))]),
        Case::new("E-KMS-ALIAS", "volume-kms", &[(key, json!("arn:aws:kms:us-west-2:123456789012:alias/k"))]),
        Case::new("E-KEEP-RANGE", "keep-alive", &[(keep, json!(-1))]),
        Case::new("E-KEEP-RANGE", "keep-alive", &[(keep, json!(21_601))]),
        Case::new("W-KEEP-3600", "keep-alive", &[(keep, json!(3_601))]),
        Case::new("W-KEEP-COST", "keep-alive", &[(keep, json!(1))]),
        Case::new("E-KEEP-SPOT", "keep-alive", &[(keep, json!(1)), ("/EnableManagedSpotTraining", json!(true))]),
        Case::new("E-KEEP-SPOT", "keep-alive", &[(keep, json!(1)), ("/ResourceConfig/InstanceGroups", json!([]))]),
        Case::new("E-GROUP-BOTH", "groups", &[("/ResourceConfig/InstanceGroups", json!([]))]),
        Case::new("E-RUN-MIN", "max-runtime", &[(runtime, json!(0))]),
        Case::new("E-RUN-MAX", "max-runtime", &[(runtime, json!(2_419_201))]),
    ]
}

/// A job that is like the changed request keeps its machines.
fn pools() -> Vec<Case> {
    let kept = |changes: &[(&str, Value)]| {
        let request: TrainingJobRequest = serde_json::from_value(Case::new("", "", changes).request).unwrap();
        let properties = PoolProperties::of(&request).unwrap();
        Facts { warm_pools: vec![WarmPool { job: "cats-v0".to_owned(), properties }], ..Facts::default() }
    };
    let newer = ("/ResourceConfig/InstanceType", json!("ml.p3.2xlarge"));
    let larger = ("/ResourceConfig/VolumeSizeInGB", json!(51));
    let keep = ("/ResourceConfig/KeepAlivePeriodInSeconds", json!(600));
    let kind = "instance-type";
    vec![
        Case { facts: kept(&[]), ..Case::new("I-POOL-MATCH", kind, &[]) },
        Case { facts: kept(std::slice::from_ref(&keep)), ..Case::new("I-POOL-MATCH", kind, &[]) },
        Case { facts: kept(&[larger]), ..Case::new("I-POOL-OTHER", kind, &[]) },
        Case { facts: kept(&[newer]), ..Case::new("I-POOL-OTHER", kind, &[keep]) },
    ]
}

#[test]
fn pools_of_other_machines_are_of_no_interest_to_a_job_that_wants_none() {
    let mut cases = pools();
    let mut case = cases.pop().unwrap();
    case.request["ResourceConfig"]["KeepAlivePeriodInSeconds"] = json!(0);
    assert!(!case.check().contains("I-POOL-OTHER"));
    case.request["ResourceConfig"]["InstanceType"] = json!("ml.p3.2xlarge");
    case.request["EnableManagedSpotTraining"] = json!(true);
    assert!(!case.check().contains("I-POOL-MATCH"), "spot jobs take no pool");
}

fn output() -> Vec<Case> {
    let ckpt = "/CheckpointConfig/S3Uri";
    let wait = "/StoppingCondition/MaxWaitTimeInSeconds";
    let spot = ("/EnableManagedSpotTraining", json!(true));
    let run = |seconds: i64| ("/StoppingCondition/MaxRuntimeInSeconds", json!(seconds));
    let uri = "s3://bucket/checkpoints/";
    let used = LocationFacts { objects: Some(3), checkpoints_of: Some("cats-v0".to_owned()), ..LocationFacts::default() };
    let elsewhere = LocationFacts { bucket_region: Some("eu-west-1".to_owned()), ..LocationFacts::default() };
    let missing = LocationFacts { access: Access::NoBucket, ..LocationFacts::default() };
    let path = ("/OutputDataConfig/S3OutputPath", json!("s3://other/out"));
    vec![
        Case::new("E-CKPT-PAIR", "ckpt-uri", &[("/CheckpointConfig/LocalPath", json!("/opt/ml/checkpoints"))]),
        Case::new("E-CKPT-LOCAL", "ckpt-local", &[(ckpt, json!(uri)), ("/CheckpointConfig/LocalPath", json!("checkpoints"))]),
        Case::new("E-S3-FORM", "ckpt-uri", &[(ckpt, json!("checkpoints"))]),
        Case::new("W-CKPT-SHARED", "ckpt-uri", &[(ckpt, json!(uri))]).found(uri, used.clone()),
        Case::new("W-CKPT-MODEL", "ckpt-uri", &[(ckpt, json!(uri))]).found(uri, used),
        Case::new("E-S3-REGION", "ckpt-uri", &[(ckpt, json!(uri))]).found(uri, elsewhere.clone()),
        Case::new("E-OUT-REQ", "output-path", &[("/OutputDataConfig/S3OutputPath", json!(null))]),
        Case::new("E-OUT-REQ", "output-path", &[("/OutputDataConfig", json!(null))]),
        Case::new("E-S3-FORM", "output-path", &[("/OutputDataConfig/S3OutputPath", json!("bucket"))]),
        Case::new("E-S3-REGION", "output-path", std::slice::from_ref(&path)).found("s3://other/out", elsewhere),
        Case::new("E-S3-EMPTY", "output-path", &[path]).found("s3://other/out", missing),
        Case::new("E-KMS-FORM", "output-kms", &[("/OutputDataConfig/KmsKeyId", json!("a key"))]),
        Case::new("E-ENUM", "output-compression", &[("/OutputDataConfig/CompressionType", json!("zip"))]),
        Case::new("W-OUT-NONE", "output-compression", &[("/OutputDataConfig/CompressionType", json!("NONE"))]),
        Case::new("E-SPOT-WAIT", "max-wait", std::slice::from_ref(&spot)),
        Case::new("E-SPOT-LESS", "max-wait", &[spot.clone(), run(60), (wait, json!(59))]),
        Case::new("E-SPOT-LESS", "max-wait", &[spot.clone(), (wait, json!(0))]),
        Case::new("E-SPOT-OFF", "max-wait", &[(wait, json!(60))]),
        Case::new("E-SPOT-3600", "max-wait", &[spot.clone(), run(60), (wait, json!(3_601)), (IMAGE, image("kmeans"))]),
        Case::new("W-SPOT-CKPT", "ckpt-uri", &[spot]),
    ]
}

fn tags() -> Vec<Case> {
    let tags = |tags: Value| [("/Tags", tags)];
    let many: Value = (0..51).map(|i| json!({ "Key": format!("k{i}"), "Value": "" })).collect();
    vec![
        Case::new("E-TAG-COUNT", "tags", &tags(many)),
        Case::new("E-TAG-KEY", "tag-key-0", &tags(json!([{ "Key": "a!", "Value": "" }]))),
        Case::new("E-TAG-VALUE", "tag-value-0", &tags(json!([{ "Key": "a", "Value": "!" }]))),
        Case::new("E-REQUIRED", "tag-value-0", &tags(json!([{ "Key": "a" }]))),
        Case::new("E-TAG-DUP", "tag-key-1", &tags(json!([{ "Key": "a", "Value": "" }, { "Key": "a", "Value": "" }]))),
        Case::new("W-TAG-CASE", "tag-key-1", &tags(json!([{ "Key": "a", "Value": "" }, { "Key": "A", "Value": "" }]))),
        Case::new("E-TAG-AWS", "tag-key-0", &tags(json!([{ "Key": "AWS:x", "Value": "" }]))),
    ]
}

fn advanced() -> Vec<Case> {
    let many: Value = (0..101).map(|i| (format!("A{i}"), json!(""))).collect::<serde_json::Map<_, _>>().into();
    let pending = "/StoppingCondition/MaxPendingTimeInSeconds";
    let entry = "/AlgorithmSpecification/ContainerEntrypoint";
    vec![
        Case::new("E-ENV-COUNT", "env", &[("/Environment", many)]),
        Case::new("E-ENV-KEY", "env-value-1A", &[("/Environment", json!({ "1A": "" }))]),
        Case::new("E-ENV-VALUE", "env-value-A", &[("/Environment", json!({ "A": "a".repeat(513) }))]),
        Case::new("W-ENV-SECRET", "env-value-DB_PASSWORD", &[("/Environment", json!({ "DB_PASSWORD": "x" }))]),
        Case::new("E-RETRY-RANGE", "retry", &[("/RetryStrategy/MaximumRetryAttempts", json!(31))]),
        Case::new("E-RETRY-RANGE", "retry", &[("/RetryStrategy", json!({}))]),
        Case::new("E-PENDING-RANGE", "pending", &[(pending, json!(1_799))]),
        Case::new("W-PENDING-CPU", "pending", &[(pending, json!(1_800)), ("/ResourceConfig/InstanceType", json!("ml.m5.large"))]),
        Case::new("E-CMD-LIST", "entrypoint", &[(entry, json!([]))]),
        Case::new("E-CMD-LIST", "arguments", &[("/AlgorithmSpecification/ContainerArguments", json!(["a".repeat(257)]))]),
        Case::new("E-ONE-LINE", "entrypoint", &[(entry, json!(["a\nb"]))]),
    ]
}
