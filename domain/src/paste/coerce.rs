//! Types that the command's short form does not tell, and words of older instructions.

use serde_json::{Map, Value};

/// Members that are whole numbers.
const NUMBERS: &[&str] = &[
    "InstanceCount",
    "VolumeSizeInGB",
    "KeepAlivePeriodInSeconds",
    "MaxRuntimeInSeconds",
    "MaxWaitTimeInSeconds",
    "MaxPendingTimeInSeconds",
    "MaximumRetryAttempts",
    "Seed",
];
/// Members that are yes or no.
const SWITCHES: &[&str] = &["EnableSageMakerMetricsTimeSeries", "EnableInfraCheck", "EnableRemoteDebug", "DisableProfiler"];
/// Members that are lists, and those of the request that are.
const LISTS: &[&str] = &[
    "SecurityGroupIds",
    "Subnets",
    "AttributeNames",
    "ContainerEntrypoint",
    "ContainerArguments",
    "MetricDefinitions",
    "InputDataConfig",
    "Tags",
];
/// Members without a field that are lists.
const MORE_LISTS: &[&str] = &["InstanceGroupNames", "TrainingPlanArns"];
/// Members whose names and values are a person's own, all of them text.
const TEXTS: &[&str] = &["HyperParameters", "Environment"];

/// Gives the value of `member` the types that the API has.
pub(super) fn typed(member: &str, value: Value) -> Value {
    if TEXTS.contains(&member) {
        return match value {
            Value::Object(entries) => Value::Object(entries.into_iter().map(|(name, value)| (name, joined(value))).collect()),
            other => other,
        };
    }
    let value = match value {
        Value::Object(members) => Value::Object(
            members
                .into_iter()
                .map(|(name, value)| {
                    let value = typed(&name, value);
                    (name, value)
                })
                .collect(),
        ),
        // A list's items are of the list's own kind.
        Value::Array(items) => Value::Array(items.into_iter().map(|item| typed("", item)).collect()),
        Value::String(text) if NUMBERS.contains(&member) => text.parse::<i64>().map_or(Value::String(text), Value::from),
        Value::String(text) if SWITCHES.contains(&member) => text.parse::<bool>().map_or(Value::String(text), Value::from),
        other => other,
    };
    listed(member, value)
}

/// Whether a member that is no structure is a text.
pub(super) fn is_text(member: &str) -> bool {
    let others = [NUMBERS, SWITCHES, LISTS, TEXTS, MORE_LISTS];
    !others.iter().any(|names| names.contains(&member)) && !member.starts_with("Enable")
}

/// Makes a list of a single item where the API has a list.
pub(super) fn listed(member: &str, value: Value) -> Value {
    if LISTS.contains(&member) && !value.is_array() { Value::Array(vec![value]) } else { value }
}

/// Lists of texts whose only item is written like a list itself; gives a sentence for each.
pub(super) fn lists_in_texts(members: &Map<String, Value>) -> Vec<String> {
    let lists = ["/AlgorithmSpecification/ContainerEntrypoint", "/AlgorithmSpecification/ContainerArguments"];
    let others = ["/VpcConfig/SecurityGroupIds", "/VpcConfig/Subnets"];
    let within = |path: &str| {
        let (first, rest) = path.strip_prefix('/')?.split_once('/')?;
        let [item] = members.get(first)?.get(rest)?.as_array()?.as_slice() else { return None };
        let text = item.as_str()?.trim();
        let is_list = text.starts_with('[') && serde_json::from_str::<Vec<String>>(text).is_ok();
        is_list.then(|| {
            format!("{rest} has one item, the text {text}. Where a list is meant, write it without the quotes around it.")
        })
    };
    lists.into_iter().chain(others).filter_map(within).collect()
}

/// `lr_scheduler_step=2,3` in the short form reads like a list and is one text.
fn joined(value: Value) -> Value {
    match value {
        Value::Array(items) => {
            Value::from(items.iter().map(|item| item.as_str().unwrap_or_default()).collect::<Vec<_>>().join(","))
        }
        other => other,
    }
}

/// Puts numbers, yes and no into quotes where the API has text only; gives a sentence for each map that had some.
pub(super) fn quoted(members: &mut Map<String, Value>) -> Vec<String> {
    let mut notes = Vec::new();
    for map in TEXTS {
        let mut names = Vec::new();
        for (name, value) in members.get_mut(*map).and_then(Value::as_object_mut).into_iter().flatten() {
            if matches!(value, Value::Number(_) | Value::Bool(_)) {
                *value = Value::from(value.to_string());
                names.push(name.as_str());
            }
        }
        if !names.is_empty() {
            notes.push(format!("The values of {map} are text; put into quotes: {}.", names.join(", ")));
        }
    }
    notes
}

/// Replaces what older instructions say by today's words; gives a sentence for each.
pub(super) fn older_words(members: &mut Map<String, Value>) -> Vec<String> {
    let mut notes = Vec::new();
    for channel in members.get_mut("InputDataConfig").and_then(Value::as_array_mut).into_iter().flatten() {
        let data_type = channel.pointer_mut("/DataSource/S3DataSource/S3DataType");
        if let Some(data_type) = data_type.filter(|data_type| data_type.as_str() == Some("Manifest")) {
            *data_type = Value::from("ManifestFile");
            notes.push("The S3 data type \"Manifest\" of older instructions is called ManifestFile today.".to_owned());
        }
    }
    notes
}
