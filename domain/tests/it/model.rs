//! Tables and limits against the API model, the registry tables and the guide.

use std::collections::BTreeMap;

use domain::{
    JobName, S3Uri, Severity, arn,
    instance::{Accelerator, InstanceType},
    job_status::TrainingJobStatus,
    rules::{self, RULES},
};
use serde_json::Value;

use crate::fixtures::read;

#[test]
fn limits_are_the_models() {
    let members = read(include_str!("../fixtures/create-training-job-members.json"));
    let by_path: BTreeMap<String, Value> =
        members.as_array().unwrap().iter().map(|m| (m["path"].as_str().unwrap().to_owned(), m.clone())).collect();
    let maximum = |path: &str| usize::try_from(by_path[path]["max"].as_u64().unwrap()).unwrap();
    assert_eq!(maximum("TrainingJobName"), JobName::MAX_LENGTH);
    assert_eq!(by_path["TrainingJobName"]["pattern"], JobName::PATTERN);
    assert_eq!(maximum("RoleArn"), arn::role::MAX_LENGTH);
    assert_eq!(by_path["RoleArn"]["min"], arn::role::MIN_LENGTH);
    assert_eq!(by_path["RoleArn"]["pattern"], arn::role::PATTERN);
    assert_eq!(maximum("OutputDataConfig.KmsKeyId"), arn::kms_key::MAX_LENGTH);
    assert_eq!(by_path["OutputDataConfig.KmsKeyId"]["pattern"], arn::kms_key::PATTERN);
    assert_eq!(maximum("OutputDataConfig.S3OutputPath"), S3Uri::MAX_LENGTH);
    assert_eq!(by_path["OutputDataConfig.S3OutputPath"]["pattern"], S3Uri::PATTERN);
    assert_eq!(maximum("HyperParameters"), rules::hyperparameters::MAX_COUNT);
    assert_eq!(maximum("HyperParameters{key}"), rules::hyperparameters::MAX_KEY_LENGTH);
    assert_eq!(maximum("HyperParameters{value}"), rules::hyperparameters::MAX_VALUE_LENGTH);
    assert_eq!(maximum("InputDataConfig"), rules::channels::MAX_COUNT);
    assert_eq!(maximum("InputDataConfig[].ChannelName"), rules::channel::MAX_NAME_LENGTH);
    assert_eq!(maximum("InputDataConfig[].ContentType"), rules::content_type::MAX_LENGTH);
    assert_eq!(maximum("Tags"), rules::tags::MAX_COUNT);
    assert_eq!(maximum("Tags[].Key"), rules::tags::MAX_KEY_LENGTH);
    assert_eq!(maximum("Tags[].Value"), rules::tags::MAX_VALUE_LENGTH);
}

/// Codes that the specification does not have: words and members that a form cannot get wrong but a pasted request can,
/// members without a message there, advice, and what only the service finds.
const OURS: &[&str] = &[
    "E-ROLE-NAME",
    "E-ROLE-SESSION",
    "E-ROLE-USER",
    "E-IMG-REQ",
    "E-ALGARN-REQ",
    "E-IMG-REGION",
    "E-ALGARN-REGION",
    "E-ALGARN-TARGET",
    "E-ALG-TARGET",
    "E-MET-OWN",
    "W-MET-TAB",
    "W-MET-SYNTAX",
    "E-GROUP-BOTH",
    "I-POOL-MATCH",
    "I-POOL-OTHER",
    "I-RATE-LOWER",
    "I-EPOCHS-FEWER",
    "W-STEP-LATE",
    "W-CKPT-RARE",
    "W-BATCH-LARGE",
    "W-RESIZE-SMALL",
    "W-LAYERS-SHAPE",
    "E-DATA-ORDER",
    "E-DATA-SHAPE",
    "E-DATA-CLASSES",
    "W-DATA-CLASSES",
    "E-DATA-TYPE",
    "E-DATA-IMAGES",
    "W-DATA-SAME",
    "E-DATA-BATCH",
    "E-SRC-ONE",
    "E-S3-BUCKET-NAME",
    "E-S3-LENGTH",
    "E-S3-CONSOLE",
    "E-S3-BUCKET",
    "E-S3-REQ",
    "E-AMF-ORDER",
    "W-SAMPLES",
    "E-FS-DIR",
    "E-MODEL-ARCHIVE",
    "E-MODEL-CONTENT",
    "W-MODEL-ARCHIVE",
    "W-TAG-CASE",
    "E-ENV-COUNT",
    "E-ENV-KEY",
    "E-ENV-DUP",
    "E-ENV-VALUE",
    "W-ENV-SECRET",
    "E-RETRY-RANGE",
    "E-PENDING-RANGE",
    "W-PENDING-CPU",
    "E-CMD-LIST",
    "W-MEMBER-UNKNOWN",
    "W-TEXT-NONE",
    "E-ENUM",
    "E-REQUIRED",
    "E-ONE-LINE",
    "E-NUMBER-WHOLE",
    "E-NUMBER-LARGE",
    "E-SERVICE",
];

