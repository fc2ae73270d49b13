//! The fields of the form: one name for the page, the messages and the service's member paths.

mod all;
mod channel;
mod fixed;

use serde::{Deserialize, Serialize};

pub use channel::ChannelField;

/// A field of the create-training-job form.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Field {
    /// `TrainingJobName`
    JobName,
    /// `RoleArn`
    Role,
    /// The choice between a built-in algorithm, one's own resource, one's own container and a subscription.
    AlgorithmSource,
    /// `AlgorithmSpecification.TrainingImage` of a built-in algorithm.
    Algorithm,
    /// `AlgorithmSpecification.TrainingImage` of one's own container.
    Container,
    /// `AlgorithmSpecification.AlgorithmName`
    AlgorithmName,
    /// `AlgorithmSpecification.TrainingInputMode`
    InputMode,
    /// The table of metric definitions as a whole.
    Metrics,
    /// A metric's name, by its place.
    MetricName(u32),
    /// A metric's regular expression, by its place.
    MetricRegex(u32),
    /// `AlgorithmSpecification.EnableSageMakerMetricsTimeSeries`
    MetricsTimeSeries,
    /// `AlgorithmSpecification.ContainerEntrypoint`
    Entrypoint,
    /// `AlgorithmSpecification.ContainerArguments`
    Arguments,
    /// `ResourceConfig.InstanceType`
    InstanceType,
    /// `ResourceConfig.InstanceCount`
    InstanceCount,
    /// `ResourceConfig.VolumeSizeInGB`
    Volume,
    /// `ResourceConfig.VolumeKmsKeyId`
    VolumeKmsKey,
    /// `ResourceConfig.KeepAlivePeriodInSeconds`
    KeepAlive,
    /// `ResourceConfig.InstanceGroups` and its relatives, which the form does not offer.
    InstanceGroups,
    /// `StoppingCondition.MaxRuntimeInSeconds`
    MaximumRuntime,
    /// `StoppingCondition.MaxWaitTimeInSeconds`
    MaximumWait,
    /// `StoppingCondition.MaxPendingTimeInSeconds`
    MaximumPending,
    /// The choice of a VPC, or `VpcConfig` as a whole.
    Vpc,
    /// `VpcConfig.Subnets`
    Subnets,
    /// `VpcConfig.SecurityGroupIds`
    SecurityGroups,
    /// `EnableNetworkIsolation`
    NetworkIsolation,
    /// `EnableInterContainerTrafficEncryption`
    EncryptTraffic,
    /// The table of hyperparameters as a whole.
    Hyperparameters,
    /// The name typed in a free row, by its place.
    HyperparameterKey(u32),
    /// The value of a hyperparameter, by its name.
    Hyperparameter(String),
    /// The list of channels as a whole.
    Channels,
    /// A field of one channel, by the channel's place.
    Channel(u32, ChannelField),
    /// `CheckpointConfig.S3Uri`
    CheckpointUri,
    /// `CheckpointConfig.LocalPath`
    CheckpointPath,
    /// `OutputDataConfig.S3OutputPath`
    OutputPath,
    /// `OutputDataConfig.KmsKeyId`
    OutputKmsKey,
    /// `OutputDataConfig.CompressionType`
    OutputCompression,
    /// `EnableManagedSpotTraining`
    ManagedSpot,
    /// The list of tags as a whole.
    Tags,
    /// A tag's key, by its place.
    TagKey(u32),
    /// A tag's value, by its place.
    TagValue(u32),
    /// The table of environment variables as a whole.
    Environment,
    /// The name typed in a row of environment variables, by its place.
    EnvironmentKey(u32),
    /// The value of an environment variable, by its name.
    EnvironmentValue(String),
    /// `RetryStrategy.MaximumRetryAttempts`
    RetryAttempts,
    /// Members that the form does not offer; they travel on as they came.
    Other,
}

impl Field {
    /// The element id of the field's control in the page, for example `channel-0-s3-uri`.
    pub fn id(&self) -> String {
        match self {
            Self::MetricName(row) => format!("metric-name-{row}"),
            Self::MetricRegex(row) => format!("metric-regex-{row}"),
            Self::HyperparameterKey(row) => format!("hp-key-{row}"),
            Self::Hyperparameter(name) => format!("hp-value-{}", identifier(name)),
            Self::Channel(index, field) => format!("channel-{index}-{}", field.id()),
            Self::TagKey(index) => format!("tag-key-{index}"),
            Self::TagValue(index) => format!("tag-value-{index}"),
            Self::EnvironmentKey(row) => format!("env-key-{row}"),
            Self::EnvironmentValue(name) => format!("env-value-{}", identifier(name)),
            fixed => fixed.words().0.to_owned(),
        }
    }

    /// The path by which the service's messages name the member; list items count from 1.
    pub fn member(&self) -> String {
        match self {
            Self::MetricName(row) => format!("algorithmSpecification.metricDefinitions.{}.member.name", row.saturating_add(1)),
            Self::MetricRegex(row) => format!("algorithmSpecification.metricDefinitions.{}.member.regex", row.saturating_add(1)),
            Self::Channel(index, field) => format!("inputDataConfig.{}.member.{}", index.saturating_add(1), field.member()),
            Self::TagKey(index) => format!("tags.{}.member.key", index.saturating_add(1)),
            Self::TagValue(index) => format!("tags.{}.member.value", index.saturating_add(1)),
            other => other.words().1.to_owned(),
        }
    }

    /// The path of the member in a request's JSON, for example `ResourceConfig.InstanceType`; list items count from 1.
    pub fn json_member(&self) -> String {
        let pascal = |segment: &str| {
            let mut letters = segment.chars();
            letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect::<String>()
        };
        let member = self.member();
        member.split('.').filter(|segment| *segment != "member").map(pascal).collect::<Vec<_>>().join(".")
    }
}

/// `name` with everything but letters, digits, `-` and `_` replaced, so that it may stand in an element id.
fn identifier(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' || c == '_' { c } else { '-' }).collect()
}
