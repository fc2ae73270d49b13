//! Whatever text arrives, nothing panics and nothing takes long.

use domain::{
    CheckContext, Facts, LocationFacts, S3Uri, TrainingJobRequest, check,
    job_name::JobName,
    log_line, metric_regex, paste,
    rules::number,
    wire::{Channel, Tag},
};
use serde_json::{Value, json};

use crate::{fixtures::request, testing::training_job_request};

/// Pieces that parsers trip over.
const PIECES: &[&str] = &[
    "",
    "a",
    "-",
    "é",
    "中",
    "\u{0}",
    "\u{7f}",
    "\u{85}",
    "\u{2028}",
    "\u{202e}",
    "\u{feff}",
    "𝒳",
    "e\u{301}",
    "\n",
    "\r\n",
    "\t",
    " ",
    "\"",
    "'",
    "\\",
    "`",
    "^",
    "$(",
    "${",
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "(?",
    "(?P<",
    "*",
    "+",
    "?",
    "|",
    "=",
    ",",
    "/",
    "//",
    "s3://",
    "https://",
    "arn:aws",
    ":",
    "@",
    "#",
    "--",
    "--tags",
    "aws ",
    "aws sagemaker create-training-job ",
    "Key=",
    "a={",
    "a=[",
    "file://",
    "null",
    "-0",
    "1e999",
    "NaN",
    "9223372036854775808",
    "\u{1F600}",
    "%s",
    "Epoch[",
    "Train-accuracy=",
    "dkr.ecr.",
    "latest",
    "&&",
    ";",
    "create_training_job(",
    "f\"{",
    ".format(",
    " % ",
    "**",
    "\nx = ",
    "<< EOF\n",
    "\nEOF\n",
    "@\"\n",
    "kind: ",
    "\n  - a: &b ",
    "*b",
    ".$\": ",
    "\"Resource\": \"createTrainingJob\"",
    "\"Parameters\": {",
];

/// Pseudo-random texts of the pieces.
fn texts(count: usize, length: usize) -> impl Iterator<Item = String> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state >> 33).unwrap()
    };
    (0..count).map(move |_| (0..next() % length).map(|_| PIECES[next() % PIECES.len()]).collect())
}

/// Gives every parser a text.
fn parse(text: &str) {
    let _ = (JobName::parse(text), JobName::nearest(text), S3Uri::parse(text), S3Uri::matches_pattern(text));
    let _ = (metric_regex::groups(text), paste::read(text), log_line::parse(text, None));
    let _ = (domain::image::repository(text), domain::image::tag(text), domain::image::region(text));
    let _ = TrainingJobRequest::from_json(text.as_bytes());
    let _ = domain::instance::InstanceType::search(text).next();
    for number in [number::instance_count(text), number::maximum_runtime(text, 3_600)] {
        let _ = number;
    }
}

#[test]
fn parsers_take_any_text() {
    for text in texts(3_000, 12) {
        parse(&text);
        parse(&format!("aws sagemaker create-training-job --tags {text}"));
    }
}

#[test]
fn deep_nesting_ends_in_a_message() {
    for opening in ["{", "[", "a={", "a=[", "(", "(?:", "\"", "\\", "[["] {
        let text = opening.repeat(100_000);
        parse(&text);
        parse(&format!("aws sagemaker create-training-job --tags '{text}'"));
        parse(&format!("aws sagemaker create-training-job --tags {text}"));
        parse(&format!("{{\"InputDataConfig\": {text}"));
    }
}

/// Every text of a request replaced.
fn filled(value: &Value, text: &str) -> Value {
    match value {
        Value::String(_) => json!(text),
        Value::Array(items) => items.iter().map(|item| filled(item, text)).collect(),
        Value::Object(members) => members.iter().map(|(name, value)| (name.clone(), filled(value, text))).collect(),
        other => other.clone(),
    }
}

#[test]
fn rules_take_any_request() {
    for text in texts(500, 12) {
        let value = filled(&training_job_request(), &text);
        let mut hostile: TrainingJobRequest = serde_json::from_value(value).unwrap();
        hostile.tags = Some(vec![Tag { key: Some(text.clone()), ..Tag::default() }, Tag::default()]);
        hostile.environment = Some([(text.clone(), text.clone())].into());
        hostile.hyper_parameters.get_or_insert_default().insert(text.clone(), text.clone());
        hostile.input_data_config.get_or_insert_default().push(Channel::default());
        let mut facts = Facts::default();
        let odd = LocationFacts { bytes: Some(u64::MAX), objects: Some(u64::MAX), ..LocationFacts::default() };
        facts.locations.insert(text.trim().to_owned(), odd);
        let found = check(&hostile, &CheckContext::for_region(&text).with_facts(&facts));
        assert!(found.has_errors());
        for violation in found {
            assert!(!violation.field.id().contains(char::is_whitespace), "{}", violation.field.id());
        }
    }
}

#[test]
fn numbers_at_the_ends_of_their_range_are_judged() {
    for number in [i64::MIN, i64::MIN + 1, -1, 0, 1, i64::MAX - 1, i64::MAX] {
        let mut request = request();
        let resources = request.resource_config.get_or_insert_default();
        resources.instance_count = Some(number);
        resources.volume_size_in_gb = Some(number);
        resources.keep_alive_period_in_seconds = Some(number);
        let condition = request.stopping_condition.get_or_insert_default();
        condition.max_runtime_in_seconds = Some(number);
        condition.max_wait_time_in_seconds = Some(number);
        condition.max_pending_time_in_seconds = Some(number);
        request.retry_strategy.get_or_insert_default().maximum_retry_attempts = Some(number);
        request.enable_managed_spot_training = Some(true);
        assert!(check(&request, &CheckContext::for_region("us-west-2")).has_errors());
    }
}
