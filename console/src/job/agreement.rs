//! Whether an evaluation found the accuracy that the job measured: they must be equal, since both are of one model on one set of
//! images.

use super::scores::points;
use crate::data::evaluation::Agreement;
use domain::{
    channel_data::{Identity, Listed, compare},
    description::{Metric, TrainingJobDetail},
    evaluation::{Evaluation, Subject},
};

/// Accuracies that differ by less are the same. Source: the algorithm's log lines have six decimals.
const EQUAL_WITHIN: f64 = 1e-6;

/// Compares an evaluation of a job's model with what the job measured.
pub fn agreement(job: &TrainingJobDetail, evaluation: &Evaluation) -> Agreement {
    let subject = &evaluation.subject;
    let measured = points(job, Metric::ValidationAccuracy).into_iter().find(|(epoch, _)| *epoch == subject.epoch);
    let Some((epoch, measured)) = measured else {
        return Agreement::NotComparable(format!("the job measured no validation accuracy after epoch {}", subject.epoch));
    };
    if let Some(reason) = other_data(job, subject) {
        return Agreement::NotComparable(reason);
    }
    if (measured - evaluation.findings.accuracy()).abs() < EQUAL_WITHIN {
        Agreement::Same { epoch }
    } else {
        Agreement::Other { epoch, measured }
    }
}

/// Why nobody knows that the evaluation had the job's own images.
fn other_data(job: &TrainingJobDetail, subject: &Subject) -> Option<String> {
    let now = |data| Listed { job: "the evaluation", data: Some(data), started_at: None, ended_at: None };
    for data in &subject.channels {
        match compare(job.listed(&data.channel), now(data)) {
            Identity::Same => {}
            Identity::Different(how) => {
                return Some(format!("the data of the channel {} have changed since: {how}", data.channel));
            }
            Identity::NotKnown(reason) => return Some(reason),
        }
    }
    (!subject.left_out.is_empty()).then(|| "not all images of the channel were evaluated".to_owned())
}

#[cfg(test)]
mod tests {
    use domain::{
        Timestamp,
        channel_data::{ChannelData, Extent},
        description::MetricPoint,
        evaluation::{Classification, Findings},
    };

    use super::*;

    fn data(digest: &str) -> ChannelData {
        ChannelData {
            channel: "validation".to_owned(),
            location: "s3://b/v/".to_owned(),
            extent: Extent::Complete,
            objects: 1,
            bytes: digest.len() as u64,
            records: None,
            digest: digest.to_owned(),
            tags_are_md5: true,
            modified_at: None,
            listed_at: Timestamp::UNIX_EPOCH,
        }
    }

    fn job(value: f64) -> TrainingJobDetail {
        let point = MetricPoint { metric: Metric::ValidationAccuracy, epoch: 2, value, at: Timestamp::UNIX_EPOCH };
        TrainingJobDetail { metrics: vec![point], channels: vec![data("x")], ..TrainingJobDetail::default() }
    }

    fn evaluation(epoch: u32, digest: &str) -> Evaluation {
        Evaluation {
            subject: Subject {
                artifact: "s3://b/model.tar.gz".to_owned(),
                etag: "e".to_owned(),
                parameters: String::new(),
                epoch,
                channels: vec![data(digest)],
                images: 3,
                left_out: Vec::new(),
                at: Timestamp::UNIX_EPOCH,
            },
            files: Vec::new(),
            findings: Findings::ImageClassification(Classification {
                classes: 2,
                answers: 3,
                correct: 2,
                ..Classification::default()
            }),
        }
    }

    #[test]
    fn the_accuracy_is_compared_with_that_of_the_epoch_that_the_model_holds() {
        assert_eq!(agreement(&job(0.666667), &evaluation(2, "x")), Agreement::Same { epoch: 2 });
        assert_eq!(agreement(&job(0.7), &evaluation(2, "x")), Agreement::Other { epoch: 2, measured: 0.7 });
    }

    #[test]
    fn other_data_and_other_epochs_are_not_compared() {
        let reason = |evaluation: &Evaluation| match agreement(&job(0.666667), evaluation) {
            Agreement::NotComparable(reason) => reason,
            other => panic!("{other:?}"),
        };
        assert_eq!(reason(&evaluation(3, "x")), "the job measured no validation accuracy after epoch 3");
        assert!(reason(&evaluation(2, "yy")).starts_with("the data of the channel validation have changed since: "));
        let mut cut = evaluation(2, "x");
        cut.subject.left_out.push("The rest.".to_owned());
        assert_eq!(reason(&cut), "not all images of the channel were evaluated");
    }
}
