//! Hand-written parsers against the API model's own patterns, on many strings.

use domain::{JobName, S3Uri, arn, metric_regex::MetricRegexError};
use regex::Regex;

use crate::fixtures::read;

/// The pattern of a member in the API model, anchored as the service does.
fn pattern(path: &str) -> Regex {
    let members = read(include_str!("../fixtures/create-training-job-members.json"));
    let member = members.as_array().unwrap().iter().find(|member| member["path"] == path).unwrap().clone();
    let pattern = member["pattern"].as_str().unwrap().replace(r"\d", "[0-9]");
    Regex::new(&format!("^(?:{pattern})$")).unwrap()
}

/// Strings made of `alphabet`'s pieces, all of up to three pieces and pseudo-random longer ones.
fn strings(alphabet: &[&str]) -> Vec<String> {
    let mut all = vec![String::new()];
    for length in 1..=3_u32 {
        for mut number in 0..alphabet.len().pow(length) {
            let mut text = String::new();
            for _ in 0..length {
                text.push_str(alphabet[number % alphabet.len()]);
                number /= alphabet.len();
            }
            all.push(text);
        }
    }
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    for _ in 0..20_000 {
        let mut text = String::new();
        let length = next(&mut state) % 80;
        for _ in 0..length {
            let index = usize::try_from(next(&mut state)).unwrap() % alphabet.len();
            text.push_str(alphabet[index]);
        }
        all.push(text);
    }
    all
}

fn next(state: &mut u64) -> u64 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    *state >> 33
}

fn agree(path: &str, alphabet: &[&str], ours: fn(&str) -> bool) {
    let pattern = pattern(path);
    let (mut accepted, mut refused) = (0, 0);
    for text in strings(alphabet) {
        let expected = pattern.is_match(&text);
        assert_eq!(ours(&text), expected, "{path}: {text:?}");
        if expected { accepted += 1 } else { refused += 1 }
    }
    assert!(accepted > 0 && refused > 0, "{path}: {accepted} accepted, {refused} refused prove little");
}

#[test]
fn job_names_follow_the_model() {
    agree("TrainingJobName", &["a", "Z", "0", "-", "_", ".", "é", " "], JobName::matches_pattern);
    agree("TrainingJobName", &["a", "b7", "-"], JobName::matches_pattern);
}

#[test]
fn role_arns_follow_the_model() {
    let pieces = ["arn:aws", "-cn", ":iam::123456789012", ":role", ":role/service-role/Name", "/", ":", "9", "A", "@x", "é"];
    agree("RoleArn", &pieces, arn::role::matches_pattern);
    let likely = ["arn:aws:iam::123456789012:role/", "R", "@x", "/", " "];
    agree("RoleArn", &likely, arn::role::matches_pattern);
}

#[test]
fn s3_locations_follow_the_model() {
    agree("OutputDataConfig.S3OutputPath", &["s3://", "https://", "http://", "b", "/", "k", "é", "\n"], S3Uri::matches_pattern);
}

#[test]
fn algorithm_names_follow_the_model() {
    // The model's pattern forbids a hyphen at the end by looking behind, which this engine cannot.
    let pattern =
        r"^(?:arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]*:[0-9]{12}:[a-z\-]*/)?[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?$";
    let pattern = Regex::new(pattern).unwrap();
    let pieces = ["arn:aws", "-cn", ":sagemaker:us-west-2:123456789012:algorithm/", ":", "/", "a", "-", "9", "Z", "_", "é"];
    for text in strings(&pieces) {
        assert_eq!(arn::algorithm_name::matches_pattern(&text), pattern.is_match(&text), "{text:?}");
    }
}

#[test]
fn groups_are_counted_as_an_engine_counts_them() {
    // Brackets stand in whole classes: engines disagree about a bracket within one.
    let pieces = [
        "(", ")", "(?:", "(?P<n>", "(?<m>", "(?i)", "[abc]", "[^)(]", r"[\]]", "[]]", r"\(", r"\d", "a", "=", "*", "+?", "|",
        "{2}",
    ];
    let mut counted = 0;
    for text in strings(&pieces) {
        let Ok(expression) = Regex::new(&text) else { continue };
        // The engine counts the whole match as a group.
        assert_eq!(domain::metric_regex::groups(&text), Ok(expression.captures_len() - 1), "{text:?}");
        counted += 1;
    }
    assert!(counted > 1_000, "{counted}");
    for (text, error) in [
        ("(?=a)", MetricRegexError::LookAround),
        ("(?<!a)(b)", MetricRegexError::LookAround),
        (r"(a)\1", MetricRegexError::BackReference),
        ("(a", MetricRegexError::Open('(')),
        ("a)", MetricRegexError::Close),
        ("[a", MetricRegexError::Open('[')),
        ("*a", MetricRegexError::Syntax),
        ("a\\", MetricRegexError::Syntax),
    ] {
        assert_eq!(domain::metric_regex::groups(text), Err(error), "{text}");
    }
}

#[test]
fn kms_keys_follow_the_model() {
    agree(
        "OutputDataConfig.KmsKeyId",
        &["arn:aws:kms:us-west-2:123456789012:key/", "a", "-", "_", ".", " ", "é"],
        arn::kms_key::matches_pattern,
    );
}
