//! The members of a training-job request by their names in the API: the only list of them.

/// `DebugRuleConfiguration` and `ProfilerRuleConfiguration` have the same members.
const RULE_CONFIGURATION: &[&str] = &[
    "RuleConfigurationName",
    "LocalPath",
    "S3OutputPath",
    "RuleEvaluatorImage",
    "InstanceType",
    "VolumeSizeInGB",
    "RuleParameters",
];

/// The members of each structure of a request, by its path; the request itself is the empty path. Maps whose keys are a
/// person's own are no structures. Source: shape `CreateTrainingJobRequest` (a test compares).
pub const MEMBERS: &[(&str, &[&str])] = &[
    (
        "",
        &[
            "TrainingJobName",
            "HyperParameters",
            "AlgorithmSpecification",
            "RoleArn",
            "InputDataConfig",
            "OutputDataConfig",
            "ResourceConfig",
            "VpcConfig",
            "StoppingCondition",
            "Tags",
            "EnableNetworkIsolation",
            "EnableInterContainerTrafficEncryption",
            "EnableManagedSpotTraining",
            "CheckpointConfig",
            "DebugHookConfig",
            "DebugRuleConfigurations",
            "TensorBoardOutputConfig",
            "ExperimentConfig",
            "ProfilerConfig",
            "ProfilerRuleConfigurations",
            "Environment",
            "RetryStrategy",
            "RemoteDebugConfig",
            "InfraCheckConfig",
            "SessionChainingConfig",
            "ServerlessJobConfig",
            "MlflowConfig",
            "ModelPackageConfig",
        ],
    ),
    (
        "AlgorithmSpecification",
        &[
            "TrainingImage",
            "AlgorithmName",
            "TrainingInputMode",
            "MetricDefinitions",
            "EnableSageMakerMetricsTimeSeries",
            "ContainerEntrypoint",
            "ContainerArguments",
            "TrainingImageConfig",
        ],
    ),
    (
        "InputDataConfig[]",
        &["ChannelName", "DataSource", "ContentType", "CompressionType", "RecordWrapperType", "InputMode", "ShuffleConfig"],
    ),
    ("InputDataConfig[].DataSource", &["S3DataSource", "FileSystemDataSource", "DatasetSource"]),
    (
        "InputDataConfig[].DataSource.S3DataSource",
        &[
            "S3DataType",
            "S3Uri",
            "S3DataDistributionType",
            "AttributeNames",
            "InstanceGroupNames",
            "ModelAccessConfig",
            "HubAccessConfig",
        ],
    ),
    (
        "InputDataConfig[].DataSource.FileSystemDataSource",
        &["FileSystemId", "FileSystemAccessMode", "FileSystemType", "DirectoryPath"],
    ),
    ("OutputDataConfig", &["KmsKeyId", "S3OutputPath", "CompressionType"]),
    (
        "ResourceConfig",
        &[
            "InstanceType",
            "InstanceCount",
            "VolumeSizeInGB",
            "VolumeKmsKeyId",
            "KeepAlivePeriodInSeconds",
            "InstanceGroups",
            "TrainingPlanArn",
            "InstancePlacementConfig",
            "InstancePreferences",
            "SelectedInstanceType",
            "SelectedInstanceCount",
        ],
    ),
    ("VpcConfig", &["SecurityGroupIds", "Subnets"]),
    ("StoppingCondition", &["MaxRuntimeInSeconds", "MaxWaitTimeInSeconds", "MaxPendingTimeInSeconds"]),
    ("CheckpointConfig", &["S3Uri", "LocalPath"]),
    ("RetryStrategy", &["MaximumRetryAttempts"]),
    ("AlgorithmSpecification.MetricDefinitions[]", &["Name", "Regex"]),
    ("AlgorithmSpecification.TrainingImageConfig", &["TrainingRepositoryAccessMode", "TrainingRepositoryAuthConfig"]),
    ("AlgorithmSpecification.TrainingImageConfig.TrainingRepositoryAuthConfig", &["TrainingRepositoryCredentialsProviderArn"]),
    ("InputDataConfig[].DataSource.S3DataSource.ModelAccessConfig", &["AcceptEula"]),
    ("InputDataConfig[].DataSource.S3DataSource.HubAccessConfig", &["HubContentArn"]),
    ("InputDataConfig[].DataSource.DatasetSource", &["DatasetArn"]),
    ("InputDataConfig[].ShuffleConfig", &["Seed"]),
    ("ResourceConfig.InstanceGroups[]", &["InstanceType", "InstanceCount", "InstanceGroupName"]),
    ("ResourceConfig.InstancePlacementConfig", &["EnableMultipleJobs", "PlacementSpecifications"]),
    ("ResourceConfig.InstancePlacementConfig.PlacementSpecifications[]", &["UltraServerId", "InstanceCount"]),
    ("ResourceConfig.InstancePreferences[]", &["InstanceType", "InstanceCount", "TrainingPlanArns"]),
    ("Tags[]", &["Key", "Value"]),
    ("DebugHookConfig", &["LocalPath", "S3OutputPath", "HookParameters", "CollectionConfigurations"]),
    ("DebugHookConfig.CollectionConfigurations[]", &["CollectionName", "CollectionParameters"]),
    ("DebugRuleConfigurations[]", RULE_CONFIGURATION),
    ("TensorBoardOutputConfig", &["LocalPath", "S3OutputPath"]),
    ("ExperimentConfig", &["ExperimentName", "TrialName", "TrialComponentDisplayName", "RunName"]),
    ("ProfilerConfig", &["S3OutputPath", "ProfilingIntervalInMilliseconds", "ProfilingParameters", "DisableProfiler"]),
    ("ProfilerRuleConfigurations[]", RULE_CONFIGURATION),
    ("RemoteDebugConfig", &["EnableRemoteDebug"]),
    ("InfraCheckConfig", &["EnableInfraCheck"]),
    ("SessionChainingConfig", &["EnableSessionTagChaining"]),
    (
        "ServerlessJobConfig",
        &[
            "BaseModelArn",
            "AcceptEula",
            "JobType",
            "CustomizationTechnique",
            "Peft",
            "EvaluationType",
            "EvaluatorArn",
            "SequenceLength",
        ],
    ),
    ("MlflowConfig", &["MlflowResourceArn", "MlflowExperimentName", "MlflowRunName"]),
    ("ModelPackageConfig", &["ModelPackageGroupArn", "SourceModelPackageArn"]),
];

