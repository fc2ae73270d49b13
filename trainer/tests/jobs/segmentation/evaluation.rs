//! What a segmenter makes of the validation images.

use std::{collections::BTreeMap, fs};

use domain::evaluation::{EvaluationOutput, Findings, ImagesDone, JudgedPart, Segmentation};
use image::{ImageFormat, RgbImage, imageops};
use mxnet_formats::ndarray_list::read_float32;
use trainer::{BuiltInAlgorithm, TrainingError, evaluate};

use super::{
    scenes::{JPEG, PNG, SIDE, is_square, job, mask_of, scene},
    training::{LAST, PARENT},
};
use crate::support::{Job, archive, encode};

/// A job that starts from the parent's model.
fn child() -> Job {
    let mut child = job(2);
    child.model(&archive(&PARENT.files));
    child.configure();
    child
}

fn segmented(job: &Job) -> (EvaluationOutput, Segmentation) {
    job.configure();
    let output = evaluate(BuiltInAlgorithm::SemanticSegmentation, job.root(), &mut Vec::new()).expect("an evaluation");
    let written = fs::read(job.root().join("output/evaluation.json")).expect("a file");
    assert_eq!(serde_json::from_slice::<EvaluationOutput>(&written).expect("JSON"), output);
    let Findings::SemanticSegmentation(found) = output.findings.clone() else { panic!("{:?}", output.findings) };
    (output, found)
}

/// What the job itself measures of the loaded model before it trains.
fn measured(job: &Job) -> f64 {
    let (report, log) = job.run_until("Validation mIOU of the loaded model=");
    report.loaded_score.unwrap_or_else(|| panic!("no score in {log}"))
}

/// Size and classes of a mask that was written: the true ones above the predicted ones.
fn written(job: &Job, number: u32) -> ((u32, u32), Vec<u8>) {
    let file = fs::File::open(job.root().join(format!("output/masks/{number}.png"))).expect("a mask");
    let mut decoder = png::Decoder::new(std::io::BufReader::new(file));
    decoder.set_transformations(png::Transformations::IDENTITY);
    let mut reader = decoder.read_info().expect("a PNG");
    let mut classes = vec![0; reader.output_buffer_size().expect("a size")];
    reader.next_frame(&mut classes).expect("pixels");
    (reader.info().size(), classes)
}

