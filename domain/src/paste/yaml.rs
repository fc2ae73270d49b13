//! YAML: manifests of Kubernetes, and what `--cli-input-yaml` takes. The reader is compiled for the server alone
//! (feature `yaml`); elsewhere YAML is recognised only.

use serde_json::Value;

use super::{Found, PasteError};

/// Whether a text that is nothing else looks like a mapping in YAML with a request in it.
pub(super) fn is_yaml(text: &str) -> bool {
    let is_key = |line: &str| {
        let key = line.split_once(':').filter(|(_, rest)| rest.is_empty() || rest.starts_with(' ')).map(|(key, _)| key);
        key.is_some_and(|key| {
            !key.is_empty() && key.chars().all(|letter| letter.is_ascii_alphanumeric() || "_-.\"'".contains(letter))
        })
    };
    let is_content = |line: &&str| !line.trim().is_empty() && !line.starts_with(['#', '%']) && !line.starts_with("---");
    text.lines().map(str::trim_end).find(is_content).is_some_and(|line| is_key(line.trim_start_matches("- ")))
}

/// The request in a text.
#[cfg(feature = "yaml")]
pub(super) fn read(text: &str) -> Result<Found, PasteError> {
    super::document::find(value(text)?)
}

/// A text as JSON would have it; several documents become a list.
#[cfg(feature = "yaml")]
pub(super) fn value(text: &str) -> Result<Value, PasteError> {
    reader::documents(text).map_err(PasteError::Yaml)
}

#[cfg(not(feature = "yaml"))]
pub(super) fn read(text: &str) -> Result<Found, PasteError> {
    value(text).and_then(super::document::find)
}

#[cfg(not(feature = "yaml"))]
pub(super) fn value(_: &str) -> Result<Value, PasteError> {
    Err(PasteError::YamlElsewhere)
}

#[cfg(feature = "yaml")]
mod reader {
    use std::collections::BTreeMap;

    use saphyr_parser::{Event, Parser, ScalarStyle, ScanError};
    use serde_json::{Map, Number, Value};

    /// Values of a text, those that an alias repeats among them. Our limit: each alias of a short text may stand for all before.
    const MAX_VALUES: usize = 20_000;
    /// The nesting of values. Our limit: no request needs a fifth of it.
    const MAX_DEPTH: usize = 50;

    struct Reader {
        documents: Vec<Value>,
        open: Vec<Node>,
        anchors: BTreeMap<usize, Value>,
        left: usize,
    }

    /// A collection that has not ended.
    struct Node {
        anchor: usize,
        kind: Kind,
    }

    enum Kind {
        List(Vec<Value>),
        /// With the key whose value comes next.
        Mapping(Map<String, Value>, Option<String>),
    }

    /// All documents of a text: one alone, several as a list.
    pub(super) fn documents(text: &str) -> Result<Value, String> {
        let mut reader = Reader { documents: Vec::new(), open: Vec::new(), anchors: BTreeMap::new(), left: MAX_VALUES };
        for event in Parser::new_from_str(text) {
            let (event, span) = event.map_err(|error: ScanError| error.to_string())?;
            reader.take(event).map_err(|reason| format!("{reason} at line {}", span.start.line()))?;
        }
        let Reader { mut documents, .. } = reader;
        Ok(if documents.len() == 1 { documents.remove(0) } else { Value::Array(documents) })
    }

    impl Reader {
        fn take(&mut self, event: Event<'_>) -> Result<(), &'static str> {
            match event {
                Event::Scalar(text, style, anchor, tag) => {
                    let is_text = tag.is_some_and(|tag| tag.suffix == "str") || style != ScalarStyle::Plain;
                    let value = if is_text { Value::from(text.into_owned()) } else { plain(&text) };
                    self.end(anchor, value)
                }
                Event::SequenceStart(anchor, _) => self.begin(anchor, Kind::List(Vec::new())),
                Event::MappingStart(anchor, _) => self.begin(anchor, Kind::Mapping(Map::new(), None)),
                Event::SequenceEnd | Event::MappingEnd => match self.open.pop() {
                    Some(Node { anchor, kind: Kind::List(items) }) => self.end(anchor, Value::Array(items)),
                    Some(Node { anchor, kind: Kind::Mapping(members, _) }) => self.end(anchor, Value::Object(members)),
                    None => Ok(()),
                },
                Event::Alias(anchor) => {
                    let value = self.anchors.get(&anchor).cloned().ok_or("an alias has no anchor before it")?;
                    self.count(size(&value))?;
                    self.put(value)
                }
                _ => Ok(()),
            }
        }

        fn count(&mut self, values: usize) -> Result<(), &'static str> {
            self.left = self.left.checked_sub(values).ok_or("there are too many values")?;
            Ok(())
        }

        fn begin(&mut self, anchor: usize, kind: Kind) -> Result<(), &'static str> {
            self.count(1)?;
            if self.open.len() >= MAX_DEPTH {
                return Err("it is nested too deeply");
            }
            self.open.push(Node { anchor, kind });
            Ok(())
        }

        fn end(&mut self, anchor: usize, value: Value) -> Result<(), &'static str> {
            self.count(1)?;
            // An anchor of 0 is none.
            if anchor > 0 {
                self.count(size(&value))?;
                self.anchors.insert(anchor, value.clone());
            }
            self.put(value)
        }

        fn put(&mut self, value: Value) -> Result<(), &'static str> {
            match self.open.last_mut().map(|node| &mut node.kind) {
                None => self.documents.push(value),
                Some(Kind::List(items)) => items.push(value),
                Some(Kind::Mapping(members, key)) => match key.take() {
                    Some(name) => drop(members.insert(name, value)),
                    None => match value {
                        Value::String(name) => *key = Some(name),
                        Value::Number(_) | Value::Bool(_) => *key = Some(value.to_string()),
                        _ => return Err("a key is no text"),
                    },
                },
            }
            Ok(())
        }
    }

    fn size(value: &Value) -> usize {
        match value {
            Value::Array(items) => items.iter().map(size).sum::<usize>() + 1,
            Value::Object(members) => members.values().map(size).sum::<usize>() + 1,
            _ => 1,
        }
    }

    /// A scalar without quotes, by the core schema of YAML 1.2.
    fn plain(text: &str) -> Value {
        match text {
            "" | "~" | "null" | "Null" | "NULL" => Value::Null,
            "true" | "True" | "TRUE" => Value::Bool(true),
            "false" | "False" | "FALSE" => Value::Bool(false),
            _ if text.starts_with(|first: char| first.is_ascii_digit() || "+-.".contains(first)) => {
                let whole = text.parse::<i64>().ok().map(Number::from);
                let number = whole.or_else(|| text.parse().ok().and_then(Number::from_f64));
                number.map_or_else(|| Value::from(text), Value::Number)
            }
            _ => Value::from(text),
        }
    }
}
