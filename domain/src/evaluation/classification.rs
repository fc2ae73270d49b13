//! Classes of images: how often each was taken for each other, and the images that were classified wrongly.

use serde::{Deserialize, Serialize};

/// What a classifier makes of the images.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Classification {
    /// `num_classes`; classes are counted from 0.
    pub classes: u32,
    /// Answers that can be right or wrong: one for each image, or with `multi_label` one for each class of it.
    pub answers: u64,
    /// Those that are right.
    pub correct: u64,
    /// How often each class was predicted.
    pub counts: Counts,
    /// The images with a wrong answer, the one first of whose wrong answer the model was surest.
    pub mistakes: Vec<Mistake>,
}

/// How often each class was predicted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Counts {
    /// Images by their class and the predicted one, those pairs that occur, by class.
    Confusion(Vec<Confused>),
    /// With `multi_label`, for each class.
    PerClass(Vec<ClassCounts>),
}

impl Default for Counts {
    fn default() -> Self {
        Self::Confusion(Vec::new())
    }
}

/// A cell of a confusion matrix of images or pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confused {
    /// Their class.
    pub truth: u32,
    /// The class that was predicted.
    pub predicted: u32,
    /// How many they are.
    // Results that were kept before there were any of pixels say it otherwise.
    #[serde(alias = "images")]
    pub count: u64,
}

impl Confused {
    /// Whether the prediction is right.
    pub fn is_right(&self) -> bool {
        self.truth == self.predicted
    }
}

/// The answers about one class of images that show several.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassCounts {
    /// Images that show the class and were said to show it.
    pub found: u64,
    /// Images that show the class and were said not to.
    pub missed: u64,
    /// Images that do not show the class and were said to.
    pub invented: u64,
}

impl ClassCounts {
    /// The share of right answers among those that say that an image shows the class; `None` when there are none.
    pub fn precision(self) -> Option<f64> {
        share(self.found, self.found + self.invented)
    }

    /// The share of the images that show the class of which that was said; `None` when there are none.
    pub fn recall(self) -> Option<f64> {
        share(self.found, self.found + self.missed)
    }
}

fn share(part: u64, of: u64) -> Option<f64> {
    (of > 0).then(|| part as f64 / of as f64)
}

/// An image that was classified wrongly.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Mistake {
    /// The place of its file in the evaluation's list.
    pub file: u32,
    /// Where its record starts in the file; `None` when the file is the image.
    pub offset: Option<u64>,
    /// Bytes of the image.
    pub size: u64,
    /// The classes that it shows: one, or with `multi_label` any number.
    pub truth: Vec<u32>,
    /// The classes that were predicted, likewise.
    pub predicted: Vec<u32>,
    /// How sure the model was of its wrong answer, 0 to 1; of several, of the surest.
    pub probability: f32,
}

impl Mistake {
    /// Whether it concerns these classes; `None` stands for all.
    pub fn concerns(&self, truth: Option<u32>, predicted: Option<u32>) -> bool {
        let has = |classes: &[u32], class: Option<u32>| class.is_none_or(|class| classes.contains(&class));
        has(&self.truth, truth) && has(&self.predicted, predicted)
    }
}

impl Classification {
    /// The share of right answers, 0 to 1.
    pub fn accuracy(&self) -> f64 {
        share(self.correct, self.answers).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn precision_and_recall_of_nothing_are_not_known() {
        let counts = ClassCounts { found: 3, missed: 1, invented: 2 };
        assert_eq!((counts.precision(), counts.recall()), (Some(0.6), Some(0.75)));
        let never_said = ClassCounts { missed: 1, ..ClassCounts::default() };
        assert_eq!((never_said.precision(), never_said.recall()), (None, Some(0.0)));
        assert_eq!(ClassCounts::default().recall(), None);
        assert_eq!(Classification::default().accuracy(), 0.0);
    }

    #[test]
    fn a_mistake_concerns_the_classes_that_it_confuses() {
        let mistake = Mistake { file: 0, offset: None, size: 1, truth: vec![3, 4], predicted: vec![4, 8], probability: 0.9 };
        assert!(mistake.concerns(None, None) && mistake.concerns(Some(3), None) && mistake.concerns(Some(4), Some(8)));
        assert!(!mistake.concerns(Some(8), None) && !mistake.concerns(Some(3), Some(3)));
    }
}
