//! Two made-up evaluations beside each other.

use super::*;
use crate::{
    Timestamp,
    channel_data::{ChannelData, Extent},
    evaluation::{Classification, DetectedClass, EvaluatedFile, Mistake},
};

/// An evaluation that got the records at these places wrong.
pub(in crate::evaluation) fn evaluation(bucket: &str, digest: &str, wrong: &[u64]) -> Evaluation {
    let data = ChannelData {
        channel: "validation".to_owned(),
        location: format!("s3://{bucket}/validation/"),
        extent: Extent::Complete,
        objects: 1,
        bytes: digest.len() as u64,
        records: None,
        digest: digest.to_owned(),
        tags_are_md5: true,
        modified_at: None,
        listed_at: Timestamp::UNIX_EPOCH,
    };
    let mistake = |offset: &u64| Mistake {
        file: 0,
        offset: Some(*offset),
        size: 10,
        truth: vec![1],
        predicted: vec![2],
        probability: *offset as f32 / 100.0,
    };
    let file = EvaluatedFile { name: "a.rec".to_owned(), uri: format!("s3://{bucket}/validation/a.rec") };
    Evaluation {
        subject: Subject {
            artifact: "s3://b/model.tar.gz".to_owned(),
            etag: "e".to_owned(),
            parameters: "image-classification-0001.params".to_owned(),
            epoch: 1,
            channels: vec![data],
            images: 10,
            left_out: Vec::new(),
            at: Timestamp::UNIX_EPOCH,
        },
        files: vec![file],
        findings: Findings::ImageClassification(Classification {
            classes: 3,
            answers: 10,
            correct: 10 - wrong.len() as u64,
            mistakes: wrong.iter().map(mistake).collect(),
            ..Classification::default()
        }),
    }
}

#[test]
fn what_got_better_and_what_was_forgotten_is_told_image_by_image() {
    let (parent, child) = (evaluation("a", "x", &[8, 16, 24]), evaluation("copy", "x", &[16, 40, 56]));
    let found = changes(("parent", &parent), ("child", &child)).expect("the same data");
    let Changes::Answers(found) = found else { panic!("{found:?}") };
    let places = |images: &[ChangedImage]| images.iter().map(|image| image.mistake.offset).collect::<Vec<_>>();
    assert_eq!(places(&found.better), [Some(24), Some(8)]);
    assert_eq!(places(&found.forgotten), [Some(56), Some(40)]);
    assert_eq!((found.both_wrong, found.images), (1, 10));
}

#[test]
fn other_data_and_other_questions_are_not_compared() {
    let parent = evaluation("a", "x", &[8]);
    let reason = |child: &Evaluation| changes(("parent", &parent), ("child", child)).expect_err("not comparable");
    assert!(reason(&evaluation("a", "yy", &[8])).starts_with("their validation data differ: "));
    let mut cut = evaluation("a", "x", &[8]);
    cut.subject.left_out = vec!["The rest.".to_owned()];
    assert!(reason(&cut).contains("left out"));
    let mut other = evaluation("a", "x", &[8]);
    let Findings::ImageClassification(found) = &mut other.findings else { panic!("{other:?}") };
    found.answers = 30;
    assert!(reason(&other).contains("multi_label"));
    assert_eq!(
        reason(&detected(&[])),
        "the two jobs train different algorithms: one says which class an image is of, the other where objects are in an image"
    );
    assert!(reason(&segmented(|_| {})).ends_with("the other which class each pixel of an image is of"));
}

/// A segmenter's evaluation after a change.
fn segmented(change: impl FnOnce(&mut Segmentation)) -> Evaluation {
    let judged = JudgedPart::Middle { side: 240 };
    let mut found = Segmentation { classes: 3, judged, ignored: 0, confusion: Vec::new(), images: Vec::new() };
    change(&mut found);
    Evaluation { findings: Findings::SemanticSegmentation(found), ..evaluation("a", "x", &[]) }
}

