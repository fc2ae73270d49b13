//! The rules against the API model: valid requests are changed at every constraint of every member that we send, and
//! the rules must refuse exactly what the model refuses, at that member.

mod model;
mod mutate;

use std::collections::{BTreeMap, BTreeSet};

use domain::{CheckContext, Severity, TrainingJobRequest, authority::Authority, check};
use serde_json::{Value, json};

use model::{Member, members};
use mutate::mutations;

use crate::testing::set;

/// Where our rules refuse what the model accepts although they speak of the model's constraints: member, code, reason.
const STRICTER: &[(&str, &str, &str)] = &[
    ("HyperParameters{key}", "E-HP-KEY", "the model allows a name without a sign; no algorithm reads it"),
    ("AlgorithmSpecification.TrainingImage", "E-IMG-FORM", "the model allows any text; only registry/repository can be pulled"),
    ("ResourceConfig.InstanceType", "E-INST-REQ", "the model leaves it out for serverless jobs"),
    ("ResourceConfig.InstanceCount", "E-COUNT-MIN", "the model allows 0 and leaves it out for serverless jobs"),
    ("ResourceConfig.VolumeSizeInGB", "E-VOL-MIN", "the model allows 0 and leaves it out; an EBS volume has at least 1 GB"),
    ("InputDataConfig[].DataSource.FileSystemDataSource.DirectoryPath", "E-FS-DIR", "the model allows an empty path"),
    ("AlgorithmSpecification", "E-ALG-ONE", "the model leaves it out for serverless jobs"),
];

/// Where the model refuses and our message stands at another member: member, that member, reason.
const ELSEWHERE: &[(&str, &str, &str)] =
    &[("OutputDataConfig", "outputDataConfig.s3OutputPath", "the form has a field for the path only")];

/// A valid request with one's own container and everything that S3 channels can have.
fn container() -> Value {
    json!({
        "TrainingJobName": "cats-1",
        "HyperParameters": { "epochs": "3" },
        "AlgorithmSpecification": {
            "TrainingImage": "123456789012.dkr.ecr.us-west-2.amazonaws.com/net:1",
            "TrainingInputMode": "Pipe",
            "MetricDefinitions": [{ "Name": "loss", "Regex": "loss=(.*)" }],
            "EnableSageMakerMetricsTimeSeries": true,
            "ContainerEntrypoint": ["python"],
            "ContainerArguments": ["train.py"],
        },
        "RoleArn": "arn:aws:iam::123456789012:role/R",
        "InputDataConfig": [{
            "ChannelName": "train",
            "ContentType": "application/x-recordio",
            "CompressionType": "None",
            "RecordWrapperType": "RecordIO",
            "InputMode": "Pipe",
            "ShuffleConfig": { "Seed": 7 },
            "DataSource": { "S3DataSource": {
                "S3DataType": "AugmentedManifestFile",
                "S3Uri": "s3://bucket/manifest",
                "S3DataDistributionType": "FullyReplicated",
                "AttributeNames": ["source-ref", "label"],
            } },
        }],
        "OutputDataConfig": { "S3OutputPath": "s3://bucket/out", "KmsKeyId": "key", "CompressionType": "GZIP" },
        "ResourceConfig": {
            "InstanceType": "ml.p3.2xlarge", "InstanceCount": 1, "VolumeSizeInGB": 30, "VolumeKmsKeyId": "key",
            "KeepAlivePeriodInSeconds": 0,
        },
        "VpcConfig": { "SecurityGroupIds": ["sg-1"], "Subnets": ["subnet-1"] },
        "StoppingCondition": { "MaxRuntimeInSeconds": 60, "MaxWaitTimeInSeconds": 60, "MaxPendingTimeInSeconds": 1800 },
        "Tags": [{ "Key": "team", "Value": "vision" }],
        "EnableNetworkIsolation": true,
        "EnableInterContainerTrafficEncryption": true,
        "EnableManagedSpotTraining": true,
        "CheckpointConfig": { "S3Uri": "s3://bucket/checkpoints", "LocalPath": "/opt/ml/checkpoints" },
        "Environment": { "A": "1" },
        "RetryStrategy": { "MaximumRetryAttempts": 3 },
    })
}

/// A valid request with an algorithm resource and a file system.
fn resource() -> Value {
    let mut request = container();
    for (pointer, value) in [
        ("/AlgorithmSpecification", json!({ "AlgorithmName": "net", "TrainingInputMode": "File" })),
        (
            "/InputDataConfig/0",
            json!({ "ChannelName": "train", "DataSource": { "FileSystemDataSource": {
            "FileSystemId": "fs-0123abcd", "FileSystemAccessMode": "ro", "FileSystemType": "EFS", "DirectoryPath": "/data",
        } } }),
        ),
    ] {
        set(&mut request, pointer, value);
    }
    request
}

/// What the rules say about one member of a request.
enum Verdict {
    Accepted,
    /// An error of the model's own constraints, with its code.
    Refused(String),
}

fn verdict(request: &Value, member: &str) -> Verdict {
    let request: TrainingJobRequest = serde_json::from_value(request.clone()).unwrap();
    let found = check(&request, &CheckContext::for_region("us-west-2"));
    // Rules about several members are no part of the model; their authority is another one.
    let speaks = found.0.iter().find(|violation| {
        let is_models = violation.authority == Authority::Api && violation.severity == Severity::Error;
        is_models && violation.field.member() == member
    });
    speaks.map_or(Verdict::Accepted, |violation| Verdict::Refused(violation.code.to_string()))
}

