//! What is inside a model's archive, and which algorithms can go on from it.

mod distance;
mod seeding;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::algorithm::Algorithm;

pub use distance::{LayerDistance, NEAR_COSINE, Nearness, WeightsDistance};
pub use seeding::{Seeding, seedings};

/// What one pass over an archive found.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ArtifactReport {
    /// The object's size in bytes.
    pub size: u64,
    /// SHA-256 of the object in hexadecimal digits; `None` when it was not read to its end.
    pub digest: Option<String>,
    /// Bytes that the archive unpacks to, as far as it was read.
    pub unpacked: u64,
    /// How many entries there are.
    pub entry_count: u64,
    /// The first of them.
    pub entries: Vec<Entry>,
    /// Why reading ended before the archive did.
    pub problem: Option<String>,
    /// What is suspicious, in sentences.
    pub cautions: Vec<String>,
    /// The graph of the network.
    pub network: Option<Network>,
    /// The parameters: of several files, those of the last epoch.
    pub parameters: Option<Parameters>,
    /// Channels, height and width of the images, from `model-shapes.json`.
    pub image_shape: Option<[u64; 3]>,
    /// What `hyperparams.json` says.
    pub hyperparameters: BTreeMap<String, String>,
}

/// An entry of an archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its path, with signs that cannot be shown replaced, cut when it is very long.
    pub path: String,
    /// What it is.
    pub kind: EntryKind,
    /// Its size in bytes when unpacked.
    pub size: u64,
    /// SHA-256 of its content in hexadecimal digits, where it is a file.
    pub digest: Option<String>,
    /// Bytes of it that were read, where the archive ended in it or is damaged there.
    #[serde(default)]
    pub cut_at: Option<u64>,
}

/// What an entry is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum EntryKind {
    /// A file.
    File,
    /// A folder.
    Folder,
    /// A link to this path. It is shown and never followed.
    Link(String),
    /// A device, a pipe or something else that no model needs.
    Other,
}

/// The graph of a network.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Network {
    /// The file that it stands in.
    pub file: String,
    /// What goes in, besides the parameters.
    pub inputs: Vec<String>,
    /// How often each operator occurs.
    pub operators: BTreeMap<String, u32>,
    /// Outputs of the last fully connected layer.
    pub classes: Option<u64>,
}

/// The parameters of a network.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Parameters {
    /// The file that they stand in.
    pub file: String,
    /// The epoch in its name, counted from 1.
    pub epoch: Option<u32>,
    /// How many files of parameters the archive holds.
    pub files: u32,
    /// How many arrays the file holds.
    pub layer_count: u64,
    /// The first of them.
    pub layers: Vec<Layer>,
    /// How many values all arrays hold that training changes.
    pub trained: u64,
    /// How many values all other arrays hold: running means and variances.
    pub auxiliary: u64,
    /// How many values are infinite or no numbers.
    pub not_finite: u64,
    /// `num_layers` of the residual network of image classification whose arrays these are.
    pub residual_layers: Option<u32>,
}

/// One array of parameters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Layer {
    /// Its name, for example `fc1_weight`.
    pub name: String,
    /// Whether it is a running mean or variance, which training does not learn by gradients.
    pub auxiliary: bool,
    /// Its dimensions.
    pub shape: Vec<u64>,
    /// What its elements are, for example `float32`.
    pub element: String,
    /// How many values it holds.
    pub elements: u64,
    /// The square root of the sum of the squares of its values.
    pub norm: Option<f64>,
}

impl ArtifactReport {
    /// Names of the whole files at the archive's root and below, without their folders.
    pub fn file_names(&self) -> impl Iterator<Item = &str> {
        let files = self.entries.iter().filter(|entry| entry.kind == EntryKind::File && entry.cut_at.is_none());
        files.map(|entry| entry.path.rsplit('/').next().unwrap_or(&entry.path))
    }

    /// Whether a file of this name is there.
    pub fn has(&self, name: &str) -> bool {
        self.file_names().any(|file| file == name)
    }

    /// How many classes the network tells apart, by its graph, its hyperparameters or its last layer.
    pub fn classes(&self) -> Option<u64> {
        let layer = || {
            let parameters = self.parameters.as_ref()?;
            let last = parameters.layers.iter().rev().find(|layer| layer.shape.len() == 2 && layer.name.ends_with("weight"))?;
            last.shape.first().copied()
        };
        let stated = self.hyperparameters.get("num_classes").and_then(|classes| classes.trim().parse().ok());
        stated.or_else(|| self.network.as_ref()?.classes).or_else(layer)
    }

    /// What made it, as far as its files tell.
    pub fn maker(&self) -> &'static str {
        let ends = |end: &str| self.file_names().any(|name| name.ends_with(end));
        let is_of = |algorithm: &&Algorithm| algorithm.archive.is_some_and(|archive| archive.has_parameters(self.file_names()));
        if let Some(algorithm) = Algorithm::INCREMENTAL.into_iter().find(is_of) {
            algorithm.short_name
        } else if self.network.is_some() || self.parameters.is_some() || ends(".params") {
            "an MXNet network"
        } else if ends("saved_model.pb") {
            "TensorFlow"
        } else if ends(".pth") || ends(".pt") {
            "PyTorch"
        } else if self.has("xgboost-model") {
            "XGBoost"
        } else {
            "unknown"
        }
    }
}
