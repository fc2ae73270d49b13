//! Tables and limits against the API model, the registry tables and the guide.

use std::collections::BTreeMap;

use domain::{
    JobName, S3Uri, Severity,
    algorithm::image_classification,
    arn, check,
    hyperparameter::{Group, Kind},
    image,
    instance::InstanceType,
    job_status::TrainingJobStatus,
    rule,
};
use serde_json::Value;

use crate::fixtures::read;

#[test]
fn limits_are_the_models() {
    let members = read(include_str!("../fixtures/create-training-job-members.json"));
    let by_path: BTreeMap<String, Value> =
        members.as_array().unwrap().iter().map(|m| (m["path"].as_str().unwrap().to_owned(), m.clone())).collect();
    let maximum = |path: &str| usize::try_from(by_path[path]["max"].as_u64().unwrap()).unwrap();
    assert_eq!(maximum("TrainingJobName"), JobName::MAXIMUM_LENGTH);
    assert_eq!(by_path["TrainingJobName"]["pattern"], JobName::PATTERN);
    assert_eq!(maximum("RoleArn"), arn::role::MAXIMUM_LENGTH);
    assert_eq!(by_path["RoleArn"]["min"], arn::role::MINIMUM_LENGTH);
    assert_eq!(by_path["RoleArn"]["pattern"], arn::role::PATTERN);
    assert_eq!(maximum("OutputDataConfig.KmsKeyId"), arn::kms_key::MAXIMUM_LENGTH);
    assert_eq!(by_path["OutputDataConfig.KmsKeyId"]["pattern"], arn::kms_key::PATTERN);
    assert_eq!(maximum("OutputDataConfig.S3OutputPath"), S3Uri::MAXIMUM_LENGTH);
    assert_eq!(by_path["OutputDataConfig.S3OutputPath"]["pattern"], S3Uri::PATTERN);
    assert_eq!(maximum("HyperParameters"), check::hyperparameters::MAXIMUM_COUNT);
    assert_eq!(maximum("HyperParameters{key}"), check::hyperparameters::MAXIMUM_KEY_LENGTH);
    assert_eq!(maximum("HyperParameters{value}"), check::hyperparameters::MAXIMUM_VALUE_LENGTH);
    assert_eq!(maximum("InputDataConfig"), check::channels::MAXIMUM_COUNT);
    assert_eq!(maximum("InputDataConfig[].ChannelName"), check::channel::MAXIMUM_NAME_LENGTH);
    assert_eq!(maximum("InputDataConfig[].ContentType"), check::channel::MAXIMUM_CONTENT_TYPE_LENGTH);
    assert_eq!(maximum("Tags"), check::tags::MAXIMUM_COUNT);
    assert_eq!(maximum("Tags[].Key"), check::tags::MAXIMUM_KEY_LENGTH);
    assert_eq!(maximum("Tags[].Value"), check::tags::MAXIMUM_VALUE_LENGTH);
}

#[test]
fn messages_are_the_specifications() {
    let messages = read(include_str!("../fixtures/messages.json"));
    let by_code: BTreeMap<&str, (&str, &str)> = messages
        .as_array()
        .unwrap()
        .iter()
        .map(|m| (m["code"].as_str().unwrap(), (m["message"].as_str().unwrap(), m["severity"].as_str().unwrap_or_default())))
        .collect();
    // The two of our own: words and members that a form cannot get wrong, but a pasted or sent request can.
    for rule in rule::ALL.iter().filter(|rule| !["E-ENUM", "E-REQUIRED"].contains(&rule.code)) {
        let (message, severity) = by_code.get(rule.code).unwrap_or_else(|| panic!("{} is not in the specification", rule.code));
        assert_eq!(rule.message, *message, "{}", rule.code);
        let expected = match rule.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Information => "info",
        };
        assert_eq!(expected, *severity, "{}", rule.code);
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
        assert_eq!(theirs["volume_and_volume_kms_configurable_sdk_rule"], ours.uses_volume);
        assert_eq!(theirs["documented_for_cv_algorithms"], ours.documented_for_vision);
    }
}

#[test]
fn images_are_the_registrys() {
    let registry = read(include_str!("../fixtures/registry.json"));
    let accounts = registry["registry"]["accounts"].as_object().unwrap();
    assert_eq!(accounts.len(), image::registries().len());
    for (region, account) in accounts {
        let domain = registry["domain_overrides"].get(region).and_then(Value::as_str).unwrap_or("amazonaws.com");
        let expected = format!("{}.dkr.ecr.{region}.{domain}/image-classification:1", account.as_str().unwrap());
        assert_eq!(image::training_image("image-classification", region), Some(expected.clone()));
        assert_eq!(image::repository(&expected), Some("image-classification"));
    }
    assert_eq!(image::training_image("image-classification", "mars-north-1"), None);
    assert_eq!(image::repository("no-registry"), None);
    assert_eq!(image::repository("host:5000/team/net@sha256:00"), Some("team/net"));
}

#[test]
fn hyperparameters_are_the_guides() {
    let guide = read(include_str!("../fixtures/image-classification.json"));
    let documented = guide["hyperparameters"].as_array().unwrap();
    let algorithm = image_classification::ALGORITHM;
    assert_eq!(documented.len(), 29);
    assert_eq!(documented.len(), algorithm.hyperparameters.len());
    for theirs in documented {
        let name = theirs["name"].as_str().unwrap();
        let ours = algorithm.hyperparameter(name).unwrap();
        assert_eq!(theirs["required"], ours.required, "{name}");
        assert_eq!(theirs["documented_default"].as_str(), ours.default, "{name}");
        let group = match ours.group {
            Group::Architecture => "architecture",
            Group::Data => "data",
            Group::Training => "training",
            Group::EarlyStopping => "early_stopping",
        };
        assert_eq!(theirs["group"], group, "{name}");
        match ours.kind {
            Kind::Integer { minimum } => assert_eq!(theirs["min"], minimum, "{name}"),
            Kind::IntegerChoice(choices) => assert_eq!(theirs["enum"], Value::from(choices.to_vec()), "{name}"),
            Kind::Float { minimum, maximum } => {
                assert_eq!((theirs["min"].as_f64(), theirs["max"].as_f64()), (Some(minimum), Some(maximum)), "{name}");
            }
            Kind::Choice(choices) => assert_eq!(theirs["enum"], Value::from(choices.to_vec()), "{name}"),
            Kind::ImageShape | Kind::EpochList => assert_eq!(theirs["type"], "string", "{name}"),
        }
        if let Some(default) = ours.default {
            assert!(ours.accepts(default), "{name} refuses its own default {default}");
        }
        assert!(!ours.help.is_empty() && ours.help.ends_with('.'), "{name}");
    }
    assert_eq!(guide["incremental_training"]["must_match"], Value::from(algorithm.must_match.to_vec()));
    let channels: Vec<&str> = algorithm.channels.iter().map(|channel| channel.name).collect();
    let documented: Vec<&str> = guide["channels"].as_array().unwrap().iter().map(|c| c["name"].as_str().unwrap()).collect();
    assert_eq!(documented, channels);
}

#[test]
fn statuses_are_the_models() {
    for status in TrainingJobStatus::ALL {
        assert_eq!(TrainingJobStatus::parse(status.as_str()), Some(status));
        assert_eq!(serde_json::to_value(status).unwrap(), status.as_str());
    }
    assert_eq!(TrainingJobStatus::parse("Done"), None);
}
