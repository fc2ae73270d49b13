//! Pooling: the largest of a window, and the average of a whole image.

use super::{feature_map::FeatureMap, window::Window};

/// The largest of every window; places beyond the edges take no part.
#[derive(Clone, Debug)]
pub(crate) struct MaxPooling {
    pub(crate) window: Window,
    /// What it reads.
    pub(crate) input: FeatureMap,
    /// What it writes.
    pub(crate) output: FeatureMap,
}

impl MaxPooling {
    /// Writes the largest values, and in `places` the pixel that each comes from: row × width + column, for every pixel and
    /// channel of the output without its border.
    pub(crate) fn forward(&self, input: &[f32], output: &mut [f32], places: &mut [u32]) {
        let (map, channels) = (self.input, self.input.channels);
        let mut places = places.chunks_exact_mut(channels);
        for row in 0..self.output.height {
            for (column, output) in output[self.output.row(row)].chunks_exact_mut(channels).enumerate() {
                let Some(places) = places.next() else { return };
                output.fill(f32::NEG_INFINITY);
                for y in (0..self.window.kernel).filter_map(|tap| self.window.pixel(row, tap, map.height)) {
                    for x in (0..self.window.kernel).filter_map(|tap| self.window.pixel(column, tap, map.width)) {
                        let pixel = &input[map.row(y).start + x * channels..][..channels];
                        for ((value, largest), place) in pixel.iter().zip(output.iter_mut()).zip(places.iter_mut()) {
                            if *value > *largest {
                                *largest = *value;
                                *place = (y * map.width + x) as u32;
                            }
                        }
                    }
                }
            }
        }
    }

    /// Adds to the gradient of the input, of the shape `to`, from the gradient of the output, which has the shape `from`.
    pub(crate) fn backward(&self, gradient: &[f32], from: FeatureMap, places: &[u32], to: FeatureMap, input: &mut [f32]) {
        let channels = self.input.channels;
        let mut places = places.chunks_exact(channels);
        for row in 0..self.output.height {
            for gradient in gradient[from.row(row)].chunks_exact(channels) {
                let Some(places) = places.next() else { return };
                for (channel, (gradient, place)) in gradient.iter().zip(places).enumerate() {
                    let (y, x) = (*place as usize / to.width, *place as usize % to.width);
                    input[to.row(y).start + x * channels + channel] += gradient;
                }
            }
        }
    }
}

/// The mean of every channel over the image. `image` has the shape `feature_map`.
pub(crate) fn average(feature_map: FeatureMap, image: &[f32], means: &mut [f32]) {
    means.fill(0.0);
    for row in 0..feature_map.height {
        for pixel in image[feature_map.row(row)].chunks_exact(feature_map.channels) {
            for (mean, value) in means.iter_mut().zip(pixel) {
                *mean += value;
            }
        }
    }
    let share = 1.0 / feature_map.pixels() as f32;
    means.iter_mut().for_each(|mean| *mean *= share);
}

/// The gradient of [`average`]'s input, without a border.
pub(crate) fn average_backward(feature_map: FeatureMap, gradient: &[f32], input: &mut [f32]) {
    let share = 1.0 / feature_map.pixels() as f32;
    for pixel in input.chunks_exact_mut(feature_map.channels) {
        for (value, gradient) in pixel.iter_mut().zip(gradient) {
            *value = gradient * share;
        }
    }
}

#[cfg(test)]
mod tests;
