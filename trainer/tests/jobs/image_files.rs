//! Channels of image files with lists.

use std::fmt::Write;

use image::ImageFormat;

use crate::support::{Job, encode, picture};

const IMAGES: &str = "application/x-image";

fn job() -> Job {
    let mut job = Job::new();
    for (channel, count) in [("train", 24), ("validation", 12)] {
        job.remove(channel);
        let mut list = String::new();
        for number in 0..count {
            let (format, end) = if number % 2 == 0 { (ImageFormat::Png, "png") } else { (ImageFormat::Jpeg, "jpg") };
            let name = format!("some/{number}.{end}");
            let image = picture(number, 10 + number % 3, 12);
            job.file(channel, IMAGES, &name, &encode(&image, format));
            writeln!(list, "{number}\t{}\t{name}", number % 3).expect("text");
        }
        job.file(&format!("{channel}_lst"), IMAGES, "images.lst", list.as_bytes());
    }
    job.set("resize", "9");
    job
}

#[test]
fn listed_images_are_trained_on() {
    let (report, log) = job().succeed();
    assert_eq!(report.epochs, 2);
    assert!(log.contains("24 training images, 12 validation images"), "{log}");
}

#[test]
fn augmented_images_are_trained_on() {
    for kind in ["crop", "crop_color", "crop_color_transform"] {
        let mut job = job();
        job.set("augmentation_type", kind);
        job.succeed();
    }
}

#[test]
fn wrong_lists_are_explained() {
    for (list, expected) in [
        ("0\t0\tsome/0.png\n0\t0\tsome/1.jpg", "line 2"),
        ("0\t0\tsome/99.png", "no such file"),
        ("0\t0\t../validation/some/0.png", "below the channel train"),
        ("0\t7\tsome/0.png", "num_classes 3"),
        ("", "holds no image"),
        ("\u{FEFF}0\t0\tsome/0.png\r\n", "images.lst cannot be read: it begins with a byte order mark"),
    ] {
        let mut job = job();
        job.file("train_lst", IMAGES, "images.lst", list.as_bytes());
        let message = job.refused();
        assert!(message.starts_with("ClientError: ") && message.contains(expected), "{message}");
    }
    let mut job = job();
    job.remove("validation_lst");
    assert!(job.refused().contains("Invalid lst file in the validation channel"));
}

#[test]
fn resize_is_asked_for() {
    let mut job = Job::new();
    job.file("train_lst", IMAGES, "images.lst", b"");
    job.file("train", IMAGES, "0.png", b"");
    let message = job.refused();
    assert!(message.contains("resize is required"), "{message}");
}
