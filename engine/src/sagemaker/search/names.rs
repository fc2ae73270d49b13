//! The names of a training job's properties: the members of its request, the members of its description, and the members that
//! `Search` adds. Source: shape `TrainingJob`; API page of Search.

use crate::sagemaker::api_model::{self, Kind};

/// Members that only a description has, each with its kind. A `.` separates a list from the members of its entries.
const DESCRIBED: [(&str, Kind); 33] = [
    ("TrainingJobArn", Kind::Other),
    ("TuningJobArn", Kind::Other),
    ("LabelingJobArn", Kind::Other),
    ("AutoMLJobArn", Kind::Other),
    ("UnifiedStudioJobArn", Kind::Other),
    ("OutputModelPackageArn", Kind::Other),
    ("ModelArtifacts", Kind::Other),
    ("ModelArtifacts.S3ModelArtifacts", Kind::Other),
    ("TrainingJobStatus", Kind::Other),
    ("SecondaryStatus", Kind::Other),
    ("FailureReason", Kind::Other),
    ("CreationTime", Kind::Time),
    ("TrainingStartTime", Kind::Time),
    ("TrainingEndTime", Kind::Time),
    ("LastModifiedTime", Kind::Time),
    ("SecondaryStatusTransitions", Kind::List),
    ("SecondaryStatusTransitions.Status", Kind::Other),
    ("SecondaryStatusTransitions.StartTime", Kind::Time),
    ("SecondaryStatusTransitions.EndTime", Kind::Time),
    ("SecondaryStatusTransitions.StatusMessage", Kind::Other),
    ("FinalMetricDataList", Kind::List),
    ("FinalMetricDataList.MetricName", Kind::Other),
    ("FinalMetricDataList.Value", Kind::Other),
    ("FinalMetricDataList.Timestamp", Kind::Time),
    ("TrainingTimeInSeconds", Kind::Other),
    ("BillableTimeInSeconds", Kind::Other),
    ("ProfilingStatus", Kind::Other),
    ("WarmPoolStatus", Kind::Other),
    ("WarmPoolStatus.Status", Kind::Other),
    ("WarmPoolStatus.ResourceRetainedBillableTimeInSeconds", Kind::Other),
    ("WarmPoolStatus.ReusedByJob", Kind::Other),
    ("DebugRuleEvaluationStatuses", Kind::List),
    ("ProfilerRuleEvaluationStatuses", Kind::List),
];
/// Names below which every name is valid: keys of tags, names of metrics, and entries that this engine never has.
const OPEN: [&str; 4] = ["Tags.", "Metrics.", "DebugRuleEvaluationStatuses.", "ProfilerRuleEvaluationStatuses."];

/// The kind of a property; `None` when training jobs have no such property.
pub(super) fn kind(name: &str) -> Option<Kind> {
    let described = DESCRIBED.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind);
    let open = OPEN.iter().any(|prefix| name.strip_prefix(prefix).is_some_and(|rest| !rest.is_empty()));
    described.or_else(|| open.then_some(Kind::Other)).or_else(|| api_model::kind("CreateTrainingJob", name))
}

#[cfg(test)]
mod tests {
    use super::{Kind, kind};

    #[test]
    fn names_are_those_of_the_service() {
        for name in [
            "TrainingJobName",
            "HyperParameters.learning_rate",
            "HyperParameters.a.b",
            "InputDataConfig.DataSource.S3DataSource.S3Uri",
            "ResourceConfig.InstanceType",
            "Tags.team",
            "Metrics.validation:accuracy",
            "Environment.NAME",
        ] {
            assert_eq!(kind(name), Some(Kind::Other), "{name}");
        }
        assert_eq!(["InputDataConfig", "Tags", "SecondaryStatusTransitions"].map(kind), [Some(Kind::List); 3]);
        assert_eq!(kind("LastModifiedTime"), Some(Kind::Time));
        for name in
            ["", "Nonsense", "trainingJobName", "HyperParameters.", "Tags.", "ResourceConfig.Nonsense", "RoleArn.x", "A..b"]
        {
            assert_eq!(kind(name), None, "{name}");
        }
    }
}
