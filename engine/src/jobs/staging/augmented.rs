//! `AugmentedManifestFile`: an object with one JSON object on each line. The request names the attributes that are used, and
//! their order. An attribute whose name ends with `-ref` names an object. Source: developer guide, "Provide Dataset Metadata to
//! Training Jobs with an Augmented Manifest File".

use domain::{S3Uri, rules::s3_source::OBJECT_ATTRIBUTE};
use mxnet_formats::text_encoding::plain_text;
use serde_json::{Map, Value};

use super::manifest;
use crate::{jobs::failure::JobError, s3::store::Store};

/// The value of one attribute of one line.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Attribute {
    /// The object whose bytes are the value.
    Object(S3Uri),
    /// The value itself, as JSON; texts without quotes.
    Text(String),
}

/// The lines of a manifest.
pub(super) async fn read(store: &Store, uri: &S3Uri, names: &[String]) -> Result<Vec<Vec<Attribute>>, JobError> {
    let text = manifest::text(store, uri).await?;
    let lines = plain_text(&text).map_err(|error| error.to_string()).and_then(|text| parse(text, names));
    lines.map_err(|reason| JobError::download(format!("The manifest {uri} cannot be read: {reason}")))
}

fn parse(text: &str, names: &[String]) -> Result<Vec<Vec<Attribute>>, String> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(number, line)| attributes(line, names).map_err(|reason| format!("line {}: {reason}", number + 1))).collect()
}

fn attributes(line: &str, names: &[String]) -> Result<Vec<Attribute>, String> {
    let object: Map<String, Value> = serde_json::from_str(line).map_err(|error| format!("it is no JSON object: {error}"))?;
    let attribute = |name: &String| {
        let value = object.get(name).ok_or_else(|| format!("it has no attribute {name}; AttributeNames asks for it"))?;
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
    use super::{Attribute, parse};

    #[test]
    fn lines_give_the_attributes_in_the_order_that_was_asked_for() {
        let names = ["source-ref", "class"].map(str::to_owned);
        let text = "{\"class\": 3, \"source-ref\": \"s3://data/a.png\", \"other\": 1}\n\n";
        let lines = parse(text, &names).expect("a manifest");
        let [Attribute::Object(uri), Attribute::Text(class)] = lines[0].as_slice() else { panic!("{lines:?}") };
        assert_eq!((uri.to_string().as_str(), class.as_str(), lines.len()), ("s3://data/a.png", "3", 1));
        for (line, reason) in [
            ("{", "line 1: it is no JSON"),
            ("{\"class\": 1}", "no attribute source-ref"),
            ("{\"source-ref\": 1}", "no S3 location"),
        ] {
            let error = parse(line, &names).expect_err(line);
            assert!(error.contains(reason), "{error}");
        }
    }
}
