//! What is written as text can be pasted again and is the same request.

use domain::{
    TrainingJobRequest,
    export::{Destination, Language, export},
    paste,
};
use serde_json::{Value, json};

use crate::{
    fixtures::request,
    testing::{set, training_job_request},
};

/// Texts that shells, JSON and the command's short form treat in their own way.
const TEXTS: &[&str] = &[
    "",
    "a",
    " a b ",
    "it's",
    "\"quoted\"",
    "a\\b",
    "\\",
    "$HOME",
    "`id`",
    "$(id)",
    "a,b",
    "a=b",
    "{a}",
    "[a]",
    "--tags",
    "-x",
    "#",
    "a\nb",
    "é中\u{1F600}",
    "!",
    "%PATH%",
    "^",
    "a;b&c|d>e<f",
    "~",
    "*",
    "?",
    "null",
    "true",
    "1e5",
    "0x10",
    "\t",
    "'\\''",
    "//",
    "\u{1}",
];

/// Requests with each text at each place that a person fills in.
fn requests() -> impl Iterator<Item = TrainingJobRequest> {
    let places = [
        "/TrainingJobName",
        "/RoleArn",
        "/HyperParameters/model_prefix",
        "/HyperParameters/epochs",
        "/InputDataConfig/0/ChannelName",
        "/InputDataConfig/1/ContentType",
        "/InputDataConfig/0/DataSource/S3DataSource/S3Uri",
        "/OutputDataConfig/S3OutputPath",
        "/Environment/A",
        "/CheckpointConfig/LocalPath",
        "/SomethingNew/Of",
    ];
    places.into_iter().flat_map(|place| {
        TEXTS.iter().map(move |text| {
            let mut value = training_job_request();
            set(&mut value, place, json!(text));
            set(&mut value, "/Tags", json!([{ "Key": text, "Value": text }, { "Key": "b", "Value": "" }]));
            set(&mut value, "/EnableManagedSpotTraining", json!(text.len() % 2 == 0));
            set(&mut value, "/VpcConfig", json!({ "Subnets": [text, text], "SecurityGroupIds": [text] }));
            serde_json::from_value(value).unwrap()
        })
    })
}

/// What a command cannot say: an option that the tool does not have, or a word that looks like one.
fn is_sayable(request: &TrainingJobRequest, language: Language) -> bool {
    let is_option = |text: &Option<String>| text.as_ref().is_some_and(|text| text.starts_with("--"));
    let is_plain = request.other.is_empty() && !is_option(&request.training_job_name) && !is_option(&request.role_arn);
    language == Language::Json || is_plain
}

#[test]
fn json_commands_and_boto3_calls_come_back_as_they_left() {
    let mut count = 0;
    for request in requests() {
        for language in [Language::Json, Language::Command, Language::Boto3] {
            if is_sayable(&request, language) {
                let text = export(&request, "us-west-2", language, Destination::Aws);
                let pasted = paste::read(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
                assert_eq!(pasted.request, request, "{language:?}\n{text}");
                count += 1;
            }
        }
    }
    assert!(count > 700, "{count}");
}

#[test]
fn the_recorded_example_comes_back_from_a_description() {
    let mut description = training_job_request();
    let answers = [
        ("TrainingJobArn", json!("arn:aws:sagemaker:us-west-2:123456789012:training-job/x")),
        ("TrainingJobStatus", json!("Completed")),
        ("CreationTime", json!(1.5)),
    ];
    for (member, answer) in answers {
        description[member] = answer;
    }
    let pasted = paste::read(&description.to_string()).unwrap();
    assert_eq!((pasted.form, pasted.request), (paste::Form::Description, request()));
    let again: Value = serde_json::to_value(request()).unwrap();
    assert_eq!(again, training_job_request());
}

/// Pieces of Python that are literals: what stands in quotes is read back by a reader of JSON, which Python shares.
#[test]
fn texts_in_scripts_are_whole_literals() {
    for request in requests() {
        for language in [Language::Boto3, Language::Sdk] {
            let script = export(&request, "us-west-2", language, Destination::Aws);
            for line in script.lines() {
                let quotes = line.replace("\\\\", "").replace("\\\"", "").matches('"').count();
                assert_eq!(quotes % 2, 0, "a literal is open in {line}");
            }
            if let Some(role) = request.role_arn.as_deref() {
                assert!(script.contains(&json!(role).to_string()), "{script}");
            }
        }
    }
}
