//! What the form holds: one text per input, as it was typed. Plain data; every rule works on the request that
//! [`Draft::request`] makes of it.
//!
//! All parts have serde defaults and hold only text, flags and lists of such, because a form without scripts leaves
//! out empty lists and knows no other types.

mod access;
mod inherit;
mod names;
mod request;
mod rows;
mod violations;

use std::collections::BTreeMap;

use domain::{
    algorithm::{Algorithm, ChannelRule, image_classification},
    incremental::MODEL_CHANNEL,
};
use serde::{Deserialize, Serialize};

use crate::model::ConsoleSettings;

pub use names::{other_hyperparameter_id, other_hyperparameter_name, part_name};
pub use rows::{List, without};

/// The whole form.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// Location of the artifact that the job starts from; empty when it starts from scratch.
    pub source: String,
    /// Job name.
    pub job_name: String,
    /// ARN of the IAM role.
    pub role: String,
    /// Repository of the algorithm's image.
    pub algorithm: String,
    /// Input mode of the job.
    pub input_mode: String,
    /// Instance type.
    pub instance_type: String,
    /// Instance count.
    pub instance_count: String,
    /// Additional storage volume in GB.
    pub volume: String,
    /// Encryption key of the volume.
    pub volume_kms: String,
    /// Maximum runtime, in [`Draft::max_runtime_unit`].
    pub max_runtime: String,
    /// Unit of the maximum runtime.
    pub max_runtime_unit: RuntimeUnit,
    /// Values of the documented hyperparameters by name; empty means the algorithm's default.
    pub hyperparameters: BTreeMap<String, String>,
    /// Rows with a name of one's own.
    pub other_hyperparameters: Vec<OtherHyperparameter>,
    /// The data channels; the channel `model` is made from [`Draft::source`] and stands after them in the request.
    pub channels: Vec<ChannelDraft>,
    /// S3 output path.
    pub output_path: String,
    /// Encryption key of the output.
    pub output_kms: String,
    /// Tags.
    pub tags: Vec<TagDraft>,
}

/// A hyperparameter that the algorithm does not document.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct OtherHyperparameter {
    /// Its name.
    pub key: String,
    /// Its value; an empty one is sent.
    pub value: String,
}

/// One data channel.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ChannelDraft {
    /// Channel name.
    pub name: String,
    /// Input mode; empty is the job's.
    pub input_mode: String,
    /// S3 data distribution type.
    pub distribution: String,
    /// Compression type.
    pub compression: String,
    /// Content type.
    pub content_type: String,
    /// Record wrapper.
    pub record_wrapper: String,
    /// S3 data type.
    pub data_type: String,
    /// S3 location.
    pub uri: String,
    /// Attribute names of an augmented manifest, separated by commas.
    pub attributes: String,
    /// Shuffle seed; empty is no shuffling.
    pub shuffle_seed: String,
    /// Whether the card is folded to one line. It moves with the channel when another one is removed.
    pub is_folded: bool,
}

/// One tag.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TagDraft {
    /// Its key.
    pub key: String,
    /// Its value.
    pub value: String,
}

/// In what the maximum runtime is counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RuntimeUnit {
    /// Seconds.
    #[default]
    Seconds,
    /// Minutes.
    Minutes,
    /// Hours.
    Hours,
    /// Days of 24 hours.
    Days,
}

impl RuntimeUnit {
    /// All units, the smallest first.
    pub const ALL: [Self; 4] = [Self::Seconds, Self::Minutes, Self::Hours, Self::Days];

    /// The unit's word, which is also its value in the form.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Seconds => "seconds",
            Self::Minutes => "minutes",
            Self::Hours => "hours",
            Self::Days => "days",
        }
    }

    /// The unit of a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.as_str() == word)
    }

    /// How many seconds one has.
    pub fn seconds(self) -> i64 {
        match self {
            Self::Seconds => 1,
            Self::Minutes => 60,
            Self::Hours => 3_600,
            Self::Days => 86_400,
        }
    }
}

impl Draft {
    /// A new job's form: the target's role and output path, the documented usual values, data channels without a location.
    pub fn blank(settings: &ConsoleSettings, job_name: &str) -> Self {
        let algorithm = &image_classification::ALGORITHM;
        Self {
            job_name: job_name.to_owned(),
            role: settings.role.clone().unwrap_or_default(),
            algorithm: algorithm.repository.to_owned(),
            input_mode: "File".to_owned(),
            instance_type: "ml.p3.2xlarge".to_owned(),
            instance_count: "1".to_owned(),
            volume: "30".to_owned(),
            max_runtime: "1".to_owned(),
            max_runtime_unit: RuntimeUnit::Days,
            channels: algorithm.channels.iter().filter(|rule| rule.required).map(ChannelDraft::of_rule).collect(),
            output_path: settings.output_path.clone().unwrap_or_default(),
            ..Self::default()
        }
    }

    /// The algorithm, when the form knows it.
    pub fn known_algorithm(&self) -> Option<&'static Algorithm> {
        Algorithm::of_repository(&self.algorithm)
    }

    /// The place of the channel that is made from the source; `None` when the job starts from scratch.
    pub fn model_channel(&self) -> Option<u32> {
        (!self.source.trim().is_empty()).then(|| u32::try_from(self.channels.len()).unwrap_or(u32::MAX))
    }

    /// Adds a channel: the first that the algorithm documents and the form lacks, else one without a name.
    pub fn add_channel(&mut self) {
        let is_new =
            |rule: &&ChannelRule| rule.name != MODEL_CHANNEL && !self.channels.iter().any(|channel| channel.name == rule.name);
        let rule = self.known_algorithm().and_then(|algorithm| algorithm.channels.iter().find(is_new));
        let channel = rule.map_or_else(|| ChannelDraft { name: String::new(), ..ChannelDraft::usual() }, ChannelDraft::of_rule);
        self.channels.push(channel);
    }
}

impl ChannelDraft {
    /// A channel that the algorithm documents, with its usual values and no location.
    pub fn of_rule(rule: &ChannelRule) -> Self {
        Self {
            name: rule.name.to_owned(),
            content_type: rule.content_types.first().copied().unwrap_or_default().to_owned(),
            ..Self::usual()
        }
    }

    /// What most channels have.
    fn usual() -> Self {
        Self {
            input_mode: "File".to_owned(),
            distribution: "FullyReplicated".to_owned(),
            compression: "None".to_owned(),
            record_wrapper: "None".to_owned(),
            data_type: "S3Prefix".to_owned(),
            ..Self::default()
        }
    }
}
