//! Members of a request that the API does not have, and the member that was probably meant.

use serde_json::{Map, Value};

use super::{
    TrainingJobRequest,
    members::{MEMBERS, members_of},
};

/// Unknown members that are named; of a request with more, the first ones. Source: our own limit, since a pasted text may hold
/// hundreds of thousands, each of which is compared with all members of the API.
const MAX_NAMED: usize = 100;
/// Letters by which two names may differ and still be taken for one that was mistyped.
const MAX_DISTANCE: usize = 3;

/// The part of a request that a member stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// None of the others.
    Request,
    /// A channel, by its place.
    Channel(u32),
    /// A tag, by its place.
    Tag(u32),
    /// A metric definition, by its place.
    Metric(u32),
}

/// A member that the API does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownMember {
    /// Where it stands, for example `ResourceConfig.InstanceTypo`; items of lists by their place, `InputDataConfig[0].Odd`.
    pub path: String,
    /// The part that it stands in.
    pub part: Part,
    /// A member of the API that is written nearly so.
    pub similar: Option<String>,
}

impl UnknownMember {
    /// A question about the similar member with a space before it; empty without one.
    pub fn question(&self) -> String {
        self.similar.as_ref().map_or_else(String::new, |similar| format!(" Did you mean {similar}?"))
    }
}

/// The members of a request that the API does not have at any depth, at most `MAX_NAMED`.
pub fn unknown_members(request: &TrainingJobRequest) -> Vec<UnknownMember> {
    let mut search = Search { found: Vec::new(), part: Part::Request };
    search.structure("", "", Some(&request.other));
    let algorithm = request.algorithm_specification.as_ref();
    search.whole("AlgorithmSpecification", algorithm.map(|part| &part.other));
    search.whole("OutputDataConfig", request.output_data_config.as_ref().map(|part| &part.other));
    search.whole("ResourceConfig", request.resource_config.as_ref().map(|part| &part.other));
    search.whole("VpcConfig", request.vpc_config.as_ref().map(|part| &part.other));
    search.whole("StoppingCondition", request.stopping_condition.as_ref().map(|part| &part.other));
    search.whole("CheckpointConfig", request.checkpoint_config.as_ref().map(|part| &part.other));
    search.whole("RetryStrategy", request.retry_strategy.as_ref().map(|part| &part.other));
    for (index, metric) in (0_u32..).zip(algorithm.iter().flat_map(|part| part.metric_definitions.iter().flatten())) {
        search.part = Part::Metric(index);
        search.item("AlgorithmSpecification.MetricDefinitions", index, "", Some(&metric.other));
    }
    for (index, tag) in (0_u32..).zip(request.tags.iter().flatten()) {
        search.part = Part::Tag(index);
        search.item("Tags", index, "", Some(&tag.other));
    }
    for (index, channel) in (0_u32..).zip(request.input_data_config.iter().flatten()) {
        search.part = Part::Channel(index);
        let source = channel.data_source.as_ref();
        let s3 = source.and_then(|source| source.s3_data_source.as_ref());
        let files = source.and_then(|source| source.file_system_data_source.as_ref());
        for (part, members) in [
            ("", Some(&channel.other)),
            (".ShuffleConfig", channel.shuffle_config.as_ref().map(|part| &part.other)),
            (".DataSource", source.map(|part| &part.other)),
            (".DataSource.S3DataSource", s3.map(|part| &part.other)),
            (".DataSource.FileSystemDataSource", files.map(|part| &part.other)),
        ] {
            search.item("InputDataConfig", index, part, members);
        }
    }
    search.found
}

struct Search {
    found: Vec<UnknownMember>,
    part: Part,
}

impl Search {
    /// A structure that stands once in a request, by its path.
    fn whole(&mut self, path: &str, members: Option<&Map<String, Value>>) {
        self.structure(path, path, members);
    }

    /// A structure at or below an item of a list.
    fn item(&mut self, list: &str, index: u32, below: &str, members: Option<&Map<String, Value>>) {
        self.structure(&format!("{list}[]{below}"), &format!("{list}[{index}]{below}"), members);
    }

    /// `path` is the structure's path in [`MEMBERS`], `place` where it stands. Deeper than that table nothing is looked at.
    fn structure(&mut self, path: &str, place: &str, members: Option<&Map<String, Value>>) {
        let known = members_of(path);
        if known.is_empty() {
            return;
        }
        for (name, value) in members.into_iter().flatten() {
            if self.found.len() >= MAX_NAMED {
                return;
            }
            let (own, own_place) = (joined(path, name), joined(place, name));
            if !known.contains(&name.as_str()) {
                self.found.push(UnknownMember { path: own_place, part: self.part, similar: similar(path, name) });
                continue;
            }
            match value {
                Value::Object(members) => self.structure(&own, &own_place, Some(members)),
                Value::Array(items) => {
                    for (index, item) in (0_u32..).zip(items) {
                        self.item_of(&own, &own_place, index, item);
                    }
                }
                _ => {}
            }
        }
    }

