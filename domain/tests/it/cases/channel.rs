//! Input channels.

use domain::{Access, LocationFacts};
use serde_json::{Value, json};

use super::{Case, IMAGE, image};

const S3: &str = "/InputDataConfig/0/DataSource/S3DataSource";
const URI: &str = "s3://bucket/data/";

pub(super) fn cases() -> Vec<Case> {
    [members(), modes(), found(), file_system()].into_iter().flatten().collect()
}

/// The recommended request with one member of the first channel changed.
fn first(code: &'static str, field: &str, member: &str, value: Value) -> Case {
    Case::new(code, &format!("channel-0-{field}"), &[(&format!("/InputDataConfig/0/{member}"), value)])
}

/// The same for a member of its S3 source.
fn source(code: &'static str, field: &str, member: &str, value: Value) -> Case {
    first(code, field, &format!("DataSource/S3DataSource/{member}"), value)
}

/// A first channel in another mode.
fn channel(mode: &str, data_type: &str, uri: &str) -> Value {
    json!({
        "ChannelName": "train", "InputMode": mode, "ContentType": "application/x-recordio",
        "DataSource": { "S3DataSource": { "S3DataType": data_type, "S3Uri": uri } }
    })
}

fn members() -> Vec<Case> {
    let many = (0..21).map(|i| json!({ "ChannelName": format!("c{i}") })).collect();
    let name = |name: &str| json!(name);
    vec![
        Case::new("E-CH-COUNT", "channels", &[("/InputDataConfig", many)]),
        Case::new("E-REQUIRED", "channels", &[("/InputDataConfig", json!([]))]),
        first("E-CH-NAME", "name", "ChannelName", name("a b")),
        first("E-CH-NAME", "name", "ChannelName", json!(null)),
        Case::new("E-CH-DUP", "channel-1-name", &[("/InputDataConfig/1/ChannelName", name("train"))]),
        Case::new("E-CH-MISSING", "channels", &[("/InputDataConfig/0", json!(null))]),
        Case::new("E-CH-MISSING", "channels", &[("/InputDataConfig/0/ContentType", json!("application/x-image"))]),
        first("W-CH-UNKNOWN", "name", "ChannelName", name("expanded-training-dataset")),
        first("E-CT-LEN", "content", "ContentType", json!("a".repeat(257))),
        first("E-CT-REQ", "content", "ContentType", json!(null)),
        first("W-CT-VALUE", "content", "ContentType", json!("text/csv")),
        first("E-REQUIRED", "source", "DataSource", json!(null)),
        first("E-SRC-ONE", "source", "DataSource", json!({})),
        first("E-SEED", "shuffle", "ShuffleConfig", json!({})),
        source("E-REQUIRED", "s3-type", "S3DataType", json!(null)),
        source("E-ENUM", "s3-type", "S3DataType", json!("Manifest")),
        source("E-ATTR-ONLY", "s3-attrs", "AttributeNames", json!(["source-ref"])),
        source("E-ATTR-LIMIT", "s3-attrs", "AttributeNames", json!([""])),
        source("E-ATTR-LIMIT", "s3-attrs", "AttributeNames", json!(vec!["a"; 17])),
        source("E-S3-FORM", "s3-uri", "S3Uri", json!("bucket/key")),
        source("E-S3-FORM", "s3-uri", "S3Uri", json!("s3://Bucket/key")),
        source("E-S3-FORM", "s3-uri", "S3Uri", json!("")),
        source("W-S3-HTTPS", "s3-uri", "S3Uri", json!("https://bucket.s3.us-west-2.amazonaws.com/key")),
        source("E-S3-SLASHES", "s3-uri", "S3Uri", json!("s3://bucket/a//b")),
    ]
}

