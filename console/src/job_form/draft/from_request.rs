//! From a request to the form: what a job was made with, or what was pasted.

use domain::{
    JobName,
    incremental::MODEL_CHANNEL,
    wire::{AlgorithmSpecification, Channel, ResourceConfig, StoppingCondition, TrainingJobRequest},
};

use super::{
    AlgorithmSource, ChannelDraft, Draft, FILE_SYSTEM, MetricDraft, ON, OtherHyperparameter, RuntimeUnit, S3, TagDraft,
    VariableDraft, unknown_members,
};

impl Draft {
    /// The form for a job with all settings of a request, under a name of its own.
    pub fn with_settings_of(blank: &Draft, request: &TrainingJobRequest, name: &str) -> Self {
        let source = request.model_location().unwrap_or_default();
        let draft = match JobName::parse(name) {
            Ok(valid) => Draft::from_source(blank, request, source, &valid),
            // A name that breaks the rules is shown as it is, with its message.
            Err(_) => match JobName::parse("job") {
                Ok(valid) => Draft::from_source(blank, request, source, &valid),
                Err(_) => blank.clone(),
            },
        };
        Self { job_name: name.to_owned(), ..draft }
    }

    /// The form that makes `request`. What the request leaves out keeps the value of `blank` where a job needs one; lists
    /// and choices that the request leaves out are empty.
    ///
    /// The channel `model` becomes the form's source when it has the members that the form gives it, and an ordinary card
    /// otherwise.
    pub fn from_request(blank: &Draft, request: &TrainingJobRequest) -> Self {
        let mut draft = Self {
            job_name: request.training_job_name.clone().unwrap_or_else(|| blank.job_name.clone()),
            role: request.role_arn.clone().unwrap_or_else(|| blank.role.clone()),
            algorithm_source: blank.algorithm_source.clone(),
            algorithm: blank.algorithm.clone(),
            input_mode: blank.input_mode.clone(),
            instance_type: blank.instance_type.clone(),
            instance_count: blank.instance_count.clone(),
            volume: blank.volume.clone(),
            max_runtime: blank.max_runtime.clone(),
            max_runtime_unit: blank.max_runtime_unit,
            output_path: blank.output_path.clone(),
            isolation: flag(request.enable_network_isolation),
            encrypt_traffic: flag(request.enable_inter_container_traffic_encryption),
            spot: flag(request.enable_managed_spot_training),
            other: unknown_members::of_request(request),
            ..Self::default()
        };
        if let Some(specification) = &request.algorithm_specification {
            draft.take_algorithm(specification);
        }
        if let Some(resources) = &request.resource_config {
            draft.take_resources(resources);
        }
        if let Some(condition) = &request.stopping_condition {
            draft.take_limits(condition);
        }
        if let Some(network) = &request.vpc_config {
            draft.vpc = ON.to_owned();
            draft.subnets = network.subnets.as_deref().unwrap_or_default().join(", ");
            draft.security_groups = network.security_group_ids.as_deref().unwrap_or_default().join(", ");
        }
        if let Some(output) = &request.output_data_config {
            keep(&mut draft.output_path, output.s3_output_path.as_ref());
            keep(&mut draft.output_kms, output.kms_key_id.as_ref());
            keep(&mut draft.output_compression, output.compression_type.as_ref());
        }
        if let Some(checkpoints) = &request.checkpoint_config {
            keep(&mut draft.checkpoint_uri, checkpoints.s3_uri.as_ref());
            keep(&mut draft.checkpoint_path, checkpoints.local_path.as_ref());
        }
        keep(&mut draft.retry, number(request.retry_strategy.as_ref().and_then(|retry| retry.maximum_retry_attempts)).as_ref());
        draft.take_rows(request);
        draft.take_channels(request.input_data_config.as_deref().unwrap_or_default());
        draft
    }

    fn take_algorithm(&mut self, specification: &AlgorithmSpecification) {
        keep(&mut self.input_mode, specification.training_input_mode.as_ref());
        if let Some(image) = &specification.training_image {
            self.take_image(image);
        }
        if let Some(name) = &specification.algorithm_name {
            // An account number stands in the name of one's own resources and of subscriptions alike.
            self.algorithm_source = AlgorithmSource::Resource.as_str().to_owned();
            self.algorithm_name.clone_from(name);
        }
        let metrics = specification.metric_definitions.as_deref().unwrap_or_default();
        self.metrics = metrics
            .iter()
            .map(|metric| MetricDraft {
                name: metric.name.clone().unwrap_or_default(),
                regex: metric.regex.clone().unwrap_or_default(),
            })
            .collect();
        self.time_series = specification.enable_sage_maker_metrics_time_series.map(|on| on.to_string()).unwrap_or_default();
        self.entrypoint = specification.container_entrypoint.as_deref().unwrap_or_default().join("\n");
        self.arguments = specification.container_arguments.as_deref().unwrap_or_default().join("\n");
    }