    fn item_of(&mut self, path: &str, place: &str, index: u32, item: &Value) {
        self.structure(&format!("{path}[]"), &format!("{place}[{index}]"), item.as_object());
    }
}

fn joined(parent: &str, name: &str) -> String {
    if parent.is_empty() { name.to_owned() } else { format!("{parent}.{name}") }
}

/// The member that is written most alike: of the same structure by its name, else of another one by its path.
fn similar(parent: &str, name: &str) -> Option<String> {
    let (name, length) = (name.to_lowercase(), name.chars().count());
    let nearest = |members: &'static [&'static str]| {
        // Names of other lengths are further away; a long one would be compared letter by letter with each.
        let of_length = members.iter().filter(|known| known.len().abs_diff(length) <= MAX_DISTANCE);
        let near = of_length.map(|known| (distance(&known.to_lowercase(), &name), *known));
        // Of short names nearly all are alike.
        near.filter(|(steps, known)| *steps <= MAX_DISTANCE && steps * 4 <= known.len()).min()
    };
    nearest(members_of(parent)).map(|(_, known)| known.to_owned()).or_else(|| {
        let all = MEMBERS.iter().filter_map(|(path, members)| nearest(members).map(|(steps, known)| (steps, *path, known)));
        // Of equals the first: the structures that nearly every request has come first.
        all.min_by_key(|(steps, _, _)| *steps).map(|(_, path, known)| joined(path, known))
    })
}

/// How many letters must be put in, left out or replaced to turn one text into the other.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (place, letter) in one.chars().enumerate() {
        let mut next = vec![place + 1];
        let mut left = place + 1;
        for (target, pair) in other.iter().zip(row.windows(2)) {
            let [diagonal, above] = pair else { continue };
            left = (diagonal + usize::from(letter != *target)).min(above + 1).min(left + 1);
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_any_length_and_number_are_read_quickly() {
        let begun = std::time::Instant::now();
        let mut request = TrainingJobRequest::default();
        request.other.insert("A".repeat(2_000_000), Value::Null);
        request.other.extend((0..200_000).map(|number| (format!("MemberNumber{number}"), Value::Null)));
        assert_eq!(unknown_members(&request).len(), MAX_NAMED);
        assert!(begun.elapsed().as_secs() < 10, "{:?}", begun.elapsed());
        assert_eq!(similar("", "Environmint").as_deref(), Some("Environment"));
    }

    #[test]
    fn a_member_in_the_wrong_case_is_found_at_every_depth() {
        let request = serde_json::json!({
            "tags": [],
            "Tags": [{ "Key": "a", "Value": "b" }, { "key": "cart", "value": "data-team" }],
            "AlgorithmSpecification": { "MetricDefinitions": [{ "name": "a", "regex": "a=(.*)" }] },
            "DebugHookConfig": { "s3OutputPath": "s3://b", "CollectionConfigurations": [{ "collectionName": "all" }] },
            "ExperimentConfig": { "experimentName": "e" },
            "InputDataConfig": [{ "ShuffleConfig": { "seed": 3 }, "DataSource": { "DatasetSource": { "datasetArn": "a" } } }],
            "HyperParameters": { "epochs": "1" },
            "ProfilerConfig": { "ProfilingParameters": { "own": "1" } },
        });
        let request: TrainingJobRequest = serde_json::from_value(request).expect("a request");
        let found = unknown_members(&request);
        let found: Vec<(&str, &str)> =
            found.iter().map(|member| (member.path.as_str(), member.similar.as_deref().unwrap_or_default())).collect();
        assert_eq!(
            found,
            [
                ("tags", "Tags"),
                ("DebugHookConfig.s3OutputPath", "S3OutputPath"),
                ("DebugHookConfig.CollectionConfigurations[0].collectionName", "CollectionName"),
                ("ExperimentConfig.experimentName", "ExperimentName"),
                ("AlgorithmSpecification.MetricDefinitions[0].name", "Name"),
                ("AlgorithmSpecification.MetricDefinitions[0].regex", "Regex"),
                ("Tags[1].key", "Key"),
                ("Tags[1].value", "Value"),
                ("InputDataConfig[0].ShuffleConfig.seed", "Seed"),
                ("InputDataConfig[0].DataSource.DatasetSource.datasetArn", "DatasetArn"),
            ]
        );
    }
}
