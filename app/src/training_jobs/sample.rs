//! A job to test pages with.

use domain::{
    description::{TrainingJobDetail, TrainingJobSummary},
    job_status::TrainingJobStatus,
};

/// A job without measurements.
pub(super) fn job(name: &str, status: TrainingJobStatus) -> TrainingJobDetail {
    TrainingJobDetail {
        summary: TrainingJobSummary {
            name: name.to_owned(),
            status,
            secondary_status: "Training".to_owned(),
            algorithm: "Image Classification".to_owned(),
            parent: None,
            created_at: 0,
            ended_at: None,
            validation_accuracy: None,
        },
        arn: None,
        request: Default::default(),
        transitions: vec![],
        metrics: vec![],
        progress: None,
        failure_reason: None,
        artifact: None,
        billable_seconds: None,
        training_seconds: None,
        children: vec![],
        updated_at: 0,
        trouble: None,
    }
}
