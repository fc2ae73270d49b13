//! Members that the API has, to tell a misspelt one from one that the form merely has no field for.

use serde_json::{Map, Value};

use super::TrainingJobRequest;

/// A member that the API does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownMember {
    /// Where it stands, for example `ResourceConfig.InstanceTypo`; channels by their place, `InputDataConfig[0].Odd`.
    pub path: String,
    /// The channel that it stands in, by its place.
    pub channel: Option<u32>,
    /// A member of the API that is written nearly so.
    pub similar: Option<String>,
}

impl UnknownMember {
    /// A question about the similar member with a space before it; empty without one.
    pub fn question(&self) -> String {
        self.similar.as_ref().map_or_else(String::new, |similar| format!(" Did you mean {similar}?"))
    }
}

/// The members of each structure that keeps unknown ones, by its path; the request itself is the empty path.
/// Source: shape `CreateTrainingJobRequest` (a test compares).
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
];

/// Whether a request has a member of this name.
pub fn is_member(name: &str) -> bool {
    of("").contains(&name)
}

/// All members of a request that the API does not have, as far as the request keeps them.
pub fn unknown_members(request: &TrainingJobRequest) -> Vec<UnknownMember> {
    let mut found = Vec::new();
    let mut look = |parent: &str, members: Option<&Map<String, Value>>| {
        found.extend(members.into_iter().flat_map(|members| unknown(parent, None, members)));
    };
    look("", Some(&request.other));
    look("AlgorithmSpecification", request.algorithm_specification.as_ref().map(|part| &part.other));
    look("OutputDataConfig", request.output_data_config.as_ref().map(|part| &part.other));
    look("ResourceConfig", request.resource_config.as_ref().map(|part| &part.other));
    look("VpcConfig", request.vpc_config.as_ref().map(|part| &part.other));
    look("StoppingCondition", request.stopping_condition.as_ref().map(|part| &part.other));
    look("CheckpointConfig", request.checkpoint_config.as_ref().map(|part| &part.other));
    look("RetryStrategy", request.retry_strategy.as_ref().map(|part| &part.other));
    for (index, channel) in (0_u32..).zip(request.input_data_config.iter().flatten()) {
        let source = channel.data_source.as_ref();
        let s3 = source.and_then(|source| source.s3_data_source.as_ref());
        let files = source.and_then(|source| source.file_system_data_source.as_ref());
        for (part, members) in [
            ("", Some(&channel.other)),
            (".DataSource", source.map(|part| &part.other)),
            (".DataSource.S3DataSource", s3.map(|part| &part.other)),
            (".DataSource.FileSystemDataSource", files.map(|part| &part.other)),
        ] {
            let parent = format!("InputDataConfig[]{part}");
            found.extend(members.into_iter().flat_map(|members| unknown(&parent, Some(index), members)));
        }
    }
    found
}

fn of(parent: &str) -> &'static [&'static str] {
    MEMBERS.iter().find(|(path, _)| *path == parent).map_or(&[], |(_, members)| members)
}

fn unknown(parent: &str, channel: Option<u32>, members: &Map<String, Value>) -> Vec<UnknownMember> {
    let known = of(parent);
    let strange = members.keys().filter(|name| !known.contains(&name.as_str()));
    let place = channel.map_or_else(|| parent.to_owned(), |index| parent.replace("[]", &format!("[{index}]")));
    strange.map(|name| UnknownMember { path: joined(&place, name), channel, similar: similar(parent, name) }).collect()
}

fn joined(parent: &str, name: &str) -> String {
    if parent.is_empty() { name.to_owned() } else { format!("{parent}.{name}") }
}

/// The member that is written most alike: of the same structure by its name, else of another one by its path.
fn similar(parent: &str, name: &str) -> Option<String> {
    let nearest = |members: &'static [&'static str]| {
        let near = members.iter().map(|known| (distance(&known.to_lowercase(), &name.to_lowercase()), *known));
        // Of short names nearly all are alike.
        near.filter(|(steps, known)| *steps <= 3 && steps * 4 <= known.len()).min()
    };
    nearest(of(parent)).map(|(_, known)| known.to_owned()).or_else(|| {
        let all = MEMBERS.iter().filter_map(|(path, members)| nearest(members).map(|(steps, known)| (steps, *path, known)));
        all.min().map(|(_, path, known)| joined(path, known))
    })
}

/// How many letters must be put in, left out or replaced to turn one text into the other.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (place, letter) in one.chars().enumerate() {
        let mut next = vec![place + 1];
        let mut left = place + 1;
        for (target, pair) in other.iter().zip(row.windows(2)) {
            let [diagonal, above] = pair else { continue };
            left = (diagonal + usize::from(letter != *target)).min(above + 1).min(left + 1);
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}
