//! Whether a job made the model better that it started from: the scores of both, put together for the judgement.

use domain::{
    description::TrainingJobDetail,
    improvement::{Change, Improvement, Scores, Stored},
    job_status::TrainingJobStatus,
};

use super::scores::{Holds, Reached, holds, reached, score};
use crate::format::accuracy;

/// The judgement of a job that was given a model; `None` for a job that was not, and for one that failed or measured nothing
/// so far. `parent` is the job that made the model, where it is known.
pub fn improvement(job: &TrainingJobDetail, parent: Option<&TrainingJobDetail>) -> Option<Improvement> {
    let given = job.summary.parent.as_ref()?;
    let stored = stored(job);
    let is_open = !job.summary.status.is_final();
    if matches!(job.summary.status, TrainingJobStatus::Failed | TrainingJobStatus::Unknown)
        || (is_open && stored == Stored::NotMeasured)
    {
        return None;
    }
    let metric = score(job);
    let parent_score = parent.filter(|parent| score(parent) == metric).and_then(|parent| match self::stored(parent) {
        Stored::Measured(value) => Some(value),
        Stored::Unfinished | Stored::NotKnown | Stored::NotMeasured => None,
    });
    let validation_data = job.validation_data_since(parent);
    Some(Improvement::judge(&Scores { loaded: reached(job).start, parent: parent_score, validation_data, stored }, given.name()))
}

/// The score of the model that a job stored; of one that runs, of the best so far.
fn stored(job: &TrainingJobDetail) -> Stored {
    let Reached { last: Some((_, last)), best: Some((_, best)), .. } = reached(job) else { return Stored::NotMeasured };
    match (holds(job), job.summary.status) {
        (Holds::Best | Holds::BestSoFar, _) => Stored::Measured(best),
        // Of several files the next job loads the last.
        (Holds::Checkpoints, TrainingJobStatus::Completed | TrainingJobStatus::InProgress) => Stored::Measured(last),
        (Holds::Checkpoints | Holds::Unknown, TrainingJobStatus::Stopped) => Stored::Unfinished,
        (Holds::Checkpoints | Holds::Unknown, _) => Stored::NotKnown,
    }
}

/// The first sentence of an ended job's page: `Worse than the model it started from: 0.974 → 0.756 on the same data.`
/// `kept` is the parent whose model is still there.
pub fn sentence(found: &Improvement, kept: Option<&str>) -> String {
    let scores = |change: &Change| format!("{} → {} on the same data", accuracy(change.before), accuracy(change.after));
    match found {
        Improvement::Better(change) => format!("Better than the model it started from: {}.", scores(change)),
        Improvement::Equal(change) => format!("As good as the model it started from: {}.", scores(change)),
        Improvement::Worse(change) => {
            let advice = kept.map_or_else(String::new, |parent| format!(" Keep {parent}."));
            format!("Worse than the model it started from: {}.{advice}", scores(change))
        }
        Improvement::NotComparable(reason) => {
            format!("Not comparable with the model it started from, because {reason}.")
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::{
        Timestamp,
        algorithm::image_classification,
        description::{Metric, MetricPoint, Parent, TrainingJobSummary},
        wire::AlgorithmSpecification,
    };

    use super::*;

    /// A job of image classification that measured these scores by epoch.
    fn job(status: TrainingJobStatus, scores: &[(u32, f64)], hyperparameters: &[(&str, &str)]) -> TrainingJobDetail {
        let point = |(epoch, value): &(u32, f64)| MetricPoint {
            metric: Metric::ValidationAccuracy,
            epoch: *epoch,
            value: *value,
            at: Timestamp::UNIX_EPOCH,
        };
        let parent = Parent {
            job: Some("base".to_owned()),
            record: None,
            is_superseded: false,
            artifact: "s3://b/model.tar.gz".to_owned(),
        };
        let mut job = TrainingJobDetail {
            summary: TrainingJobSummary { status, parent: Some(parent), ..TrainingJobSummary::default() },
            metrics: scores.iter().map(point).collect(),
            ..TrainingJobDetail::default()
        };
        let image = image_classification::ALGORITHM.training_image("us-west-2").expect("an image");
        job.request.algorithm_specification =
            Some(AlgorithmSpecification { training_image: Some(image), ..AlgorithmSpecification::default() });
        job.request.hyper_parameters =
            Some(hyperparameters.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect());
        job
    }

    fn words(job: &TrainingJobDetail) -> Option<String> {
        improvement(job, None).map(|found| sentence(&found, Some("base")))
    }

    #[test]
    fn a_job_that_made_the_model_worse_says_so() {
        let worse = job(TrainingJobStatus::Completed, &[(0, 0.974), (1, 0.756)], &[]);
        assert_eq!(
            words(&worse).as_deref(),
            Some("Worse than the model it started from: 0.974 → 0.756 on the same data. Keep base.")
        );
    }

    #[test]
    fn nobody_is_told_to_keep_a_model_that_is_gone() {
        let worse = job(TrainingJobStatus::Completed, &[(0, 0.974), (1, 0.756)], &[]);
        let found = improvement(&worse, None);
        assert_eq!(
            found.map(|found| sentence(&found, None)).as_deref(),
            Some("Worse than the model it started from: 0.974 → 0.756 on the same data.")
        );
    }

    #[test]
    fn the_stored_model_is_compared_and_not_the_last_epoch() {
        let scores = [(0, 0.5), (1, 0.9), (2, 0.4)];
        let best = job(TrainingJobStatus::Completed, &scores, &[]);
        assert_eq!(words(&best).as_deref(), Some("Better than the model it started from: 0.500 → 0.900 on the same data."));
        // With checkpoints the next job loads the last epoch.
        let last = job(TrainingJobStatus::Completed, &scores, &[("checkpoint_frequency", "1")]);
        assert!(words(&last).is_some_and(|words| words.starts_with("Worse than the model it started from: 0.500 → 0.400")));
    }

    #[test]
    fn what_nobody_measured_is_not_judged() {
        let stopped = job(TrainingJobStatus::Stopped, &[(0, 0.5), (1, 0.9)], &[]);
        let because = "Not comparable with the model it started from, because the job was stopped, and nobody measured the model that it \
                       stored.";
        assert_eq!(words(&stopped).as_deref(), Some(because));
        let unmeasured = job(TrainingJobStatus::Completed, &[(1, 0.9)], &[]);
        let because = "Not comparable with the model it started from, because no validation score of base is known.";
        assert_eq!(words(&unmeasured).as_deref(), Some(because));
        assert_eq!(words(&job(TrainingJobStatus::Failed, &[(0, 0.5), (1, 0.9)], &[])), None);
        assert_eq!(words(&job(TrainingJobStatus::InProgress, &[(0, 0.5)], &[])), None);
        let mut alone = job(TrainingJobStatus::Completed, &[(1, 0.9)], &[]);
        alone.summary.parent = None;
        assert_eq!(words(&alone), None);
    }

    #[test]
    fn a_program_stores_what_it_likes() {
        let mut own = job(TrainingJobStatus::Completed, &[(0, 0.5), (1, 0.9)], &[]);
        own.request.algorithm_specification = None;
        assert!(words(&own).is_some_and(|words| words.ends_with("because nobody knows which epoch the stored model is of.")));
    }
}
