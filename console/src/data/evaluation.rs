//! What a job's page shows of an evaluation of its model.

use domain::evaluation::{
    ChangedImage, Confused, Counts, DetectedClass, DetectedFile, DetectedImage, JudgedPart, Mistake, RescoredImage,
    SegmentedClass, SegmentedFile, SegmentedImage, Subject,
};
use serde::{Deserialize, Serialize};

/// Images on one page.
pub const IMAGES_PER_PAGE: u64 = 24;

/// Where the evaluation of a job's model stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum EvaluationState {
    /// It cannot be made. The text says why, as a whole sentence.
    NotPossible(String),
    /// Nobody has asked for it.
    NotMade,
    /// It is being made.
    Running(EvaluationProgress),
    /// It ended without a result.
    Failed(EvaluationFailure),
    /// It is there.
    Done(Box<EvaluationView>),
}

/// How far an evaluation has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum EvaluationProgress {
    /// Another one is being made; so many come before it.
    Waiting(u64),
    /// Archive and data are being listed.
    Listing,
    /// They are being read.
    Downloading {
        /// Bytes that were read.
        read: u64,
        /// Bytes that will be read at most.
        size: u64,
    },
    /// The model is being loaded.
    Loading,
    /// Images are being evaluated.
    Evaluating {
        /// Images that are done.
        done: u64,
        /// Images that will be.
        images: u64,
        /// Seconds that remain, where they can be estimated.
        remaining_seconds: Option<u64>,
    },
}

/// Why an evaluation ended without a result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvaluationFailure {
    /// What happened.
    pub title: String,
    /// What it means and what to do.
    pub text: String,
}

/// A result, as one page shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EvaluationView {
    /// What was evaluated.
    pub subject: Subject,
    /// Whether the score is the one that the job measured.
    pub agreement: Agreement,
    /// What came of it.
    pub findings: FindingsView,
}

/// The measured score beside the evaluated one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Agreement {
    /// The job measured the same after this epoch.
    Same {
        /// The epoch that the model holds, from 1.
        epoch: u32,
    },
    /// The job measured another one on the same data.
    Other {
        /// The epoch that the model holds, from 1.
        epoch: u32,
        /// What the job measured after it, 0 to 1.
        measured: f64,
    },
    /// The two cannot be compared. The text says why, as the end of a sentence that begins with *because*.
    NotComparable(String),
}

/// What came of an evaluation, as one page shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum FindingsView {
    /// Classes of images.
    ImageClassification(ClassificationView),
    /// Objects in images.
    ObjectDetection(DetectionView),
    /// Classes of pixels.
    SemanticSegmentation(SegmentationView),
}

/// Classes of images, as one page shows them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClassificationView {
    /// How many classes there are.
    pub classes: u32,
    /// Answers that can be right or wrong.
    pub answers: u64,
    /// Those that are right.
    pub correct: u64,
    /// How often each class was predicted.
    pub counts: Counts,
    /// Images with a wrong answer, before they are chosen from.
    pub all_mistakes: u64,
    /// One page of them.
    pub mistakes: ImagesPage,
}

/// Objects in images, as one page shows them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DetectionView {
    /// The mean of the average precisions, 0 to 1.
    pub mean_average_precision: f64,
    /// By how much a right prediction overlaps its object.
    pub overlap_threshold: f32,
    /// How many objects there are, and how many of them were found.
    pub objects: (u64, u64),
    /// What came of each class, from class 0.
    pub classes: Vec<DetectedClass>,
    /// Images in which not all is right, before they are chosen from.
    pub all_images: u64,
    /// One page of them.
    pub images: ImagesPage<DetectedFile>,
}

/// Classes of pixels, as one page shows them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SegmentationView {
    /// The name under which the masks are kept.
    pub result: String,
    /// What of each image was judged.
    pub judged: JudgedPart,
    /// The mean of the intersections over union of the classes, 0 to 1.
    pub mean_iou: f64,
    /// Pixels that count, and those of them that are right.
    pub pixels: (u64, u64),
    /// Pixels that do not count.
    pub ignored: u64,
    /// What came of each class, from class 0.
    pub classes: Vec<SegmentedClass>,
    /// Pixels by their class and the predicted one, as [`shown_confusion`] gives them.
    pub confusion: Vec<Confused>,
    /// Images in which not all is right, before they are chosen from.
    pub all_images: u64,
    /// How many of them have masks that are kept.
    pub kept_masks: u64,
    /// One page of them.
    pub images: ImagesPage<SegmentedFile>,
}

/// Which of the masks of an image is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MaskView {
    /// The true classes.
    Truth,
    /// The predicted ones.
    Predicted,
    /// Where the two differ.
    Wrong,
}

impl MaskView {
    /// The word in an address.
    pub fn word(self) -> &'static str {
        match self {
            Self::Truth => "truth",
            Self::Predicted => "predicted",
            Self::Wrong => "wrong",
        }
    }
}

/// Classes up to which a whole confusion matrix is shown. A larger one fits no screen and consists of zeros.
pub const MAX_MATRIX: u32 = 30;
/// Pairs of classes that are listed instead.
pub const MAX_PAIRS: usize = 30;

