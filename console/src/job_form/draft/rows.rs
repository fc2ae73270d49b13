//! The rows and cards of the form's lists.

use domain::algorithm::ChannelRule;
use serde::{Deserialize, Serialize};

/// [`ChannelDraft::source`] of data in S3; an empty one means the same.
pub const S3: &str = "s3";
/// [`ChannelDraft::source`] of data in a file system.
pub const FILE_SYSTEM: &str = "file-system";

/// A hyperparameter that the algorithm does not document.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct OtherHyperparameter {
    /// Its name.
    pub key: String,
    /// Its value; an empty one is sent.
    pub value: String,
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

/// One environment variable.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct VariableDraft {
    /// Its name.
    pub key: String,
    /// Its value; an empty one is sent.
    pub value: String,
}

/// One metric definition.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct MetricDraft {
    /// Its name.
    pub name: String,
    /// Its regular expression.
    pub regex: String,
}

/// One data channel.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ChannelDraft {
    /// Channel name.
    pub name: String,
    /// Input mode; empty is the job's.
    pub input_mode: String,
    /// Content type.
    pub content_type: String,
    /// Compression type.
    pub compression: String,
    /// Record wrapper.
    pub record_wrapper: String,
    /// [`S3`] or [`FILE_SYSTEM`].
    pub source: String,
    /// S3 data type.
    pub data_type: String,
    /// S3 data distribution type.
    pub distribution: String,
    /// S3 location.
    pub uri: String,
    /// Attribute names of an augmented manifest, separated by commas.
    pub attributes: String,
    /// Shuffle seed; empty is no shuffling.
    pub shuffle_seed: String,
    /// File system type.
    pub fs_type: String,
    /// File system id.
    pub fs_id: String,
    /// Directory in the file system.
    pub fs_directory: String,
    /// Access mode of the file system.
    pub fs_access: String,
    /// Members that the card has no field for, as a JSON object.
    pub other: String,
    /// Whether the card is folded to one line. It moves with the channel when another one is removed.
    pub is_folded: bool,
}

impl ChannelDraft {
    /// A channel that the algorithm documents, with its defaults and no location.
    pub fn from_rule(rule: &ChannelRule) -> Self {
        Self {
            name: rule.name.to_owned(),
            content_type: rule.content_types.first().copied().unwrap_or_default().to_owned(),
            ..Self::with_defaults()
        }
    }

    /// What most channels have.
    pub fn with_defaults() -> Self {
        Self {
            input_mode: "File".to_owned(),
            distribution: "FullyReplicated".to_owned(),
            compression: "None".to_owned(),
            record_wrapper: "None".to_owned(),
            source: S3.to_owned(),
            data_type: "S3Prefix".to_owned(),
            fs_type: "EFS".to_owned(),
            fs_access: "ro".to_owned(),
            ..Self::default()
        }
    }

    /// Whether the data is in a file system.
    pub fn is_file_system(&self) -> bool {
        self.source == FILE_SYSTEM
    }
}
