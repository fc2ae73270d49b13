//! What a detector makes of the validation images.

use domain::evaluation::{Findings, ImagesDone, MAX_SHOWN_BOXES, MIN_SHOWN_SCORE, Outcome};
use image::ImageFormat;
use serde_json::json;
use trainer::{BuiltInAlgorithm, evaluate};

use super::{
    scenes::{IMAGES, RECORDS, job, label, records, scene, shape},
    training::PARENT,
};
use crate::support::{archive, encode};

#[test]
fn the_mean_average_precision_is_that_of_the_best_epoch() {
    let mut child = job(1);
    child.model(&archive(&PARENT.files));
    child.configure();
    let mut progress = Vec::new();
    let output = evaluate(BuiltInAlgorithm::ObjectDetection, child.root(), &mut progress).expect("an evaluation");
    let best = PARENT.report.validation_scores.iter().copied().fold(f64::MIN, f64::max);
    assert_eq!(output.findings.score(), best);
    assert_eq!((output.parameters.as_str(), output.epoch, output.images), ("model_algo_1-0000.params", 0, 1));
    let last = String::from_utf8(progress).expect("text").lines().last().map(serde_json::from_str);
    assert_eq!(last.and_then(Result::ok), Some(ImagesDone { done: 1, images: 1 }));
}

/// RecordIO files, and separate images with annotations, of the same scenes.
#[test]
fn every_object_is_judged_in_either_form_of_the_channel() {
    let mut child = job(1);
    child.model(&archive(&PARENT.files));
    child.file("validation", RECORDS, "scenes.rec", &records(0..3));
    child.configure();
    let evaluated = |child: &crate::support::Job| {
        let output = evaluate(BuiltInAlgorithm::ObjectDetection, child.root(), &mut Vec::new()).expect("an evaluation");
        let Findings::ObjectDetection(found) = output.findings else { panic!("{:?}", output.findings) };
        (output.files, found)
    };
    let (files, of_records) = evaluated(&child);
    assert_eq!(of_records.objects().0, 3);
    assert!(of_records.images.is_empty() || files == ["scenes.rec"]);
    for image in &of_records.images {
        let edges = image.objects[0].edges;
        assert!((0..3).any(|number| label(number)[3..] == edges), "{image:?}");
        assert!(image.predictions.iter().all(|shown| shown.score.is_some_and(|score| score >= MIN_SHOWN_SCORE)));
        let wrong = image.predictions.iter().filter(|shown| shown.outcome == Outcome::Wrong).count();
        assert_eq!(wrong, image.wrong.len().min(MAX_SHOWN_BOXES));
    }
    child.remove("validation");
    for number in 0..3 {
        let (class, [left, top, right, bottom]) = shape(number);
        child.file("validation", IMAGES, &format!("{number}.png"), &encode(&scene(number), ImageFormat::Png));
        let annotation = json!({
            "image_size": [{"width": 128, "height": 128, "depth": 3}],
            "annotations": [{"class_id": class, "left": left, "top": top, "width": right - left, "height": bottom - top}],
        });
        child.file("validation_annotation", IMAGES, &format!("{number}.json"), annotation.to_string().as_bytes());
    }
    child.configure();
    let (_, separate) = evaluated(&child);
    assert_eq!(separate.classes, of_records.classes);
    assert_eq!(separate.mean_average_precision, of_records.mean_average_precision);
    assert!(separate.images.iter().all(|image| image.offset.is_none()));
}