/// The members of a request that `DescribeTrainingJob` does not give back.
/// Source: shape `DescribeTrainingJobResponse` (a test compares).
const NOT_DESCRIBED: [&str; 2] = ["Tags", "SessionChainingConfig"];

/// What a description says of a job besides the members of its request.
/// Source: shape `DescribeTrainingJobResponse` (a test compares).
pub const DESCRIPTION_ONLY: &[&str] = &[
    "TrainingJobArn",
    "TuningJobArn",
    "LabelingJobArn",
    "AutoMLJobArn",
    "ModelArtifacts",
    "TrainingJobStatus",
    "SecondaryStatus",
    "FailureReason",
    "CreationTime",
    "TrainingStartTime",
    "TrainingEndTime",
    "LastModifiedTime",
    "SecondaryStatusTransitions",
    "FinalMetricDataList",
    "TrainingTimeInSeconds",
    "BillableTimeInSeconds",
    "BillableTokenCount",
    "DebugRuleEvaluationStatuses",
    "ProfilerRuleEvaluationStatuses",
    "ProfilingStatus",
    "WarmPoolStatus",
    "MlflowDetails",
    "OutputModelPackageArn",
    "ProgressInfo",
];

/// All members of a request, in the order of the API model.
pub fn request_members() -> &'static [&'static str] {
    members_of("")
}

/// The members of a request that the description of a job gives back, in the order of the API model.
pub fn described_members() -> impl Iterator<Item = &'static str> {
    request_members().iter().copied().filter(|name| !NOT_DESCRIBED.contains(name))
}

/// Whether a request has a member of this name.
pub fn is_request_member(name: &str) -> bool {
    request_members().contains(&name)
}

/// The members of a structure, by its path in [`MEMBERS`]; none for a path that is not there.
pub(crate) fn members_of(parent: &str) -> &'static [&'static str] {
    MEMBERS.iter().find(|(path, _)| *path == parent).map_or(&[], |(_, members)| members)
}
