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
            ..TrainingJobSummary::default()
        },
        ..TrainingJobDetail::default()
    }
}
