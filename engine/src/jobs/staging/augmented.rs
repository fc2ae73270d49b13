//! `AugmentedManifestFile`: an object with one JSON object on each line. The request names the attributes that are used, and
//! their order. An attribute whose name ends with `-ref` names an object. Source: developer guide, "Provide Dataset Metadata to
//! Training Jobs with an Augmented Manifest File".

use domain::{S3Uri, rules::s3_source::OBJECT_ATTRIBUTE};
use mxnet_formats::text_encoding::plain_text;
use serde_json::{Map, Value};

use super::{channel::nothing_found, manifest};
use crate::{jobs::failure::JobError, s3::store::Store};

/// One line of a manifest.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    /// From 1, as editors count: empty lines count too.
    pub(super) number: usize,
    /// In the order of `AttributeNames`.
    pub(super) attributes: Vec<Attribute>,
}

impl Line {
    /// The failure of a job whose channel has this line.
    pub(super) fn refuse(&self, channel: &str, reason: impl std::fmt::Display) -> JobError {
        JobError::download(format!("line {} of the augmented manifest of channel {channel}: {reason}", self.number))
    }
}

/// The value of one attribute of one line.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Attribute {
    /// The object whose bytes are the value.
    Object(S3Uri),
    /// The value itself, as JSON; texts without quotes.
    Text(String),
}

/// The lines of a manifest that are not empty; there is one at least.
pub(super) async fn read(store: &Store, uri: &S3Uri, names: &[String]) -> Result<Vec<Line>, JobError> {
    let text = manifest::text(store, uri).await?;
    let lines = plain_text(&text).map_err(|error| error.to_string()).and_then(|text| parse(text, names));
    let lines = lines.map_err(|reason| JobError::download(format!("The manifest {uri} cannot be read: {reason}")))?;
    if lines.is_empty() { Err(nothing_found(uri)) } else { Ok(lines) }
}

fn parse(text: &str, names: &[String]) -> Result<Vec<Line>, String> {
    let lines = text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty());
    let parsed = |(line, number)| match attributes(line, names) {
        Ok(attributes) => Ok(Line { number, attributes }),
        Err(reason) => Err(format!("line {number}: {reason}")),
    };
    lines.map(parsed).collect()
}

fn attributes(line: &str, names: &[String]) -> Result<Vec<Attribute>, String> {
    let object: Map<String, Value> = serde_json::from_str(line).map_err(|error| format!("it is no JSON object: {error}"))?;
    let attribute = |name: &String| {
        let value = object.get(name).ok_or_else(|| {
            format!("it has no attribute {name}; AttributeNames asks for it. Add it to the line, or correct AttributeNames")
        })?;
        match value.as_str() {
            Some(text) if name.ends_with(OBJECT_ATTRIBUTE) => {
                S3Uri::parse(text).map(Attribute::Object).map_err(|error| format!("{name} is {text}: {error}"))
            }
            None if name.ends_with(OBJECT_ATTRIBUTE) => Err(format!("{name} is no S3 location")),
            Some(text) => Ok(Attribute::Text(text.to_owned())),
            None => Ok(Attribute::Text(value.to_string())),
        }
    };
    names.iter().map(attribute).collect()
}

#[cfg(test)]
mod tests {
    use super::{Attribute, Line, parse};

    #[test]
    fn lines_give_the_attributes_in_the_order_that_was_asked_for() {
        let names = ["source-ref", "class"].map(str::to_owned);
        let text = "\n{\"class\": 3, \"source-ref\": \"s3://data/a.png\", \"other\": 1}\n\n";
        let lines = parse(text, &names).expect("a manifest");
        let [Line { number: 2, attributes }] = lines.as_slice() else { panic!("{lines:?}") };
        let [Attribute::Object(uri), Attribute::Text(class)] = attributes.as_slice() else { panic!("{attributes:?}") };
        assert_eq!((uri.to_string().as_str(), class.as_str()), ("s3://data/a.png", "3"));
        for (line, reason) in [
            ("{", "line 1: it is no JSON"),
            ("\n{\"class\": 1}", "line 2: it has no attribute source-ref"),
            ("{\"source-ref\": 1}", "no S3 location"),
        ] {
            let error = parse(line, &names).expect_err(line);
            assert!(error.contains(reason), "{error}");
        }
    }
}
