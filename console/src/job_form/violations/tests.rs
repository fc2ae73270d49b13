use std::collections::BTreeMap;

use domain::{
    ChannelField, Field,
    incremental::{SourceJob, SourceModel},
    job_status::TrainingJobStatus,
};

use super::super::draft::{AlgorithmSource, Draft, OtherHyperparameter, TagDraft};

fn draft() -> Draft {
    let mut draft = Draft {
        job_name: "cats-1".to_owned(),
        role: "arn:aws:iam::123456789012:role/Training".to_owned(),
        algorithm: "image-classification".to_owned(),
        input_mode: "File".to_owned(),
        instance_type: "ml.p3.2xlarge".to_owned(),
        instance_count: "1".to_owned(),
        volume: "30".to_owned(),
        max_runtime: "3600".to_owned(),
        output_path: "s3://bucket/output".to_owned(),
        ..Draft::default()
    };
    for (index, name) in (0_u32..).zip(["train", "validation"]) {
        draft.add_channel();
        draft.set(&Field::Channel(index, ChannelField::S3Uri), format!("s3://bucket/{name}/"));
    }
    for (name, value) in [("num_classes", "10"), ("num_training_samples", "2000")] {
        draft.hyperparameters.insert(name.to_owned(), value.to_owned());
    }
    draft
}

/// Codes with the ids of their fields, without advice about values that are valid.
fn codes(draft: &Draft, source: Option<&SourceModel>) -> Vec<(String, String)> {
    let violations =
        draft.violations("us-west-2", source).into_iter().map(|violation| (violation.code.to_string(), violation.field.id()));
    violations.filter(|(code, _)| !["I-RATE-LOWER", "I-EPOCHS-FEWER", "W-LAYERS-SHAPE"].contains(&code.as_str())).collect()
}

fn source(layers: &str) -> SourceModel {
    SourceModel {
        artifact: "s3://bucket/output/cats-0/output/model.tar.gz".to_owned(),
        job: Some(SourceJob {
            name: "cats-0".to_owned(),
            status: TrainingJobStatus::Completed,
            repository: Some("image-classification".to_owned()),
            hyperparameters: BTreeMap::from([
                ("num_layers".to_owned(), layers.to_owned()),
                ("num_classes".to_owned(), "10".to_owned()),
            ]),
            uncompressed: false,
        }),
        exists: Some(true),
        size: Some(1_000_000),
        archive: None,
        unreadable: None,
    }
}

#[test]
fn a_complete_form_is_clean() {
    assert_eq!(codes(&draft(), None), []);
}

#[test]
fn each_mistake_gives_one_message_on_its_field() {
    let set = |field: Field, value: &str| {
        let mut draft = draft();
        draft.set(&field, value.to_owned());
        codes(&draft, None)
    };
    let one = |code: &str, id: &str| vec![(code.to_owned(), id.to_owned())];
    let channel = |part| Field::Channel(1, part);
    assert_eq!(set(Field::JobName, "my_job"), one("E-NAME-CHARS", "job-name"));
    assert_eq!(set(Field::JobName, &"a".repeat(64)), one("E-NAME-LEN", "job-name"));
    assert_eq!(set(Field::Role, "admin"), one("E-ROLE-ARN", "role"));
    assert_eq!(set(Field::InstanceType, "ml.m5.large"), one("E-INST-GPU", "instance-type"));
    assert_eq!(set(Field::InstanceCount, "two"), one("E-NUMBER-WHOLE", "instance-count"));
    assert_eq!(set(Field::InstanceCount, "0"), one("E-COUNT-MIN", "instance-count"));
    assert_eq!(set(Field::Volume, ""), one("E-VOL-MIN", "volume"));
    assert_eq!(set(Field::MaximumRuntime, ""), one("E-RUN-MIN", "max-runtime"));
    assert_eq!(set(Field::MaximumRuntime, "9999999"), one("E-RUN-MAX", "max-runtime"));
    assert_eq!(set(channel(ChannelField::Compression), "Gzip"), one("E-GZIP-MODE", "channel-1-compression"));
    assert_eq!(set(channel(ChannelField::RecordWrapper), "RecordIO"), one("E-WRAP-MODE", "channel-1-wrapper"));
    assert_eq!(set(channel(ChannelField::ShuffleSeed), "x"), one("E-SEED", "channel-1-shuffle"));
    assert_eq!(set(channel(ChannelField::S3Uri), "s3://bucket//a/"), one("E-S3-SLASHES", "channel-1-s3-uri"));
    assert_eq!(set(channel(ChannelField::S3Uri), "https://bucket/a/"), one("W-S3-HTTPS", "channel-1-s3-uri"));
    assert_eq!(set(Field::OutputPath, ""), one("E-OUT-REQ", "output-path"));
    assert_eq!(set(Field::Hyperparameter("num_classes".to_owned()), "ten"), one("E-HP-TYPE", "hp-value-num_classes"));
}