fn modes() -> Vec<Case> {
    let augmented = |code, field| source(code, field, "S3DataType", json!("AugmentedManifestFile"));
    // FastFile takes neither; the job's own mode counts where a channel has none.
    let fast = |member: &str, value: &str| {
        let mut channel = channel("FastFile", "S3Prefix", URI);
        super::set(&mut channel, "/InputMode", json!(null));
        super::set(&mut channel, &format!("/{member}"), json!(value));
        [("/InputDataConfig/0", channel), ("/AlgorithmSpecification/TrainingInputMode", json!("FastFile"))]
    };
    let mut sharded = channel("Pipe", "S3Prefix", URI);
    super::set(&mut sharded, "/DataSource/S3DataSource/S3DataDistributionType", json!("ShardedByS3Key"));
    vec![
        first("E-GZIP-MODE", "compression", "CompressionType", json!("Gzip")),
        first("E-WRAP-MODE", "wrapper", "RecordWrapperType", json!("RecordIO")),
        augmented("E-AMF-MODE", "s3-type"),
        augmented("E-AMF-ATTR", "s3-attrs"),
        augmented("E-AMF-WRAP", "wrapper"),
        Case::new("E-FAST-TYPE", "channel-0-mode", &[("/InputDataConfig/0", channel("FastFile", "ManifestFile", URI))]),
        Case::new(
            "W-FAST-SLASH",
            "channel-0-s3-uri",
            &[("/InputDataConfig/0", channel("FastFile", "S3Prefix", "s3://bucket/m"))],
        ),
        Case::new("E-GZIP-MODE", "channel-0-compression", &fast("CompressionType", "Gzip")),
        Case::new("E-WRAP-MODE", "channel-0-wrapper", &fast("RecordWrapperType", "RecordIO")),
        source("W-SHARD-ONE", "s3-dist", "S3DataDistributionType", json!("ShardedByS3Key")),
        Case::new("E-SHARD-PIPE", "channel-0-s3-dist", &[("/InputDataConfig/0", sharded)]),
    ]
}

fn found() -> Vec<Case> {
    let at = |code, facts| source(code, "s3-uri", "S3Uri", json!(URI)).found(URI, facts);
    let few = LocationFacts { objects: Some(2), ..LocationFacts::default() };
    let sharded = [
        ("/ResourceConfig/InstanceCount", json!(3)),
        (&*format!("{S3}/S3DataDistributionType"), json!("ShardedByS3Key")),
        (&*format!("{S3}/S3Uri"), json!(URI)),
    ];
    let manifest = [(&*format!("{S3}/S3DataType"), json!("ManifestFile")), (&*format!("{S3}/S3Uri"), json!(URI))];
    let no_manifest = LocationFacts { is_manifest: Some(false), ..LocationFacts::default() };
    vec![
        at("E-S3-EMPTY", LocationFacts { access: Access::Empty, ..LocationFacts::default() }),
        at("E-S3-EMPTY", LocationFacts { access: Access::NoBucket, ..LocationFacts::default() }),
        at("E-S3-REGION", LocationFacts { bucket_region: Some("eu-west-1".to_owned()), ..LocationFacts::default() }),
        Case::new("E-MANIFEST-FORM", "channel-0-s3-uri", &manifest).found(URI, no_manifest),
        Case::new("W-SHARD-FEW", "channel-0-s3-dist", &sharded).found(URI, few),
    ]
}

fn file_system() -> Vec<Case> {
    let whole = || {
        json!({ "FileSystemDataSource": {
            "FileSystemId": "fs-0123abcd", "FileSystemType": "EFS", "FileSystemAccessMode": "ro", "DirectoryPath": "/data"
        } })
    };
    let with = |code, field: &str, member: &str, value: Value| {
        let mut source = whole();
        super::set(&mut source, &format!("/FileSystemDataSource/{member}"), value);
        let vpc = json!({ "Subnets": ["subnet-1"], "SecurityGroupIds": ["sg-1"] });
        Case::new(code, &format!("channel-0-{field}"), &[("/InputDataConfig/0/DataSource", source), ("/VpcConfig", vpc)])
    };
    vec![
        first("E-FS-VPC", "source", "DataSource", whole()),
        Case::new(
            "E-FS-MODE",
            "channel-0-mode",
            &[("/InputDataConfig/0/DataSource", whole()), ("/InputDataConfig/0/InputMode", json!("FastFile"))],
        ),
        Case::new("E-FS-MODE", "channel-0-mode", &[(IMAGE, image("kmeans")), ("/InputDataConfig/0", pipe_file_system(whole()))]),
        with("E-FS-ID", "fs-id", "FileSystemId", json!("fs-xyz")),
        with("E-FS-ID", "fs-id", "FileSystemId", json!(null)),
        with("E-FS-DIR", "fs-dir", "DirectoryPath", json!("a".repeat(4097))),
        with("E-FS-DIR", "fs-dir", "DirectoryPath", json!(null)),
        with("E-ENUM", "fs-type", "FileSystemType", json!("NFS")),
        with("E-REQUIRED", "fs-access", "FileSystemAccessMode", json!(null)),
    ]
}

fn pipe_file_system(source: Value) -> Value {
    json!({ "ChannelName": "train", "InputMode": "Pipe", "DataSource": source })
}
