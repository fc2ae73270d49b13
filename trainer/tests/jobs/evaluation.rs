//! What a model makes of the validation images.

use std::collections::BTreeMap;

use domain::evaluation::{Classification, Counts, EvaluationOutput, Findings, ImagesDone};
use image::ImageFormat;
use trainer::{BuiltInAlgorithm::ImageClassification, TrainingError, evaluate};

use crate::support::{Job, SIDE, archive, encode, picture, record_with_labels, records};

/// A job with the model of a parent, which trained for some epochs.
fn child(parent: &Job) -> Job {
    let mut child = Job::new();
    child.model(&parent.model_archive());
    child.configure();
    child
}

fn evaluated(job: &Job) -> (EvaluationOutput, Vec<ImagesDone>) {
    let mut progress = Vec::new();
    let output = evaluate(ImageClassification, job.root(), &mut progress).expect("an evaluation");
    let written = std::fs::read(job.root().join("output/evaluation.json")).expect("a file");
    assert_eq!(serde_json::from_slice::<EvaluationOutput>(&written).expect("JSON"), output);
    let lines = String::from_utf8(progress).expect("text");
    (output, lines.lines().map(|line| serde_json::from_str(line).expect("a line of progress")).collect())
}

fn classification(output: &EvaluationOutput) -> &Classification {
    let Findings::ImageClassification(found) = &output.findings else { panic!("{:?}", output.findings) };
    found
}

#[test]
fn the_accuracy_is_that_of_the_epoch_that_the_model_holds() {
    let mut parent = Job::new();
    parent.set("epochs", "4");
    let (report, _) = parent.succeed();
    let (output, progress) = evaluated(&child(&parent));
    let epoch = output.epoch as usize;
    assert_eq!(output.findings.score(), report.validation_scores[epoch - 1], "{report:?}");
    assert_eq!(output.parameters, format!("image-classification-{epoch:04}.params"));
    assert_eq!((output.images, output.available), (24, 24));
    assert_eq!(progress.first(), Some(&ImagesDone { done: 0, images: 24 }));
    assert_eq!(progress.last(), Some(&ImagesDone { done: 24, images: 24 }));
}

#[test]
fn every_image_is_in_a_cell_and_every_wrong_one_is_named() {
    let mut parent = Job::new();
    // Half of the images have another label than in training.
    parent.set("epochs", "6");
    parent.succeed();
    let mut child = child(&parent);
    let wrong: Vec<u8> = (0..12).flat_map(|_| records(100..101)).collect();
    let label = |number: u32| (number % 3) as f32;
    let moved: Vec<u8> = (100..112)
        .flat_map(|n| crate::support::record((label(n) + 1.0) % 3.0, &encode(&picture(n, SIDE, SIDE), ImageFormat::Png)))
        .collect();
    child.records("validation", &[wrong, moved].concat());
    let (output, _) = evaluated(&child);
    let found = classification(&output);
    let Counts::Confusion(cells) = &found.counts else { panic!("{found:?}") };
    assert_eq!(cells.iter().map(|cell| cell.count).sum::<u64>(), 24);
    let right: u64 = cells.iter().filter(|cell| cell.truth == cell.predicted).map(|cell| cell.count).sum();
    assert_eq!((right, found.answers), (found.correct, 24));
    assert_eq!(found.mistakes.len() as u64, 24 - right);
    assert!(!found.mistakes.is_empty(), "labels were changed");
    assert!(found.mistakes.windows(2).all(|pair| pair[0].probability >= pair[1].probability));
    assert_eq!(output.files, ["pictures.rec"]);
    let bytes = std::fs::read(child.root().join("input/data/validation/pictures.rec")).expect("a file");
    for mistake in &found.mistakes {
        assert_ne!(mistake.truth, mistake.predicted);
        let offset = mistake.offset.expect("a record");
        let (records, _) = mxnet_formats::record_io::first_records(&bytes[offset as usize..], offset, 1);
        assert_eq!(records[0].image.len() as u64, mistake.size);
        assert_eq!(records[0].labels, [mistake.truth[0] as f32]);
    }
}

#[test]
fn images_that_show_several_classes_are_counted_by_class() {
    let shown = |number: u32| {
        [number.is_multiple_of(3), !number.is_multiple_of(3), number.is_multiple_of(2)].map(|shown| f32::from(u8::from(shown)))
    };
    let with_labels = |numbers: std::ops::Range<u32>| -> Vec<u8> {
        numbers.flat_map(|n| record_with_labels(&shown(n), &encode(&picture(n, SIDE, SIDE), ImageFormat::Png))).collect()
    };
    let job = || {
        let mut job = Job::new();
        job.set("multi_label", "1");
        job.records("train", &with_labels(0..48));
        job.records("validation", &with_labels(100..124));
        job
    };
    let parent = job();
    let (report, _) = parent.succeed();
    let mut child = job();
    child.model(&parent.model_archive());
    child.configure();
    let (output, _) = evaluated(&child);
    let found = classification(&output);
    assert_eq!(output.findings.score(), report.validation_scores[output.epoch as usize - 1]);
    let Counts::PerClass(classes) = &found.counts else { panic!("{found:?}") };
    let shown: Vec<u64> = classes.iter().map(|class| class.found + class.missed).collect();
    assert_eq!((shown, found.answers), (vec![8, 16, 12], 72));
    let wrong: u64 = classes.iter().map(|class| class.missed + class.invented).sum();
    assert_eq!(found.answers - found.correct, wrong);
}

#[test]
fn hostile_archives_leave_a_reason_and_no_evaluation() {
    let parent = Job::new();
    parent.succeed();
    let mut files = parent.model_files();
    let name = files.keys().find(|name| name.ends_with(".params")).expect("parameters").clone();
    let whole = parent.model_archive();
    let refused = |bytes: &[u8]| {
        let mut job = Job::new();
        job.model(bytes);
        job.configure();
        let error = evaluate(ImageClassification, job.root(), &mut Vec::new()).expect_err("no model");
        assert!(matches!(error, TrainingError::Client(_)), "{error}");
        assert!(!job.root().join("output/evaluation.json").exists());
        error.to_string()
    };
    assert!(refused(b"no archive").contains("not compressed with gzip"));
    assert!(refused(&whole[..whole.len() / 2]).contains("not a model of image classification"));
    assert!(refused(&archive(&BTreeMap::from([("etc/x".to_owned(), vec![1])]))).contains("no file image-classification"));
    files.insert(name.clone(), b"no arrays".to_vec());
    assert!(refused(&archive(&files)).contains(&name));
}

#[test]
fn an_evaluation_ends_when_nobody_reads_its_progress() {
    struct Closed;
    impl std::io::Write for Closed {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let parent = Job::new();
    parent.succeed();
    let job = child(&parent);
    let error = evaluate(ImageClassification, job.root(), &mut Closed).expect_err("nobody reads");
    assert!(error.to_string().contains("nobody reads the progress"), "{error}");
    assert!(!job.root().join("output/evaluation.json").exists());
}
