//! What differs between the requests of jobs: from a parent to its child, or between jobs side by side.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::wire::{Channel, TrainingJobRequest};

/// Which part of a request a setting belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Section {
    /// A hyperparameter.
    Hyperparameter,
    /// A channel's data or how it is read.
    Channel,
    /// The algorithm and its input mode.
    Algorithm,
    /// Machines and limits of time.
    Resources,
    /// Output and role.
    Other,
}

impl Section {
    /// Its name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Hyperparameter => "Hyperparameters",
            Self::Channel => "Input data",
            Self::Algorithm => "Algorithm",
            Self::Resources => "Resources",
            Self::Other => "Output and role",
        }
    }
}

/// One setting of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setting {
    /// Where it belongs.
    pub section: Section,
    /// Its name, for example `learning_rate` or `train · S3 URI`.
    pub name: String,
    /// Its value as it was sent.
    pub value: String,
}

/// A setting that is not the same in two requests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// Where it belongs.
    pub section: Section,
    /// Its name.
    pub name: String,
    /// Its value in the first; `None` when it is not set there.
    pub before: Option<String>,
    /// Its value in the second.
    pub after: Option<String>,
}

/// A setting beside the same one of other jobs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingRow {
    /// Where it belongs.
    pub section: Section,
    /// Its name.
    pub name: String,
    /// One value for each job, in the order that was asked for; `None` where it is not set.
    pub values: Vec<Option<String>>,
    /// Whether the values are not all the same.
    pub differs: bool,
}

/// Members with a name for people: where they are, their section and that name.
const NAMED: [(&str, Section, &str); 8] = [
    ("AlgorithmSpecification.TrainingImage", Section::Algorithm, "Training image"),
    ("AlgorithmSpecification.TrainingInputMode", Section::Algorithm, "Input mode"),
    ("ResourceConfig.InstanceType", Section::Resources, "Instance type"),
    ("ResourceConfig.InstanceCount", Section::Resources, "Instance count"),
    ("ResourceConfig.VolumeSizeInGB", Section::Resources, "Volume size in GB"),
    ("StoppingCondition.MaxRuntimeInSeconds", Section::Resources, "Maximum runtime in seconds"),
    ("OutputDataConfig.S3OutputPath", Section::Other, "Output path"),
    ("RoleArn", Section::Other, "Role"),
];
/// Members that are no settings, or are compared value by value.
const COMPARED_OTHERWISE: [&str; 4] = ["TrainingJobName", "HyperParameters", "InputDataConfig", "Tags"];

/// All settings of a request, in the order of their sections. The model channel is left out: it is the lineage itself.
pub fn settings(request: &TrainingJobRequest) -> Vec<Setting> {
    let mut settings = Vec::new();
    let mut add = |section, name: &str, value: Option<String>| {
        if let Some(value) = value {
            settings.push(Setting { section, name: name.to_owned(), value });
        }
    };
    for (name, value) in request.hyper_parameters.iter().flatten() {
        add(Section::Hyperparameter, name, Some(value.clone()));
    }
    for channel in request.input_data_config.iter().flatten() {
        let name = channel.channel_name.as_deref().unwrap_or_default();
        if name == "model" {
            continue;
        }
        for (member, value) in members(channel) {
            add(Section::Channel, &format!("{name} · {member}"), value);
        }
    }
    let body = serde_json::to_value(request).unwrap_or_default();
    for (member, section, name) in NAMED {
        let value = body.pointer(&format!("/{}", member.replace('.', "/")));
        add(section, name, value.map(text));
    }
    for (member, value) in body.as_object().into_iter().flatten() {
        if COMPARED_OTHERWISE.contains(&member.as_str()) {
            continue;
        }
        match value {
            Value::Object(inner) => {
                for (name, value) in inner {
                    if !NAMED.iter().any(|(known, ..)| known.split_once('.') == Some((member, name))) {
                        add(Section::Other, &format!("{member} · {name}"), Some(text(value)));
                    }
                }
            }
            value if NAMED.iter().any(|(known, ..)| known == member) || value.is_null() => {}
            value => add(Section::Other, member, Some(text(value))),
        }
    }
    settings
}