/// The cells of a confusion matrix that are shown: all of them, or of many classes the pairs that are confused most, the most
/// frequent first.
pub fn shown_confusion(mut cells: Vec<Confused>, classes: u32) -> Vec<Confused> {
    if classes > MAX_MATRIX {
        cells.retain(|cell| !cell.is_right());
        cells.sort_by_key(|cell| (std::cmp::Reverse(cell.count), cell.truth, cell.predicted));
        cells.truncate(MAX_PAIRS);
    }
    cells
}

/// Which mistakes are asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MistakeQuery {
    /// The class of the images or of pixels in them, or of an object that was missed; `None` for all.
    pub truth: Option<u32>,
    /// The class that these were taken for, or of a prediction that is wrong; `None` for all.
    pub predicted: Option<u32>,
    /// The page, from 1.
    pub page: u64,
}

/// A page of images.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ImagesPage<T = ChangedImage> {
    /// The images.
    pub images: Vec<T>,
    /// How many there are on all pages.
    pub count: u64,
    /// Which page this is, from 1.
    pub page: u64,
}

impl<T> ImagesPage<T> {
    /// The page that is asked for, or the last one where there are fewer.
    pub fn of(images: impl ExactSizeIterator<Item = T>, page: u64) -> Self {
        let count = images.len() as u64;
        let page = page.clamp(1, pages(count));
        let skipped = usize::try_from((page - 1) * IMAGES_PER_PAGE).unwrap_or(usize::MAX);
        let limit = usize::try_from(IMAGES_PER_PAGE).unwrap_or(usize::MAX);
        Self { images: images.skip(skipped).take(limit).collect(), count, page }
    }

    /// How many pages there are, at least one.
    pub fn pages(&self) -> u64 {
        pages(self.count)
    }
}

fn pages(count: u64) -> u64 {
    count.div_ceil(IMAGES_PER_PAGE).max(1)
}

/// Two jobs image by image. What can be compared depends on what their models predict.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum PredictionsComparison {
    /// They cannot be compared. The text says why, as the end of a sentence that begins with *because*.
    NotComparable(String),
    /// One of them has no evaluation; the names of those.
    NotMade(Vec<String>),
    /// They are compared.
    Compared {
        /// Images that only the first job got wrong.
        better: ImagesPage,
        /// Images that only the second job got wrong.
        forgotten: ImagesPage,
        /// How many both got wrong.
        both_wrong: u64,
        /// How many images there are.
        images: u64,
    },
    /// Detectors are compared by the scores of the images.
    Detections(RescoredPages<DetectedImage>),
    /// Segmenters likewise.
    Segmentations {
        /// The images.
        pages: RescoredPages<SegmentedImage>,
        /// The names under which the masks of both jobs are kept.
        results: (String, String),
    },
}

/// Two jobs by the scores of the images.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RescoredPages<T> {
    /// Images of which the second job has the higher score.
    pub better: ImagesPage<RescoredImage<T>>,
    /// Images of which the second job has the lower score.
    pub worse: ImagesPage<RescoredImage<T>>,
    /// How many have the same score.
    pub same: u64,
    /// How many images there are.
    pub images: u64,
}

/// The classes of a mistake, as people read them: `3`, `0, 2`, `none`.
pub fn class_words(classes: &[u32]) -> String {
    match classes {
        [] => "none".to_owned(),
        classes => classes.iter().map(u32::to_string).collect::<Vec<_>>().join(", "),
    }
}

/// What is wrong about an image, in a sentence for those who do not see it.
pub fn mistake_words(mistake: &Mistake) -> String {
    format!("Class {}, predicted {}", class_words(&mistake.truth), class_words(&mistake.predicted))
}

#[cfg(test)]
mod tests {
    use domain::evaluation::EvaluatedFile;

    use super::*;

    fn image(offset: u64) -> ChangedImage {
        let mistake = Mistake { file: 0, offset: Some(offset), size: 1, truth: vec![1], predicted: Vec::new(), probability: 0.5 };
        ChangedImage { file: EvaluatedFile { name: "a.rec".to_owned(), uri: "s3://b/a.rec".to_owned() }, mistake }
    }

    #[test]
    fn a_page_that_is_not_there_is_the_last_one() {
        let page = |count: u64, page| ImagesPage::of((0..count).map(image).collect::<Vec<_>>().into_iter(), page);
        let last = page(50, 9);
        assert_eq!((last.page, last.pages(), last.count, last.images.len()), (3, 3, 50, 2));
        assert_eq!((page(50, 0).page, page(50, 0).images.len()), (1, 24));
        assert_eq!((page(0, 2).page, page(0, 2).pages(), page(0, 2).images.len()), (1, 1, 0));
    }

    #[test]
    fn of_many_classes_the_most_frequent_confusions_are_shown() {
        let cell = |truth, predicted, count| Confused { truth, predicted, count };
        let cells = vec![cell(0, 0, 90), cell(0, 1, 2), cell(1, 0, 7), cell(2, 1, 7)];
        assert_eq!(shown_confusion(cells.clone(), 30), cells);
        assert_eq!(shown_confusion(cells, 31), [cell(1, 0, 7), cell(2, 1, 7), cell(0, 1, 2)]);
        assert_eq!(shown_confusion((0..100).map(|class| cell(class, 200, 1)).collect(), 201).len(), MAX_PAIRS);
    }

    #[test]
    fn classes_are_said_in_words() {
        assert_eq!(mistake_words(&image(1).mistake), "Class 1, predicted none");
        assert_eq!(class_words(&[0, 2]), "0, 2");
    }
}
