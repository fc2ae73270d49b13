//! Images that show several classes.

use image::ImageFormat;

use crate::support::{Job, SIDE, encode, picture, record_with_labels};

/// What a picture shows: upright stripes, stripes of another direction, much blue.
fn labels(number: u32) -> [f32; 3] {
    [number.is_multiple_of(3), !number.is_multiple_of(3), number * 13 % 200 >= 100].map(|shown| f32::from(u8::from(shown)))
}

fn file(number: u32) -> Vec<u8> {
    encode(&picture(number, SIDE, SIDE), ImageFormat::Png)
}

fn records(numbers: std::ops::Range<u32>) -> Vec<u8> {
    numbers.flat_map(|number| record_with_labels(&labels(number), &file(number))).collect()
}

fn job() -> Job {
    let mut job = Job::new();
    job.set("multi_label", "1");
    job.set("epochs", "20");
    job.set("learning_rate", "0.02");
    job.records("train", &records(0..48));
    job.records("validation", &records(100..124));
    job
}

/// The same pictures as files with lists.
fn listed() -> Job {
    let mut job = job();
    job.set("resize", &SIDE.to_string());
    for (channel, list, numbers) in [("train", "train_lst", 0..48), ("validation", "validation_lst", 100..124)] {
        job.remove(channel);
        let mut lines = String::new();
        for number in numbers {
            let [first, second, third] = labels(number);
            lines.push_str(&format!("{number}\t{first}\t{second}\t{third}\t{number}.png\n"));
            job.file(channel, "application/x-image", &format!("{number}.png"), &file(number));
        }
        job.file(list, "application/x-image", "list.lst", lines.as_bytes());
    }
    job
}

#[test]
fn classes_are_learned_one_by_one_and_another_job_goes_on() {
    let mut job = job();
    job.set("top_k", "2");
    let (report, log) = job.succeed();
    let last = report.validation_scores.last().copied().unwrap_or_default();
    assert!(last > 0.8, "{log}");
    for line in
        ["Epoch[19] Train-accuracy=", "Epoch[19] Train-cross-entropy=", "Epoch[19] Validation-accuracy=", "top_k is ignored"]
    {
        assert!(log.contains(line), "{line} is not in {log}");
    }
    assert!(!log.contains("top_k_accuracy"), "{log}");
    let symbol = job.model_files()["image-classification-symbol.json"].clone();
    assert!(String::from_utf8_lossy(&symbol).contains("LogisticRegressionOutput"));

    let mut child = self::job();
    child.set("epochs", "1");
    child.set("use_weighted_loss", "1");
    child.model(&job.model_archive());
    // The best epoch's parameters are what the job leaves.
    let best = report.validation_scores.iter().copied().fold(0.0, f64::max);
    assert_eq!(child.succeed().0.loaded_score, Some(best));
}

#[test]
fn a_list_with_a_column_for_each_class_trains_the_same_model() {
    let [from_records, from_list] = [job(), listed()].map(|mut job| {
        job.set("epochs", "3");
        let scores = job.succeed().0.validation_scores;
        let files = job.model_files();
        assert!(files.keys().any(|name| name.ends_with(".params")), "{:?}", files.keys());
        (scores, files)
    });
    assert_eq!(from_records.0, from_list.0);
    assert!(from_records.1 == from_list.1, "the models differ");
}

#[test]
fn labels_that_do_not_fit_are_refused() {
    let mut job = job();
    job.set("num_classes", "5");
    let reason = job.refused();
    let expected =
        "ClientError: Mismatch between number of labels in the multi-label data (3) and the num_classes parameter (5).";
    assert!(reason.starts_with(expected), "{reason}");

    let mut job = self::job();
    job.records("train", &record_with_labels(&[0.0, 2.0, 1.0], &file(0)));
    assert!(
        job.refused().contains("label 2 of the record at byte 0 of the file pictures.rec (channel train) is neither 0 nor 1")
    );

    let mut job = self::job();
    job.set("multi_label", "0");
    assert!(job.refused().contains("Set multi_label to 1"));
}
