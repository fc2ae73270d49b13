//! Objects in images: how many of each class were found, and the images in which not all is right.

use serde::{Deserialize, Serialize};

/// The least score of a prediction that is counted and drawn. The average precision takes weaker ones, too. Source: our own
/// limit; a detector says something of every place of an image, mostly with a score of a few percent.
pub const MIN_SHOWN_SCORE: f32 = 0.3;

/// Objects, and predictions, of one image that are kept. Source: our own limit; more cannot be told apart in a drawing.
pub const MAX_SHOWN_BOXES: usize = 40;

/// What a detector makes of the images.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Detections {
    /// The mean of the average precisions of the classes that occur, 0 to 1.
    pub mean_average_precision: f64,
    /// The hyperparameter: a prediction is right when it overlaps an object of its class by more than this share.
    pub overlap_threshold: f32,
    /// What came of each class, from class 0.
    pub classes: Vec<DetectedClass>,
    /// The images in which not all is right, the one with the lowest score first.
    pub images: Vec<DetectedImage>,
}

/// What came of one class. Predictions below [`MIN_SHOWN_SCORE`] count in the average precision alone, and objects that are marked
/// as difficult nowhere.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct DetectedClass {
    /// The area under the envelope of precision over recall, 0 to 1; `None` when no object is of the class.
    pub average_precision: Option<f64>,
    /// Objects that were found.
    pub found: u64,
    /// Objects that were not.
    pub missed: u64,
    /// Predictions that are wrong.
    pub wrong: u64,
}

/// An image in which not all is right.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DetectedImage {
    /// The place of its file in the evaluation's list.
    pub file: u32,
    /// Where its record starts in the file; `None` when the file is the image.
    pub offset: Option<u64>,
    /// Bytes of the image.
    pub size: u64,
    /// Objects that were found.
    pub found: u32,
    /// The classes of the objects that were not found, one of each object.
    pub missed: Vec<u32>,
    /// The classes of the predictions that are wrong, one of each.
    pub wrong: Vec<u32>,
    /// The first [`MAX_SHOWN_BOXES`] objects, those first that were missed.
    pub objects: Vec<DetectionBox>,
    /// The first [`MAX_SHOWN_BOXES`] predictions of at least [`MIN_SHOWN_SCORE`], those first that are wrong.
    pub predictions: Vec<DetectionBox>,
    /// Objects and predictions that are not among these.
    pub more: u32,
}

/// An object, or the prediction of one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct DetectionBox {
    /// Its class.
    pub class: u32,
    /// How sure the model is, 0 to 1; `None` of an object.
    pub score: Option<f32>,
    /// Left, upper, right and lower edge as shares of the image's sides.
    pub edges: [f32; 4],
    /// Whether the object was found, or the prediction is right.
    pub outcome: Outcome,
}

/// What came of an object or a prediction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Outcome {
    /// The object was missed; the prediction is wrong.
    Wrong,
    /// The object was found; the prediction is right.
    Right,
    /// The object is marked as difficult, or the prediction is of such an object.
    NotCounted,
}

impl Detections {
    /// Objects, and those of them that were found.
    pub fn objects(&self) -> (u64, u64) {
        let found = self.classes.iter().map(|class| class.found).sum::<u64>();
        (found + self.classes.iter().map(|class| class.missed).sum::<u64>(), found)
    }
}

impl DetectedClass {
    /// Objects of the class.
    pub fn objects(self) -> u64 {
        self.found + self.missed
    }
}

impl DetectedImage {
    /// The share of the found objects in all that is found, missed or wrong, 0 to 1; 1 when there is nothing.
    pub fn score(&self) -> f64 {
        let all = f64::from(self.found) + (self.missed.len() + self.wrong.len()) as f64;
        if all > 0.0 { f64::from(self.found) / all } else { 1.0 }
    }

    /// Whether an object of one class was missed and a prediction of another is wrong; `None` stands for all.
    pub fn concerns(&self, missed: Option<u32>, wrong: Option<u32>) -> bool {
        let has = |classes: &[u32], class: Option<u32>| class.is_none_or(|class| classes.contains(&class));
        has(&self.missed, missed) && has(&self.wrong, wrong)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image(found: u32, missed: &[u32], wrong: &[u32]) -> DetectedImage {
        DetectedImage {
            file: 0,
            offset: None,
            size: 1,
            found,
            missed: missed.to_vec(),
            wrong: wrong.to_vec(),
            objects: Vec::new(),
            predictions: Vec::new(),
            more: 0,
        }
    }

    #[test]
    fn the_score_of_an_image_falls_with_what_is_missed_and_what_is_wrong() {
        assert_eq!(image(2, &[0], &[1]).score(), 0.5);
        assert_eq!(image(0, &[], &[1]).score(), 0.0);
        assert_eq!((image(3, &[], &[]).score(), image(0, &[], &[]).score()), (1.0, 1.0));
    }

    #[test]
    fn images_are_chosen_by_what_is_wrong_about_a_class() {
        let image = image(1, &[4], &[2, 2]);
        assert!(image.concerns(None, None) && image.concerns(Some(4), None) && image.concerns(Some(4), Some(2)));
        assert!(!image.concerns(Some(2), None) && !image.concerns(None, Some(4)));
    }
}
