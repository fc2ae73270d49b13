//! Which classes an image shows.

use super::{Objective, Score};
use crate::{
    numerics::loss::{self, Loss, multi_label},
    operations::Image,
    program::Head,
};

/// What an image shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// One class.
    Class(usize),
    /// For each class 1 or 0.
    Classes(Vec<u8>),
}

impl Default for Target {
    fn default() -> Self {
        Self::Class(0)
    }
}

/// Cross-entropy. A score leaves probabilities in the head.
#[derive(Clone, Debug)]
pub(crate) struct Classes {
    pub(crate) loss: Loss,
    /// How many of the best classes count for the top-k accuracy.
    pub(crate) top: usize,
}

impl Score for loss::Score {
    fn add(&mut self, other: &Self) {
        self.cross_entropy += other.cross_entropy;
        self.answers += other.answers;
        self.correct += other.correct;
        self.in_top += other.in_top;
        self.images += other.images;
    }

    fn is_finite(&self) -> bool {
        self.cross_entropy.is_finite()
    }
}

/// What the head says of each class; the head is one pixel.
pub(crate) fn classes<'a>(heads: &[Head], image: &'a mut Image) -> &'a mut [f32] {
    match heads {
        [head] => &mut image.values[head.tensor.0][..head.channels],
        _ => &mut [],
    }
}

impl Objective for Classes {
    type Target = Target;
    type State = ();
    type Score = loss::Score;

    fn score(&self, heads: &[Head], image: &mut Image, target: &Target, (): &mut ()) -> loss::Score {
        let values = classes(heads, image);
        match (&self.loss, target) {
            (Loss::MultiLabel(weights), Target::Classes(targets)) => {
                multi_label::logistic(values);
                multi_label::score(values, targets, weights)
            }
            (_, Target::Class(class)) => {
                loss::softmax(values);
                loss::score(values, *class, self.top)
            }
            (Loss::SingleLabel, Target::Classes(_)) => loss::Score::default(),
        }
    }

    fn differentiate(&self, heads: &[Head], image: &mut Image, target: &Target, (): &(), _: &loss::Score) {
        let probabilities = classes(heads, image).to_vec();
        let [head] = heads else { return };
        image.write_gradient(head.gradient, |gradient, _| {
            let (values, filling) = gradient.split_at_mut(probabilities.len());
            values.copy_from_slice(&probabilities);
            filling.fill(0.0);
            match (&self.loss, target) {
                (Loss::MultiLabel(weights), Target::Classes(targets)) => multi_label::gradient(values, targets, weights),
                (_, Target::Class(class)) => loss::gradient(values, *class),
                (Loss::SingleLabel, Target::Classes(_)) => values.fill(0.0),
            }
        });
    }

    fn share(&self, count: usize) -> f32 {
        1.0 / count as f32
    }
}
