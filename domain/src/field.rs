//! The fields of the form: one name for the page, the messages and the service's member paths.

use serde::{Deserialize, Serialize};

/// A field of the create-training-job form.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Field {
    /// `TrainingJobName`
    JobName,
    /// `RoleArn`
    Role,
    /// `AlgorithmSpecification.TrainingImage`
    Algorithm,
    /// `AlgorithmSpecification.TrainingInputMode`
    InputMode,
    /// `ResourceConfig.InstanceType`
    InstanceType,
    /// `ResourceConfig.InstanceCount`
    InstanceCount,
    /// `ResourceConfig.VolumeSizeInGB`
    Volume,
    /// `ResourceConfig.VolumeKmsKeyId`
    VolumeKmsKey,
    /// `StoppingCondition.MaxRuntimeInSeconds`
    MaximumRuntime,
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
    /// `OutputDataConfig.S3OutputPath`
    OutputPath,
    /// `OutputDataConfig.KmsKeyId`
    OutputKmsKey,
    /// `OutputDataConfig.CompressionType`
    OutputCompression,
    /// The list of tags as a whole.
    Tags,
    /// A tag's key, by its place.
    TagKey(u32),
    /// A tag's value, by its place.
    TagValue(u32),
}

/// A field of a channel card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ChannelField {
    /// `ChannelName`
    Name,
    /// `InputMode`
    InputMode,
    /// `ContentType`
    ContentType,
    /// `CompressionType`
    Compression,
    /// `RecordWrapperType`
    RecordWrapper,
    /// `DataSource.S3DataSource.S3DataType`
    S3DataType,
    /// `DataSource.S3DataSource.S3DataDistributionType`
    S3DataDistribution,
    /// `DataSource.S3DataSource.S3Uri`
    S3Uri,
    /// `DataSource.S3DataSource.AttributeNames`
    AttributeNames,
    /// `ShuffleConfig.Seed`
    ShuffleSeed,
}

impl ChannelField {
    /// The field's part of an element id.
    fn id(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::InputMode => "mode",
            Self::ContentType => "content",
            Self::Compression => "compression",
            Self::RecordWrapper => "wrapper",
            Self::S3DataType => "s3-type",
            Self::S3DataDistribution => "s3-dist",
            Self::S3Uri => "s3-uri",
            Self::AttributeNames => "s3-attrs",
            Self::ShuffleSeed => "shuffle",
        }
    }

    /// The service's name of the member, relative to the channel.
    fn member(self) -> &'static str {
        match self {
            Self::Name => "channelName",
            Self::InputMode => "inputMode",
            Self::ContentType => "contentType",
            Self::Compression => "compressionType",
            Self::RecordWrapper => "recordWrapperType",
            Self::S3DataType => "dataSource.s3DataSource.s3DataType",
            Self::S3DataDistribution => "dataSource.s3DataSource.s3DataDistributionType",
            Self::S3Uri => "dataSource.s3DataSource.s3Uri",
            Self::AttributeNames => "dataSource.s3DataSource.attributeNames",
            Self::ShuffleSeed => "shuffleConfig.seed",
        }
    }
}

impl Field {
    /// The element id of the field's control in the page, for example `channel-0-s3-uri`.
    pub fn id(&self) -> String {
        match self {
            Self::JobName => "job-name".to_owned(),
            Self::Role => "role".to_owned(),
            Self::Algorithm => "algorithm".to_owned(),
            Self::InputMode => "input-mode".to_owned(),
            Self::InstanceType => "instance-type".to_owned(),
            Self::InstanceCount => "instance-count".to_owned(),
            Self::Volume => "volume".to_owned(),
            Self::VolumeKmsKey => "volume-kms".to_owned(),
            Self::MaximumRuntime => "max-runtime".to_owned(),
            Self::Hyperparameters => "hyperparameters".to_owned(),
            Self::HyperparameterKey(row) => format!("hp-key-{row}"),
            Self::Hyperparameter(name) => format!("hp-value-{}", identifier(name)),
            Self::Channels => "channels".to_owned(),
            Self::Channel(index, field) => format!("channel-{index}-{}", field.id()),
            Self::OutputPath => "output-path".to_owned(),
            Self::OutputKmsKey => "output-kms".to_owned(),
            Self::OutputCompression => "output-compression".to_owned(),
            Self::Tags => "tags".to_owned(),
            Self::TagKey(index) => format!("tag-key-{index}"),
            Self::TagValue(index) => format!("tag-value-{index}"),
        }
    }

    /// The path by which the service's messages name the member; list items count from 1.
    pub fn member(&self) -> String {
        match self {
            Self::JobName => "trainingJobName".to_owned(),
            Self::Role => "roleArn".to_owned(),
            Self::Algorithm => "algorithmSpecification.trainingImage".to_owned(),
            Self::InputMode => "algorithmSpecification.trainingInputMode".to_owned(),
            Self::InstanceType => "resourceConfig.instanceType".to_owned(),
            Self::InstanceCount => "resourceConfig.instanceCount".to_owned(),
            Self::Volume => "resourceConfig.volumeSizeInGB".to_owned(),
            Self::VolumeKmsKey => "resourceConfig.volumeKmsKeyId".to_owned(),
            Self::MaximumRuntime => "stoppingCondition.maxRuntimeInSeconds".to_owned(),
            Self::Hyperparameters | Self::HyperparameterKey(_) | Self::Hyperparameter(_) => "hyperParameters".to_owned(),
            Self::Channels => "inputDataConfig".to_owned(),
            Self::Channel(index, field) => format!("inputDataConfig.{}.member.{}", index + 1, field.member()),
            Self::OutputPath => "outputDataConfig.s3OutputPath".to_owned(),
            Self::OutputKmsKey => "outputDataConfig.kmsKeyId".to_owned(),
            Self::OutputCompression => "outputDataConfig.compressionType".to_owned(),
            Self::Tags => "tags".to_owned(),
            Self::TagKey(index) => format!("tags.{}.member.key", index + 1),
            Self::TagValue(index) => format!("tags.{}.member.value", index + 1),
        }
    }
}

/// `name` with everything but letters, digits, `-` and `_` replaced, so that it may stand in an element id.
fn identifier(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' || c == '_' { c } else { '-' }).collect()
}
