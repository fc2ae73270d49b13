//! What the weights of the parent were worth to the job.

use domain::description::{Metric, TrainingJobDetail};

use crate::{format, s3::location::leaf};

/// `Started at 0.530 on this job's validation data with the weights of digits-base-1; now 0.952.`
///
/// `None` before the loaded model was measured, and for a job that started from nothing.
pub fn statement(job: &TrainingJobDetail) -> Option<String> {
    let parent = job.summary.parent.as_ref()?;
    let source = match &parent.job {
        Some(name) => name.clone(),
        None => leaf(&parent.artifact).to_owned(),
    };
    let accuracy = || job.metrics.iter().filter(|point| point.metric == Metric::ValidationAccuracy);
    let start = accuracy().find(|point| point.epoch == 0)?;
    let started =
        format!("Started at {} on this job's validation data with the weights of {source}", format::accuracy(start.value));
    let last = accuracy().filter(|point| point.epoch > 0).max_by_key(|point| point.epoch);
    Some(match last {
        None => format!("{started}."),
        Some(last) if job.summary.status.is_final() => format!("{started}; ended at {}.", format::accuracy(last.value)),
        Some(last) => format!("{started}; now {}.", format::accuracy(last.value)),
    })
}

#[cfg(test)]
mod tests {
    use domain::{
        description::{MetricPoint, Parent, TrainingJobSummary},
        job_status::TrainingJobStatus,
    };

    use super::*;

    fn job(status: TrainingJobStatus, values: &[(u32, f64)]) -> TrainingJobDetail {
        let point =
            |(epoch, value): &(u32, f64)| MetricPoint { metric: Metric::ValidationAccuracy, epoch: *epoch, value: *value, at: 0 };
        TrainingJobDetail {
            summary: TrainingJobSummary {
                name: "digits-inc-1".to_owned(),
                status,
                secondary_status: "Training".to_owned(),
                algorithm: "Image Classification".to_owned(),
                parent: Some(Parent { job: Some("digits-base-1".to_owned()), artifact: "s3://bucket/model.tar.gz".to_owned() }),
                created_at: 0,
                ended_at: None,
                validation_accuracy: None,
            },
            arn: None,
            request: Default::default(),
            transitions: vec![],
            metrics: values.iter().map(point).collect(),
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

    #[test]
    fn the_first_measurement_is_compared_with_the_last() {
        let statement = |status, values: &[(u32, f64)]| statement(&job(status, values));
        assert_eq!(statement(TrainingJobStatus::InProgress, &[]), None);
        assert_eq!(
            statement(TrainingJobStatus::InProgress, &[(0, 0.53)]).as_deref(),
            Some("Started at 0.530 on this job's validation data with the weights of digits-base-1.")
        );
        assert_eq!(
            statement(TrainingJobStatus::InProgress, &[(0, 0.53), (1, 0.9), (2, 0.952)]).as_deref(),
            Some("Started at 0.530 on this job's validation data with the weights of digits-base-1; now 0.952.")
        );
        assert_eq!(
            statement(TrainingJobStatus::Completed, &[(0, 0.53), (1, 0.9)]).as_deref(),
            Some("Started at 0.530 on this job's validation data with the weights of digits-base-1; ended at 0.900.")
        );
    }
}
