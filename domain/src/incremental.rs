//! A job that starts from the model of an earlier one: what must agree, and the channel that carries the model.

mod archive;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    algorithm::Algorithm,
    job_status::TrainingJobStatus,
    wire::{Channel, DataSource, S3DataSource},
};

pub use crate::algorithm::{MODEL_CHANNEL, MODEL_CONTENT_TYPE};
pub use archive::ArchiveFacts;

/// What is known about the model that a job starts from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SourceModel {
    /// The artifact's location.
    pub artifact: String,
    /// The job that made it, where it is known.
    pub job: Option<SourceJob>,
    /// Whether the object was found in S3; `None` when nobody looked.
    pub exists: Option<bool>,
    /// Its size in bytes, where it was found.
    #[serde(default)]
    pub size: Option<u64>,
    /// What was read from inside the archive; `None` when nobody looked, or it cannot be read.
    #[serde(default)]
    pub archive: Option<ArchiveFacts>,
    /// Why the archive cannot be read, in a sentence; `None` when it can, or when nobody looked.
    #[serde(default)]
    pub unreadable: Option<String>,
}

impl SourceModel {
    /// The value that a new job must have for `name`: the source job's own, else what the archive tells, else the
    /// documented default of a known job. `None` when it is not known.
    pub fn must_match_value(&self, algorithm: &Algorithm, name: &str) -> Option<String> {
        let own = self.job.as_ref().and_then(|job| job.value(name)).map(str::to_owned);
        let from_archive = || self.archive.as_ref().and_then(|archive| archive.values.get(name).cloned());
        let default = || algorithm.hyperparameter(name).and_then(|known| known.default).map(str::to_owned);
        own.or_else(from_archive).or_else(|| self.job.as_ref().and_then(|_| default()))
    }
}

/// What is known about the job that made a model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SourceJob {
    /// Its name.
    pub name: String,
    /// Its state.
    pub status: TrainingJobStatus,
    /// The repository of its image, which identifies the algorithm.
    pub repository: Option<String>,
    /// Its hyperparameters.
    pub hyperparameters: BTreeMap<String, String>,
    /// Whether it stored its output uncompressed.
    pub uncompressed: bool,
}

impl SourceJob {
    /// The job's own value of a hyperparameter; an empty one counts as none.
    fn value(&self, name: &str) -> Option<&str> {
        self.hyperparameters.get(name).map(|value| value.trim()).filter(|value| !value.is_empty())
    }

    /// The value that a new job must have for `name`: the job's own, or the documented default.
    pub fn must_match_value(&self, algorithm: &Algorithm, name: &str) -> Option<String> {
        let value = self.value(name).or_else(|| algorithm.hyperparameter(name).and_then(|known| known.default));
        value.map(str::to_owned)
    }
}

/// Whether two values of the hyperparameter `name` mean the same: outer white space and white space around commas do
/// not count, nor upper and lower case; numbers compare by value, crop sizes after rounding up to a multiple of 8.
pub fn values_agree(name: &str, left: &str, right: &str) -> bool {
    let parts = |text: &str| text.split(',').map(|part| normal(name, part.trim())).collect::<Vec<_>>();
    parts(left) == parts(right)
}

/// One part of a value in the form in which it is compared.
fn normal(name: &str, part: &str) -> String {
    match part.parse::<f64>() {
        Ok(number) if name == "crop_size" && number.is_finite() => ((number / 8.0).ceil() * 8.0).to_string(),
        // A negative zero is zero.
        Ok(number) if number.is_finite() => (number + 0.0).to_string(),
        _ => part.to_lowercase(),
    }
}

/// The model channel as every job should send it.
pub fn model_channel(artifact: &str) -> Channel {
    Channel {
        channel_name: Some(MODEL_CHANNEL.to_owned()),
        data_source: Some(DataSource {
            s3_data_source: Some(S3DataSource {
                s3_data_type: Some("S3Prefix".to_owned()),
                s3_uri: Some(artifact.to_owned()),
                s3_data_distribution_type: Some("FullyReplicated".to_owned()),
                ..S3DataSource::default()
            }),
            ..DataSource::default()
        }),
        content_type: Some(MODEL_CONTENT_TYPE.to_owned()),
        compression_type: Some("None".to_owned()),
        record_wrapper_type: Some("None".to_owned()),
        input_mode: Some("File".to_owned()),
        ..Channel::default()
    }
}
