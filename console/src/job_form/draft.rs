//! What the form holds: one text per input, as it was typed. Plain data; every rule works on the request that
//! [`Draft::request`] makes of it.
//!
//! All parts have serde defaults and hold only text, flags and lists of such, because a form without scripts leaves
//! out empty lists and knows no other types.

mod algorithm_change;
mod algorithm_source;
mod field_access;
mod fingerprint;
mod from_request;
mod from_source;
mod input_key;
mod input_names;
mod lists;
mod request;
mod rows;
mod runtime_unit;
mod unknown_members;

use std::collections::BTreeMap;

use domain::{
    algorithm::{Algorithm, ChannelRule},
    incremental::MODEL_CHANNEL,
    rules::volume,
};
use serde::{Deserialize, Serialize};

use crate::data::ConsoleSettings;

pub use algorithm_source::AlgorithmSource;
pub use fingerprint::Fingerprint;
pub use from_source::LockedHyperparameter;
pub use input_key::InputKey;
pub use input_names::{other_hyperparameter_id, other_hyperparameter_name, part_name};
pub use lists::{List, RemovedRow, without};
pub use rows::{ChannelDraft, FILE_SYSTEM, MetricDraft, OtherHyperparameter, S3, TagDraft, VariableDraft};
pub use runtime_unit::RuntimeUnit;

/// What a checkbox posts, and what a flag that is on holds; one that is off is empty.
pub const ON: &str = "true";

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
    /// Word of an [`AlgorithmSource`]; empty is a built-in algorithm.
    pub algorithm_source: String,
    /// Repository of the built-in algorithm's image.
    pub algorithm: String,
    /// Registry path of one's own container.
    pub container: String,
    /// Name or ARN of an algorithm resource or of a subscription.
    pub algorithm_name: String,
    /// Input mode of the job.
    pub input_mode: String,
    /// What the service reads from the log of one's own container.
    pub metrics: Vec<MetricDraft>,
    /// Instance type.
    pub instance_type: String,
    /// Instance count.
    pub instance_count: String,
    /// Additional storage volume in GB.
    pub volume: String,
    /// Encryption key of the volume.
    pub volume_kms: String,
    /// Seconds that the instances are kept; empty keeps none.
    pub keep_alive: String,
    /// Maximum runtime, in [`Draft::max_runtime_unit`].
    pub max_runtime: String,
    /// Unit of the maximum runtime.
    pub max_runtime_unit: RuntimeUnit,
    /// [`ON`] when the job runs in a VPC.
    pub vpc: String,
    /// Subnets, separated by commas or white space.
    pub subnets: String,
    /// Security groups, separated by commas or white space.
    pub security_groups: String,
    /// [`ON`] for network isolation.
    pub isolation: String,
    /// [`ON`] for encrypted traffic between containers.
    pub encrypt_traffic: String,
    /// Values of the documented hyperparameters by name; empty means the algorithm's default. Values of an algorithm that
    /// is not chosen any more wait here and are not sent.
    pub hyperparameters: BTreeMap<String, String>,
    /// Rows with a name of one's own.
    pub other_hyperparameters: Vec<OtherHyperparameter>,
    /// The data channels; the channel `model` is made from [`Draft::source`] and stands after them in the request.
    pub channels: Vec<ChannelDraft>,
    /// Where checkpoints are kept; empty keeps none.
    pub checkpoint_uri: String,
    /// Directory of the checkpoints in the container; empty is the default one.
    pub checkpoint_path: String,
    /// S3 output path.
    pub output_path: String,
    /// Encryption key of the output.
    pub output_kms: String,
    /// Compression of the output; empty leaves the choice to the service.
    pub output_compression: String,
    /// [`ON`] for managed spot training.
    pub spot: String,
    /// Maximum wait time, in [`Draft::max_wait_unit`].
    pub max_wait: String,
    /// Unit of the maximum wait time.
    pub max_wait_unit: RuntimeUnit,
    /// Tags.
    pub tags: Vec<TagDraft>,
    /// Environment variables.
    pub environment: Vec<VariableDraft>,
    /// Retry attempts; empty are none.
    pub retry: String,
    /// Maximum pending time in seconds; empty is the service's.
    pub pending: String,
    /// The container's entrypoint, one word a line.
    pub entrypoint: String,
    /// The container's arguments, one word a line.
    pub arguments: String,
    /// `true`, `false`, or empty where the service decides about metrics over time.
    pub time_series: String,
    /// Members that the form has no field for, as a JSON object; empty when there are none.
    pub other: String,
}

