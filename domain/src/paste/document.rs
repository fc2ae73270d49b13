//! JSON, YAML and dictionaries: a request, a description, or a document of another program that holds one.

mod container;
mod intrinsic;

use serde_json::{Map, Value};

use super::{Form, Found, PasteError, python, spelling, unknown};
use crate::wire::members::is_request_member;
use container::Container;
use intrinsic::Place;

/// The nesting that is searched. Our limit: a state in a branch of a map in a state machine stands at a third of it.
const MAX_DEPTH: usize = 60;
/// Members that hardly anything else has. Two of them make a request, however they are written.
const TELLING: [&str; 8] = [
    "TrainingJobName",
    "AlgorithmSpecification",
    "RoleArn",
    "InputDataConfig",
    "OutputDataConfig",
    "ResourceConfig",
    "StoppingCondition",
    "HyperParameters",
];
/// What a text has that is JSON with a request, in both spellings.
const TEXT: &str = "lgorithmSpecification\"";
/// What only a description has.
const DESCRIBED: [&str; 3] = ["TrainingJobArn", "TrainingJobStatus", "SecondaryStatus"];

/// Whether the members are those of an answer of `DescribeTrainingJob`.
pub(super) fn is_description(members: &Map<String, Value>) -> bool {
    DESCRIBED.iter().any(|name| members.contains_key(*name))
}

/// The request in a document.
///
/// # Errors
/// [`PasteError::NoMember`] when nothing in it is one.
pub(super) fn find(document: Value) -> Result<Found, PasteError> {
    if let Some(text) = unknown::text_of(&document) {
        return Err(PasteError::NoMember(text.to_owned()));
    }
    if let Some(program) = notebook(&document) {
        return python::read(&program).unwrap_or(Err(PasteError::Unknown));
    }
    let is_list = document.is_array();
    let members = match document {
        Value::Object(members) if is_plain(&members) => {
            return Ok(Found::new(Form::Request, intrinsic::resolved(members, Place::Alone)));
        }
        Value::Object(members) => members,
        other => Map::from_iter([("list".to_owned(), other)]),
    };
    let mut search = Search { found: None, more: 0 };
    search.object(&members, "", None, 0);
    match search.found {
        Some(mut found) => {
            if search.more > 0 {
                found.notes.insert(0, format!("The text holds {} requests; this is the first.", search.more + 1));
            }
            Ok(found)
        }
        None if is_list => Err(PasteError::Unknown),
        None => Err(PasteError::NoMember(members.keys().next().cloned().unwrap_or_default())),
    }
}

/// A request or description that stands alone.
fn is_plain(members: &Map<String, Value>) -> bool {
    Container::of(members).is_none() && (is_description(members) || members.keys().any(|name| is_request_member(name)))
}

/// Whether these are members of a request, in whatever spelling.
fn is_request(members: &Map<String, Value>) -> bool {
    let is_telling = |name: &&String| {
        let name = name.strip_suffix(intrinsic::PATH).unwrap_or(name);
        spelling::member("", name).is_some_and(|known| TELLING.contains(&known))
    };
    members.keys().filter(is_telling).count() >= 2
}

struct Search {
    found: Option<Found>,
    more: usize,
}

impl Search {
    /// `name` is the member in which the object stands, `around` the document of another program that it belongs to.
    fn object(&mut self, members: &Map<String, Value>, name: &str, around: Option<&Container>, depth: usize) {
        if depth > MAX_DEPTH {
            return;
        }
        let container = Container::of(members);
        if let Some(inner) = container.as_ref().and_then(|container| container.request_in(members)) {
            return self.take(inner, name, container.as_ref());
        }
        if container.is_none() && is_request(members) {
            return self.take(members, name, around);
        }
        for (name, value) in members {
            self.value(value, name, container.as_ref().or(around), depth + 1);
        }
    }

    fn value(&mut self, value: &Value, name: &str, around: Option<&Container>, depth: usize) {
        match value {
            Value::Object(members) => self.object(members, name, around, depth),
            Value::Array(items) if depth <= MAX_DEPTH => {
                items.iter().for_each(|item| self.value(item, name, around, depth + 1));
            }
            // Answers of services hold definitions and events as a text.
            Value::String(text) if text.contains(TEXT) && depth <= MAX_DEPTH => {
                if let Ok(Value::Object(members)) = serde_json::from_str(text) {
                    self.object(&members, name, around, depth + 1);
                }
            }
            _ => {}
        }
    }

    fn take(&mut self, members: &Map<String, Value>, name: &str, container: Option<&Container>) {
        if self.found.is_some() {
            self.more += 1;
            return;
        }
        let is_spelled = members.keys().any(|name| is_request_member(name.strip_suffix(intrinsic::PATH).unwrap_or(name)));
        let mut members = intrinsic::resolved(members.clone(), Place::Document);
        let mut found = Found::new(Form::Document, Map::new());
        match container {
            Some(container) => {
                container.complete(&mut members);
                found.notes.push(container.sentence(name));
                found.region.clone_from(&container.region);
            }
            // Parameters of a state alone, or a request in a member of something else.
            None if name.is_empty() => found.form = Form::Request,
            None => found.notes.push(format!("The request stands in the member {name}; only that is read.")),
        }
        if !is_spelled || container.is_some() {
            members = spelling::as_the_api(members);
        }
        if !is_spelled {
            found
                .notes
                .push("The text writes the names of members otherwise than the API; they are read as the API's.".to_owned());
        }
        found.members = members;
        self.found = Some(found);
    }
}

/// The program in a Jupyter notebook.
fn notebook(document: &Value) -> Option<String> {
    document.get("nbformat")?;
    let cells = document.get("cells")?.as_array()?;
    let code = cells.iter().filter(|cell| cell.get("cell_type").and_then(Value::as_str) == Some("code"));
    let text = |source: &Value| match source {
        Value::String(text) => text.clone(),
        Value::Array(lines) => lines.iter().filter_map(Value::as_str).collect(),
        _ => String::new(),
    };
    Some(code.filter_map(|cell| cell.get("source")).map(text).collect::<Vec<_>>().join("\n"))
}
