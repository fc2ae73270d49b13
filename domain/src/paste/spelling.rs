//! Names of members as other programs write them: `trainingJobName`, `roleARN`, `s3URI`, `training_job_name`.

use serde_json::{Map, Value};

use crate::wire::members::members_of;

/// A name without what programs write differently.
pub(super) fn plain(name: &str) -> String {
    name.chars().filter(|letter| !matches!(letter, '_' | '-')).flat_map(char::to_lowercase).collect()
}

/// The API's name of a member of the structure at `path`, however it is written.
pub(super) fn member(path: &str, name: &str) -> Option<&'static str> {
    let plain_name = plain(name);
    members_of(path).iter().copied().find(|known| *known == name || plain(known) == plain_name)
}

/// Gives all members the names of the API, at every depth. Names that the API does not have stay.
pub(super) fn as_the_api(members: Map<String, Value>) -> Map<String, Value> {
    structure("", members)
}

fn structure(path: &str, members: Map<String, Value>) -> Map<String, Value> {
    let mut named = Map::new();
    for (name, value) in members {
        let name = member(path, &name).map_or(name, str::to_owned);
        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        let value = self::value(&path, &name, value);
        named.entry(name).or_insert(value);
    }
    named
}

fn value(path: &str, name: &str, value: Value) -> Value {
    let is_structure = !members_of(path).is_empty();
    match value {
        Value::Object(members) if is_structure => Value::Object(structure(path, members)),
        // Terraform writes a structure as a list of one.
        Value::Array(mut items) if is_structure && items.len() == 1 => self::value(path, name, items.remove(0)),
        // An older operator of Kubernetes has a list of names and values for a map.
        Value::Array(items) if matches!(name, "HyperParameters" | "Environment") => pairs(items),
        Value::Array(items) => {
            let item = |item| match item {
                Value::Object(members) => Value::Object(structure(&format!("{path}[]"), members)),
                other => other,
            };
            Value::Array(items.into_iter().map(item).collect())
        }
        other => other,
    }
}

fn pairs(items: Vec<Value>) -> Value {
    let pair = |item: &Value| {
        let members = item.as_object()?;
        let part = |wanted: &str| members.iter().find(|(name, _)| plain(name) == wanted).map(|(_, value)| value.clone());
        Some((part("name")?.as_str()?.to_owned(), part("value")?))
    };
    match items.iter().map(pair).collect::<Option<Map<String, Value>>>() {
        Some(map) => Value::Object(map),
        None => Value::Array(items),
    }
}
