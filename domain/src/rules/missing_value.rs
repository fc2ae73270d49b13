//! Texts that programs write for a value that is missing, such as Python's `str(None)`.

use serde_json::{Map, Value};

use super::{
    RuleCode, Violation, Violations,
    fix::{Fix, FixContext},
    rule::rules,
    subject::Subject,
};
use crate::field::{ChannelField, Field};

rules! {
    MissingValue = "W-TEXT-NONE", Warning, Ours, "{member} is the text \"{value}\", which programs write for a missing value. Remove the member if you did not mean a text.",
        fix cleared;
}

/// What programs write: Python, JavaScript and JSON, Go and Ruby, JavaScript.
const WORDS: [&str; 5] = ["None", "null", "nil", "undefined", "NULL"];
/// Members of structures without a field of their own where such a word is a value of the API, or a person's own text.
const OWN_TEXTS: [&str; 4] = ["HookParameters", "CollectionParameters", "RuleParameters", "ProfilingParameters"];

/// Checks the texts that no other rule refuses when they are such a word.
pub(super) fn check(subject: &Subject<'_>) -> Violations {
    let mut violations = Violations::default();
    let request = subject.request;
    let mut text = |value: Option<&String>, member: &str, field: Field| {
        violations.0.extend(value.and_then(|value| warning(value, member, field)));
    };
    let (output, resources) = (request.output_data_config.as_ref(), request.resource_config.as_ref());
    text(output.and_then(|output| output.kms_key_id.as_ref()), "KmsKeyId", Field::OutputKmsKey);
    text(resources.and_then(|resources| resources.volume_kms_key_id.as_ref()), "VolumeKmsKeyId", Field::VolumeKmsKey);
    if let Some(network) = &request.vpc_config {
        network.subnets.iter().flatten().for_each(|subnet| text(Some(subnet), "Subnets", Field::Subnets));
        network
            .security_group_ids
            .iter()
            .flatten()
            .for_each(|group| text(Some(group), "SecurityGroupIds", Field::SecurityGroups));
    }
    if let Some(algorithm) = subject.specification() {
        let (entrypoint, arguments) = (algorithm.container_entrypoint.iter(), algorithm.container_arguments.iter());
        entrypoint.flatten().for_each(|word| text(Some(word), "ContainerEntrypoint", Field::Entrypoint));
        arguments.flatten().for_each(|word| text(Some(word), "ContainerArguments", Field::Arguments));
    }
    for (index, channel) in (0_u32..).zip(request.input_data_config.iter().flatten()) {
        text(channel.content_type.as_ref(), "ContentType", Field::Channel(index, ChannelField::ContentType));
    }
    other(&request.other, &mut violations);
    violations
}

fn warning(text: &str, member: &str, field: Field) -> Option<Violation> {
    let is_word = WORDS.contains(&text.trim());
    is_word.then(|| RuleCode::MissingValue.violation(field, &[("member", member), ("value", text.trim())]))
}

/// Only a field with nothing else in it is cleared.
fn cleared(at: &FixContext<'_>) -> Option<Fix> {
    let is_alone = WORDS.contains(&at.value().trim());
    is_alone.then(|| at.set("Clear it", ""))?
}

/// Members without a field, at every depth.
fn other(members: &Map<String, Value>, violations: &mut Violations) {
    for (name, value) in members.iter().filter(|(name, _)| !OWN_TEXTS.contains(&name.as_str())) {
        match value {
            Value::String(text) => violations.0.extend(warning(text, name, Field::Other)),
            Value::Object(members) => other(members, violations),
            Value::Array(items) => items.iter().filter_map(Value::as_object).for_each(|item| other(item, violations)),
            _ => {}
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::json;

    use super::*;
    use crate::rules::testing::{Case, assert_fix, first_channel};

    pub(in super::super) fn cases() -> Vec<Case> {
        let command = "/AlgorithmSpecification/ContainerArguments";
        vec![
            Case::new("W-TEXT-NONE", "output-kms", &[("/OutputDataConfig/KmsKeyId", json!("None"))]),
            Case::new("W-TEXT-NONE", "volume-kms", &[("/ResourceConfig/VolumeKmsKeyId", json!("null"))]),
            Case::new("W-TEXT-NONE", "subnets", &[("/VpcConfig/Subnets", json!(["None"]))]),
            Case::new("W-TEXT-NONE", "security-groups", &[("/VpcConfig/SecurityGroupIds", json!(["undefined"]))]),
            Case::new("W-TEXT-NONE", "arguments", &[(command, json!(["--rate", "None"]))]),
            Case::new("W-TEXT-NONE", "other", &[("/ExperimentConfig", json!({ "TrialName": "None" }))]),
            first_channel("W-TEXT-NONE", "content", "ContentType", json!("None")),
        ]
    }

    #[test]
    fn a_word_that_the_api_knows_is_a_value() {
        let none =
            [("/InputDataConfig/0/CompressionType", json!("None")), ("/InputDataConfig/0/RecordWrapperType", json!("None"))];
        let found = Case::new("", "", &none).check();
        assert!(found.0.iter().all(|violation| violation.code != RuleCode::MissingValue), "{found:?}");
        assert_fix(RuleCode::MissingValue, &Field::OutputKmsKey, "None", ("Clear it", "output-kms", ""));
    }
}
