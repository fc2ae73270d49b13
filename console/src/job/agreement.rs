//! Whether an evaluation found the score that the job measured: they must be equal, since both are of one model on one set of images.

use super::scores::{Holds, best_of, holds, metric_name, points};
use crate::data::evaluation::Agreement;
use domain::{
    channel_data::{Identity, Listed, compare},
    description::{Metric, TrainingJobDetail},
    evaluation::{Evaluation, Findings, Subject},
};

/// Scores that differ by less are the same. Source: log lines of image classification have six decimals, those of the others more.
const EQUAL_WITHIN: f64 = 1e-6;

/// Compares an evaluation of a job's model with what the job measured.
pub fn agreement(job: &TrainingJobDetail, evaluation: &Evaluation) -> Agreement {
    let subject = &evaluation.subject;
    let metric = match &evaluation.findings {
        Findings::ImageClassification(_) => Metric::ValidationAccuracy,
        Findings::ObjectDetection(_) => Metric::ValidationMap,
        Findings::SemanticSegmentation(_) => Metric::ValidationMeanIou,
    };
    let (epoch, measured) = match held(job, metric, subject.epoch) {
        Ok(measured) => measured,
        Err(reason) => return Agreement::NotComparable(reason),
    };
    if let Some(reason) = other_data(job, subject) {
        return Agreement::NotComparable(reason);
    }
    if (measured - evaluation.findings.score()).abs() < EQUAL_WITHIN {
        Agreement::Same { epoch }
    } else {
        Agreement::Other { epoch, measured }
    }
}

/// The epoch that the model holds, and what was measured after it. `named` is the epoch in the name of its file, 0 for none.
fn held(job: &TrainingJobDetail, metric: Metric, named: u32) -> Result<(u32, f64), String> {
    let name = metric_name(metric).to_lowercase();
    if named > 0 {
        let measured = points(job, metric).into_iter().find(|(epoch, _)| *epoch == named);
        return measured.ok_or_else(|| format!("the job measured no {name} after epoch {named}"));
    }
    match holds(job) {
        Holds::Best | Holds::BestSoFar => best_of(job, metric).ok_or_else(|| format!("the job measured no {name}")),
        Holds::Checkpoints | Holds::Unknown => {
            Err("the name of the file of parameters tells no epoch, and the job did not end by itself".to_owned())
        }
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
        Timestamp, TrainingJobRequest,
        channel_data::{ChannelData, Extent},
        description::MetricPoint,
        evaluation::{Classification, Confused, Detections, JudgedPart, Segmentation},
        job_status::TrainingJobStatus,
    };
    use serde_json::json;

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

    /// The file of a detector's parameters tells no epoch: it holds the best one of a job that has completed.
    #[test]
    fn the_score_of_a_detector_is_compared_with_the_best() {
        let findings = Findings::ObjectDetection(Detections { mean_average_precision: 0.5, ..Detections::default() });
        let found = Evaluation { findings, ..evaluation(0, "x") };
        let point = |epoch, value| MetricPoint { metric: Metric::ValidationMap, epoch, value, at: Timestamp::UNIX_EPOCH };
        let image = "433757028032.dkr.ecr.us-west-2.amazonaws.com/object-detection:1";
        let request = json!({ "TrainingJobName": "a", "AlgorithmSpecification": { "TrainingImage": image } });
        let mut job = TrainingJobDetail {
            metrics: vec![point(0, 0.9), point(1, 0.2), point(2, 0.5), point(3, 0.4)],
            request: TrainingJobRequest::from_json(request.to_string().as_bytes()).expect("a request"),
            ..job(0.5)
        };
        job.summary.status = TrainingJobStatus::Completed;
        assert_eq!(agreement(&job, &found), Agreement::Same { epoch: 2 });
        job.summary.status = TrainingJobStatus::Stopped;
        assert!(matches!(agreement(&job, &found), Agreement::NotComparable(reason) if reason.contains("tells no epoch")));
    }

    /// The same of a segmenter, whose jobs measure the mean intersection over union.
    #[test]
    fn the_score_of_a_segmenter_is_compared_with_the_best() {
        let pair = |truth, predicted, count| Confused { truth, predicted, count };
        let confusion = vec![pair(0, 0, 2), pair(0, 1, 1), pair(1, 1, 1)];
        let found = Segmentation { classes: 2, judged: JudgedPart::Whole, ignored: 0, confusion, images: Vec::new() };
        let found = Evaluation { findings: Findings::SemanticSegmentation(found), ..evaluation(0, "x") };
        let point = |epoch, value| MetricPoint { metric: Metric::ValidationMeanIou, epoch, value, at: Timestamp::UNIX_EPOCH };
        let image = "433757028032.dkr.ecr.us-west-2.amazonaws.com/semantic-segmentation:1";
        let request = json!({ "TrainingJobName": "a", "AlgorithmSpecification": { "TrainingImage": image } });
        let mut job = TrainingJobDetail {
            metrics: vec![point(1, 0.2), point(2, (2.0 / 3.0 + 0.5) / 2.0), point(3, 0.4)],
            request: TrainingJobRequest::from_json(request.to_string().as_bytes()).expect("a request"),
            ..job(0.5)
        };
        job.summary.status = TrainingJobStatus::Completed;
        assert_eq!(agreement(&job, &found), Agreement::Same { epoch: 2 });
        job.metrics[1].value = 0.58;
        assert_eq!(agreement(&job, &found), Agreement::Other { epoch: 2, measured: 0.58 });
        job.summary.status = TrainingJobStatus::Stopped;
        assert!(matches!(agreement(&job, &found), Agreement::NotComparable(reason) if reason.contains("tells no epoch")));
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
