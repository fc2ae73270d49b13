//! Jobs on scenes of 40 pixels: a light square on dark ground, and masks that say where it is.

use image::{ImageFormat, Rgb, RgbImage};
use trainer::BuiltInAlgorithm;

use crate::support::{Job, encode};

pub(super) const SIDE: u32 = 40;
pub(super) const JPEG: &str = "image/jpeg";
pub(super) const PNG: &str = "image/png";

/// Whether a pixel of a scene is of the square.
pub(super) fn is_square(number: u32, x: u32, y: u32) -> bool {
    let (left, top) = (number * 7 % 18, number * 11 % 18);
    (left..left + 20).contains(&x) && (top..top + 20).contains(&y)
}

pub(super) fn scene(number: u32) -> RgbImage {
    RgbImage::from_fn(SIDE, SIDE, |x, y| {
        let noise = ((x * 7919 + y * 104_729 + number * 31_337) % 31) as u8;
        Rgb([if is_square(number, x, y) { 200 + noise } else { 30 + noise }; 3])
    })
}

/// A mask with a palette, one bit a pixel: 1 is the square.
pub(super) fn mask(number: u32) -> Vec<u8> {
    mask_of(|x, y| u8::from(is_square(number, x, y)))
}

/// A mask with a palette, eight bits a pixel.
pub(super) fn mask_of(class: impl Fn(u32, u32) -> u8) -> Vec<u8> {
    let values: Vec<u8> = (0..SIDE).flat_map(|y| (0..SIDE).map(move |x| (x, y))).map(|(x, y)| class(x, y)).collect();
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, SIDE, SIDE);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_palette((0..=255_u8).flat_map(|number| [number, 0, 255 - number]).collect::<Vec<u8>>());
    let mut writer = encoder.write_header().expect("a header");
    writer.write_image_data(&values).expect("pixels");
    drop(writer);
    bytes
}

pub(super) fn add(job: &mut Job, channel: &str, number: u32) {
    job.file(channel, JPEG, &format!("some/{number}.jpg"), &encode(&scene(number), ImageFormat::Jpeg));
    job.file(&format!("{channel}_annotation"), PNG, &format!("some/{number}.png"), &mask(number));
}

/// FCN on scenes in two classes, crops of 32 pixels, in batches of two, from random weights.
pub(super) fn job(train: u32) -> Job {
    let mut job = Job::of(BuiltInAlgorithm::SemanticSegmentation);
    let samples = train.to_string();
    let settings = [
        ("num_classes", "2"),
        ("num_training_samples", samples.as_str()),
        ("use_pretrained_model", "False"),
        ("crop_size", "32"),
        ("base_size", "40"),
        ("epochs", "1"),
        ("mini_batch_size", "2"),
        ("optimizer", "adam"),
        ("learning_rate", "0.0005"),
    ];
    for (name, value) in settings {
        job.set(name, value);
    }
    (0..train).for_each(|number| add(&mut job, "train", number));
    (100..102).for_each(|number| add(&mut job, "validation", number));
    job
}

/// Runs a job up to its first batch, for what is said and refused before it.
pub(super) fn log_before_the_first_batch(job: &Job) -> String {
    let (report, log) = job.run_until("Segmenter ");
    assert_eq!(report.epochs, 0, "{report:?}");
    log
}

/// What a job is refused for, after a change.
pub(super) fn refused(change: impl FnOnce(&mut Job)) -> String {
    let mut job = job(2);
    change(&mut job);
    let message = job.refused();
    assert!(message.starts_with("ClientError: "), "{message}");
    message
}
