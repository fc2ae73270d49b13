//! Images that show several classes: for each class the logistic function with binary cross-entropy.
//!
//! The developer guide says that `multi_label` logs the average accuracy across all classes, and that
//! `use_weighted_loss` takes weights from the distribution of the classes. It says neither whether the loss is a sum or
//! a mean over the classes nor how the weights are computed: here it is the sum, and rare answers weigh as much as
//! frequent ones in all.

use super::Score;

/// How much each class's answers weigh: where an image does not show the class, and where it does.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Weights(Vec<[f32; 2]>);

/// An image shows a class when its probability is above this.
pub(crate) const THRESHOLD: f32 = 0.5;
/// What MXNet's metric adds before it takes a logarithm.
const FLOOR: f64 = 1e-12;

impl Weights {
    /// Half of the images over those with the same answer, so that both answers of a class weigh the same in all.
    /// `targets` holds 0 or 1 for each class of each image.
    pub(crate) fn balanced(targets: &[u8], classes: usize) -> Self {
        let images = targets.len() / classes.max(1);
        let weight = |count: usize| if count == 0 { 1.0 } else { images as f32 / (2 * count) as f32 };
        let of_class = |class: usize| {
            let shown = targets.iter().skip(class).step_by(classes).filter(|target| **target != 0).count();
            [weight(images - shown), weight(shown)]
        };
        Self((0..classes).map(of_class).collect())
    }

    fn for_answer(&self, class: usize, target: u8) -> f32 {
        self.0.get(class).map_or(1.0, |weights| weights[usize::from(target != 0)])
    }
}

/// Turns the logits of one image into probabilities.
pub(crate) fn logistic(values: &mut [f32]) {
    for value in values {
        *value = 1.0 / (1.0 + (-*value).exp());
    }
}

/// Scores one image's probabilities.
pub(crate) fn score(probabilities: &[f32], targets: &[u8], weights: &Weights) -> Score {
    let mut score = Score { images: 1, answers: targets.len(), ..Score::default() };
    for (class, (probability, target)) in probabilities.iter().zip(targets).enumerate() {
        let right = if *target != 0 { f64::from(*probability) } else { 1.0 - f64::from(*probability) };
        score.cross_entropy -= f64::from(weights.for_answer(class, *target)) * (right + FLOOR).ln();
        score.correct += usize::from(probability.is_finite() && (*probability > THRESHOLD) == (*target != 0));
    }
    score
}

/// Turns probabilities into the gradient of the loss with respect to the logits.
pub(crate) fn gradient(probabilities: &mut [f32], targets: &[u8], weights: &Weights) {
    for (class, (probability, target)) in probabilities.iter_mut().zip(targets).enumerate() {
        *probability = weights.for_answer(class, *target) * (*probability - f32::from(*target));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gradient_agrees_with_finite_differences() {
        let targets = [1, 0, 0, 1];
        let balanced = Weights::balanced(&[1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1, 1], 4);
        for weights in [Weights::default(), balanced] {
            let logits = [0.3_f32, -1.2, 2.0, 0.5];
            let objective = |logits: &[f32]| {
                let mut values = logits.to_vec();
                logistic(&mut values);
                score(&values, &targets, &weights).cross_entropy
            };
            let mut computed = logits;
            logistic(&mut computed);
            gradient(&mut computed, &targets, &weights);
            for index in 0..logits.len() {
                let (mut above, mut below) = (logits, logits);
                above[index] += 1e-2;
                below[index] -= 1e-2;
                let expected = (objective(&above) - objective(&below)) / 2e-2;
                assert!((f64::from(computed[index]) - expected).abs() < 1e-3, "{index}: {} {expected}", computed[index]);
            }
        }
    }

    #[test]
    fn every_class_is_an_answer() {
        let found = score(&[0.9, 0.2, 0.6], &[1, 0, 0], &Weights::default());
        assert_eq!((found.answers, found.correct, found.images), (3, 2, 1));
        assert_eq!(score(&[f32::NAN], &[0], &Weights::default()).correct, 0);
    }

    #[test]
    fn both_answers_weigh_the_same_in_all() {
        // One of four images shows the class; none shows the other.
        let weights = Weights::balanced(&[1, 0, 0, 0, 0, 0, 0, 0], 2);
        assert_eq!((weights.for_answer(0, 1), weights.for_answer(0, 0)), (2.0, 4.0 / 6.0));
        assert_eq!((weights.for_answer(1, 1), weights.for_answer(1, 0)), (1.0, 0.5));
    }
}