#[test]
fn segmenters_that_judge_other_pixels_are_not_compared() {
    let parent = segmented(|_| {});
    let compared = |child: &Evaluation| changes(("parent", &parent), ("child", child));
    let found = compared(&segmented(|_| {}));
    assert!(matches!(found, Ok(Changes::Segmentations(found)) if found.same == 10));
    let reason = |child: &Evaluation| compared(child).expect_err("not comparable");
    assert!(reason(&segmented(|found| found.classes = 4)).ends_with("num_classes is 3 and 4"));
    let other_crop = reason(&segmented(|found| found.judged = JudgedPart::Middle { side: 248 }));
    assert!(other_crop.contains("in 240 x 240 pixels, the other the middle of each image in 248 x 248 pixels"), "{other_crop}");
    assert!(reason(&segmented(|found| found.judged = JudgedPart::Whole)).contains("the other whole images"));
    let mut with_map = segmented(|_| {});
    let map = ChannelData { channel: LABEL_MAP_CHANNEL.to_owned(), ..with_map.subject.channels[0].clone() };
    with_map.subject.channels.push(map);
    assert!(reason(&with_map).starts_with("only one of the two jobs has a channel label_map"));
    let mut one_map = with_map.clone();
    one_map.subject.channels[1].digest = "another".to_owned();
    let data = changes(("parent", &with_map), ("child", &one_map)).expect_err("not comparable");
    assert!(data.starts_with("their validation data differ: "), "{data}");
}

/// A detector that missed and found so many objects in the records at these places.
fn detected(images: &[(u64, usize, u32)]) -> Evaluation {
    let image = |(offset, missed, found): &(u64, usize, u32)| DetectedImage {
        file: 0,
        offset: Some(*offset),
        size: 10,
        found: *found,
        missed: vec![0; *missed],
        wrong: Vec::new(),
        objects: Vec::new(),
        predictions: Vec::new(),
        more: 0,
    };
    let findings = Findings::ObjectDetection(Detections {
        mean_average_precision: 0.5,
        overlap_threshold: 0.5,
        classes: vec![DetectedClass::default(); 2],
        images: images.iter().map(image).collect(),
    });
    Evaluation { findings, ..evaluation("a", "x", &[]) }
}

#[test]
fn detectors_are_compared_by_the_scores_of_images() {
    let (parent, child) = (detected(&[(8, 1, 3), (16, 1, 0), (24, 1, 1)]), detected(&[(8, 2, 2), (24, 1, 1), (32, 3, 1)]));
    let found = changes(("parent", &parent), ("child", &child)).expect("the same data");
    let Changes::Detections(found) = found else { panic!("{found:?}") };
    let scores = |images: &[RescoredImage<DetectedImage>]| -> Vec<(Option<u64>, f64, f64)> {
        images.iter().map(|image| (image.lower.image.offset, image.before, image.after)).collect()
    };
    assert_eq!(scores(&found.better), [(Some(16), 0.0, 1.0)]);
    assert_eq!(scores(&found.worse), [(Some(32), 1.0, 0.25), (Some(8), 0.75, 0.5)]);
    assert_eq!(found.worse[1].lower.image.missed.len(), 2);
    assert_eq!((found.same, found.images), (7, 10));
}

#[test]
fn detectors_that_count_otherwise_are_not_compared() {
    let parent = detected(&[]);
    let reason = |change: fn(&mut Detections)| {
        let mut child = detected(&[]);
        let Findings::ObjectDetection(found) = &mut child.findings else { panic!("{child:?}") };
        change(found);
        changes(("parent", &parent), ("child", &child)).expect_err("not comparable")
    };
    assert!(reason(|found| found.overlap_threshold = 0.75).ends_with("overlap_threshold is 0.5 and 0.75"));
    assert!(reason(|found| found.classes.clear()).contains("num_classes differs"));
}
