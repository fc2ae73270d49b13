//! Every field that a request has, in the order of the page.

use super::{ChannelField, Field};
use crate::{algorithm::Algorithm, wire::TrainingJobRequest};

impl Field {
    /// Every field that a message about `request` can name, in the order of the page; a row's fields stand after their table.
    pub fn all(request: &TrainingJobRequest) -> Vec<Self> {
        let specification = request.algorithm_specification.as_ref();
        let mut fields = vec![Self::JobName, Self::Role, Self::AlgorithmSource, Self::image(request)];
        fields.extend([Self::AlgorithmName, Self::InputMode, Self::Metrics]);
        let metrics = specification.and_then(|part| part.metric_definitions.as_deref()).unwrap_or_default();
        fields.extend((0_u32..).zip(metrics).flat_map(|(row, _)| [Self::MetricName(row), Self::MetricRegex(row)]));
        fields.extend([Self::InstanceType, Self::InstanceCount, Self::Volume, Self::VolumeKmsKey, Self::KeepAlive]);
        fields.extend([Self::InstanceGroups, Self::MaximumRuntime, Self::Vpc, Self::Subnets, Self::SecurityGroups]);
        fields.extend([Self::NetworkIsolation, Self::EncryptTraffic, Self::Hyperparameters]);
        fields.extend(request.hyper_parameters.iter().flatten().map(|(name, _)| Self::Hyperparameter(name.clone())));
        fields.push(Self::Channels);
        for (index, _) in (0_u32..).zip(request.input_data_config.iter().flatten()) {
            fields.extend(ChannelField::ALL.iter().map(|part| Self::Channel(index, *part)));
        }
        fields.extend([Self::CheckpointUri, Self::CheckpointPath]);
        fields.extend([Self::OutputPath, Self::OutputKmsKey, Self::OutputCompression]);
        fields.extend([Self::ManagedSpot, Self::MaximumWait, Self::Tags]);
        let tags = (0_u32..).zip(request.tags.iter().flatten());
        fields.extend(tags.flat_map(|(row, _)| [Self::TagKey(row), Self::TagValue(row)]));
        fields.push(Self::Environment);
        fields.extend(request.environment.iter().flatten().map(|(name, _)| Self::EnvironmentValue(name.clone())));
        fields.extend([Self::RetryAttempts, Self::MaximumPending, Self::Entrypoint, Self::Arguments]);
        fields.extend([Self::MetricsTimeSeries, Self::Other]);
        fields
    }

    /// The field that the service's path of a member belongs to; letters' case does not count.
    pub fn of_member(path: &str, request: &TrainingJobRequest) -> Option<Self> {
        (!path.is_empty()).then(|| Self::all(request).into_iter().find(|field| field.member().eq_ignore_ascii_case(path)))?
    }

    /// The field of the training image: the list of built-in algorithms, or the container's own.
    pub fn image(request: &TrainingJobRequest) -> Self {
        match request.training_image() {
            Some(image) if Algorithm::of_image(image).is_none() => Self::Container,
            _ => Self::Algorithm,
        }
    }
}
