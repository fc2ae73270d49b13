//! Cross-entropy: of one class by softmax, or of each class on its own by the logistic function ([`multi_label`]).

pub(crate) mod multi_label;

use multi_label::Weights;

/// What is learned from an image's labels.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Loss {
    /// The class that it shows.
    SingleLabel,
    /// For each class whether it shows it.
    MultiLabel(Weights),
}

/// What images' predictions amount to.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Score {
    pub(crate) cross_entropy: f64,
    /// Answers that can be right or wrong: one for each image, or one for each class of it.
    pub(crate) answers: usize,
    pub(crate) correct: usize,
    pub(crate) in_top: usize,
    pub(crate) images: usize,
}

/// Turns the logits of one image into probabilities.
pub(crate) fn softmax(values: &mut [f32]) {
    let largest = values.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut sum = 0.0;
    for value in values.iter_mut() {
        *value = (*value - largest).exp();
        sum += *value;
    }
    values.iter_mut().for_each(|value| *value /= sum);
}

/// Scores one image's probabilities; `top` is how many of the best count for the top-k accuracy.
pub(crate) fn score(probabilities: &[f32], class: usize, top: usize) -> Score {
    let own = probabilities[class];
    let better = probabilities.iter().filter(|value| **value > own).count();
    let earlier = probabilities[..class].iter().filter(|value| **value == own).count();
    let rank = better + earlier;
    Score {
        // The floor is the one that MXNet's metric adds before it takes the logarithm.
        cross_entropy: -(f64::from(own) + 1e-12).ln(),
        answers: 1,
        correct: usize::from(rank == 0 && own.is_finite()),
        in_top: usize::from(rank < top && own.is_finite()),
        images: 1,
    }
}

/// Turns probabilities into the gradient of the cross-entropy with respect to the logits.
pub(crate) fn gradient(probabilities: &mut [f32], class: usize) {
    probabilities[class] -= 1.0;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gradient_agrees_with_finite_differences() {
        let logits = [0.3_f32, -1.2, 2.0, 0.5];
        let objective = |logits: &[f32]| {
            let mut values = logits.to_vec();
            softmax(&mut values);
            score(&values, 1, 2).cross_entropy
        };
        let mut computed = logits;
        softmax(&mut computed);
        gradient(&mut computed, 1);
        for index in 0..logits.len() {
            let (mut above, mut below) = (logits, logits);
            above[index] += 1e-2;
            below[index] -= 1e-2;
            let expected = (objective(&above) - objective(&below)) / 2e-2;
            assert!((f64::from(computed[index]) - expected).abs() < 1e-3);
        }
    }

    #[test]
    fn ranks_count_ties_once() {
        assert_eq!(score(&[0.4, 0.4, 0.2], 0, 2).correct, 1);
        let second = score(&[0.4, 0.4, 0.2], 1, 2);
        assert_eq!((second.correct, second.in_top), (0, 1));
        assert_eq!(score(&[0.4, 0.4, 0.2], 2, 2).in_top, 0);
    }
}
