//! What the weights of the parent were worth to the job, with the numbers.

use domain::description::TrainingJobDetail;
use leptos::prelude::*;

use super::live::LiveJob;
use crate::{
    format,
    s3::location::leaf,
    training_jobs::measured::{reached, same_validation_data},
};

/// The numbers; nothing for a job that was given no model, and before anything was measured.
#[component]
pub fn WarmStart(
    /// The job.
    job: LiveJob,
) -> impl IntoView {
    let statement =
        Memo::new(move |_| job.ancestors.with_value(|ancestors| job.job.with(|own| statement(ancestors.last(), own))));
    move || {
        statement.get().map(|(sentence, caution)| {
            view! {
                <div class="warm-start">
                    <p>{sentence}</p>
                    {caution.map(|caution| view! { <p class="muted">{caution}</p> })}
                </div>
            }
        })
    }
}

/// Parent and child are compared only where both were measured on the same data.
const OTHER_DATA: &str = "Parent and job have different validation data, so their accuracies cannot be compared with each other; the start and the end of this job can.";

/// `Started at 0.530 on this job's validation data with the weights of digits-base-1. Ended at 0.952.`, and a caution.
fn statement(parent: Option<&TrainingJobDetail>, job: &TrainingJobDetail) -> Option<(String, Option<&'static str>)> {
    let given = job.summary.parent.as_ref()?;
    let source = given.job.clone().unwrap_or_else(|| leaf(&given.artifact).to_owned());
    let reached = reached(job);
    let started = reached.start.map(|start| {
        format!("Started at {} on this job's validation data with the weights of {source}.", format::accuracy(start))
    });
    let ended = reached.last.zip(reached.best).map(|((last_epoch, last), (best_epoch, best))| {
        let verb = if job.summary.status.is_final() { "Ended at" } else { "Now at" };
        if best_epoch == last_epoch {
            format!("{verb} {}, its best.", format::accuracy(last))
        } else {
            format!("{verb} {}; best {} after epoch {best_epoch}.", format::accuracy(last), format::accuracy(best))
        }
    });
    let sentences: Vec<String> = [started, ended].into_iter().flatten().collect();
    let is_other_data = parent.and_then(|parent| same_validation_data(parent, job)) == Some(false);
    (!sentences.is_empty()).then(|| (sentences.join(" "), is_other_data.then_some(OTHER_DATA)))
}

#[cfg(test)]
mod tests {
    use domain::{
        description::{Metric, MetricPoint, Parent},
        job_status::TrainingJobStatus,
    };

    use super::*;
    use crate::training_jobs::sample;

    fn job(status: TrainingJobStatus, values: &[(u32, f64)]) -> TrainingJobDetail {
        let point =
            |(epoch, value): &(u32, f64)| MetricPoint { metric: Metric::ValidationAccuracy, epoch: *epoch, value: *value, at: 0 };
        let mut job = sample::job("digits-inc-1", status);
        job.summary.parent =
            Some(Parent { job: Some("digits-base-1".to_owned()), artifact: "s3://bucket/model.tar.gz".to_owned() });
        job.metrics = values.iter().map(point).collect();
        job
    }

    #[test]
    fn the_first_measurement_is_compared_with_the_last_and_the_best() {
        let statement = |status, values: &[(u32, f64)]| statement(None, &job(status, values)).map(|(sentence, _)| sentence);
        assert_eq!(statement(TrainingJobStatus::InProgress, &[]), None);
        assert_eq!(
            statement(TrainingJobStatus::InProgress, &[(0, 0.53)]).as_deref(),
            Some("Started at 0.530 on this job's validation data with the weights of digits-base-1.")
        );
        assert_eq!(
            statement(TrainingJobStatus::Completed, &[(0, 0.53), (1, 0.96), (2, 0.952)]).as_deref(),
            Some(
                "Started at 0.530 on this job's validation data with the weights of digits-base-1. Ended at 0.952; best 0.960 after epoch 1."
            )
        );
    }
}
