//! The API model of the operations' inputs. The service checks every input against it first.
//!
//! `api-model.json` is made by `scripts/make-api-model.py` from the model that botocore ships. [`types`] checks the JSON types,
//! and [`constraints`] checks lengths, ranges, patterns, enumerations and required members.

mod constraints;
mod types;

use std::{
    collections::HashMap,
    sync::{LazyLock, OnceLock},
};

use regex::Regex;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use super::member::Refusal;
use crate::json_protocol::WireError;

static MODEL: LazyLock<Model> =
    LazyLock::new(|| serde_json::from_str(include_str!("api-model.json")).expect("a test reads the same bytes"));

#[derive(Debug, Deserialize)]
struct Model {
    inputs: HashMap<String, String>,
    shapes: HashMap<String, Shape>,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Shape {
    Structure {
        required: Vec<String>,
        /// The name of each member's shape, in the model's order.
        members: Map<String, Value>,
    },
    List {
        member: String,
        #[serde(flatten)]
        count: Range,
    },
    Map {
        key: String,
        value: String,
        #[serde(flatten)]
        count: Range,
    },
    String(Text),
    #[serde(alias = "long")]
    Integer(Range),
    #[serde(alias = "double")]
    Float(Range),
    Boolean,
    Timestamp,
}

/// Both limits are inclusive.
#[derive(Debug, Default, Deserialize)]
struct Range {
    min: Option<f64>,
    max: Option<f64>,
}

#[derive(Debug, Deserialize)]
struct Text {
    #[serde(flatten)]
    length: Range,
    /// The pattern as the service repeats it.
    pattern: Option<String>,
    /// Another form, where Rust needs one; `null` where there is none.
    #[serde(default, deserialize_with = "present", rename = "rust")]
    other: Option<Option<String>>,
    #[serde(rename = "enum")]
    words: Option<Vec<String>>,
    #[serde(skip)]
    compiled: OnceLock<Option<Regex>>,
}

/// Distinguishes `null` from a missing member.
fn present<'de, D: Deserializer<'de>>(input: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(input).map(Some)
}

/// The refusals of an operation's input. The service checks these constraints before all others.
///
/// # Errors
/// `SerializationException` for a member of another JSON type.
pub(super) fn check(operation: &str, input: &Value) -> Result<Vec<Refusal>, WireError> {
    let Some(shape) = MODEL.inputs.get(operation) else { return Ok(Vec::new()) };
    types::check(shape, input)?;
    Ok(constraints::check(shape, input))
}

/// The kind of a member, for modules that do not check inputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    List,
    Time,
    Other,
}

/// The kind of the member at a path of an operation's input; `None` when there is no such member. The entries of a list have
/// the path of the list. The keys of a map are below the path of the map and may have dots.
pub(super) fn kind(operation: &str, path: &str) -> Option<Kind> {
    let mut name = MODEL.inputs.get(operation)?.as_str();
    let mut rest = Some(path);
    loop {
        match (MODEL.shape(name)?, rest) {
            (Shape::List { .. }, None) => return Some(Kind::List),
            (Shape::Timestamp, None) => return Some(Kind::Time),
            (_, None) => return Some(Kind::Other),
            (Shape::List { member, .. }, Some(_)) => name = member,
            (Shape::Map { .. }, Some(key)) => return (!key.is_empty()).then_some(Kind::Other),
            (Shape::Structure { members, .. }, Some(path)) => {
                let (member, below) = path.split_once('.').map_or((path, None), |(member, below)| (member, Some(below)));
                (name, rest) = (members.get(member)?.as_str()?, below);
            }
            (_, Some(_)) => return None,
        }
    }
}

impl Model {
    fn shape(&self, name: &str) -> Option<&Shape> {
        self.shapes.get(name)
    }
}

impl Shape {
    /// The members of a value, each with the name of its shape. A member that is `null` counts as missing.
    fn present<'a>(members: &'a Map<String, Value>, value: &'a Value) -> impl Iterator<Item = (&'a str, &'a str, &'a Value)> {
        members.iter().filter_map(move |(name, shape)| {
            let value = value.get(name).filter(|value| !value.is_null())?;
            Some((name.as_str(), shape.as_str()?, value))
        })
    }
}

impl Text {
    /// The pattern, which the whole value must match; `None` when there is none, or when Rust cannot compile it.
    fn regex(&self) -> Option<&Regex> {
        let compile = || {
            let pattern = match &self.other {
                Some(other) => other.as_deref(),
                None => self.pattern.as_deref(),
            }?;
            Regex::new(&format!("^(?:{pattern})$")).ok()
        };
        self.compiled.get_or_init(compile).as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::{MODEL, Shape};
    use crate::sagemaker::OPERATIONS;

    #[test]
    fn every_operation_has_its_input_and_every_shape_its_parts() {
        for (operation, _) in OPERATIONS {
            assert!(MODEL.inputs.contains_key(*operation), "{operation}");
        }
        assert_eq!(MODEL.inputs.len(), OPERATIONS.len());
        for (name, shape) in &MODEL.shapes {
            let parts: Vec<&str> = match shape {
                Shape::Structure { members, .. } => members.values().filter_map(|shape| shape.as_str()).collect(),
                Shape::List { member, .. } => vec![member],
                Shape::Map { key, value, .. } => vec![key, value],
                _ => vec![],
            };
            assert!(parts.iter().all(|part| MODEL.shape(part).is_some()), "{name}");
        }
    }

    #[test]
    fn every_pattern_is_one_of_rust_unless_the_model_says_that_there_is_none() {
        for (name, shape) in &MODEL.shapes {
            if let Shape::String(text) = shape
                && text.pattern.is_some()
                && text.other != Some(None)
            {
                assert!(text.regex().is_some(), "{name}: {:?}", text.pattern);
            }
        }
    }
}
