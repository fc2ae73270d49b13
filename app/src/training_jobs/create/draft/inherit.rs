//! Starting from an earlier job: what is copied, what is fixed, what stays as it was typed.

use std::collections::HashSet;

use domain::{
    Field, JobName, image,
    incremental::{MODEL_CHANNEL, SourceModel},
    wire::{Channel, TrainingJobRequest},
};

use super::{ChannelDraft, Draft, OtherHyperparameter, RuntimeUnit, TagDraft};

impl Draft {
    /// The form for a job that starts from the model of another: everything of that job's request, its artifact as the
    /// source, and a new name. What the other job left out keeps the value of `blank`.
    pub fn from_source(blank: &Draft, request: &TrainingJobRequest, artifact: &str, name: &JobName) -> Self {
        let mut draft = Self { source: artifact.to_owned(), job_name: name.to_string(), ..blank.clone() };
        let keep = |slot: &mut String, value: Option<&String>| {
            if let Some(value) = value {
                slot.clone_from(value);
            }
        };
        keep(&mut draft.role, request.role_arn.as_ref());
        if let Some(specification) = &request.algorithm_specification {
            keep(&mut draft.input_mode, specification.training_input_mode.as_ref());
            let repository = specification.training_image.as_deref().and_then(image::repository).map(str::to_owned);
            // An algorithm that the form does not offer stays unchosen; the rules say that the model does not fit.
            keep(
                &mut draft.algorithm,
                repository.filter(|name| domain::algorithm::Algorithm::of_repository(name).is_some()).as_ref(),
            );
        }
        if let Some(resources) = &request.resource_config {
            keep(&mut draft.instance_type, resources.instance_type.as_ref());
            keep(&mut draft.instance_count, resources.instance_count.map(|count| count.to_string()).as_ref());
            keep(&mut draft.volume, resources.volume_size_in_gb.map(|size| size.to_string()).as_ref());
            keep(&mut draft.volume_kms, resources.volume_kms_key_id.as_ref());
        }
        if let Some(seconds) = request.stopping_condition.as_ref().and_then(|condition| condition.max_runtime_in_seconds) {
            (draft.max_runtime, draft.max_runtime_unit) = in_largest_unit(seconds);
        }
        if let Some(output) = &request.output_data_config {
            keep(&mut draft.output_path, output.s3_output_path.as_ref());
            keep(&mut draft.output_kms, output.kms_key_id.as_ref());
        }
        let channels = request.input_data_config.as_deref().unwrap_or_default();
        let data = channels.iter().filter(|channel| channel.channel_name.as_deref() != Some(MODEL_CHANNEL));
        draft.channels = data.map(ChannelDraft::of_channel).collect();
        draft.tags = request
            .tags
            .iter()
            .flatten()
            .map(|tag| TagDraft { key: tag.key.clone().unwrap_or_default(), value: tag.value.clone().unwrap_or_default() })
            .collect();
        draft.hyperparameters.clear();
        draft.other_hyperparameters.clear();
        for (name, value) in request.hyper_parameters.iter().flatten() {
            if draft.documents(name) {
                draft.hyperparameters.insert(name.clone(), value.clone());
            } else {
                draft.other_hyperparameters.push(OtherHyperparameter { key: name.clone(), value: value.clone() });
            }
        }
        draft
    }

    /// Points the form at a model and fills in the values that define its network.
    pub fn adopt(&mut self, source: &SourceModel) {
        self.source.clone_from(&source.artifact);
        let (Some(job), Some(algorithm)) = (&source.job, self.known_algorithm()) else { return };
        for name in algorithm.must_match {
            if let Some(value) = job.must_match_value(algorithm, name) {
                self.hyperparameters.insert((*name).to_owned(), value);
            }
        }
    }

    /// Why a hyperparameter cannot be edited: the value that it must have and the job that it comes from.
    pub fn locked(&self, name: &str, source: Option<&SourceModel>) -> Option<(String, String)> {
        let source = source.filter(|source| source.artifact == self.source.trim())?;
        let algorithm = self.known_algorithm().filter(|algorithm| algorithm.must_match.contains(&name))?;
        let job = source.job.as_ref().filter(|job| job.repository.as_deref() == Some(algorithm.repository))?;
        Some((job.must_match_value(algorithm, name)?, job.name.clone()))
    }

    /// Takes over from `other` what a person has typed there. The place of a typed channel may be the model's now.
    pub fn keep_typed(&mut self, other: &Draft, typed: &HashSet<Field>) {
        let model = self.model_channel();
        let is_model = |field: &Field| matches!(field, Field::Channel(index, _) if model == Some(*index));
        for field in typed.iter().filter(|field| !is_model(field)) {
            if let Some(value) = other.value(field) {
                self.set(field, value.to_owned());
            }
        }
    }
}

impl ChannelDraft {
    /// The card of a channel of an earlier request.
    fn of_channel(channel: &Channel) -> Self {
        let source = channel.data_source.as_ref().and_then(|source| source.s3_data_source.as_ref());
        let or = |value: Option<&String>, usual: &str| value.cloned().unwrap_or_else(|| usual.to_owned());
        Self {
            name: channel.channel_name.clone().unwrap_or_default(),
            input_mode: channel.input_mode.clone().unwrap_or_default(),
            distribution: or(source.and_then(|source| source.s3_data_distribution_type.as_ref()), "FullyReplicated"),
            compression: or(channel.compression_type.as_ref(), "None"),
            content_type: channel.content_type.clone().unwrap_or_default(),
            record_wrapper: or(channel.record_wrapper_type.as_ref(), "None"),
            data_type: or(source.and_then(|source| source.s3_data_type.as_ref()), "S3Prefix"),
            uri: source.and_then(|source| source.s3_uri.clone()).unwrap_or_default(),
            attributes: source
                .and_then(|source| source.attribute_names.as_ref())
                .map(|names| names.join(", "))
                .unwrap_or_default(),
            shuffle_seed: channel
                .shuffle_config
                .as_ref()
                .and_then(|config| config.seed)
                .map(|seed| seed.to_string())
                .unwrap_or_default(),
            is_folded: false,
        }
    }
}

/// A runtime in the largest unit that gives a whole number.
fn in_largest_unit(seconds: i64) -> (String, RuntimeUnit) {
    let fits = |unit: &RuntimeUnit| seconds >= unit.seconds() && seconds % unit.seconds() == 0;
    let unit = RuntimeUnit::ALL.into_iter().rev().find(fits).unwrap_or_default();
    ((seconds / unit.seconds()).to_string(), unit)
}

#[cfg(test)]
mod tests;
