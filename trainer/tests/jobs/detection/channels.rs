//! Channels of images with annotations, and hyperparameters.

use image::ImageFormat;
use serde_json::json;

use super::scenes::{IMAGES, job, log_before_the_first_batch, scene, shape};
use crate::support::{Job, encode};

fn annotation(number: u32) -> serde_json::Value {
    let (class, [left, top, right, bottom]) = shape(number);
    json!({
        "file": format!("some/{number}.jpg"),
        "image_size": [{"width": 128, "height": 128, "depth": 3}],
        "annotations": [{"class_id": class, "left": left, "top": top, "width": right - left, "height": bottom - top}],
        "categories": [{"class_id": 0, "name": "square"}],
    })
}

/// Two images with annotations in each channel.
fn annotated() -> Job {
    let mut job = job(2);
    for channel in ["train", "validation"] {
        job.remove(channel);
        for number in 0..2 {
            let (format, end) = if number == 0 { (ImageFormat::Jpeg, "jpg") } else { (ImageFormat::Png, "PNG") };
            job.file(channel, IMAGES, &format!("some/{number}.{end}"), &encode(&scene(number), format));
            let text = annotation(number).to_string();
            job.file(&format!("{channel}_annotation"), IMAGES, &format!("some/{number}.json"), text.as_bytes());
        }
    }
    job
}

fn annotate(job: &mut Job, annotation: &serde_json::Value) {
    job.file("train_annotation", IMAGES, "some/0.json", annotation.to_string().as_bytes());
}

fn refused(change: impl FnOnce(&mut Job)) -> String {
    let mut job = annotated();
    change(&mut job);
    let message = job.refused();
    assert!(message.starts_with("ClientError: "), "{message}");
    message
}

#[test]
fn images_with_annotations_are_taken() {
    let mut job = annotated();
    job.file("train", IMAGES, "some/notes.txt", b"not an image");
    let log = log_before_the_first_batch(&job);
    assert!(log.contains("2 training images, 2 validation images") && !log.contains("image_size"), "{log}");
}

#[test]
fn an_image_without_objects_has_an_empty_list() {
    let mut job = annotated();
    let mut nothing = annotation(0);
    nothing["annotations"] = json!([]);
    annotate(&mut job, &nothing);
    let log = log_before_the_first_batch(&job);
    assert!(log.contains("2 training images") && !log.contains("shows an object"), "{log}");
}

#[test]
fn boxes_are_shares_of_the_size_that_the_annotation_says() {
    let mut job = annotated();
    let mut twice = annotation(0);
    twice["image_size"][0]["width"] = json!(256);
    annotate(&mut job, &twice);
    let log = log_before_the_first_batch(&job);
    assert!(log.contains("WARNING") && log.contains("The image_size of 1 annotations of the channel train_annotation"), "{log}");
    assert!(log.contains("the first is that of some/0.jpg"), "{log}");
}

#[test]
fn images_and_annotations_need_each_other() {
    let message = refused(|job| job.file("train", IMAGES, "some/2.jpg", &encode(&scene(2), ImageFormat::Jpeg)));
    assert!(message.contains("The image some/2.jpg of the channel train has no annotation"), "{message}");
    assert!(message.contains("holds no file some/2.json"), "{message}");
    let message = refused(|job| job.file("train_annotation", IMAGES, "some/2.json", annotation(2).to_string().as_bytes()));
    assert!(message.contains("The annotation some/2.json of the channel train_annotation has no image"), "{message}");
    let message = refused(|job| job.remove("validation_annotation"));
    assert!(message.contains("The channel validation_annotation is missing or holds no JSON file"), "{message}");
    let message = refused(|job| job.file("train", IMAGES, "some/0.png", &encode(&scene(0), ImageFormat::Png)));
    assert!(message.contains("some/0.jpg and some/0.png would have the same annotation"), "{message}");
}

#[test]
fn wrong_annotations_are_named() {
    let change = |pointer: &str, value: serde_json::Value| {
        let mut changed = annotation(0);
        *changed.pointer_mut(pointer).expect("a place") = value;
        refused(|job| annotate(job, &changed))
    };
    for (pointer, value, reason) in [
        ("/annotations/0/class_id", json!(2), "has the class 2: with num_classes 2 the classes are 0 to 1"),
        ("/annotations/0/width", json!(-4), "is empty or inverted"),
        ("/annotations/0/height", json!(0), "is empty or inverted"),
        ("/annotations/0/left", json!(-2), "leaves the image, which has 128x128 pixels"),
        ("/annotations/0/width", json!(1e300), "leaves the image, which has 128x128 pixels"),
        ("/annotations/0/class_id", json!(0.5), "has the class 0.5"),
        ("/annotations/0/width", json!("9"), "is not an annotation: invalid type: string"),
        ("/annotations", json!({}), "is not an annotation: invalid type: map"),
        ("/image_size/0/width", json!(0), "its image_size is 0x128"),
    ] {
        let message = change(pointer, value);
        assert!(message.contains(reason) && message.contains("some/0.json"), "{message}");
        assert!(message.contains("channel train_annotation"), "{message}");
    }
    // A class for the whole image, as image classification has it.
    let message = refused(|job| annotate(job, &json!({"file": "some/0.jpg", "class_id": 1})));
    assert!(message.contains("some/0.json") && message.contains("missing field `annotations`"), "{message}");
    assert!(message.contains("annotations [{class_id, left, top, width, height}]"), "{message}");
    let message = refused(|job| job.file("train_annotation", IMAGES, "some/0.json", b"{\"annotations\": ["));
    assert!(message.contains("some/0.json of the channel train_annotation is not an annotation: EOF"), "{message}");
}

#[test]
fn settings_that_cannot_be_are_refused() {
    for (name, value, reason) in [
        ("image_shape", "299", "image_shape is '299', but must be a whole number of 300 or more"),
        ("use_pretrained_model", "1", "use_pretrained_model is 1, but this engine has no pretrained weights"),
        ("mini_batch_size", "3", "The channel train holds 2 images, mini_batch_size is 3"),
        ("freeze_layer_pattern", "(", "is not a regular expression"),
        ("num_layers", "50", "Unknown hyperparameter 'num_layers'"),
    ] {
        let message = refused(|job| job.set(name, value));
        assert!(message.contains(reason), "{message}");
    }
    let message = refused(|job| job.file("train", "text/csv", "a.csv", b"1,2"));
    assert!(message.contains("content type text/csv. Object detection reads application/x-recordio"), "{message}");
    assert!(message.contains("train_annotation"), "{message}");
}

#[test]
fn what_changes_nothing_is_said() {
    let mut job = job(2);
    job.unset("use_pretrained_model");
    job.set("freeze_layer_pattern", "false");
    job.set("kv_store", "dist_sync");
    job.set("num_training_samples", "100");
    let log = log_before_the_first_batch(&job);
    for text in [
        "freeze_layer_pattern matches the beginning of no parameter's name",
        "kv_store dist_sync is ignored",
        "the job starts from random weights",
        "num_training_samples is 100, but the channel train holds 2 images",
    ] {
        assert!(log.contains(text), "{text} in {log}");
    }
}

#[test]
fn a_batch_beyond_the_memory_of_the_machine_is_refused() {
    let mut job = job(2);
    job.set("image_shape", "4096");
    job.set("mini_batch_size", "2");
    job.set("num_classes", "1000000");
    let reason = job.refused();
    assert!(reason.contains("A batch of 2 images needs") && reason.contains("choose a smaller image_shape"), "{reason}");
}
