//! Evaluations of segmenters, which leave masks.

use std::fs;

use console::{
    data::evaluation::{FindingsView, MaskView, MistakeQuery, PredictionsComparison, SegmentationView},
    ports::evaluations::Evaluations,
};

use super::{
    bench::{Bench, DETECTOR, SEGMENTER, key},
    done, failure,
};
use crate::mask;

async fn evaluated(bench: &Bench) -> SegmentationView {
    let FindingsView::SemanticSegmentation(found) = done(bench.evaluated(SEGMENTER).await).findings else { panic!("pixels") };
    found
}

#[tokio::test]
async fn images_masks_and_label_map_are_read_and_figures_shown() {
    let mut bench = Bench::start().await;
    bench.add_segmenter().await;
    let view = done(bench.evaluated(SEGMENTER).await);
    let seen = fs::read_to_string(bench.seen()).expect("a process ran");
    let (algorithm, files) = seen.split_once('\n').expect("two lines");
    let mut files: Vec<&str> = files.lines().collect();
    files.sort_unstable();
    assert_eq!(algorithm, "semantic-segmentation");
    assert_eq!(
        files,
        [
            "./label_map/validation_label_map.json",
            "./model/model.tar.gz",
            "./validation/1.jpg",
            "./validation/2.png",
            "./validation_annotation/1.PNG",
            "./validation_annotation/2.png",
        ]
    );
    let channels: Vec<&str> = view.subject.channels.iter().map(|data| data.channel.as_str()).collect();
    assert_eq!(channels, ["validation", "validation_annotation", "label_map"]);
    assert!(view.subject.left_out.is_empty(), "{:?}", view.subject.left_out);
    // What is kept is read back by another console.
    bench.restart();
    let FindingsView::SemanticSegmentation(found) = done(bench.state(SEGMENTER).await).findings else { panic!("pixels") };
    assert_eq!((found.pixels, found.ignored, found.all_images, found.kept_masks), ((7, 6), 1, 1, 1));
    // Class 0 has two of three pixels, class 1 four of five, and class 2 is nowhere.
    assert!((found.mean_iou - (2.0 / 3.0 + 0.8) / 3.0).abs() < 1e-12);
    assert_eq!((found.classes[1].taken_for, found.classes[2].iou()), (Some((0, 1)), None));
    assert_eq!(found.images.images[0].file.uri, "s3://bucket/scenes/validation/2.png");
    let chosen = async |truth, predicted| {
        let query = MistakeQuery { truth, predicted, page: 1 };
        let view = done(bench.evaluations.state(&key(SEGMENTER), query).await.expect("a state"));
        matches!(view.findings, FindingsView::SemanticSegmentation(found) if found.images.count == 1)
    };
    assert!(chosen(Some(1), Some(0)).await && !chosen(Some(0), Some(1)).await && !chosen(None, Some(2)).await);
}

#[tokio::test]
async fn masks_are_shown_by_the_name_of_their_result_alone() {
    let bench = Bench::start().await;
    bench.add_segmenter().await;
    let found = evaluated(&bench).await;
    let shown = async |result: &str, number, view| bench.evaluations.mask(result, number, view).await.expect("an answer");
    let pixels = async |view| {
        let bytes = shown(&found.result, 0, view).await.expect("a mask");
        let summary = mask::read(&bytes).expect("a PNG").summary();
        summary.indices.iter().map(|index| (index.index, index.pixels)).collect::<Vec<_>>()
    };
    assert_eq!(pixels(MaskView::Truth).await, [(0, 2), (1, 1), (255, 1)]);
    assert_eq!(pixels(MaskView::Predicted).await, [(0, 3), (1, 1)]);
    // Right, wrong, ignored.
    assert_eq!(pixels(MaskView::Wrong).await, [(0, 2), (1, 1), (2, 1)]);
    assert_eq!(shown(&found.result, 1, MaskView::Truth).await, None);
    let up = format!("../../work/{}", found.result);
    for result in ["", "..", up.as_str(), &found.result[1..], &found.result.to_uppercase()] {
        assert_eq!(shown(result, 0, MaskView::Truth).await, None, "{result}");
    }
    assert!(!bench.folder.path().join("evaluations/console-test/work/1").exists());
}

#[tokio::test]
async fn a_mask_that_is_left_out_takes_its_image_along() {
    let bench = Bench::start().await;
    bench.add_segmenter().await;
    bench.store("/bucket/scenes/validation_annotation/1.PNG", &vec![b' '; (32 << 20) + 1]);
    let view = done(bench.evaluated(SEGMENTER).await);
    let seen = fs::read_to_string(bench.seen()).expect("a process ran");
    assert!(seen.contains("validation/2.png") && !seen.contains("/1."), "{seen}");
    assert_eq!(view.subject.left_out, ["1 image was left out: it, or its mask, has more than 32 MiB."]);
}

/// Without it the numbers in the masks would be taken for classes.
#[tokio::test]
async fn a_label_map_that_cannot_be_read_ends_the_evaluation() {
    let bench = Bench::start().await;
    bench.add_segmenter().await;
    bench.store("/bucket/scenes/label_map/validation_label_map.json", &vec![b' '; (32 << 20) + 1]);
    assert_eq!(failure(bench.evaluated(SEGMENTER).await).title, "The label map cannot be read");
    bench.remove("/bucket/scenes/label_map/validation_label_map.json");
    evaluated(&bench).await;
    assert!(!fs::read_to_string(bench.seen()).expect("a process ran").contains("validation_label_map"));
}

#[tokio::test]
async fn a_segmenter_is_compared_with_segmenters_alone() {
    let bench = Bench::start().await;
    bench.add_segmenter().await;
    let result = evaluated(&bench).await.result;
    let compared = async |other| bench.evaluations.compare(&key(SEGMENTER), &key(other), (1, 1)).await.expect("an answer");
    let PredictionsComparison::Segmentations { pages, results } = compared(SEGMENTER).await else { panic!("not compared") };
    assert_eq!((pages.better.count, pages.worse.count, pages.same, pages.images), (0, 0, 2, 2));
    assert_eq!(results, (result.clone(), result));
    bench.add_detector().await;
    done(bench.evaluated(DETECTOR).await);
    let PredictionsComparison::NotComparable(reason) = compared(DETECTOR).await else { panic!("compared") };
    assert!(reason.contains("each pixel of an image is of, the other where objects are"), "{reason}");
}
