//! Images that have scores: which of them one model does better than another.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::super::{DetectedImage, EvaluatedFile, Evaluation, SegmentedImage};
use crate::improvement::EQUAL_WITHIN;

/// An image in which not all is right, with its file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ImageInFile<T> {
    /// Its file.
    pub file: EvaluatedFile,
    /// What was found in it.
    pub image: T,
}

/// An image that a detector judged, with its file.
pub type DetectedFile = ImageInFile<DetectedImage>;

/// An image that a segmenter judged, with its file.
pub type SegmentedFile = ImageInFile<SegmentedImage>;

/// Two models image by image, by the scores of the images.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScoreChanges<T> {
    /// Images of which the second has the higher score, the one first that has gained most.
    pub better: Vec<RescoredImage<T>>,
    /// Images of which the second has the lower score, the one first that has lost most.
    pub worse: Vec<RescoredImage<T>>,
    /// How many images have the same score.
    pub same: u64,
    /// How many images there are.
    pub images: u64,
}

/// An image that has another score now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RescoredImage<T> {
    /// What the model with the lower score found.
    pub lower: ImageInFile<T>,
    /// The score of the first model, 0 to 1.
    pub before: f64,
    /// The score of the second.
    pub after: f64,
}

/// An image in which not all is right. Its score is below 1; that of the others is 1.
pub trait ScoredImage: Clone {
    /// The place of its file in the evaluation's list, and where its record starts in it.
    fn place(&self) -> (u32, Option<u64>);

    /// 0 to 1.
    fn score(&self) -> f64;

    /// Whether two scores are called the same.
    fn is_same(before: f64, after: f64) -> bool;
}

impl ScoredImage for DetectedImage {
    fn place(&self) -> (u32, Option<u64>) {
        (self.file, self.offset)
    }

    fn score(&self) -> f64 {
        self.score()
    }

    /// An object more or less is another score.
    fn is_same(before: f64, after: f64) -> bool {
        before.total_cmp(&after).is_eq()
    }
}

impl ScoredImage for SegmentedImage {
    fn place(&self) -> (u32, Option<u64>) {
        (self.file, None)
    }

    fn score(&self) -> f64 {
        self.mean_iou
    }

    /// Of some ten thousand pixels a few differ always.
    fn is_same(before: f64, after: f64) -> bool {
        (before - after).abs() < EQUAL_WITHIN
    }
}

/// Compares the images of two evaluations of the same data.
pub(super) fn score_changes<T: ScoredImage>(
    (first, one): (&Evaluation, &[T]),
    (second, other): (&Evaluation, &[T]),
) -> ScoreChanges<T> {
    let (one, other) = (by_place(first, one), by_place(second, other));
    let images = first.subject.images;
    let (mut better, mut worse) = (Vec::new(), Vec::new());
    let places: BTreeSet<_> = one.keys().chain(other.keys()).collect();
    for place in places {
        let score = |of: Option<&ImageInFile<T>>| of.map_or(1.0, |found| found.image.score());
        let (was, is) = (one.get(place), other.get(place));
        let (before, after) = (score(was), score(is));
        // Of an image with a score below 1 there are findings.
        let lower = if before < after { was } else { is };
        let Some(lower) = lower.filter(|_| !T::is_same(before, after)).cloned() else { continue };
        let list = if before < after { &mut better } else { &mut worse };
        list.push(RescoredImage { lower, before, after });
    }
    let change = |image: &RescoredImage<T>| (image.after - image.before).abs();
    for list in [&mut better, &mut worse] {
        list.sort_by(|one, other| change(other).total_cmp(&change(one)));
    }
    let same = images.saturating_sub((better.len() + worse.len()) as u64);
    ScoreChanges { better, worse, same, images }
}

/// The images by the path of the file below the channel and the record's place: data may have been copied elsewhere.
fn by_place<T: ScoredImage>(of: &Evaluation, images: &[T]) -> BTreeMap<(String, Option<u64>), ImageInFile<T>> {
    let found = |image: &T| {
        let (file, offset) = image.place();
        let file = of.file(file)?.clone();
        Some(((file.name.clone(), offset), ImageInFile { file, image: image.clone() }))
    };
    images.iter().filter_map(found).collect()
}

#[cfg(test)]
mod tests {
    use super::{super::super::JudgedImage, *};
    use crate::evaluation::{Confused, change::tests::evaluation};

    /// Of 1,000 pixels of class 0 in the image number `file` so many were taken for class 1.
    fn image(file: u32, wrong: u64) -> SegmentedImage {
        let judged = JudgedImage { file, size: (10, 100), edges: [0.0, 0.0, 1.0, 1.0], ignored: 0 };
        let pair = |predicted, count| Confused { truth: 0, predicted, count };
        SegmentedImage {
            mean_iou: 1.0 - wrong as f64 / 1000.0,
            ..SegmentedImage::new(judged, &[pair(0, 1000 - wrong), pair(1, wrong)])
        }
    }

    fn of_files(count: u32) -> Evaluation {
        let file = |number| EvaluatedFile { name: format!("{number}.png"), uri: format!("s3://a/{number}.png") };
        Evaluation { files: (0..count).map(file).collect(), ..evaluation("a", "x", &[]) }
    }

    #[test]
    fn a_few_pixels_are_no_change() {
        let files = of_files(4);
        let before = [image(0, 100), image(1, 100), image(2, 300), image(3, 4)];
        let after = [image(0, 104), image(1, 106), image(2, 100)];
        let found = score_changes((&files, &before), (&files, &after));
        let names = |images: &[RescoredImage<SegmentedImage>]| -> Vec<(String, u64)> {
            images
                .iter()
                .map(|image| (image.lower.file.name.clone(), image.lower.image.counted - image.lower.image.right))
                .collect()
        };
        assert_eq!(names(&found.better), [("2.png".to_owned(), 300)]);
        assert_eq!(names(&found.worse), [("1.png".to_owned(), 106)]);
        // The image 3 is all right now, but four pixels of a thousand are no change.
        assert_eq!((found.same, found.images), (8, 10));
    }
}
