//! From the form to the request.

use std::collections::BTreeMap;

use domain::{
    check::number,
    image, incremental,
    wire::{
        AlgorithmSpecification, Channel, DataSource, OutputDataConfig, ResourceConfig, S3DataSource, ShuffleConfig,
        StoppingCondition, Tag, TrainingJobRequest,
    },
};

use super::{ChannelDraft, Draft, RuntimeUnit};

impl Draft {
    /// The request that the form describes, for a job in `region`.
    ///
    /// Outer white space goes, except in hyperparameter values; what is empty is left out. Numbers that cannot be read
    /// are left out too: [`Draft::violations`] reports them.
    pub fn request(&self, region: &str) -> TrainingJobRequest {
        let channels: Vec<Channel> =
            self.channels.iter().map(channel).chain(text(&self.source).as_deref().map(incremental::model_channel)).collect();
        let tags: Vec<Tag> = self
            .tags
            .iter()
            .map(|tag| Tag { key: Some(tag.key.trim().to_owned()), value: Some(tag.value.trim().to_owned()) })
            .collect();
        let hyperparameters = self.sent_hyperparameters();
        TrainingJobRequest {
            training_job_name: text(&self.job_name),
            hyper_parameters: (!hyperparameters.is_empty()).then_some(hyperparameters),
            algorithm_specification: Some(AlgorithmSpecification {
                training_image: image::training_image(self.algorithm.trim(), region),
                training_input_mode: text(&self.input_mode),
                ..AlgorithmSpecification::default()
            }),
            role_arn: text(&self.role),
            input_data_config: (!channels.is_empty()).then_some(channels),
            output_data_config: Some(OutputDataConfig {
                s3_output_path: text(&self.output_path),
                kms_key_id: text(&self.output_kms),
                ..OutputDataConfig::default()
            }),
            resource_config: Some(ResourceConfig {
                instance_type: text(&self.instance_type),
                instance_count: number::instance_count(&self.instance_count).ok(),
                volume_size_in_gb: number::volume_size(&self.volume).ok(),
                volume_kms_key_id: text(&self.volume_kms),
                ..ResourceConfig::default()
            }),
            stopping_condition: Some(StoppingCondition {
                max_runtime_in_seconds: runtime_seconds(&self.max_runtime, self.max_runtime_unit),
                ..StoppingCondition::default()
            }),
            tags: (!tags.is_empty()).then_some(tags),
            ..TrainingJobRequest::default()
        }
    }

    /// Documented hyperparameters with a value, and all other rows with a name.
    fn sent_hyperparameters(&self) -> BTreeMap<String, String> {
        let documented = self.hyperparameters.iter().filter(|(_, value)| !value.trim().is_empty());
        let mut sent: BTreeMap<String, String> = documented.map(|(name, value)| (name.clone(), value.clone())).collect();
        for row in self.other_hyperparameters.iter().filter(|row| !row.key.trim().is_empty()) {
            sent.entry(row.key.trim().to_owned()).or_insert_with(|| row.value.clone());
        }
        sent
    }
}

fn channel(draft: &ChannelDraft) -> Channel {
    let attributes: Vec<String> = match draft.attributes.trim() {
        "" => Vec::new(),
        names => names.split(',').map(|name| name.trim().to_owned()).collect(),
    };
    Channel {
        channel_name: text(&draft.name),
        data_source: Some(DataSource {
            s3_data_source: Some(S3DataSource {
                s3_data_type: text(&draft.data_type),
                s3_uri: text(&draft.uri),
                s3_data_distribution_type: text(&draft.distribution),
                attribute_names: (!attributes.is_empty()).then_some(attributes),
                ..S3DataSource::default()
            }),
            ..DataSource::default()
        }),
        content_type: text(&draft.content_type),
        compression_type: text(&draft.compression),
        record_wrapper_type: text(&draft.record_wrapper),
        input_mode: text(&draft.input_mode),
        // The index only names a field in a message, and none is wanted here.
        shuffle_config: number::shuffle_seed(0, &draft.shuffle_seed)
            .ok()
            .flatten()
            .map(|seed| ShuffleConfig { seed: Some(seed) }),
        ..Channel::default()
    }
}

/// The runtime in seconds; `None` for text that is no whole number. What no integer holds becomes the largest one,
/// which is above the limit too.
fn runtime_seconds(value: &str, unit: RuntimeUnit) -> Option<i64> {
    number::maximum_runtime(value).ok().map(|count| count.saturating_mul(unit.seconds()))
}

/// Trimmed text, or nothing.
fn text(value: &str) -> Option<String> {
    let value = value.trim();
    (!value.is_empty()).then(|| value.to_owned())
}

#[cfg(test)]
mod tests;
