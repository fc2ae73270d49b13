//! Images that cannot be trained on.

use image::ImageFormat;

use crate::support::{Job, SIDE, encode, names, picture, record, records};

fn refused(change: impl FnOnce(&mut Job)) -> String {
    let mut job = Job::new();
    change(&mut job);
    job.refused()
}

#[test]
fn a_corrupt_record_is_named_with_its_place() {
    let good = records(0..20);
    let message = refused(|job| job.records("train", &[&good[..], b"this is not a record"].concat()));
    names(
        &message,
        &[
            "ClientError: Unable to parse record. Please make sure input data is in correct recordio format.",
            &format!("byte {} of the file pictures.rec (channel train)", good.len()),
            "im2rec",
        ],
    );
    let message = refused(|job| job.records("validation", &good[..good.len() - 9]));
    names(&message, &["Unable to parse record", "channel validation", "are left"]);
}

#[test]
fn a_file_without_a_byte_is_named() {
    names(
        &refused(|job| job.records("train", b"")),
        &["ClientError: Empty .rec file in train channel.", "no byte in pictures.rec"],
    );
    let mut job = Job::new();
    job.file("train", "application/x-recordio", "rest.rec", b"");
    job.succeed();
}

#[test]
fn what_macos_writes_beside_a_file_is_left_out_and_said() {
    let mut job = Job::new();
    job.file("train", "application/x-recordio", "._pictures.rec", b"\0\x05\x16\x07\0\x02\0\0Mac OS X");
    let (_, log) = job.succeed();
    assert!(log.contains("WARNING") && log.contains("The channel train holds ._pictures.rec, in which macOS keeps"), "{log}");
}

#[test]
fn a_record_without_an_image_is_refused() {
    let message = refused(|job| job.records("train", &[records(0..20), record(1.0, b"GIF89a, or so")].concat()));
    names(&message, &["is not a JPEG or PNG image", "channel train"]);
}

#[test]
fn a_damaged_image_is_refused_when_it_is_used() {
    let mut png = encode(&picture(1, SIDE, SIDE), ImageFormat::Png);
    let middle = png.len() / 2;
    png[middle] ^= 0xFF;
    let message = refused(|job| job.records("train", &[records(0..20), record(1.0, &png)].concat()));
    names(&message, &["is not a JPEG or PNG image", "channel train"]);
}

#[test]
fn labels_that_are_no_classes_are_refused() {
    let image = encode(&picture(0, SIDE, SIDE), ImageFormat::Png);
    for label in [3.0, -1.0, 0.5, f32::NAN] {
        let message = refused(|job| job.records("train", &[records(0..20), record(label, &image)].concat()));
        names(&message, &[&format!("The label {label} "), "num_classes 3", "0 to 2"]);
    }
}

#[test]
fn too_few_images_are_refused() {
    let message = refused(|job| job.records("train", &records(0..11)));
    names(&message, &["ClientError: The number of input images must be bigger or equal to the mini_batch_size.", "11 images"]);
}

#[test]
fn an_image_that_is_too_small_is_refused() {
    let small = record(0.0, &encode(&picture(0, SIDE - 1, SIDE), ImageFormat::Jpeg));
    names(
        &refused(|job| job.records("train", &[records(0..20), small.clone()].concat())),
        &["7x8 pixels", "image_shape (8x8)", "resize"],
    );
    let mut job = Job::new();
    job.records("train", &[records(0..20), small].concat());
    job.set("resize", "9");
    job.succeed();
}

#[test]
fn channels_without_records_are_refused() {
    names(
        &refused(|job| {
            job.remove("train");
            job.file("train", "application/x-recordio", "a/b.jpg", b"x");
        }),
        &["holds no .rec file (found: a/b.jpg)", "train_lst"],
    );
    names(&refused(|job| job.remove("validation")), &["The channel validation is missing"]);
    names(&refused(|job| job.file("train", "text/csv", "a.csv", b"1,2")), &["content type text/csv"]);
}

#[test]
fn hyperparameters_that_need_something_else_are_refused() {
    names(&refused(|job| job.set("use_pretrained_model", "1")), &["use_pretrained_model", "model channel"]);
    names(&refused(|job| job.set("num_layers", "19")), &["num_layers 19"]);
    names(&refused(|job| job.set("image_shape", "3,64,64")), &["num_layers 20 is for images of up to 32x32"]);
    names(&refused(|job| job.set("mini_batch_sise", "1")), &["Unknown hyperparameter 'mini_batch_sise'"]);
}