#[test]
fn an_instance_with_its_own_disk_needs_no_volume() {
    let mut draft = draft();
    draft.instance_type = "ml.g4dn.xlarge".to_owned();
    draft.volume = String::new();
    assert_eq!(codes(&draft, None), [("I-VOL-NVME".to_owned(), "volume".to_owned())]);
    draft.volume = "much".to_owned();
    assert!(codes(&draft, None).contains(&("E-NUMBER-WHOLE".to_owned(), "volume".to_owned())));
}

#[test]
fn names_of_ones_own_are_checked_by_their_rows() {
    let mut draft = draft();
    for key in ["", "num_classes", "mine", "mine"] {
        draft.other_hyperparameters.push(OtherHyperparameter { key: key.to_owned(), value: "1".to_owned() });
    }
    let expected =
        [("E-HP-KEY", "hp-key-0"), ("E-HP-DUP", "hp-key-1"), ("W-HP-UNKNOWN", "hp-value-mine"), ("E-HP-DUP", "hp-key-3")];
    assert_eq!(codes(&draft, None), expected.map(|(code, id)| (code.to_owned(), id.to_owned())));
}

#[test]
fn messages_come_in_the_order_of_the_page() {
    let mut draft = Draft { algorithm: "image-classification".to_owned(), ..Draft::default() };
    draft.tags.push(TagDraft::default());
    let violations = draft.violations("us-west-2", None);
    let steps: Vec<_> = violations.0.iter().map(|violation| super::step::Step::of(&violation.field)).collect();
    assert!(steps.is_sorted(), "{steps:?}");
    assert_eq!(violations.0.first().map(|violation| violation.code.as_str()), Some("E-NAME-REQ"));
    assert_eq!(violations.0.last().map(|violation| violation.code.as_str()), Some("E-TAG-KEY"));
}

#[test]
fn what_defines_the_network_must_agree_with_the_source() {
    let source = source("20");
    let mut draft = draft();
    draft.source.clone_from(&source.artifact);
    assert_eq!(codes(&draft, Some(&source)), [("E-HP-MATCH".to_owned(), "hp-value-num_layers".to_owned())]);
    draft.adopt(&source);
    assert_eq!(codes(&draft, Some(&source)), []);
}

#[test]
fn a_source_without_a_model_is_a_message_on_the_model_channel() {
    let mut source = source("20");
    source.exists = Some(false);
    let mut draft = draft();
    draft.adopt(&source);
    assert_eq!(codes(&draft, Some(&source)), [("E-MODEL-GONE".to_owned(), "channel-2-s3-uri".to_owned())]);
}

#[test]
fn an_empty_path_of_a_container_is_said_at_its_field() {
    let mut draft = Draft { algorithm_source: AlgorithmSource::Container.as_str().to_owned(), ..draft() };
    let about_algorithm = |draft: &Draft| {
        let found = codes(draft, None).into_iter();
        found.filter(|(code, _)| code.starts_with("E-ALG") || code.starts_with("E-IMG")).collect::<Vec<_>>()
    };
    assert_eq!(about_algorithm(&draft), [("E-IMG-REQ".to_owned(), "container".to_owned())]);
    draft.algorithm_source = AlgorithmSource::Resource.as_str().to_owned();
    assert_eq!(about_algorithm(&draft), [("E-ALGARN-REQ".to_owned(), Field::AlgorithmName.id())]);
}
