//! Channels of images with masks.

use image::{GrayImage, ImageFormat, Luma, RgbImage};

use super::scenes::{JPEG, PNG, SIDE, add, job, log_before_the_first_batch, mask, mask_of, refused, scene};
use crate::support::{Job, encode, place, texts};

fn set_mask(job: &mut Job, bytes: &[u8]) {
    job.file("train_annotation", PNG, "some/0.png", bytes);
}

#[test]
fn masks_of_all_forms_are_taken_and_other_files_left_out() {
    let mut job = job(2);
    let grey = GrayImage::from_fn(SIDE, SIDE, |x, _| Luma([if x < 5 { 255 } else { u8::from(x > 20) }]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    grey.write_to(&mut bytes, ImageFormat::Png).expect("a mask");
    set_mask(&mut job, &bytes.into_inner());
    job.file("train", JPEG, "some/notes.txt", b"not an image");
    job.file("train", JPEG, "some/broken.jpg", b"not an image either");
    job.file("train_annotation", PNG, "some/broken.png", &mask(0));
    let log = log_before_the_first_batch(&job);
    assert!(log.contains("2 training images, 2 validation images"), "{log}");
    assert!(log.contains("WARNING") && log.contains("some/broken.jpg is not a readable image file"), "{log}");
    let texts = texts(&log);
    let in_order = [
        "label maps not provided, using defaults.",
        "#label_map train :{'scale': 1}",
        "#label_map validation :{'scale': 1}",
        "LRScheduler setup: iters per epoch: 1, num_epochs 1",
    ];
    assert!(in_order.map(|text| place(&texts, text)).is_sorted(), "{log}");
}

#[test]
fn images_and_masks_need_each_other() {
    let message = refused(|job| job.file("train", JPEG, "some/7.jpg", &encode(&scene(7), ImageFormat::Jpeg)));
    assert!(message.contains("The image some/7.jpg of the channel train has no mask"), "{message}");
    assert!(message.contains("the channel train_annotation holds no file some/7.png"), "{message}");
    let message = refused(|job| job.file("validation_annotation", PNG, "some/7.png", &mask(7)));
    assert!(message.contains("The mask some/7.png of the channel validation_annotation has no image"), "{message}");
    let message = refused(|job| job.remove("validation_annotation"));
    assert!(message.contains("The channel validation_annotation is missing"), "{message}");
    let message = refused(|job| job.remove("validation"));
    assert!(message.contains("The channel validation is missing"), "{message}");
}

#[test]
fn masks_that_are_none_are_refused_with_the_cure() {
    let rgb = encode(&RgbImage::new(SIDE, SIDE), ImageFormat::Png);
    let jpeg = encode(&RgbImage::new(SIDE, SIDE), ImageFormat::Jpeg);
    let small = encode(&RgbImage::new(SIDE, SIDE - 1), ImageFormat::Jpeg);
    for (bytes, reason) in [
        (rgb, "The mask some/0.png of the channel train_annotation holds colours (RGB)"),
        (jpeg, "The mask some/0.png of the channel train_annotation is a JPEG file"),
        (b"neither".to_vec(), "The mask some/0.png of the channel train_annotation is not a PNG image"),
        (
            mask_of(|x, _| if x == 3 { 2 } else { 255 }),
            "has a pixel of the class 2: with num_classes 2 the classes are 0 to 1, and 255",
        ),
    ] {
        let message = refused(|job| set_mask(job, &bytes));
        assert!(message.contains(reason) && message.contains("some/0.png"), "{message}");
    }
    let message = refused(|job| job.file("train", JPEG, "some/0.jpg", &small));
    assert!(message.contains("The mask some/0.png of the channel train_annotation has 40x40 pixels"), "{message}");
    assert!(message.contains("its image some/0.jpg has 40x39"), "{message}");
}

#[test]
fn label_maps_say_what_numbers_mean() {
    let with = |text: &str, last: u8| {
        let mut job = job(2);
        set_mask(&mut job, &mask_of(|x, _| if x == 3 { last } else { 0 }));
        job.file("label_map", "", "train_label_map.json", text.as_bytes());
        job
    };
    let log = log_before_the_first_batch(&with("{\"scale\": \"100\"}", 199));
    assert!(log.contains("#label_map train :{'scale': 100}") && log.contains("#label_map validation :{'scale': 1}"), "{log}");
    let log = log_before_the_first_batch(&with("{\"map\": {\"0\": 1, \"1\": 0}}", 1));
    assert!(log.contains("#label_map train :{'map': {0: 1, 1: 0}}"), "{log}");
    for (text, last, reason) in [
        ("{\"scale\": 0}", 0, "train_label_map.json of the channel label_map is no label map: scale is 0"),
        ("{\"scale\": 2}", 9, "has a pixel 9, which the label map makes class 4"),
        ("{\"map\": {\"0\": 0, \"1\": 1}}", 7, "has a pixel 7, which the label map does not name"),
    ] {
        let message = with(text, last).refused();
        assert!(message.contains(reason), "{message}");
    }
}

#[test]
fn a_batch_beyond_the_set_or_the_memory_is_refused() {
    let message = refused(|job| job.set("mini_batch_size", "3"));
    assert!(message.contains("The channel train holds 2 images, mini_batch_size is 3"), "{message}");
    let message = refused(|job| {
        job.set("crop_size", "4096");
        add(job, "train", 2);
    });
    assert!(message.contains("A batch of 2 images needs") && message.contains("choose a smaller crop_size"), "{message}");
}
