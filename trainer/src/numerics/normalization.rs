//! Batch normalisation followed by a rectifier, as every convolution of a pre-activated network needs it.

use super::{
    all_reduce::AllReduce,
    feature_map::FeatureMap,
    kernels::{Kernels, channels::InputGradient},
};

/// Added to variances, as the algorithm's networks set it.
pub(crate) const EPSILON: f64 = 2e-5;
/// The share of the old value in running statistics.
pub(crate) const MOMENTUM: f32 = 0.9;

/// One layer's statistics of the current batch, on one thread.
#[derive(Clone, Debug)]
pub(crate) struct Normalization {
    /// The shape of its input, without a border.
    feature_map: FeatureMap,
    pub(crate) mean: Vec<f32>,
    pub(crate) variance: Vec<f32>,
    inverse: Vec<f32>,
    scale: Vec<f32>,
    shift: Vec<f32>,
    factors: InputGradient,
    totals: Vec<f64>,
    partial: Vec<f32>,
}

impl Normalization {
    pub(crate) fn new(feature_map: FeatureMap) -> Self {
        let zeros = vec![0.0; feature_map.channels];
        Self {
            feature_map: feature_map.bordered(0),
            mean: zeros.clone(),
            variance: zeros.clone(),
            inverse: zeros.clone(),
            scale: zeros.clone(),
            shift: zeros.clone(),
            factors: InputGradient { direct: zeros.clone(), slope: zeros.clone(), offset: zeros },
            totals: vec![0.0; 2 * feature_map.channels],
            partial: vec![0.0; 2 * feature_map.channels],
        }
    }

    /// Forgets what was observed.
    pub(crate) fn begin(&mut self) {
        self.totals.fill(0.0);
    }

    /// Takes one image of the layer's input into the statistics.
    pub(crate) fn observe(&mut self, kernels: Kernels, image: &[f32]) {
        self.partial.fill(0.0);
        kernels.moments(image, self.feature_map.channels, &mut self.partial);
        self.add_partial();
    }

    fn add_partial(&mut self) {
        for (total, partial) in self.totals.iter_mut().zip(&self.partial) {
            *total += f64::from(*partial);
        }
    }

    /// Computes the batch's mean and variance from what all threads observed in `images` images.
    pub(crate) fn settle(&mut self, all_reduce: &AllReduce, thread: usize, images: usize, gamma: &[f32], beta: &[f32]) {
        all_reduce.sum(thread, &mut self.totals);
        let count = (images * self.feature_map.pixels()) as f64;
        let (sums, squares) = self.totals.split_at(self.feature_map.channels);
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
            let inverse = (1.0 / (f64::from(self.variance[channel]) + EPSILON).sqrt()) as f32;
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

    /// Clears the gradient where the rectifier gave zero and takes one image into the sums of the backward pass.
    /// [`Self::begin`] comes before the first image.
    pub(crate) fn observe_gradient(&mut self, kernels: Kernels, gradient: &mut [f32], image: &[f32]) {
        self.partial.fill(0.0);
        kernels.rectify_backward(gradient, image, &self.scale, &self.shift, &self.mean, &mut self.partial);
        self.add_partial();
    }

    /// Sums the gradients of gamma and beta over all threads and prepares [`Self::backward`].
    pub(crate) fn settle_gradient(&mut self, all_reduce: &AllReduce, thread: usize, images: usize, gamma: &[f32]) {
        all_reduce.sum(thread, &mut self.totals);
        let count = (images * self.feature_map.pixels()) as f64;
        let (sums, products) = self.totals.split_at(self.feature_map.channels);
        for channel in 0..self.feature_map.channels {
            let inverse = f64::from(self.inverse[channel]);
            let direct = f64::from(gamma[channel]) * inverse;
            let slope = -direct * inverse * inverse * products[channel] / count;
            self.factors.direct[channel] = direct as f32;
            self.factors.slope[channel] = slope as f32;
            self.factors.offset[channel] = (-direct * sums[channel] / count - slope * f64::from(self.mean[channel])) as f32;
        }
    }

    /// The gradients of gamma and beta, after [`Self::settle_gradient`].
    pub(crate) fn parameter_gradients(&self, gamma: &mut [f32], beta: &mut [f32]) {
        let (sums, products) = self.totals.split_at(self.feature_map.channels);
        for channel in 0..self.feature_map.channels {
            gamma[channel] += (products[channel] * f64::from(self.inverse[channel])) as f32;
            beta[channel] += sums[channel] as f32;
        }
    }

    /// Writes the gradient of one image's input with a border of zeros, plus `past` (of the same shape) when given.
    pub(crate) fn backward(
        &self,
        kernels: Kernels,
        gradient: &[f32],
        image: &[f32],
        past: Option<&[f32]>,
        to: FeatureMap,
        output: &mut [f32],
    ) {
        let mut written = 0;
        for row in 0..self.feature_map.height {
            let (from, place) = (self.feature_map.row(row), to.row(row));
            output[written..place.start].fill(0.0);
            written = place.end;
            let past = past.map(|past| &past[place.clone()]);
            kernels.normalize_backward(&gradient[from.clone()], &image[from], &self.factors, past, &mut output[place]);
        }
        output[written..to.length()].fill(0.0);
    }
}

#[cfg(test)]
mod tests;
