//! Results made for tests.

use domain::{
    Timestamp,
    channel_data::{ChannelData, Extent},
    evaluation::{
        Classification, Confused, Counts, DetectedClass, DetectedImage, DetectionBox, Detections, EvaluatedFile, Evaluation,
        EvaluationOutput, Findings, JudgedImage, JudgedPart, Mistake, Outcome, Segmentation, SegmentedImage, Subject,
    },
};

/// The channel `validation` with data of this digest.
pub(crate) fn listed(digest: &str) -> ChannelData {
    ChannelData {
        channel: "validation".to_owned(),
        location: "s3://bucket/base/validation/".to_owned(),
        extent: Extent::Complete,
        objects: 1,
        bytes: 10,
        records: None,
        digest: digest.to_owned(),
        tags_are_md5: true,
        modified_at: None,
        listed_at: Timestamp::UNIX_EPOCH,
    }
}

fn findings(wrong: &[u64]) -> Findings {
    let mistake =
        |offset: &u64| Mistake { file: 0, offset: Some(*offset), size: 9, truth: vec![3], predicted: vec![8], probability: 0.75 };
    let confused = |truth, predicted, count| Confused { truth, predicted, count };
    let wrong_images = wrong.len() as u64;
    Findings::ImageClassification(Classification {
        classes: 10,
        answers: 40,
        correct: 40 - wrong_images,
        counts: Counts::Confusion(vec![confused(3, 3, 40 - wrong_images), confused(3, 8, wrong_images)]),
        mistakes: wrong.iter().map(mistake).collect(),
    })
}

/// A result with the records at these places as its mistakes.
pub(crate) fn evaluation(digest: &str, wrong: &[u64]) -> Evaluation {
    Evaluation {
        subject: Subject {
            artifact: "s3://bucket/model.tar.gz".to_owned(),
            etag: "one".to_owned(),
            parameters: "image-classification-0002.params".to_owned(),
            epoch: 2,
            channels: vec![listed(digest)],
            images: 40,
            left_out: Vec::new(),
            at: Timestamp::UNIX_EPOCH,
        },
        files: vec![EvaluatedFile { name: "a.rec".to_owned(), uri: "s3://bucket/base/validation/a.rec".to_owned() }],
        findings: findings(wrong),
    }
}

/// What a process leaves.
pub(crate) fn output(wrong: &[u64]) -> EvaluationOutput {
    EvaluationOutput {
        parameters: "image-classification-0002.params".to_owned(),
        epoch: 2,
        images: 40,
        available: 40,
        files: if wrong.is_empty() { Vec::new() } else { vec!["a.rec".to_owned()] },
        findings: findings(wrong),
    }
}

/// What a detector's process leaves: one object of class 1 is missed, in the second image.
pub(crate) fn detector_output() -> EvaluationOutput {
    let object = DetectionBox { class: 1, score: None, edges: [0.1, 0.2, 0.3, 0.4], outcome: Outcome::Wrong };
    let image = DetectedImage {
        file: 0,
        offset: None,
        size: 5,
        found: 0,
        missed: vec![1],
        wrong: Vec::new(),
        objects: vec![object],
        predictions: Vec::new(),
        more: 0,
    };
    let class = |found, missed| DetectedClass { average_precision: Some(0.5), found, missed, wrong: 0 };
    EvaluationOutput {
        parameters: "model_algo_1-0000.params".to_owned(),
        epoch: 0,
        images: 2,
        available: 2,
        files: vec!["a/2.PNG".to_owned()],
        findings: Findings::ObjectDetection(Detections {
            mean_average_precision: 0.5,
            overlap_threshold: 0.5,
            classes: vec![class(1, 0), class(0, 1)],
            images: vec![image],
        }),
    }
}

/// What a segmenter's process leaves: a pixel of class 1 in the second image was taken for class 0, and one does not count.
pub(crate) fn segmenter_output() -> EvaluationOutput {
    let confused = |truth, predicted, count| Confused { truth, predicted, count };
    let judged = JudgedImage { file: 0, size: (2, 2), edges: [0.25, 0.0, 0.75, 1.0], ignored: 1 };
    let image = SegmentedImage { mask: Some(0), ..SegmentedImage::new(judged, &[confused(0, 0, 2), confused(1, 0, 1)]) };
    EvaluationOutput {
        parameters: "model_algo-1".to_owned(),
        epoch: 0,
        images: 2,
        available: 2,
        files: vec!["2.png".to_owned()],
        findings: Findings::SemanticSegmentation(Segmentation {
            classes: 3,
            judged: JudgedPart::Middle { side: 2 },
            ignored: 1,
            confusion: vec![confused(0, 0, 2), confused(1, 0, 1), confused(1, 1, 4)],
            images: vec![image],
        }),
    }
}
