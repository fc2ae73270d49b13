//! What a segmenter found, in words.

use console::{data::evaluation::MaskView, format};
use domain::{
    evaluation::{ClassPixels, JudgedPart, MAX_KEPT_MASK_BYTES, MAX_KEPT_MASKS, SegmentedImage},
    improvement::EQUAL_WITHIN,
};

use super::super::Chosen;

/// Pairs of classes that are named below an image.
const NAMED_PAIRS: usize = 3;

/// What the score of an image is.
pub const SCORE_WORDS: &str =
    "The score of an image is the mean intersection over union (IoU) of the classes that occur in its mask or in its prediction.";

/// Which images are chosen; `None` when all are.
pub fn chosen_words(chosen: Chosen) -> Option<String> {
    match (chosen.truth, chosen.predicted) {
        (None, None) => None,
        (Some(truth), None) => Some(format!("Images in which pixels of class {truth} are wrong")),
        (None, Some(predicted)) => Some(format!("Images in which pixels are wrongly predicted as class {predicted}")),
        (Some(truth), Some(predicted)) => Some(format!("Images in which pixels of class {truth} are predicted as {predicted}")),
    }
}

/// What of each image is judged, as a sentence.
pub fn judged_words(judged: JudgedPart) -> String {
    match judged {
        JudgedPart::Whole => "Whole images are judged and shown, as the job validates them.".to_owned(),
        JudgedPart::Middle { side } => format!(
            "Of each image the middle is judged and shown, {side} x {side} pixels when its short side has {side}, as the job validates it."
        ),
    }
}

/// Which images have masks, as a sentence behind another; nothing when all have.
pub fn kept_words(kept: u64, all: u64) -> String {
    if kept == all {
        return String::new();
    }
    let mebibytes = MAX_KEPT_MASK_BYTES >> 20;
    format!(
        " Masks are kept of the {} worst images alone: of at most {MAX_KEPT_MASKS}, and {mebibytes} MiB.",
        format::count(kept)
    )
}

/// By how much scores must differ, as a sentence.
pub fn same_words() -> String {
    format!("Scores that differ by less than {EQUAL_WITHIN} are called the same.")
}

/// What came of an image: its score, its right pixels, and what was confused most.
pub fn summary(image: &SegmentedImage) -> String {
    let right = format::percentage(image.right, image.counted);
    let score = format!("IoU {}, {right} % of the pixels right", format::accuracy(image.mean_iou));
    match pairs(image) {
        pairs if pairs.is_empty() => score,
        pairs => format!("{score}. Confused most: {pairs}"),
    }
}

/// The pairs of classes that were confused most.
fn pairs(image: &SegmentedImage) -> String {
    let pair = |pair: &domain::evaluation::Confused| {
        format!("{} as {} ({} %)", pair.truth, pair.predicted, format::percentage(pair.count, image.counted))
    };
    image.confused.iter().take(NAMED_PAIRS).map(pair).collect::<Vec<_>>().join(", ")
}

/// A picture without masks, for those who do not see it.
pub fn picture(name: &str, edges: [f32; 4]) -> String {
    match edges {
        [0.0, 0.0, 1.0, 1.0] => name.to_owned(),
        _ => format!("{name}, its middle"),
    }
}

/// A mask, for those who do not see it.
pub fn mask(image: &SegmentedImage, shown: MaskView) -> String {
    let list = |classes: &[ClassPixels]| {
        let class = |told: &ClassPixels| format!("{} ({} %)", told.class, format::percentage(told.pixels, image.counted));
        let told = classes.iter().map(class).collect::<Vec<_>>().join(", ");
        if told.is_empty() { "none".to_owned() } else { told }
    };
    match shown {
        MaskView::Truth => format!("True classes: {}", list(&image.truth)),
        MaskView::Predicted => format!("Predicted classes: {}", list(&image.predicted)),
        MaskView::Wrong => {
            let wrong = image.counted.saturating_sub(image.right);
            format!("Wrong pixels: {} %. Confused most: {}", format::percentage(wrong, image.counted), pairs(image))
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::evaluation::{Confused, JudgedImage};

    use super::*;

    fn image() -> SegmentedImage {
        let judged = JudgedImage { file: 0, size: (10, 10), edges: [0.0, 0.0, 1.0, 1.0], ignored: 20 };
        let pair = |truth, predicted, count| Confused { truth, predicted, count };
        SegmentedImage::new(judged, &[pair(0, 0, 60), pair(1, 0, 15), pair(1, 1, 5)])
    }

    #[test]
    fn an_image_is_said_in_words() {
        assert_eq!(summary(&image()), "IoU 0.525, 81.2 % of the pixels right. Confused most: 1 as 0 (18.8 %)");
        assert_eq!(mask(&image(), MaskView::Truth), "True classes: 0 (75.0 %), 1 (25.0 %)");
        assert_eq!(mask(&image(), MaskView::Predicted), "Predicted classes: 0 (93.8 %), 1 (6.2 %)");
        assert_eq!(mask(&image(), MaskView::Wrong), "Wrong pixels: 18.8 %. Confused most: 1 as 0 (18.8 %)");
        assert_eq!(picture("a.jpg", [0.25, 0.0, 0.75, 1.0]), "a.jpg, its middle");
        assert_eq!(picture("a.jpg", [0.0, 0.0, 1.0, 1.0]), "a.jpg");
    }

    #[test]
    fn what_was_judged_and_kept_is_said() {
        assert!(judged_words(JudgedPart::Whole).starts_with("Whole images are judged"));
        assert!(judged_words(JudgedPart::Middle { side: 240 }).contains("240 x 240 pixels"));
        assert_eq!(kept_words(3, 3), "");
        assert!(kept_words(480, 1200).contains("of the 480 worst images alone: of at most 480, and 16 MiB"));
        assert_eq!(same_words(), "Scores that differ by less than 0.005 are called the same.");
    }

    #[test]
    fn what_is_chosen_is_said() {
        let said = |truth, predicted| chosen_words(Chosen { truth, predicted, page: 1 });
        assert_eq!(said(None, None), None);
        assert_eq!(said(Some(3), None).as_deref(), Some("Images in which pixels of class 3 are wrong"));
        assert_eq!(said(None, Some(8)).as_deref(), Some("Images in which pixels are wrongly predicted as class 8"));
        assert_eq!(said(Some(3), Some(8)).as_deref(), Some("Images in which pixels of class 3 are predicted as 8"));
    }
}
