//! Names of the operations that the local engine answers.

/// Operations of SageMaker, in the order in which a form offers them. The engine answers these and no others, and its copy of the
/// API model has the inputs of these (tests compare).
pub const SAGEMAKER_OPERATIONS: &[&str] = &[
    "CreateTrainingJob",
    "DescribeTrainingJob",
    "ListTrainingJobs",
    "StopTrainingJob",
    "UpdateTrainingJob",
    "DeleteTrainingJob",
    "Search",
    "CreateModel",
    "DescribeModel",
    "ListModels",
    "DeleteModel",
    "AddTags",
    "DeleteTags",
    "ListTags",
];