/// Changes a request at one member and compares; gives what differs.
fn compare(
    base: &Value,
    member: &Member,
    counts: &mut BTreeMap<&'static str, (u32, u32)>,
    used: &mut BTreeSet<&'static str>,
) -> Vec<String> {
    let mut differences = Vec::new();
    for mutation in mutations(base, member) {
        let count = counts.entry(mutation.constraint).or_default();
        let expected = mutation.is_valid;
        *(if expected { &mut count.0 } else { &mut count.1 }) += 1;
        let at =
            ELSEWHERE.iter().find(|(path, ..)| *path == member.path).map_or(member.service_path(), |(_, at, _)| (*at).to_owned());
        let agrees = match (verdict(&mutation.request, &at), expected) {
            (Verdict::Accepted, true) | (Verdict::Refused(_), false) => true,
            (Verdict::Refused(code), true) => {
                let found = STRICTER.iter().find(|(path, known, _)| *path == member.path && *known == code);
                used.extend(found.map(|(path, ..)| *path));
                found.is_some()
            }
            (Verdict::Accepted, false) => false,
        };
        if !agrees {
            let model = if expected { "accepts" } else { "refuses" };
            differences.push(format!("the model {model} {} with {}", member.path, mutation.what));
        }
    }
    differences
}

#[test]
fn the_rules_refuse_exactly_what_the_model_refuses() {
    let mut counts = BTreeMap::new();
    let mut used = BTreeSet::new();
    let mut differences = Vec::new();
    let mut paths = 0;
    let members = members();
    for member in &members {
        let bases: Vec<Value> = [container(), resource()].into_iter().filter(|base| member.is_in(base)).collect();
        paths += u32::from(!bases.is_empty());
        for base in bases {
            differences.extend(compare(&base, member, &mut counts, &mut used));
        }
    }
    for (constraint, (accepted, refused)) in &counts {
        println!("{constraint}: {accepted} the model accepts, {refused} it refuses");
    }
    let (accepted, refused) = counts.values().fold((0, 0), |sum, count| (sum.0 + count.0, sum.1 + count.1));
    let total = members.len();
    println!("{paths} of {total} members, {accepted} + {refused} requests, {} exceptions", STRICTER.len() + ELSEWHERE.len());
    assert!(differences.is_empty(), "{} differences:\n{}", differences.len(), differences.join("\n"));
    let unused: Vec<&str> = STRICTER.iter().map(|(path, ..)| *path).filter(|path| !used.contains(path)).collect();
    assert!(unused.is_empty(), "exceptions that nothing needs: {unused:?}");
    assert!(paths >= 70 && refused > 200 && accepted > 200, "{paths} members prove little");
}

#[test]
fn the_requests_that_are_changed_are_valid() {
    for base in [container(), resource()] {
        let request: TrainingJobRequest = serde_json::from_value(base).unwrap();
        let errors: Vec<String> =
            check(&request, &CheckContext::for_region("us-west-2")).errors().map(ToString::to_string).collect();
        assert!(errors.is_empty(), "{errors:?}");
    }
}

#[test]
fn members_that_we_do_not_send_are_known() {
    let unsent: Vec<String> = members()
        .into_iter()
        .filter(|member| ![container(), resource()].iter().any(|base| member.is_in(base)))
        .map(|m| m.path)
        .collect();
    let is_known = |path: &String| UNSENT.iter().any(|start| path.starts_with(start));
    let unknown: Vec<&String> = unsent.iter().filter(|path| !is_known(path)).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}

/// Members that the form does not offer. They travel on unchecked, and the service judges them.
const UNSENT: &[&str] = &[
    "AlgorithmSpecification.TrainingImageConfig",
    "DebugHookConfig",
    "DebugRuleConfigurations",
    "ExperimentConfig",
    "InfraCheckConfig",
    "InputDataConfig[].DataSource.DatasetSource",
    "InputDataConfig[].DataSource.S3DataSource.HubAccessConfig",
    "InputDataConfig[].DataSource.S3DataSource.InstanceGroupNames",
    "InputDataConfig[].DataSource.S3DataSource.ModelAccessConfig",
    "MlflowConfig",
    "ModelPackageConfig",
    "ProfilerConfig",
    "ProfilerRuleConfigurations",
    "RemoteDebugConfig",
    "ResourceConfig.InstanceGroups",
    "ResourceConfig.InstancePlacementConfig",
    "ResourceConfig.InstancePreferences",
    "ResourceConfig.SelectedInstance",
    "ResourceConfig.TrainingPlanArn",
    "ServerlessJobConfig",
    "SessionChainingConfig",
    "TensorBoardOutputConfig",
];

#[test]
fn a_member_of_another_json_type_is_refused_when_it_is_read() {
    let mut count = 0;
    for member in members() {
        for base in [container(), resource()].iter().filter(|base| member.is_in(base)) {
            let Some(request) = mutate::with(base, &member, json!([[1]])) else { continue };
            let text = request.to_string();
            assert!(TrainingJobRequest::from_json(text.as_bytes()).is_err(), "{}", member.path);
            count += 1;
        }
    }
    assert!(count > 90, "{count}");
}
