//! What differs between the requests of jobs: from a parent to its child, or between jobs side by side.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    algorithm::MODEL_CHANNEL,
    channel_data::{ChannelData, compare},
    description::TrainingJobDetail,
    service_defaults::without_service_defaults,
    wire::{Channel, TrainingJobRequest},
};

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

/// The channel that a job starts from, with what separates a channel from its members in a setting's name.
const MODEL_PREFIX: &str = "model · ";

/// All settings of a request, in the order of their sections; what is as the service would take it anyway counts as not
/// set.
pub fn settings(request: &TrainingJobRequest) -> Vec<Setting> {
    let request = &without_service_defaults(request);
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
        let job_mode = request.algorithm_specification.as_ref().and_then(|algorithm| algorithm.training_input_mode.as_deref());
        for (member, value) in members(channel, job_mode) {
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

/// What changed from a parent's request to its child's, in the order of the sections. The model channel is left out: it
/// is the lineage itself.
pub fn between(before: &TrainingJobRequest, after: &TrainingJobRequest) -> Vec<Difference> {
    side_by_side(&[before, after])
        .into_iter()
        .filter(|row| row.differs && !row.name.starts_with(MODEL_PREFIX))
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

/// What the channels of jobs held when they were listed: a row for each channel with data, whose digests decide.
pub fn data_side_by_side(jobs: &[TrainingJobDetail]) -> Vec<SettingRow> {
    let names: BTreeSet<&str> = jobs.iter().flat_map(|job| &job.channels).map(|data| data.channel.as_str()).collect();
    let row = |channel: &str| {
        let has = |job: &TrainingJobDetail| {
            let mut channels = job.request.input_data_config.iter().flatten();
            channels.any(|own| own.channel_name.as_deref() == Some(channel))
        };
        let listed = |job: &TrainingJobDetail| {
            let data = job.channels.iter().find(|data| data.channel == channel).map(ChannelData::words);
            data.or_else(|| has(job).then(|| "not listed".to_owned()))
        };
        // What nobody knows must not stand among what is the same; the values say that it is not known.
        let is_other = |pair: &[TrainingJobDetail]| match pair {
            [earlier, later] => !compare(earlier.listed(channel), later.listed(channel)).is_same(),
            _ => false,
        };
        SettingRow {
            section: Section::Channel,
            name: format!("{channel} · Data"),
            values: jobs.iter().map(listed).collect(),
            differs: jobs.windows(2).any(is_other),
        }
    };
    names.into_iter().filter(|name| *name != MODEL_CHANNEL).map(row).collect()
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// What of a channel is compared; a channel without an input mode of its own has the job's.
fn members(channel: &Channel, job_mode: Option<&str>) -> Vec<(&'static str, Option<String>)> {
    let source = channel.data_source.as_ref();
    let files = source.and_then(|source| source.file_system_data_source.as_ref());
    let source = source.and_then(|source| source.s3_data_source.as_ref());
    vec![
        ("S3 URI", source.and_then(|source| source.s3_uri.clone())),
        ("S3 data type", source.and_then(|source| source.s3_data_type.clone())),
        ("Distribution", source.and_then(|source| source.s3_data_distribution_type.clone())),
        ("Attribute names", source.and_then(|source| source.attribute_names.as_ref()).map(|names| names.join(", "))),
        ("File system ID", files.and_then(|files| files.file_system_id.clone())),
        ("Directory path", files.and_then(|files| files.directory_path.clone())),
        ("Content type", channel.content_type.clone()),
        ("Compression", channel.compression_type.clone()),
        ("Record wrapper", channel.record_wrapper_type.clone()),
        ("Input mode", channel.input_mode.as_deref().or(job_mode).map(str::to_owned)),
        ("Shuffle seed", channel.shuffle_config.as_ref().and_then(|shuffle| shuffle.seed).map(|seed| seed.to_string())),
    ]
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::wire::AlgorithmSpecification;

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
    fn a_channel_has_the_mode_of_its_job_unless_it_has_its_own() {
        let with = |own: Option<&str>| {
            let mut request = request("3", "s3://b/", "x");
            request.algorithm_specification = Some(AlgorithmSpecification {
                training_input_mode: Some("File".to_owned()),
                ..AlgorithmSpecification::default()
            });
            for channel in request.input_data_config.iter_mut().flatten() {
                channel.input_mode = own.map(str::to_owned);
            }
            request
        };
        assert_eq!(between(&with(None), &with(Some("File"))), []);
        assert_eq!(between(&with(None), &with(Some("Pipe"))).len(), 1);
    }

    #[test]
    fn jobs_side_by_side_differ_in_the_models_that_they_started_from() {
        let (one, two) = (request("3", "s3://b/", "s3://b/1"), request("3", "s3://b/", "s3://b/2"));
        let rows = side_by_side(&[&one, &two]);
        assert_eq!((rows[0].name.as_str(), rows[0].differs, rows[1].differs), ("model · S3 URI", true, false));
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
