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

/// A member that the API does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownMember {
    /// Where it stands, for example `ResourceConfig.InstanceTypo`; channels by their place, `InputDataConfig[0].Odd`.
    pub path: String,
    /// The channel that it stands in, by its place.
    pub channel: Option<u32>,
    /// A member of the API that is written nearly so.
    pub similar: Option<String>,
}

impl UnknownMember {
    /// A question about the similar member with a space before it; empty without one.
    pub fn question(&self) -> String {
        self.similar.as_ref().map_or_else(String::new, |similar| format!(" Did you mean {similar}?"))
    }
}

/// The members of a request that the API does not have, at most `MAX_NAMED`, as far as the request keeps them.
pub fn unknown_members(request: &TrainingJobRequest) -> Vec<UnknownMember> {
    let mut found = Vec::new();
    let mut add = |parent: &str, members: Option<&Map<String, Value>>| {
        let room = MAX_NAMED.saturating_sub(found.len());
        found.extend(members.into_iter().flat_map(|members| unknown(parent, None, members, room)));
    };
    add("", Some(&request.other));
    add("AlgorithmSpecification", request.algorithm_specification.as_ref().map(|part| &part.other));
    add("OutputDataConfig", request.output_data_config.as_ref().map(|part| &part.other));
    add("ResourceConfig", request.resource_config.as_ref().map(|part| &part.other));
    add("VpcConfig", request.vpc_config.as_ref().map(|part| &part.other));
    add("StoppingCondition", request.stopping_condition.as_ref().map(|part| &part.other));
    add("CheckpointConfig", request.checkpoint_config.as_ref().map(|part| &part.other));
    add("RetryStrategy", request.retry_strategy.as_ref().map(|part| &part.other));
    for (index, channel) in (0_u32..).zip(request.input_data_config.iter().flatten()) {
        let source = channel.data_source.as_ref();
        let s3 = source.and_then(|source| source.s3_data_source.as_ref());
        let files = source.and_then(|source| source.file_system_data_source.as_ref());
        for (part, members) in [
            ("", Some(&channel.other)),
            (".DataSource", source.map(|part| &part.other)),
            (".DataSource.S3DataSource", s3.map(|part| &part.other)),
            (".DataSource.FileSystemDataSource", files.map(|part| &part.other)),
        ] {
            let parent = format!("InputDataConfig[]{part}");
            let room = MAX_NAMED.saturating_sub(found.len());
            found.extend(members.into_iter().flat_map(|members| unknown(&parent, Some(index), members, room)));
        }
    }
    found
}

/// At most `room` unknown members of one structure.
fn unknown(parent: &str, channel: Option<u32>, members: &Map<String, Value>, room: usize) -> Vec<UnknownMember> {
    let known = members_of(parent);
    let unknown = members.keys().filter(|name| !known.contains(&name.as_str())).take(room);
    let place = channel.map_or_else(|| parent.to_owned(), |index| parent.replace("[]", &format!("[{index}]")));
    unknown.map(|name| UnknownMember { path: joined(&place, name), channel, similar: similar(parent, name) }).collect()
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
        all.min().map(|(_, path, known)| joined(path, known))
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
}
