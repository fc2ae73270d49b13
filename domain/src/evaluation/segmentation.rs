//! Classes of pixels: how many of each were taken for which, and the images in which not all is right.

use serde::{Deserialize, Serialize};

use super::Confused;

/// Images whose masks are kept, those first that have the lowest scores. Source: our own limit, twenty pages of images.
pub const MAX_KEPT_MASKS: usize = 480;

/// Bytes of masks that are kept of one evaluation. Source: our own limit; masks of 240 pixels have a few KiB.
pub const MAX_KEPT_MASK_BYTES: usize = 16 << 20;

/// The longer side of a mask that is kept, in pixels; larger ones are scaled down. Source: our own limit, what a page has room for.
pub const MAX_MASK_SIDE: u32 = 512;

/// Classes of one image whose pixels are told. Source: our own limit; more are not read in words.
pub const MAX_TOLD_CLASSES: usize = 20;

/// Pairs of classes of one image that are kept. Source: our own limit; it bounds the result of 5,000 images.
pub const MAX_CONFUSED_PAIRS: usize = 100;

/// Classes that a mask can hold beside the number of the pixels that are ignored. Source: a mask has a byte for each pixel.
const MAX_CLASSES: u32 = 254;

/// What a segmenter makes of the images.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Segmentation {
    /// `num_classes`; classes are counted from 0.
    pub classes: u32,
    /// What of each image was judged.
    pub judged: JudgedPart,
    /// Pixels whose masks say that they do not count.
    pub ignored: u64,
    /// The other pixels by their class and the predicted one, those pairs that occur, by class.
    pub confusion: Vec<Confused>,
    /// The images in which not all is right, the one with the lowest score first.
    pub images: Vec<SegmentedImage>,
}

/// What of an image is judged. The hyperparameter `validation_mini_batch_size` decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum JudgedPart {
    /// All of it, with `validation_mini_batch_size` 1.
    Whole,
    /// A square from its middle, when its short side is scaled to the square's.
    Middle {
        /// The square's side in pixels.
        side: u32,
    },
}

/// What came of the pixels of one class.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SegmentedClass {
    /// Pixels of the class.
    pub truth: u64,
    /// Pixels that were said to be of it.
    pub predicted: u64,
    /// Pixels that are and were said to be.
    pub right: u64,
    /// The other class that its pixels were most taken for, and how many were.
    pub taken_for: Option<(u32, u64)>,
}

/// An image in which not all is right.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SegmentedImage {
    /// The place of its file in the evaluation's list.
    pub file: u32,
    /// The mean of the intersections over union of the classes that occur in its truth or prediction, 0 to 1.
    pub mean_iou: f64,
    /// Pixels that count.
    pub counted: u64,
    /// Those that are right.
    pub right: u64,
    /// Pixels that do not count.
    pub ignored: u64,
    /// The first [`MAX_TOLD_CLASSES`] classes of its pixels, the most frequent first.
    pub truth: Vec<ClassPixels>,
    /// The same of the predicted classes.
    pub predicted: Vec<ClassPixels>,
    /// The first [`MAX_CONFUSED_PAIRS`] pairs of classes that were confused, the most frequent first.
    pub confused: Vec<Confused>,
    /// Width and height in pixels of what was judged.
    pub judged_size: (u32, u32),
    /// Left, upper, right and lower edge of what was judged, as shares of the image's sides.
    pub edges: [f32; 4],
    /// The number of its masks, when they are kept.
    pub mask: Option<u32>,
}

/// How many pixels are of a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassPixels {
    /// The class.
    pub class: u32,
    /// How many pixels.
    pub pixels: u64,
}

/// What of an image was judged, and where it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct JudgedImage {
    /// The place of its file in the evaluation's list.
    pub file: u32,
    /// Width and height in pixels of what was judged.
    pub size: (u32, u32),
    /// Its edges as in [`SegmentedImage::edges`].
    pub edges: [f32; 4],
    /// Pixels that do not count.
    pub ignored: u64,
}

