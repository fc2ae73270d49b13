//! Element ids and member paths of the fields that stand once in the page.

use super::Field;

impl Field {
    /// Element id and member path; of a row's field those of its table.
    pub(super) fn words(&self) -> (&'static str, &'static str) {
        match self {
            Self::JobName => ("job-name", "trainingJobName"),
            Self::Role => ("role", "roleArn"),
            Self::AlgorithmSource => ("alg-source", "algorithmSpecification"),
            Self::Algorithm => ("algorithm", "algorithmSpecification.trainingImage"),
            Self::Container => ("container", "algorithmSpecification.trainingImage"),
            Self::AlgorithmName => ("alg-arn", "algorithmSpecification.algorithmName"),
            Self::InputMode => ("input-mode", "algorithmSpecification.trainingInputMode"),
            Self::Metrics | Self::MetricName(_) | Self::MetricRegex(_) => ("metrics", "algorithmSpecification.metricDefinitions"),
            Self::MetricsTimeSeries => ("timeseries", "algorithmSpecification.enableSageMakerMetricsTimeSeries"),
            Self::Entrypoint => ("entrypoint", "algorithmSpecification.containerEntrypoint"),
            Self::Arguments => ("arguments", "algorithmSpecification.containerArguments"),
            Self::InstanceType => ("instance-type", "resourceConfig.instanceType"),
            Self::InstanceCount => ("instance-count", "resourceConfig.instanceCount"),
            Self::Volume => ("volume", "resourceConfig.volumeSizeInGB"),
            Self::VolumeKmsKey => ("volume-kms", "resourceConfig.volumeKmsKeyId"),
            Self::KeepAlive => ("keep-alive", "resourceConfig.keepAlivePeriodInSeconds"),
            Self::InstanceGroups => ("groups", "resourceConfig.instanceGroups"),
            Self::MaximumRuntime => ("max-runtime", "stoppingCondition.maxRuntimeInSeconds"),
            Self::MaximumWait => ("max-wait", "stoppingCondition.maxWaitTimeInSeconds"),
            Self::MaximumPending => ("pending", "stoppingCondition.maxPendingTimeInSeconds"),
            Self::Vpc => ("vpc", "vpcConfig"),
            Self::Subnets => ("subnets", "vpcConfig.subnets"),
            Self::SecurityGroups => ("security-groups", "vpcConfig.securityGroupIds"),
            Self::NetworkIsolation => ("isolation", "enableNetworkIsolation"),
            Self::EncryptTraffic => ("encrypt-traffic", "enableInterContainerTrafficEncryption"),
            Self::Hyperparameters | Self::HyperparameterKey(_) | Self::Hyperparameter(_) => {
                ("hyperparameters", "hyperParameters")
            }
            Self::Channels | Self::Channel(..) => ("channels", "inputDataConfig"),
            Self::CheckpointUri => ("ckpt-uri", "checkpointConfig.s3Uri"),
            Self::CheckpointPath => ("ckpt-local", "checkpointConfig.localPath"),
            Self::OutputPath => ("output-path", "outputDataConfig.s3OutputPath"),
            Self::OutputKmsKey => ("output-kms", "outputDataConfig.kmsKeyId"),
            Self::OutputCompression => ("output-compression", "outputDataConfig.compressionType"),
            Self::ManagedSpot => ("spot", "enableManagedSpotTraining"),
            Self::Tags | Self::TagKey(_) | Self::TagValue(_) => ("tags", "tags"),
            Self::Environment | Self::EnvironmentKey(_) | Self::EnvironmentValue(_) => ("env", "environment"),
            Self::RetryAttempts => ("retry", "retryStrategy.maximumRetryAttempts"),
            Self::Other => ("other", ""),
        }
    }
}
