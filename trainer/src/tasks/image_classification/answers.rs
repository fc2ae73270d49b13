//! The answers about classes: how many are right, and which images have a wrong one.

use std::collections::BTreeMap;

use domain::evaluation::{ClassCounts, Classification, Confused, Counts, Findings, Mistake};

use super::{ImageClassification, hyperparameters::Hyperparameters};
use crate::{
    error::TrainingError,
    learner::Learner,
    numerics::loss::{self, multi_label::THRESHOLD},
    objective::{
        Objective as _,
        classes::{Classes, Target, classes},
    },
    task::{
        batch::Batch,
        evaluation::{self, Evaluated, EvaluatedTask, Origin, Place},
    },
};

/// What the network says of an image, and what it shows.
pub(crate) struct Seen {
    score: loss::Score,
    probabilities: Vec<f32>,
    target: Target,
}

/// All answers so far.
pub(crate) struct Answers {
    classes: u32,
    answers: u64,
    correct: u64,
    counted: Counted,
    mistakes: Vec<Mistake>,
}

enum Counted {
    /// Images by their class and the predicted one.
    Pairs(BTreeMap<(u32, u32), u64>),
    /// With `multi_label`, by class.
    Classes(Vec<ClassCounts>),
}

/// An image's wrong answers.
pub(crate) struct Wrong {
    truth: Vec<u32>,
    predicted: Vec<u32>,
    probability: f32,
}

impl EvaluatedTask for ImageClassification {
    type Answers = Answers;

    fn answers(&self) -> Answers {
        Answers::new(&self.hyperparameters)
    }

    fn look(
        &self,
        learner: &mut Learner<Classes>,
        data: &Self::Data,
        images: &[usize],
        _: &mut Answers,
    ) -> Result<Vec<Seen>, TrainingError> {
        let batch = Batch { task: self, data, images, variation: None };
        learner.evaluate(&batch, images.len(), |objective, heads, image, target| {
            let score = objective.score(heads, image, target, &mut ());
            Seen { score, probabilities: classes(heads, image).to_vec(), target: target.clone() }
        })
    }

    fn origin(&self, data: &Self::Data, index: usize) -> Result<Origin, TrainingError> {
        data.origin(index)
    }
}

impl Answers {
    fn new(hyperparameters: &Hyperparameters) -> Self {
        let counted = if hyperparameters.multi_label {
            Counted::Classes(vec![ClassCounts::default(); hyperparameters.num_classes])
        } else {
            Counted::Pairs(BTreeMap::new())
        };
        Self { classes: number(hyperparameters.num_classes), answers: 0, correct: 0, counted, mistakes: Vec::new() }
    }
}

impl evaluation::Answers for Answers {
    type Seen = Seen;
    type Found = Wrong;

    fn take(&mut self, seen: Seen) -> Result<Option<Wrong>, TrainingError> {
        let Seen { score, probabilities, target } = seen;
        if probabilities.iter().any(|probability| !probability.is_finite()) {
            return Err(evaluation::diverged());
        }
        self.answers += score.answers as u64;
        self.correct += score.correct as u64;
        Ok(match (target, &mut self.counted) {
            (Target::Class(class), Counted::Pairs(pairs)) => {
                let (predicted, probability) = best(&probabilities);
                *pairs.entry((number(class), number(predicted))).or_default() += 1;
                let wrong = Wrong { truth: vec![number(class)], predicted: vec![number(predicted)], probability };
                (predicted != class).then_some(wrong)
            }
            (Target::Classes(targets), Counted::Classes(counts)) => several(&probabilities, &targets, counts),
            _ => None,
        })
    }

    fn keep(&mut self, wrong: Wrong, place: Place) -> Result<(), TrainingError> {
        let Wrong { truth, predicted, probability } = wrong;
        let Place { file, offset, size } = place;
        self.mistakes.push(Mistake { file, offset, size, truth, predicted, probability });
        Ok(())
    }

    fn into_evaluated(self) -> Evaluated {
        let Self { classes, answers, correct, counted, mut mistakes } = self;
        // A stable order: equal ones stay in that of the channel.
        mistakes.sort_by(|one, other| other.probability.total_cmp(&one.probability));
        let counts = match counted {
            Counted::Pairs(pairs) => {
                let confused = |((truth, predicted), count)| Confused { truth, predicted, count };
                Counts::Confusion(pairs.into_iter().map(confused).collect())
            }
            Counted::Classes(counts) => Counts::PerClass(counts),
        };
        Findings::ImageClassification(Classification { classes, answers, correct, counts, mistakes }).into()
    }
}

/// The class with the highest probability; of equal ones the first, as the accuracy counts them.
fn best(probabilities: &[f32]) -> (usize, f32) {
    let first = (0, f32::NEG_INFINITY);
    probabilities.iter().copied().enumerate().fold(first, |best, next| if next.1 > best.1 { next } else { best })
}

fn several(probabilities: &[f32], targets: &[u8], counts: &mut [ClassCounts]) -> Option<Wrong> {
    let (mut truth, mut predicted, mut surest) = (Vec::new(), Vec::new(), None::<f32>);
    for (class, ((probability, target), count)) in probabilities.iter().zip(targets).zip(counts).enumerate() {
        let (is_shown, is_said) = (*target != 0, *probability > THRESHOLD);
        if is_shown {
            truth.push(number(class));
        }
        if is_said {
            predicted.push(number(class));
        }
        match (is_shown, is_said) {
            (true, true) => count.found += 1,
            (true, false) => count.missed += 1,
            (false, true) => count.invented += 1,
            (false, false) => {}
        }
        if is_shown != is_said {
            let sure = if is_said { *probability } else { 1.0 - probability };
            surest = Some(surest.map_or(sure, |known| known.max(sure)));
        }
    }
    surest.map(|probability| Wrong { truth, predicted, probability })
}

fn number(class: usize) -> u32 {
    u32::try_from(class).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_equal_classes_the_first_is_predicted() {
        assert_eq!(best(&[0.1, 0.45, 0.45]), (1, 0.45));
        assert_eq!(loss::score(&[0.1, 0.45, 0.45], 1, 1).correct, 1);
    }

    #[test]
    fn the_surest_wrong_answer_of_several_counts() {
        let mut counts = vec![ClassCounts::default(); 4];
        let wrong = several(&[0.9, 0.2, 0.6, 0.1], &[0, 1, 1, 0], &mut counts).expect("two wrong answers");
        assert_eq!((wrong.truth, wrong.predicted, wrong.probability), (vec![1, 2], vec![0, 2], 0.9));
        assert_eq!(counts[0], ClassCounts { invented: 1, ..ClassCounts::default() });
        assert_eq!(counts[1], ClassCounts { missed: 1, ..ClassCounts::default() });
        assert_eq!(counts[2], ClassCounts { found: 1, ..ClassCounts::default() });
        assert!(several(&[0.1, 0.9], &[0, 1], &mut counts).is_none());
    }
}
