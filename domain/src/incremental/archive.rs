//! What a `model.tar.gz` says about the network in it, where the job that made it is not known.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::algorithm::{
    Algorithm,
    archive::{HYPERPARAMETERS, MODEL_SHAPES},
    image_classification,
};

/// What was read from inside an archive.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ArchiveFacts {
    /// Names of the files in it.
    pub files: Vec<String>,
    /// Hyperparameters that the files tell, by name.
    pub values: BTreeMap<String, String>,
}

impl ArchiveFacts {
    /// The largest file in bytes that is worth reading for [`Self::read`]. Our limit.
    pub const MAX_FILE_BYTES: u64 = 4 << 20;

    /// Whether the text of a file of this name tells something; the rest only needs its name.
    pub fn wants(name: &str) -> bool {
        matches!(base_name(name), image_classification::SYMBOL | MODEL_SHAPES | HYPERPARAMETERS)
    }

    /// Reads the facts from the files' names, with the text of those that [`Self::wants`] names.
    pub fn read<'a>(files: impl IntoIterator<Item = (&'a str, Option<&'a str>)>) -> Self {
        let mut facts = Self::default();
        for (name, text) in files {
            let name = base_name(name);
            if name.is_empty() {
                continue;
            }
            if let Some(value) = text.and_then(|text| serde_json::from_str::<Value>(text).ok()) {
                match name {
                    HYPERPARAMETERS => facts.values.extend(hyperparameters(&value)),
                    MODEL_SHAPES => facts.insert("image_shape", image_shape(&value)),
                    image_classification::SYMBOL => {
                        facts.insert("num_classes", classes(&value));
                        facts.insert("num_layers", layers(&value));
                    }
                    _ => {}
                }
            }
            facts.files.push(name.to_owned());
        }
        facts
    }

    /// The repository of the algorithm whose archives look like this.
    pub fn repository(&self) -> Option<&'static str> {
        let is_of = |algorithm: &&Algorithm| algorithm.archive.is_some_and(|archive| archive.is_marked(self.files.iter()));
        Algorithm::INCREMENTAL.into_iter().find(is_of).map(|algorithm| algorithm.repository)
    }

    fn insert(&mut self, name: &str, value: Option<String>) {
        self.values.extend(value.map(|value| (name.to_owned(), value)));
    }
}

fn base_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or_default()
}

/// The members of `hyperparams.json`; numbers and flags become text.
fn hyperparameters(value: &Value) -> BTreeMap<String, String> {
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(true) => Some("True".to_owned()),
        Value::Bool(false) => Some("False".to_owned()),
        _ => None,
    };
    let members = value.as_object().into_iter().flatten();
    members.filter_map(|(name, value)| Some((name.clone(), text(value)?))).collect()
}

/// `channels,height,width` of `[{"name": "data", "shape": [1, 3, 28, 28]}]`.
fn image_shape(value: &Value) -> Option<String> {
    let input = value.as_array()?.iter().find(|input| input["name"] == "data")?;
    let [_, sides @ ..] = input["shape"].as_array()?.as_slice() else { return None };
    let sides: Option<Vec<String>> = sides.iter().map(|side| Some(side.as_u64()?.to_string())).collect();
    sides.filter(|sides| sides.len() == 3).map(|sides| sides.join(","))
}

fn nodes(symbol: &Value) -> impl DoubleEndedIterator<Item = &Value> {
    symbol["nodes"].as_array().map(Vec::as_slice).unwrap_or_default().iter()
}

/// The width of the last fully connected layer.
fn classes(symbol: &Value) -> Option<String> {
    let layer = nodes(symbol).rfind(|node| node["op"] == "FullyConnected")?;
    // Graphs of different ages keep a layer's numbers under different names.
    let width = ["attrs", "attr", "param"].iter().find_map(|name| layer[*name]["num_hidden"].as_str())?;
    width.parse::<u32>().ok().map(|width| width.to_string())
}

/// The depth of a residual network: its convolutions without the shortcuts, and the last layer.
fn layers(symbol: &Value) -> Option<String> {
    let is_layer = |node: &&Value| node["op"] == "Convolution" && !node["name"].as_str().unwrap_or_default().ends_with("sc");
    let count = nodes(symbol).filter(is_layer).count();
    (count > 0).then(|| count.saturating_add(1).to_string())
}
