//! Labels and boxes in RecordIO files.

use image::ImageFormat;

use super::scenes::{RECORDS, job, label, log_before_the_first_batch, records, scene};
use crate::support::{Job, encode, names, record, record_with_labels};

fn with_label(labels: &[f32]) -> Vec<u8> {
    record_with_labels(labels, &encode(&scene(7), ImageFormat::Png))
}

fn refused(change: impl FnOnce(&mut Job)) -> String {
    let mut job = job(2);
    change(&mut job);
    job.refused()
}

#[test]
fn a_class_instead_of_boxes_is_refused() {
    let image = encode(&scene(1), ImageFormat::Jpeg);
    let good = records(0..1);
    let message = refused(|job| job.file("train", RECORDS, "scenes.rec", &[&good[..], &record(1.0, &image)].concat()));
    names(
        &message,
        &[
            "ClientError: Not enough label packed in img_list or rec file.",
            &format!("The record at byte {} of the file scenes.rec (channel train) has a class as its label", good.len()),
            "im2rec with --pack-label",
        ],
    );
}

#[test]
fn wrong_boxes_are_refused_by_record() {
    for (labels, reason) in [
        (vec![2.0, 5.0, 2.0, 0.1, 0.1, 0.2, 0.2], "Object 1 of the record at byte 0 of the file wrong.rec (channel validation)"),
        (
            vec![2.0, 5.0, 2.0, 0.1, 0.1, 0.2, 0.2],
            "with num_classes 2 the classes are 0 to 1. Correct the label, or raise num_classes.",
        ),
        (vec![2.0, 5.0, 0.0, 0.3, 0.1, 0.2, 0.2], "is empty or inverted"),
        (vec![2.0, 5.0, 0.0, 0.1, 0.1, 0.1, 0.2], "is empty or inverted"),
        (vec![2.0, 5.0, 0.0, 0.1, 0.1, 1.2, 0.2], "leaves the image, which has 128x128 pixels"),
        (vec![2.0, 5.0, 0.0, 0.1, 0.1], "3 numbers behind the header are no multiple of 5"),
    ] {
        let message = refused(|job| job.file("validation", RECORDS, "wrong.rec", &with_label(&labels)));
        names(&message, &["ClientError: ", reason]);
    }
}

#[test]
fn a_label_that_is_longer_than_label_width_is_refused() {
    let long = [label(0), label(1)[2..].to_vec()].concat();
    let message = refused(|job| {
        job.set("label_width", "11");
        job.file("train", RECORDS, "long.rec", &with_label(&long));
    });
    names(
        &message,
        &[
            "ClientError: label_pad_width: 11 smaller than estimated width: 12.",
            "The record at byte 0 of the file long.rec (channel train) has a label of 12 numbers",
            "set label_width to 12 or more",
        ],
    );
}

#[test]
fn images_without_objects_are_allowed() {
    let mut job = job(2);
    job.file("train", RECORDS, "empty.rec", &with_label(&[2.0, 5.0]));
    job.set("num_training_samples", "3");
    let log = log_before_the_first_batch(&job);
    assert!(log.contains("3 training images") && !log.contains("shows an object"), "{log}");
    job.file("validation", RECORDS, "scenes.rec", &with_label(&[2.0, 5.0]));
    let log = log_before_the_first_batch(&job);
    names(&log, &["WARNING", "No image of the channel validation shows an object"]);
}

#[test]
fn grey_images_are_taken_as_rgb() {
    let mut job = job(2);
    let grey = image::DynamicImage::ImageRgb8(scene(3)).into_luma8();
    let mut bytes = std::io::Cursor::new(Vec::new());
    grey.write_to(&mut bytes, ImageFormat::Png).expect("memory takes it");
    job.file("train", RECORDS, "grey.rec", &record_with_labels(&label(3), &bytes.into_inner()));
    names(&log_before_the_first_batch(&job), &["1 images of the channel train are grey; they are trained on as RGB."]);
}

#[test]
fn what_is_no_image_or_no_record_is_refused() {
    let message = refused(|job| job.file("train", RECORDS, "a.rec", &record_with_labels(&label(0), b"GIF89a, or so")));
    names(&message, &["is not a JPEG or PNG image", "record at byte 0 of the file a.rec (channel train)"]);
    let message = refused(|job| job.file("train", RECORDS, "scenes.rec", b"no record at all"));
    names(&message, &["Unable to parse record", "channel train"]);
}