#[test]
fn messages_are_the_specifications() {
    let messages = read(include_str!("../fixtures/messages.json"));
    let by_code: BTreeMap<&str, (&str, &str)> = messages
        .as_array()
        .unwrap()
        .iter()
        .map(|m| (m["code"].as_str().unwrap(), (m["message"].as_str().unwrap(), m["severity"].as_str().unwrap_or_default())))
        .collect();
    let ours: Vec<&str> = RULES.iter().map(|rule| rule.text).filter(|code| !by_code.contains_key(code)).collect();
    assert_eq!(ours, OURS);
    assert_eq!(by_code.len() + ours.len(), RULES.len(), "every message of the specification is a rule");
    for rule in RULES.iter().filter(|rule| !OURS.contains(&rule.text)) {
        let (message, severity) = by_code[rule.text];
        assert_eq!(rule.message, message, "{}", rule.text);
        let expected = match rule.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Information => "info",
        };
        assert_eq!(expected, severity, "{}", rule.text);
    }
}

#[test]
fn instances_are_the_models() {
    let types = read(include_str!("../fixtures/instance-types.json"));
    let types = types.as_array().unwrap();
    assert_eq!(types.len(), InstanceType::all().len());
    for (theirs, ours) in types.iter().zip(InstanceType::all()) {
        assert_eq!(theirs["name"], ours.name);
        assert_eq!(theirs["family"], ours.family());
        assert_eq!(theirs["gpu"], ours.has_gpu);
        let takes_volume = theirs["volume_and_volume_kms_configurable_sdk_rule"] == true;
        // The newest families have local disks although the SDK's rule does not say so.
        assert_eq!(takes_volume && theirs["sdk_rule_doubtful"] != true, ours.uses_volume, "{}", ours.name);
        let accelerator = match theirs["accelerator"].as_str() {
            Some("gpu") => Accelerator::Gpu,
            Some("trainium") => Accelerator::Trainium,
            _ => Accelerator::None,
        };
        assert_eq!(accelerator, ours.accelerator(), "{}", ours.name);
        assert_eq!(theirs["size"], ours.size());
        assert_eq!(theirs["documented_for_cv_algorithms"], ours.documented_for_vision);
    }
}

#[test]
fn instances_are_found_by_what_people_type() {
    let found = |query: &str| InstanceType::search(query).map(|instance| instance.name).collect::<Vec<_>>();
    assert_eq!(found("").len(), 225);
    assert_eq!(found("V100 NVMe"), ["ml.p3dn.24xlarge"]);
    assert_eq!(found("trainium"), ["ml.trn1.2xlarge", "ml.trn1.32xlarge", "ml.trn1n.32xlarge", "ml.trn2.48xlarge"]);
    assert_eq!(found("G5 48"), ["ml.g5.48xlarge"]);
    assert!(found("old").iter().all(|name| ["p2", "m4", "c4"].contains(&name.split('.').nth(1).unwrap())));
    assert!(found("nothing like this").is_empty());
}

#[test]
fn statuses_are_the_models() {
    for status in TrainingJobStatus::ALL {
        assert_eq!(TrainingJobStatus::parse(status.as_str()), Some(status));
        assert_eq!(serde_json::to_value(status).unwrap(), status.as_str());
    }
    assert_eq!(TrainingJobStatus::parse("Done"), None);
}
