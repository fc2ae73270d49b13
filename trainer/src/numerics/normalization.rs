//! Batch normalisation followed by a rectifier, with or without a sum between them.

use super::{
    feature_map::FeatureMap,
    kernels::{Kernels, channels::InputGradient},
};

/// Added to variances in the networks of image classification and of object detection.
pub(crate) const EPSILON: f64 = 2e-5;
/// The share of the old value in running statistics.
pub(crate) const MOMENTUM: f32 = 0.9;
/// Pixels whose sums are kept in single precision. Over a whole large image the sums would lose digits.
const PART: usize = 1024;
/// Pixels of images whose squares are summed in double precision. The means of parts of images differ so little from image to image
/// that in single precision nothing would be left of their variance.
const FEW: usize = 36;

/// What the passes over some images of a batch add up: `[2, channels]`.
#[derive(Clone, Debug)]
pub(crate) struct Totals {
    sums: Vec<f64>,
    /// The sums over a part of an image.
    part: Vec<f32>,
}

impl Totals {
    pub(crate) fn new(channels: usize) -> Self {
        Self { sums: vec![0.0; 2 * channels], part: vec![0.0; 2 * channels] }
    }

    /// Forgets what was added.
    pub(crate) fn clear(&mut self) {
        self.sums.fill(0.0);
    }

    /// Adds the sums of other images.
    pub(crate) fn add(&mut self, other: &Self) {
        self.sums.iter_mut().zip(&other.sums).for_each(|(sum, other)| *sum += other);
    }

    /// Adds what `fill` puts into the sums over a part of an image.
    fn add_part(&mut self, fill: impl FnOnce(&mut [f32])) {
        self.part.fill(0.0);
        fill(&mut self.part);
        self.sums.iter_mut().zip(&self.part).for_each(|(sum, part)| *sum += f64::from(*part));
    }

    /// Adds the values of a pixel and their squares.
    fn add_pixel(&mut self, pixel: &[f32]) {
        let (sums, squares) = self.sums.split_at_mut(pixel.len());
        for ((sum, square), value) in sums.iter_mut().zip(squares).zip(pixel) {
            let value = f64::from(*value);
            *sum += value;
            *square += value * value;
        }
    }

    fn halves(&self) -> (&[f64], &[f64]) {
        self.sums.split_at(self.sums.len() / 2)
    }
}

/// One layer's statistics of the current batch. Each pass adds up [`Totals`] over all images before it settles.
#[derive(Clone, Debug)]
pub(crate) struct Normalization {
    /// The shape of its input, without a border.
    feature_map: FeatureMap,
    /// Added to variances.
    epsilon: f64,
    pub(crate) mean: Vec<f32>,
    pub(crate) variance: Vec<f32>,
    inverse: Vec<f32>,
    scale: Vec<f32>,
    shift: Vec<f32>,
    factors: InputGradient,
}

/// What is added to normalised values before the rectifier.
pub(crate) enum Term<'a> {
    /// An image of this shape.
    Values(&'a [f32], FeatureMap),
    /// The image that another normalisation reads, and that normalisation.
    Normalized(&'a [f32], &'a Normalization),
}

impl Normalization {
    pub(crate) fn new(feature_map: FeatureMap, epsilon: f64) -> Self {
        let zeros = vec![0.0; feature_map.channels];
        Self {
            feature_map: feature_map.bordered(0),
            epsilon,
            mean: zeros.clone(),
            variance: zeros.clone(),
            inverse: zeros.clone(),
            scale: zeros.clone(),
            shift: zeros.clone(),
            factors: InputGradient { direct: zeros.clone(), slope: zeros.clone(), offset: zeros },
        }
    }

    /// Takes one image of the layer's input into the statistics.
    pub(crate) fn observe(&self, kernels: Kernels, image: &[f32], totals: &mut Totals) {
        let channels = self.feature_map.channels;
        if self.feature_map.pixels() <= FEW {
            return image.chunks_exact(channels).for_each(|pixel| totals.add_pixel(pixel));
        }
        for values in image.chunks(PART * channels) {
            totals.add_part(|sums| kernels.moments(values, channels, sums));
        }
    }

    /// Computes the batch's mean and variance from the totals over `images` images.
    pub(crate) fn settle(&mut self, totals: &Totals, images: usize, gamma: &[f32], beta: &[f32]) {
        let count = (images * self.feature_map.pixels()) as f64;
        let (sums, squares) = totals.halves();
        for (channel, (sum, square)) in sums.iter().zip(squares).enumerate() {
            let mean = sum / count;
            self.mean[channel] = mean as f32;
            self.variance[channel] = (square / count - mean * mean).max(0.0) as f32;
        }
        self.prepare(gamma, beta);
    }

    /// Uses given statistics instead of the batch's, as inference does.
    pub(crate) fn adopt(&mut self, mean: &[f32], variance: &[f32], gamma: &[f32], beta: &[f32]) {
        self.mean.copy_from_slice(mean);
        self.variance.copy_from_slice(variance);
        self.prepare(gamma, beta);
    }