    fn take_resources(&mut self, resources: &ResourceConfig) {
        keep(&mut self.instance_type, resources.instance_type.as_ref());
        keep(&mut self.instance_count, number(resources.instance_count).as_ref());
        keep(&mut self.volume, number(resources.volume_size_in_gb).as_ref());
        keep(&mut self.volume_kms, resources.volume_kms_key_id.as_ref());
        keep(&mut self.keep_alive, number(resources.keep_alive_period_in_seconds).as_ref());
    }

    fn take_limits(&mut self, condition: &StoppingCondition) {
        if let Some(seconds) = condition.max_runtime_in_seconds {
            (self.max_runtime, self.max_runtime_unit) = RuntimeUnit::largest(seconds);
        }
        if let Some(seconds) = condition.max_wait_time_in_seconds {
            (self.max_wait, self.max_wait_unit) = RuntimeUnit::largest(seconds);
        }
        keep(&mut self.pending, number(condition.max_pending_time_in_seconds).as_ref());
    }

    fn take_rows(&mut self, request: &TrainingJobRequest) {
        for (name, value) in request.hyper_parameters.iter().flatten() {
            // An empty value is sent from a free row only: in a typed one it means the default.
            if self.documents(name) && !value.trim().is_empty() {
                self.hyperparameters.insert(name.clone(), value.clone());
            } else {
                self.other_hyperparameters.push(OtherHyperparameter { key: name.clone(), value: value.clone() });
            }
        }
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        self.tags = request.tags.iter().flatten().map(|tag| TagDraft { key: text(&tag.key), value: text(&tag.value) }).collect();
        let variables = request.environment.iter().flatten();
        self.environment = variables.map(|(key, value)| VariableDraft { key: key.clone(), value: value.clone() }).collect();
    }

    fn take_channels(&mut self, channels: &[Channel]) {
        for channel in channels {
            let location = channel.data_source.as_ref().and_then(|source| source.s3_data_source.as_ref()?.s3_uri.as_deref());
            let is_model_channel = location.is_some_and(|uri| *channel == domain::incremental::model_channel(uri));
            match location {
                Some(uri)
                    if is_model_channel && channel.channel_name.as_deref() == Some(MODEL_CHANNEL) && self.source.is_empty() =>
                {
                    self.source = uri.to_owned();
                }
                _ => self.channels.push(ChannelDraft::from_channel(channel)),
            }
        }
    }
}

impl ChannelDraft {
    /// The card of a channel of an earlier request; what the request leaves out stays out.
    pub fn from_channel(channel: &Channel) -> Self {
        let source = channel.data_source.as_ref();
        let s3 = source.and_then(|source| source.s3_data_source.as_ref());
        let files = source.and_then(|source| source.file_system_data_source.as_ref());
        let text = |value: Option<&String>| value.cloned().unwrap_or_default();
        let or = |value: Option<&String>, default: &str| value.cloned().unwrap_or_else(|| default.to_owned());
        Self {
            name: text(channel.channel_name.as_ref()),
            input_mode: text(channel.input_mode.as_ref()),
            content_type: text(channel.content_type.as_ref()),
            compression: text(channel.compression_type.as_ref()),
            record_wrapper: text(channel.record_wrapper_type.as_ref()),
            source: if files.is_some() { FILE_SYSTEM } else { S3 }.to_owned(),
            data_type: or(s3.and_then(|s3| s3.s3_data_type.as_ref()), "S3Prefix"),
            distribution: text(s3.and_then(|s3| s3.s3_data_distribution_type.as_ref())),
            uri: text(s3.and_then(|s3| s3.s3_uri.as_ref())),
            attributes: s3.and_then(|s3| s3.attribute_names.as_ref()).map(|names| names.join(", ")).unwrap_or_default(),
            shuffle_seed: number(channel.shuffle_config.as_ref().and_then(|config| config.seed)).unwrap_or_default(),
            fs_type: or(files.and_then(|files| files.file_system_type.as_ref()), "EFS"),
            fs_id: text(files.and_then(|files| files.file_system_id.as_ref())),
            fs_directory: text(files.and_then(|files| files.directory_path.as_ref())),
            fs_access: or(files.and_then(|files| files.file_system_access_mode.as_ref()), "ro"),
            other: unknown_members::of_channel(channel),
            is_folded: false,
        }
    }
}

fn keep(slot: &mut String, value: Option<&String>) {
    if let Some(value) = value {
        slot.clone_from(value);
    }
}

fn number(number: Option<i64>) -> Option<String> {
    number.map(|number| number.to_string())
}

fn flag(flag: Option<bool>) -> String {
    if flag == Some(true) { ON.to_owned() } else { String::new() }
}

#[cfg(test)]
mod tests;
