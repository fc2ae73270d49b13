//! Jobs on scenes of 128 pixels: a light shape on dark ground, whose form is the class.

use image::{ImageFormat, Rgb, RgbImage};
use trainer::BuiltInAlgorithm;

use crate::support::{Job, encode, record_with_labels};

pub(super) const RECORDS: &str = "application/x-recordio";
pub(super) const IMAGES: &str = "application/x-image";
const SIDE: u32 = 128;

/// The class of a scene's shape, and its box in pixels: left, top, right, bottom.
pub(super) fn shape(number: u32) -> (u32, [u32; 4]) {
    let size = 40 + number * 13 % 30;
    let (left, top) = (number * 37 % (SIDE - size), number * 53 % (SIDE - size));
    (number % 2, [left, top, left + size, top + size])
}

pub(super) fn scene(number: u32) -> RgbImage {
    let (class, [left, top, right, bottom]) = shape(number);
    RgbImage::from_fn(SIDE, SIDE, |x, y| {
        let noise = ((x * 7919 + y * 104_729 + number * 31_337) % 61) as u8;
        let is_inside = (left..right).contains(&x) && (top..bottom).contains(&y);
        // The second class has a hole.
        let is_hole = class == 1 && x.abs_diff(left.midpoint(right)) < 10 && y.abs_diff(top.midpoint(bottom)) < 10;
        Rgb([if is_inside && !is_hole { 190 + noise } else { 40 + noise }; 3])
    })
}

/// The label of a scene as RecordIO files pack it.
pub(super) fn label(number: u32) -> Vec<f32> {
    let (class, edges) = shape(number);
    [2.0, 5.0, class as f32].into_iter().chain(edges.map(|edge| edge as f32 / SIDE as f32)).collect()
}

pub(super) fn scene_record(number: u32) -> Vec<u8> {
    record_with_labels(&label(number), &encode(&scene(number), ImageFormat::Png))
}

pub(super) fn records(numbers: std::ops::Range<u32>) -> Vec<u8> {
    numbers.flat_map(scene_record).collect()
}

/// ResNet-50 on scenes in two classes, in batches of two, from random weights.
pub(super) fn job(train: u32) -> Job {
    let mut job = Job::of(BuiltInAlgorithm::ObjectDetection);
    let samples = train.to_string();
    let settings = [
        ("num_classes", "2"),
        ("num_training_samples", samples.as_str()),
        ("base_network", "resnet-50"),
        ("use_pretrained_model", "0"),
        ("epochs", "1"),
        ("mini_batch_size", "2"),
        ("learning_rate", "0.004"),
    ];
    for (name, value) in settings {
        job.set(name, value);
    }
    job.file("train", RECORDS, "scenes.rec", &records(0..train));
    job.file("validation", RECORDS, "scenes.rec", &records(100..101));
    job
}

/// Runs a job up to its first batch, for what is said and refused before it.
pub(super) fn log_before_the_first_batch(job: &Job) -> String {
    let (report, log) = job.run_until("Single-shot detector");
    assert_eq!(report.epochs, 0, "{report:?}");
    log
}
