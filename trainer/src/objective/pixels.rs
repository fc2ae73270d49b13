//! Which class each pixel of an image is of.
//!
//! The heads speak at the resolution of the features. Here their numbers are resized to that of the image, a row at a time, and
//! the gradient goes back the same way: what 254 classes have to say of each pixel of a batch would take gigabytes.

mod rows;

use super::{Objective, Score};
use crate::{operations::Image, program::Head};
use rows::Rows;

/// Pixels that count for nothing.
pub(crate) const IGNORED: u8 = 255;
/// What the auxiliary head's loss counts in the loss that is reported. Its gradient is not weighted: the toolkit computes it in
/// an operator that brings its own.
const AUXILIARY_WEIGHT: f64 = 0.5;

/// The objective of a segmenter. Its heads are the main and the auxiliary one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pixels {
    pub(crate) num_classes: usize,
    /// Of the images, and of what they show: a class for each pixel, row by row.
    pub(crate) height: usize,
    pub(crate) width: usize,
}

/// Sums over the images of a batch.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct PixelScore {
    /// Over the pixels that count, of both heads.
    pub(crate) loss: f64,
    /// All pixels, and those that count.
    pub(crate) pixels: usize,
    pub(crate) counted: usize,
    pub(crate) images: usize,
}

impl PixelScore {
    /// The mean over all pixels, as the toolkit reports it: those that do not count have no loss.
    pub(crate) fn mean_loss(&self) -> f64 {
        self.loss / self.pixels.max(1) as f64
    }
}

impl Score for PixelScore {
    fn add(&mut self, other: &Self) {
        self.loss += other.loss;
        self.pixels += other.pixels;
        self.counted += other.counted;
        self.images += other.images;
    }

    fn is_finite(&self) -> bool {
        self.loss.is_finite()
    }
}

impl Pixels {
    /// The class of each pixel, row by row.
    pub(crate) fn classes(&self, heads: &[Head], image: &Image) -> Vec<u8> {
        let Some(head) = heads.first() else { return Vec::new() };
        let values = &image.values[head.tensor.0];
        let mut rows = Rows::new(head.map, self.num_classes, self.height, self.width);
        let mut classes = Vec::with_capacity(self.height * self.width);
        for row in 0..self.height {
            classes.extend(rows.pixels(values, row).chunks_exact(self.num_classes).map(best));
        }
        classes
    }

    /// Whether all that the main head says of an image are numbers.
    pub(crate) fn are_finite(&self, heads: &[Head], image: &Image) -> bool {
        heads.iter().take(1).all(|head| image.values[head.tensor.0].iter().all(|value| value.is_finite()))
    }

    /// The loss of one head, and its gradient without the division by the number of pixels.
    fn learn(&self, head: &Head, values: &[f32], classes: &[u8], gradient: &mut Vec<f32>) -> f64 {
        let mut rows = Rows::new(head.map, self.num_classes, self.height, self.width);
        gradient.clear();
        gradient.resize(rows.length(), 0.0);
        let mut loss = 0.0;
        for (row, classes) in classes.chunks_exact(self.width).enumerate() {
            let pixels = rows.pixels(values, row);
            for (pixel, class) in pixels.chunks_exact_mut(self.num_classes).zip(classes) {
                loss += f64::from(differentiate(pixel, *class));
            }
            rows.add_gradient(row, gradient);
        }
        loss
    }
}

/// Turns the scores of a pixel into the gradient of its loss, and gives the loss.
fn differentiate(scores: &mut [f32], class: u8) -> f32 {
    let class = usize::from(class);
    if class >= scores.len() {
        scores.fill(0.0);
        return 0.0;
    }
    let largest = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let own = scores[class] - largest;
    let mut sum = 0.0;
    for score in scores.iter_mut() {
        *score = (*score - largest).exp();
        sum += *score;
    }
    let share = 1.0 / sum;
    scores.iter_mut().for_each(|score| *score *= share);
    scores[class] -= 1.0;
    sum.ln() - own
}

/// The first of the largest.
fn best(scores: &[f32]) -> u8 {
    let mut best = (0, f32::NEG_INFINITY);
    for (class, score) in scores.iter().enumerate() {
        if *score > best.1 {
            best = (class as u8, *score);
        }
    }
    best.0
}

impl Objective for Pixels {
    type Target = Vec<u8>;
    /// The gradient of each head.
    type State = [Vec<f32>; 2];
    type Score = PixelScore;

    fn score(&self, heads: &[Head], image: &mut Image, classes: &Vec<u8>, state: &mut [Vec<f32>; 2]) -> PixelScore {
        let counted = classes.iter().filter(|class| usize::from(**class) < self.num_classes).count();
        let mut score = PixelScore { loss: 0.0, pixels: classes.len(), counted, images: 1 };
        for ((head, gradient), weight) in heads.iter().zip(state).zip([1.0, AUXILIARY_WEIGHT]) {
            score.loss += weight * self.learn(head, &image.values[head.tensor.0], classes, gradient);
        }
        score
    }

    fn differentiate(&self, heads: &[Head], image: &mut Image, _: &Vec<u8>, state: &[Vec<f32>; 2], batch: &PixelScore) {
        let share = 1.0 / batch.counted.max(1) as f32;
        for (head, own) in heads.iter().zip(state) {
            let map = head.gradient.map;
            image.write_gradient(head.gradient, |gradient, _| {
                gradient.fill(0.0);
                for (row, own) in own.chunks_exact(map.width * self.num_classes).enumerate() {
                    let pixels = gradient[map.row(row)].chunks_exact_mut(map.channels);
                    for (pixel, own) in pixels.zip(own.chunks_exact(self.num_classes)) {
                        pixel.iter_mut().zip(own).for_each(|(value, own)| *value = own * share);
                    }
                }
            });
        }
    }

    /// The losses are divided by what counts in the batch already; the toolkit divides by the number of images as well.
    fn share(&self, count: usize) -> f32 {
        1.0 / count as f32
    }
}

#[cfg(test)]
mod tests;
