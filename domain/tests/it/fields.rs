//! The form's fields against the specification's 57, and the members of a request against the API model.

use std::collections::BTreeSet;

use domain::{
    ChannelField, Field,
    wire::members::{DESCRIPTION_ONLY, MEMBERS, described_members, request_members},
};
use serde_json::Value;

use crate::fixtures::{read, request};

fn specification() -> Value {
    read(include_str!("../fixtures/create-training-job-fields.json"))
}

/// Every kind of field once; rows are the first of their table.
fn fields() -> Vec<Field> {
    let mut request = request();
    request.tags = Some(vec![domain::wire::Tag::default()]);
    request.environment = Some([("A".to_owned(), String::new())].into());
    let specification = request.algorithm_specification.get_or_insert_default();
    specification.metric_definitions = Some(vec![domain::wire::MetricDefinition::default()]);
    let mut fields = Field::all(&request);
    fields.extend([Field::Container, Field::HyperparameterKey(0), Field::EnvironmentKey(0)]);
    fields
}

/// The element id of a field of the specification; of a row that of the first one.
fn element_id(id: &str) -> String {
    match id.split_once('-') {
        Some(("ch", part)) => format!("channel-0-{part}"),
        Some(("s3" | "fs", _)) => format!("channel-0-{id}"),
        Some(("metric" | "tag", _)) | Some(("hp", "key")) => format!("{id}-0"),
        Some(("hp", "value")) => "hp-value-epochs".to_owned(),
        _ => id.to_owned(),
    }
}

/// The service's name of a member's path; `None` where the field is no single member.
fn member(path: &str) -> Option<String> {
    let path = path.split(',').next().unwrap_or(path);
    if path.starts_with('(') || path.contains('·') {
        return None;
    }
    let bare = path.trim_end_matches("[]").trim_end_matches("{}").trim_end_matches("{key}").trim_end_matches("{value}");
    let lower = |name: &str| {
        let (name, item) = name.strip_suffix("[]").map_or((name, ""), |name| (name, ".1.member"));
        format!("{}{}{item}", name[..1].to_lowercase(), &name[1..])
    };
    Some(bare.split('.').map(lower).collect::<Vec<_>>().join("."))
}

#[test]
fn all_57_fields_have_an_id_and_a_member() {
    let specification = specification();
    let documented = specification["fields"].as_array().unwrap();
    assert_eq!(documented.len(), 57);
    let fields = fields();
    for theirs in documented {
        let id = element_id(theirs["id"].as_str().unwrap());
        let ours = fields.iter().find(|field| field.id() == id).unwrap_or_else(|| panic!("no field has the id {id}"));
        if let Some(member) = member(theirs["path"].as_str().unwrap()) {
            assert_eq!(ours.member(), member, "{id}");
        }
    }
}

#[test]
fn ids_and_members_are_found_again() {
    let fields = fields();
    let ids: BTreeSet<String> = fields.iter().map(Field::id).collect();
    assert_eq!(ids.len(), fields.len(), "an id stands for two fields");
    let request = request();
    for field in Field::all(&request) {
        let text = serde_json::to_string(&field).unwrap();
        assert_eq!(serde_json::from_str::<Field>(&text).unwrap(), field);
        if let Some(found) = Field::of_member(&field.member().to_uppercase(), &request) {
            assert_eq!(found.member(), field.member(), "{field:?}");
        }
    }
    let place = Field::Channel(1, ChannelField::S3Uri);
    assert_eq!(Field::of_member("inputDataConfig.2.member.dataSource.s3DataSource.s3Uri", &request), Some(place));
    assert_eq!(Field::of_member("inputDataConfig.9.member.channelName", &request), None);
    assert_eq!(Field::of_member("", &request), None);
}

#[test]
fn members_of_the_structures_are_the_models() {
    let all = read(include_str!("../fixtures/create-training-job-members.json"));
    let paths: Vec<&str> = all.as_array().unwrap().iter().map(|member| member["path"].as_str().unwrap()).collect();
    for (parent, ours) in MEMBERS {
        let start = if parent.is_empty() { String::new() } else { format!("{parent}.") };
        let theirs = paths.iter().filter_map(|path| path.strip_prefix(&start)).filter(|name| !name.contains(['.', '[', '{']));
        assert_eq!(theirs.collect::<Vec<_>>(), ours.to_vec(), "{parent}");
    }
    let members = paths.iter().filter(|path| !path.ends_with([']', '}']));
    let parents: BTreeSet<&str> = members.map(|path| path.rsplit_once('.').map_or("", |(parent, _)| parent)).collect();
    assert_eq!(MEMBERS.iter().map(|(parent, _)| *parent).collect::<BTreeSet<_>>(), parents, "a structure is missing");
}

/// The API model as the engine has it; `scripts/make-api-model.py` writes it from the model that botocore ships.
fn api_model() -> Value {
    read(include_str!("../../../engine/src/sagemaker/api-model.json"))
}

#[test]
fn no_member_of_a_request_is_dropped() {
    let model = api_model();
    let theirs = model["shapes"]["CreateTrainingJobRequest"]["members"].as_object().unwrap();
    assert_eq!(theirs.keys().collect::<Vec<_>>(), request_members());
}

#[test]
fn no_member_of_a_request_is_dropped_from_its_description() {
    let model = api_model();
    let description: BTreeSet<&str> =
        model["description"].as_array().unwrap().iter().map(|member| member.as_str().unwrap()).collect();
    let ours: BTreeSet<&str> = described_members().chain(DESCRIPTION_ONLY.iter().copied()).collect();
    assert_eq!(description, ours);
    let unmentioned: Vec<&str> = request_members().iter().copied().filter(|name| !description.contains(name)).collect();
    assert_eq!(unmentioned, ["Tags", "SessionChainingConfig"]);
}

#[test]
fn a_member_of_the_json_is_written_as_requests_write_it() {
    assert_eq!(Field::Role.json_member(), "RoleArn");
    assert_eq!(Field::VolumeKmsKey.json_member(), "ResourceConfig.VolumeKmsKeyId");
    assert_eq!(Field::MetricRegex(0).json_member(), "AlgorithmSpecification.MetricDefinitions.1.Regex");
}
