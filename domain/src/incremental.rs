//! A job that starts from the model of an earlier one: what must agree, and the channel that carries the model.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    algorithm::Algorithm,
    job_status::TrainingJobStatus,
    wire::{Channel, DataSource, S3DataSource},
};

/// Name of the channel that carries an earlier model.
pub const MODEL_CHANNEL: &str = "model";
/// Content type of the model channel, as the algorithm's page and every SDK send it.
pub const MODEL_CONTENT_TYPE: &str = "application/x-sagemaker-model";

/// What is known about the model that a job starts from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SourceModel {
    /// The artifact's location.
    pub artifact: String,
    /// The job that made it, where it is known.
    pub job: Option<SourceJob>,
    /// Whether the object was found in S3; `None` when nobody looked.
    pub exists: Option<bool>,
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
    /// The value that a new job must have for `name`: the job's own, or the documented default.
    pub fn must_match_value(&self, algorithm: &Algorithm, name: &str) -> Option<String> {
        let own = self.hyperparameters.get(name).map(|value| value.trim()).filter(|value| !value.is_empty());
        let value = own.or_else(|| algorithm.hyperparameter(name).and_then(|known| known.default));
        value.map(str::to_owned)
    }
}

/// Whether two hyperparameter values mean the same: outer white space and white space around commas do not count,
/// numbers compare by value.
pub fn values_agree(left: &str, right: &str) -> bool {
    let parts = |text: &str| text.split(',').map(|part| part.trim().to_lowercase()).collect::<Vec<_>>();
    let (left, right) = (parts(left), parts(right));
    left.len() == right.len()
        && left.iter().zip(&right).all(|(a, b)| match (a.parse::<f64>(), b.parse::<f64>()) {
            (Ok(a), Ok(b)) => a == b,
            _ => a == b,
        })
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