/// What changed from one request to another, in the order of the sections.
pub fn between(before: &TrainingJobRequest, after: &TrainingJobRequest) -> Vec<Difference> {
    side_by_side(&[before, after])
        .into_iter()
        .filter(|row| row.differs)
        .map(|row| {
            let mut values = row.values.into_iter();
            let (before, after) = (values.next().flatten(), values.next().flatten());
            Difference { section: row.section, name: row.name, before, after }
        })
        .collect()
}

/// All settings of several requests, those that differ first.
pub fn side_by_side(requests: &[&TrainingJobRequest]) -> Vec<SettingRow> {
    let all: Vec<Vec<Setting>> = requests.iter().map(|request| settings(request)).collect();
    let mut names: Vec<(Section, &str)> = Vec::new();
    for setting in all.iter().flatten() {
        if !names.contains(&(setting.section, &setting.name)) {
            names.push((setting.section, &setting.name));
        }
    }
    names.sort_by_key(|(section, _)| *section);
    let mut rows: Vec<SettingRow> = names
        .into_iter()
        .map(|(section, name)| {
            let value = |settings: &Vec<Setting>| {
                settings
                    .iter()
                    .find(|setting| setting.section == section && setting.name == name)
                    .map(|setting| setting.value.clone())
            };
            let values: Vec<Option<String>> = all.iter().map(value).collect();
            let differs = values.windows(2).any(|pair| matches!(pair, [left, right] if left != right));
            SettingRow { section, name: name.to_owned(), values, differs }
        })
        .collect();
    rows.sort_by_key(|row| !row.differs);
    rows
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// What of a channel is compared. A value that is as the service would take it anyway counts as not set.
fn members(channel: &Channel) -> Vec<(&'static str, Option<String>)> {
    let source = channel.data_source.as_ref().and_then(|source| source.s3_data_source.as_ref());
    let unless = |value: &Option<String>, usual: &str| value.clone().filter(|value| value != usual);
    vec![
        ("S3 URI", source.and_then(|source| source.s3_uri.clone())),
        ("S3 data type", source.and_then(|source| unless(&source.s3_data_type, "S3Prefix"))),
        ("Distribution", source.and_then(|source| unless(&source.s3_data_distribution_type, "FullyReplicated"))),
        ("Content type", channel.content_type.clone()),
        ("Compression", unless(&channel.compression_type, "None")),
        ("Record wrapper", unless(&channel.record_wrapper_type, "None")),
        ("Input mode", channel.input_mode.clone()),
        ("Shuffle seed", channel.shuffle_config.as_ref().and_then(|shuffle| shuffle.seed).map(|seed| seed.to_string())),
    ]
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn request(epochs: &str, uri: &str, model: &str) -> TrainingJobRequest {
        let channel = |name: &str, uri: &str| json!({ "ChannelName": name, "DataSource": { "S3DataSource": { "S3DataType": "S3Prefix", "S3Uri": uri } } });
        serde_json::from_value(json!({
            "TrainingJobName": uri,
            "HyperParameters": { "epochs": epochs, "num_layers": "18" },
            "InputDataConfig": [channel("train", uri), channel("model", model)],
            "EnableManagedSpotTraining": true,
        }))
        .expect("a request")
    }

    #[test]
    fn a_hop_shows_what_changed_and_not_the_model_itself() {
        let changed = between(&request("3", "s3://b/old/", "s3://b/1"), &request("5", "s3://b/new/", "s3://b/2"));
        let names: Vec<_> = changed.iter().map(|difference| difference.name.as_str()).collect();
        assert_eq!(names, ["epochs", "train · S3 URI"]);
        assert_eq!((changed[0].before.as_deref(), changed[0].after.as_deref()), (Some("3"), Some("5")));
        assert_eq!(between(&request("3", "s3://b/", "x"), &request("3", "s3://b/", "y")), []);
    }

    #[test]
    fn settings_that_differ_come_first() {
        let (one, two) = (request("3", "s3://b/", ""), TrainingJobRequest::default());
        let rows = side_by_side(&[&one, &two, &one]);
        assert!(rows.iter().all(|row| row.differs && row.values.len() == 3));
        assert!(rows.iter().any(|row| row.name == "EnableManagedSpotTraining" && row.values[0].as_deref() == Some("true")));
        let rows = side_by_side(&[&one, &request("4", "s3://b/", "")]);
        assert_eq!((rows[0].name.as_str(), rows[0].differs, rows[1].differs), ("epochs", true, false));
    }
}