impl Segmentation {
    /// What came of each class, from class 0.
    pub fn of_classes(&self) -> Vec<SegmentedClass> {
        of_classes(&self.confusion, self.classes)
    }

    /// Pixels that count, and those of them that are right.
    pub fn pixels(&self) -> (u64, u64) {
        pixels(&self.confusion)
    }

    /// The share of the right pixels in those that count, 0 to 1.
    pub fn pixel_accuracy(&self) -> f64 {
        let (counted, right) = self.pixels();
        right as f64 / counted.max(1) as f64
    }

    /// The mean of the intersections over union of all classes, 0 to 1; as in training, one that occurs neither way counts 0.
    pub fn mean_iou(&self) -> f64 {
        let classes = self.of_classes();
        classes.iter().map(|class| class.iou().unwrap_or_default()).sum::<f64>() / classes.len().max(1) as f64
    }

    /// How many images have masks that are kept.
    pub fn kept_masks(&self) -> u64 {
        self.images.iter().filter(|image| image.mask.is_some()).count() as u64
    }
}

impl SegmentedClass {
    /// The share of the right pixels in those that are of the class or were said to be; `None` when there are none.
    pub fn iou(self) -> Option<f64> {
        let either = (self.truth + self.predicted).saturating_sub(self.right);
        (either > 0).then(|| self.right as f64 / either as f64)
    }
}

impl SegmentedImage {
    /// Of an image by its pairs of classes.
    pub fn new(image: JudgedImage, confusion: &[Confused]) -> Self {
        let classes = of_classes(confusion, MAX_CLASSES);
        let present: Vec<f64> = classes.iter().filter_map(|class| class.iou()).collect();
        // Where no pixel counts, nothing is wrong.
        let mean_iou = if present.is_empty() { 1.0 } else { present.iter().sum::<f64>() / present.len() as f64 };
        let (counted, right) = pixels(confusion);
        let mut confused: Vec<Confused> = confusion.iter().copied().filter(|pair| !pair.is_right()).collect();
        confused.sort_by_key(|pair| std::cmp::Reverse(pair.count));
        confused.truncate(MAX_CONFUSED_PAIRS);
        Self {
            file: image.file,
            mean_iou,
            counted,
            right,
            ignored: image.ignored,
            truth: told(&classes, |class| class.truth),
            predicted: told(&classes, |class| class.predicted),
            confused,
            judged_size: image.size,
            edges: image.edges,
            mask: None,
        }
    }

    /// Whether pixels of one class were taken for another; `None` stands for all.
    pub fn concerns(&self, truth: Option<u32>, predicted: Option<u32>) -> bool {
        let is = |class: u32, wanted: Option<u32>| wanted.is_none_or(|wanted| wanted == class);
        self.confused.iter().any(|pair| is(pair.truth, truth) && is(pair.predicted, predicted))
    }

    /// The share of its right pixels in those that count, 0 to 1.
    pub fn pixel_accuracy(&self) -> f64 {
        if self.counted == 0 { 1.0 } else { self.right as f64 / self.counted as f64 }
    }
}

fn pixels(confusion: &[Confused]) -> (u64, u64) {
    let right = confusion.iter().filter(|pair| pair.is_right());
    (confusion.iter().map(|pair| pair.count).sum(), right.map(|pair| pair.count).sum())
}

fn of_classes(confusion: &[Confused], count: u32) -> Vec<SegmentedClass> {
    let mut classes = vec![SegmentedClass::default(); count.min(MAX_CLASSES) as usize];
    for pair in confusion {
        if let Some(class) = classes.get_mut(pair.truth as usize) {
            class.truth += pair.count;
            if pair.is_right() {
                class.right += pair.count;
            } else if class.taken_for.is_none_or(|(_, most)| pair.count > most) {
                class.taken_for = Some((pair.predicted, pair.count));
            }
        }
        if let Some(class) = classes.get_mut(pair.predicted as usize) {
            class.predicted += pair.count;
        }
    }
    classes
}