impl Draft {
    /// A new job's form: the target's role and output path, the documented defaults, data channels without a location.
    pub fn blank(settings: &ConsoleSettings, job_name: &str) -> Self {
        let algorithm = Algorithm::DEFAULT;
        Self {
            job_name: job_name.to_owned(),
            role: settings.role.clone().unwrap_or_default(),
            algorithm_source: AlgorithmSource::BuiltIn.as_str().to_owned(),
            algorithm: algorithm.repository.to_owned(),
            input_mode: "File".to_owned(),
            instance_type: algorithm.default_instance().to_owned(),
            instance_count: "1".to_owned(),
            volume: volume::DEFAULT_SIZE.to_string(),
            max_runtime: "1".to_owned(),
            max_runtime_unit: RuntimeUnit::Days,
            channels: algorithm_change::required(algorithm),
            output_path: settings.output_path.clone().unwrap_or_default(),
            ..Self::default()
        }
    }

    /// The built-in algorithm, also when its image was typed as a container; `None` when the form does not know it.
    pub fn known_algorithm(&self) -> Option<&'static Algorithm> {
        match self.algorithm_source() {
            AlgorithmSource::BuiltIn => Algorithm::of_repository(&self.algorithm),
            AlgorithmSource::Container => Algorithm::of_image(self.container.trim()),
            AlgorithmSource::Resource | AlgorithmSource::Subscription => None,
        }
    }

    /// Where the algorithm comes from.
    pub fn algorithm_source(&self) -> AlgorithmSource {
        AlgorithmSource::parse(&self.algorithm_source)
    }

    /// The place of the channel that is made from the source; `None` when the job starts from scratch.
    pub fn model_channel(&self) -> Option<u32> {
        (!self.source.trim().is_empty()).then(|| u32::try_from(self.channels.len()).unwrap_or(u32::MAX))
    }

    /// Adds a channel: the first that the algorithm documents and the form lacks, else one without a name.
    pub fn add_channel(&mut self) {
        // Lists of images belong to channels of image files; RecordIO has its labels inside.
        let has_images = self.channels.iter().any(|channel| channel.content_type.contains("x-image"));
        let is_fitting = |rule: &ChannelRule| rule.name != MODEL_CHANNEL && (has_images || !rule.name.ends_with("_lst"));
        let is_new = |rule: &&ChannelRule| is_fitting(rule) && !self.channels.iter().any(|channel| channel.name == rule.name);
        let rule = self.known_algorithm().and_then(|algorithm| algorithm.channels.iter().find(is_new));
        let channel = rule.map_or_else(ChannelDraft::with_defaults, ChannelDraft::from_rule);
        self.channels.push(channel);
    }

    /// Adds a channel of a name, with what the algorithm documents for it.
    pub fn add_channel_called(&mut self, name: &str) {
        let rule = self.known_algorithm().and_then(|algorithm| algorithm.channels.iter().find(|rule| rule.name == name));
        let unknown = || ChannelDraft { name: name.to_owned(), ..ChannelDraft::with_defaults() };
        self.channels.push(rule.map_or_else(unknown, ChannelDraft::from_rule));
    }

    /// The values of documented hyperparameters that are kept and not sent, because another algorithm is chosen.
    pub fn unsent_hyperparameters(&self) -> Vec<(&str, &str)> {
        let is_sent = |name: &str| self.documents(name) || self.other_hyperparameters.iter().any(|row| row.key.trim() == name);
        let filled = self.hyperparameters.iter().filter(|(_, value)| !value.trim().is_empty());
        filled.map(|(name, value)| (name.as_str(), value.as_str())).filter(|(name, _)| !is_sent(name)).collect()
    }

    /// Sends the values that are kept, as rows of their own.
    pub fn send_unsent_hyperparameters(&mut self) {
        let row = |(name, value): (&str, &str)| OtherHyperparameter { key: name.to_owned(), value: value.to_owned() };
        let rows: Vec<OtherHyperparameter> = self.unsent_hyperparameters().into_iter().map(row).collect();
        self.other_hyperparameters.extend(rows);
    }
}
