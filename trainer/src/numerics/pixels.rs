//! The normalisation of the images' pixels, which have one of 256 values: by statistics, with a beta that is learned and a gamma
//! of 1, or by constants.

use super::{feature_map::FeatureMap, normalization::EPSILON};

/// What becomes of the images' bytes before the first operator.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Pixels {
    /// The first operator is a normalisation.
    Normalized,
    /// A mean is subtracted from each channel, and the rest divided.
    Shifted { mean: [f32; 3], deviation: [f32; 3] },
}

/// Mean and variance of the batch's pixels, and what they make of each value.
#[derive(Clone, Debug)]
pub(crate) struct PixelNormalization {
    /// The shape of what it writes.
    feature_map: FeatureMap,
    /// `[channels]`
    pub(crate) mean: Vec<f32>,
    /// `[channels]`
    pub(crate) variance: Vec<f32>,
    /// What each value of a pixel becomes: `[channels, 256]`.
    table: Vec<f32>,
}

impl PixelNormalization {
    pub(crate) fn new(feature_map: FeatureMap, pixels: Pixels) -> Self {
        let channels = feature_map.channels;
        let mut table = vec![0.0; 256 * channels];
        if let Pixels::Shifted { mean, deviation } = pixels {
            for ((table, mean), deviation) in table.chunks_exact_mut(256).zip(mean).zip(deviation) {
                table.iter_mut().enumerate().for_each(|(value, entry)| *entry = (value as f32 - mean) / deviation);
            }
        }
        Self { feature_map, mean: vec![0.0; channels], variance: vec![0.0; channels], table }
    }

    /// Adds one image's values, then their squares, to `totals`: `[2, channels]`.
    pub(crate) fn observe(&self, pixels: &[u8], totals: &mut [u64]) {
        let channels = self.feature_map.channels;
        let (sums, squares) = totals.split_at_mut(channels);
        for (channel, (sum, square)) in sums.iter_mut().zip(squares).enumerate() {
            let values = || pixels.iter().skip(channel).step_by(channels).map(|value| u64::from(*value));
            *sum += values().sum::<u64>();
            *square += values().map(|value| value * value).sum::<u64>();
        }
    }

    /// Computes the batch's mean and variance from the totals over `images` images.
    pub(crate) fn settle(&mut self, totals: &[u64], images: usize, beta: &[f32]) {
        let channels = self.feature_map.channels;
        let count = (images * self.feature_map.pixels()) as f64;
        for channel in 0..channels {
            let mean = totals[channel] as f64 / count;
            self.mean[channel] = mean as f32;
            self.variance[channel] = (totals[channels + channel] as f64 / count - mean * mean).max(0.0) as f32;
        }
        self.prepare(beta);
    }

    /// Uses given statistics instead of the batch's, as inference does.
    pub(crate) fn adopt(&mut self, mean: &[f32], variance: &[f32], beta: &[f32]) {
        self.mean.copy_from_slice(mean);
        self.variance.copy_from_slice(variance);
        self.prepare(beta);
    }

    fn prepare(&mut self, beta: &[f32]) {
        for (channel, table) in self.table.chunks_exact_mut(256).enumerate() {
            let inverse = 1.0 / (f64::from(self.variance[channel]) + EPSILON).sqrt();
            for (value, entry) in table.iter_mut().enumerate() {
                *entry = ((value as f64 - f64::from(self.mean[channel])) * inverse) as f32 + beta[channel];
            }
        }
    }

    /// Writes one image's normalised values.
    pub(crate) fn forward(&self, pixels: &[u8], output: &mut [f32]) {
        let channels = self.feature_map.channels;
        for (row, pixels) in pixels.chunks_exact(self.feature_map.width * channels).enumerate() {
            let output = &mut output[self.feature_map.row(row)];
            for (pixels, output) in pixels.chunks_exact(channels).zip(output.chunks_exact_mut(channels)) {
                for ((value, output), table) in pixels.iter().zip(output).zip(self.table.chunks_exact(256)) {
                    *output = table[usize::from(*value)];
                }
            }
        }
    }
}