    fn prepare(&mut self, gamma: &[f32], beta: &[f32]) {
        for channel in 0..self.feature_map.channels {
            let inverse = (1.0 / (f64::from(self.variance[channel]) + self.epsilon).sqrt()) as f32;
            self.inverse[channel] = inverse;
            self.scale[channel] = gamma[channel] * inverse;
            self.shift[channel] = beta[channel] - self.mean[channel] * self.scale[channel];
        }
    }

    /// Writes one image's normalised and rectified values; `output` has the shape `to`, whose border is left alone.
    pub(crate) fn forward(&self, kernels: Kernels, image: &[f32], to: FeatureMap, output: &mut [f32]) {
        for row in 0..self.feature_map.height {
            kernels.normalize_rectify(&image[self.feature_map.row(row)], &self.scale, &self.shift, &mut output[to.row(row)]);
        }
    }

    /// Writes one image's normalised values plus `term`, rectified.
    pub(crate) fn forward_sum(&self, kernels: Kernels, image: &[f32], term: &Term<'_>, to: FeatureMap, output: &mut [f32]) {
        for row in 0..self.feature_map.height {
            let from = self.feature_map.row(row);
            let (image, output) = (&image[from.clone()], &mut output[to.row(row)]);
            match term {
                Term::Values(values, map) => {
                    kernels.normalize_add_rectify(image, &self.scale, &self.shift, &values[map.row(row)], output);
                }
                Term::Normalized(values, other) => {
                    let factors = [self.scale.as_slice(), &self.shift, &other.scale, &other.shift];
                    kernels.normalize_both_rectify(image, &values[from], factors, output);
                }
            }
        }
    }

    /// Clears the gradient, which has no border, where the rectifier behind a sum gave zero, and takes one image into the totals
    /// of the backward pass. `output`, of the shape `to`, is what [`Self::forward_sum`] wrote.
    pub(crate) fn observe_sum_gradient(
        &self,
        kernels: Kernels,
        gradient: &mut [f32],
        (output, to): (&[f32], FeatureMap),
        image: &[f32],
        totals: &mut Totals,
    ) {
        let map = self.feature_map;
        let rows_at_once = (PART / map.width).max(1);
        for first in (0..map.height).step_by(rows_at_once) {
            totals.add_part(|sums| {
                for row in first..map.height.min(first + rows_at_once) {
                    let (gradient, image) = (&mut gradient[map.row(row)], &image[map.row(row)]);
                    kernels.rectify_products(gradient, &output[to.row(row)], image, &self.mean, sums);
                }
            });
        }
    }

    /// Takes one image into the totals of the backward pass, with a gradient that is already cleared.
    pub(crate) fn observe_cleared_gradient(&self, kernels: Kernels, gradient: &[f32], image: &[f32], totals: &mut Totals) {
        let size = PART * self.feature_map.channels;
        for (gradient, values) in gradient.chunks(size).zip(image.chunks(size)) {
            totals.add_part(|sums| kernels.products(gradient, values, &self.mean, sums));
        }
    }

    /// Clears the gradient where the rectifier gave zero and takes one image into the totals of the backward pass.
    pub(crate) fn observe_gradient(&self, kernels: Kernels, gradient: &mut [f32], image: &[f32], totals: &mut Totals) {
        let size = PART * self.feature_map.channels;
        for (gradient, values) in gradient.chunks_mut(size).zip(image.chunks(size)) {
            totals.add_part(|sums| kernels.rectify_backward(gradient, values, &self.scale, &self.shift, &self.mean, sums));
        }
    }

    /// Prepares [`Self::backward`] from the totals over `images` images, and adds the gradients of gamma and beta.
    pub(crate) fn settle_gradient(&mut self, totals: &Totals, images: usize, gamma: &[f32], gradients: [&mut [f32]; 2]) {
        let count = (images * self.feature_map.pixels()) as f64;
        let (sums, products) = totals.halves();
        let [gamma_gradient, beta_gradient] = gradients;
        for channel in 0..self.feature_map.channels {
            let inverse = f64::from(self.inverse[channel]);
            let direct = f64::from(gamma[channel]) * inverse;
            let slope = -direct * inverse * inverse * products[channel] / count;
            self.factors.direct[channel] = direct as f32;
            self.factors.slope[channel] = slope as f32;
            self.factors.offset[channel] = (-direct * sums[channel] / count - slope * f64::from(self.mean[channel])) as f32;
            gamma_gradient[channel] += (products[channel] * inverse) as f32;
            beta_gradient[channel] += sums[channel] as f32;
        }
    }

    /// Writes the gradient of one image's input, of the shape `to` with zeros in its border; with `add` it is added to what
    /// is there.
    pub(crate) fn backward(
        &self,
        kernels: Kernels,
        gradient: &[f32],
        image: &[f32],
        to: FeatureMap,
        output: &mut [f32],
        add: bool,
    ) {
        if !add {
            to.clear_border(output);
        }
        for row in 0..self.feature_map.height {
            let from = self.feature_map.row(row);
            kernels.normalize_backward(&gradient[from.clone()], &image[from], &self.factors, add, &mut output[to.row(row)]);
        }
    }
}

#[cfg(test)]
mod tests;