/// Adds a validation image that is wider than high, whose mask ignores what lies left of its square.
fn add_wide(job: &mut Job) {
    let mut wide = RgbImage::new(2 * SIDE, SIDE);
    imageops::replace(&mut wide, &scene(3), i64::from(SIDE), 0);
    job.file("validation", JPEG, "some/wide.jpg", &encode(&wide, ImageFormat::Jpeg));
    let mask = image::GrayImage::from_fn(2 * SIDE, SIDE, |x, _| image::Luma([if x < SIDE { 255 } else { u8::from(x > 60) }]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    mask.write_to(&mut bytes, ImageFormat::Png).expect("a mask");
    job.file("validation_annotation", PNG, "some/wide.png", &bytes.into_inner());
}

#[test]
fn the_mean_overlap_is_that_of_the_best_epoch() {
    let child = child();
    let mut progress = Vec::new();
    let output = evaluate(BuiltInAlgorithm::SemanticSegmentation, child.root(), &mut progress).expect("an evaluation");
    let best = PARENT.report.validation_scores.iter().copied().fold(f64::MIN, f64::max);
    assert_eq!(output.findings.score(), best);
    assert_eq!((output.parameters.as_str(), output.epoch, output.images, output.available), (LAST, 0, 2, 2));
    let last = String::from_utf8(progress).expect("text").lines().last().map(serde_json::from_str);
    assert_eq!(last.and_then(Result::ok), Some(ImagesDone { done: 2, images: 2 }));
}

#[test]
fn the_middle_of_each_image_is_judged_and_drawn() {
    let mut child = child();
    add_wide(&mut child);
    let (output, found) = segmented(&child);
    assert_eq!(found.mean_iou(), measured(&child));
    assert_eq!((found.classes, found.judged), (2, JudgedPart::Middle { side: 32 }));
    let counted: u64 = found.confusion.iter().map(|pair| pair.count).sum();
    // The left half of the middle of the wide image is ignored.
    assert_eq!((counted + found.ignored, found.ignored), (3 * 32 * 32, 16 * 32));
    assert!(!found.images.is_empty() && found.images.is_sorted_by(|one, other| one.mean_iou <= other.mean_iou));
    for image in &found.images {
        let name = &output.files[image.file as usize];
        let is_wide = name == "some/wide.jpg";
        assert_eq!(image.edges, if is_wide { [0.25, 0.0, 0.75, 1.0] } else { [0.0, 0.0, 1.0, 1.0] }, "{name}");
        assert_eq!((image.judged_size, image.ignored), ((32, 32), if is_wide { 512 } else { 0 }));
        let (size, classes) = written(&child, image.mask.expect("a mask"));
        assert_eq!(size, (32, 64));
        let (truth, predicted) = classes.split_at(32 * 32);
        let right = truth.iter().zip(predicted).filter(|(truth, predicted)| truth == predicted).count() as u64;
        let ignored = truth.iter().filter(|class| **class == 255).count() as u64;
        assert_eq!((right, ignored), (image.right, image.ignored), "{name}");
        assert_eq!(image.counted - image.right, image.confused.iter().map(|pair| pair.count).sum::<u64>());
    }
}

#[test]
fn whole_images_are_judged_when_the_job_validates_them() {
    let mut child = child();
    child.set("validation_mini_batch_size", "1");
    add_wide(&mut child);
    let (output, found) = segmented(&child);
    assert_eq!(found.mean_iou(), measured(&child));
    assert_eq!(found.judged, JudgedPart::Whole);
    assert_eq!(found.ignored, u64::from(SIDE * SIDE));
    for image in &found.images {
        let wide = u32::from(output.files[image.file as usize] == "some/wide.jpg");
        assert_eq!((image.judged_size, image.edges), (((1 + wide) * SIDE, SIDE), [0.0, 0.0, 1.0, 1.0]));
        let (size, _) = written(&child, image.mask.expect("a mask"));
        assert_eq!(size, ((1 + wide) * SIDE, 2 * SIDE));
    }
}

/// The numbers of the masks are not the classes.
#[test]
fn masks_are_read_by_their_label_map() {
    let mut child = child();
    let (_, expected) = segmented(&child);
    for number in 100..102 {
        let values = mask_of(|x, y| if is_square(number, x, y) { 7 } else { 3 });
        child.file("validation_annotation", PNG, &format!("some/{number}.png"), &values);
    }
    child.file("label_map", "", "validation_label_map.json", b"{\"map\": {\"0\": 3, \"1\": 7}}");
    assert_eq!(segmented(&child).1, expected);
}

/// What is left of an earlier evaluation in the same folder is gone.
#[test]
fn masks_of_an_earlier_evaluation_go() {
    let child = child();
    let masks = child.root().join("output/masks");
    fs::create_dir_all(&masks).expect("a folder");
    fs::write(masks.join("99.png"), "an old one").expect("a file");
    let (_, found) = segmented(&child);
    assert_eq!(fs::read_dir(&masks).expect("a folder").count(), found.images.len());
    assert!(!masks.join("99.png").exists());
}

#[test]
fn a_model_that_has_diverged_is_not_evaluated() {
    let mut files: BTreeMap<String, Vec<u8>> = PARENT.files.clone();
    let parameters = files.get_mut(LAST).expect("the parameters");
    let arrays = read_float32(parameters.as_slice(), parameters.len() as u64).expect("arrays");
    let scores = arrays.iter().find(|array| array.name == "head.block.4.weight").expect("an array");
    let bytes: Vec<u8> = scores.values.iter().flat_map(|value| value.to_le_bytes()).collect();
    let place = parameters.windows(bytes.len()).position(|window| window == bytes).expect("its values");
    // Numbers that are no numbers are refused when they are read; these are, but their sums are not.
    parameters[place..place + bytes.len()].chunks_exact_mut(4).for_each(|value| value.copy_from_slice(&f32::MAX.to_le_bytes()));
    let mut child = job(2);
    child.model(&archive(&files));
    child.configure();
    let error = evaluate(BuiltInAlgorithm::SemanticSegmentation, child.root(), &mut Vec::new()).expect_err("no numbers");
    assert!(matches!(&error, TrainingError::Client(reason) if reason.contains("its training has diverged")), "{error}");
    assert!(!child.root().join("output/evaluation.json").exists() && !child.root().join("output/masks").exists());
}