/// The classes that occur, the most frequent first.
fn told(classes: &[SegmentedClass], pixels: impl Fn(&SegmentedClass) -> u64) -> Vec<ClassPixels> {
    let of_class = |(class, counts)| ClassPixels { class, pixels: pixels(counts) };
    let mut told: Vec<ClassPixels> = (0..).zip(classes).map(of_class).filter(|told| told.pixels > 0).collect();
    told.sort_by_key(|told| std::cmp::Reverse(told.pixels));
    told.truncate(MAX_TOLD_CLASSES);
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    fn confused(truth: u32, predicted: u32, count: u64) -> Confused {
        Confused { truth, predicted, count }
    }

    fn image(confusion: &[Confused]) -> SegmentedImage {
        SegmentedImage::new(JudgedImage { file: 0, size: (4, 4), edges: [0.0, 0.0, 1.0, 1.0], ignored: 3 }, confusion)
    }

    fn segmentation(confusion: Vec<Confused>) -> Segmentation {
        Segmentation { classes: 4, judged: JudgedPart::Whole, ignored: 0, confusion, images: Vec::new() }
    }

    #[test]
    fn a_class_that_does_not_occur_has_no_iou_and_counts_zero_in_the_mean() {
        let found = segmentation(vec![confused(0, 0, 6), confused(0, 2, 1), confused(1, 0, 2), confused(1, 1, 1)]);
        let ious: Vec<Option<f64>> = found.of_classes().into_iter().map(SegmentedClass::iou).collect();
        // Of class 0 six of nine, of class 1 one of three; class 2 was only said, class 3 is nowhere.
        assert_eq!(ious, [Some(6.0 / 9.0), Some(1.0 / 3.0), Some(0.0), None]);
        assert!((found.mean_iou() - 0.25).abs() < 1e-12);
        assert_eq!((found.pixels(), found.pixel_accuracy()), ((10, 7), 0.7));
        assert_eq!(found.of_classes()[1].taken_for, Some((0, 2)));
        assert_eq!(found.of_classes()[3], SegmentedClass::default());
        assert_eq!((segmentation(Vec::new()).mean_iou(), segmentation(Vec::new()).pixel_accuracy()), (0.0, 0.0));
    }

    #[test]
    fn the_score_of_an_image_takes_the_classes_that_occur_in_it() {
        let found = image(&[confused(0, 0, 6), confused(1, 0, 2), confused(1, 1, 1)]);
        assert!((found.mean_iou - (6.0 / 8.0 + 1.0 / 3.0) / 2.0).abs() < 1e-12);
        assert_eq!((found.counted, found.right, found.ignored), (9, 7, 3));
        assert_eq!(found.truth, [ClassPixels { class: 0, pixels: 6 }, ClassPixels { class: 1, pixels: 3 }]);
        assert_eq!(found.predicted, [ClassPixels { class: 0, pixels: 8 }, ClassPixels { class: 1, pixels: 1 }]);
        assert_eq!(found.confused, [confused(1, 0, 2)]);
        let ignored = image(&[]);
        assert_eq!((ignored.mean_iou, ignored.pixel_accuracy(), ignored.confused.len()), (1.0, 1.0, 0));
        assert_eq!(image(&[confused(2, 2, 9)]).mean_iou, 1.0);
    }

    #[test]
    fn images_are_chosen_by_the_classes_that_were_confused() {
        let found = image(&[confused(0, 0, 6), confused(1, 0, 2), confused(3, 2, 1)]);
        assert!(found.concerns(None, None) && found.concerns(Some(1), Some(0)) && found.concerns(None, Some(2)));
        // Both occur, but not as one pair.
        assert!(!found.concerns(Some(1), Some(2)) && !found.concerns(Some(0), None));
        let many: Vec<Confused> = (0..200).map(|class| confused(class, 200, u64::from(class) + 1)).collect();
        let most = image(&many);
        assert_eq!((most.confused.len(), most.confused[0], most.truth.len()), (100, confused(199, 200, 200), 20));
    }
}
