//! From the form to the request.

mod channel;

use std::collections::BTreeMap;

use domain::{
    algorithm::Algorithm,
    incremental,
    rules::number,
    wire::{
        AlgorithmSpecification, Channel, CheckpointConfig, MetricDefinition, OutputDataConfig, ResourceConfig, RetryStrategy,
        StoppingCondition, Tag, TrainingJobRequest, VpcConfig,
    },
};

use super::{AlgorithmSource, Draft, ON};

impl Draft {
    /// The request that the form describes, for a job in `region`.
    ///
    /// Outer white space goes, except in hyperparameter values and environment variables; what is empty is left out, and
    /// flags are sent only when they are on. Numbers that cannot be read are left out too: [`Draft::violations`] reports
    /// them.
    pub fn request(&self, region: &str) -> TrainingJobRequest {
        let channels: Vec<Channel> =
            self.channels.iter().map(channel::of).chain(text(&self.source).as_deref().map(incremental::model_channel)).collect();
        let tags: Vec<Tag> = self
            .tags
            .iter()
            .map(|tag| Tag { key: Some(tag.key.trim().to_owned()), value: Some(tag.value.trim().to_owned()), ..Tag::default() })
            .collect();
        let variables: BTreeMap<String, String> = self
            .environment
            .iter()
            .filter(|row| !row.key.trim().is_empty())
            .map(|row| (row.key.trim().to_owned(), row.value.clone()))
            .collect();
        let mut request = TrainingJobRequest {
            training_job_name: text(&self.job_name),
            hyper_parameters: filled(self.sent_hyperparameters()),
            algorithm_specification: Some(self.algorithm_specification(region)),
            role_arn: text(&self.role),
            input_data_config: (!channels.is_empty()).then_some(channels),
            output_data_config: Some(OutputDataConfig {
                s3_output_path: text(&self.output_path),
                kms_key_id: text(&self.output_kms),
                compression_type: text(&self.output_compression),
                ..OutputDataConfig::default()
            }),
            resource_config: Some(self.resource_config()),
            vpc_config: (self.vpc == ON).then(|| VpcConfig {
                security_group_ids: list(&self.security_groups),
                subnets: list(&self.subnets),
                ..VpcConfig::default()
            }),
            stopping_condition: Some(StoppingCondition {
                max_runtime_in_seconds: self.max_runtime_seconds(),
                max_wait_time_in_seconds: number::maximum_wait(&self.max_wait, self.max_wait_unit.seconds()).ok().flatten(),
                max_pending_time_in_seconds: integer(&self.pending),
                ..StoppingCondition::default()
            }),
            tags: (!tags.is_empty()).then_some(tags),
            enable_network_isolation: on(&self.isolation),
            enable_inter_container_traffic_encryption: on(&self.encrypt_traffic),
            enable_managed_spot_training: on(&self.spot),
            checkpoint_config: self.checkpoint_config(),
            environment: filled(variables),
            retry_strategy: integer(&self.retry)
                .map(|attempts| RetryStrategy { maximum_retry_attempts: Some(attempts), ..RetryStrategy::default() }),
            ..TrainingJobRequest::default()
        };
        super::unknown_members::put_back(&mut request, &self.other);
        request
    }

    fn algorithm_specification(&self, region: &str) -> AlgorithmSpecification {
        let source = self.algorithm_source();
        let metrics = self.metrics.iter().map(|metric| MetricDefinition {
            name: Some(metric.name.trim().to_owned()),
            regex: Some(metric.regex.clone()),
            ..MetricDefinition::default()
        });
        let metrics: Vec<MetricDefinition> = if self.defines_metrics() { metrics.collect() } else { Vec::new() };
        AlgorithmSpecification {
            training_image: match source {
                AlgorithmSource::BuiltIn => {
                    Algorithm::of_repository(self.algorithm.trim()).and_then(|algorithm| algorithm.training_image(region))
                }
                AlgorithmSource::Container => text(&self.container),
                AlgorithmSource::Resource | AlgorithmSource::Subscription => None,
            },
            algorithm_name: source.is_named().then(|| text(&self.algorithm_name)).flatten(),
            training_input_mode: text(&self.input_mode),
            metric_definitions: (!metrics.is_empty()).then_some(metrics),
            enable_sage_maker_metrics_time_series: self.time_series.parse().ok(),
            container_entrypoint: lines(&self.entrypoint),
            container_arguments: lines(&self.arguments),
            ..AlgorithmSpecification::default()
        }
    }

    fn resource_config(&self) -> ResourceConfig {
        ResourceConfig {
            instance_type: text(&self.instance_type),
            instance_count: number::instance_count(&self.instance_count).ok(),
            volume_size_in_gb: number::volume_size(&self.volume).ok(),
            volume_kms_key_id: text(&self.volume_kms),
            keep_alive_period_in_seconds: integer(&self.keep_alive),
            ..ResourceConfig::default()
        }
    }

    /// The maximum runtime; `None` for text that gives no whole seconds.
    pub(super) fn max_runtime_seconds(&self) -> Option<i64> {
        number::maximum_runtime(&self.max_runtime, self.max_runtime_unit.seconds()).ok()
    }

    fn checkpoint_config(&self) -> Option<CheckpointConfig> {
        let config = CheckpointConfig {
            s3_uri: text(&self.checkpoint_uri),
            local_path: text(&self.checkpoint_path),
            ..CheckpointConfig::default()
        };
        (config != CheckpointConfig::default()).then_some(config)
    }

    /// Hyperparameters that the algorithm documents and that have a value, and all other rows with a name.
    pub fn sent_hyperparameters(&self) -> BTreeMap<String, String> {
        let algorithm = self.known_algorithm();
        let documented = self.hyperparameters.iter().filter(|(name, value)| {
            !value.trim().is_empty() && algorithm.is_some_and(|algorithm| algorithm.hyperparameter(name).is_some())
        });
        let mut sent: BTreeMap<String, String> = documented.map(|(name, value)| (name.clone(), value.clone())).collect();
        for row in self.other_hyperparameters.iter().filter(|row| !row.key.trim().is_empty()) {
            sent.entry(row.key.trim().to_owned()).or_insert_with(|| row.value.clone());
        }
        sent
    }
}

/// A whole number, or nothing.
fn integer(value: &str) -> Option<i64> {
    value.trim().parse().ok()
}

/// Trimmed text, or nothing.
pub(super) fn text(value: &str) -> Option<String> {
    let value = value.trim();
    (!value.is_empty()).then(|| value.to_owned())
}

/// Words separated by commas or white space, or nothing.
fn list(value: &str) -> Option<Vec<String>> {
    let words = value.split(|c: char| c == ',' || c.is_whitespace()).filter(|word| !word.is_empty());
    Some(words.map(str::to_owned).collect::<Vec<_>>()).filter(|words| !words.is_empty())
}

/// Lines as they are, or nothing where there is only white space. An empty line is an empty word, except behind the last
/// line break.
fn lines(value: &str) -> Option<Vec<String>> {
    (!value.trim().is_empty()).then(|| value.lines().map(str::to_owned).collect())
}

fn on(flag: &str) -> Option<bool> {
    (flag == ON).then_some(true)
}

fn filled(map: BTreeMap<String, String>) -> Option<BTreeMap<String, String>> {
    (!map.is_empty()).then_some(map)
}

#[cfg(test)]
mod tests;
