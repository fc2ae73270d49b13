//! Pooling: the largest of 3 × 3 with stride 2, as the stem for large images has it, and the average of a whole image.

use super::feature_map::FeatureMap;

/// The largest of every 3 × 3 window, two pixels apart. Its input is rectified, so a border of zeros never wins unfairly.
#[derive(Clone, Debug)]
pub(crate) struct MaxPooling {
    /// What it reads, with a border of one.
    pub(crate) input: FeatureMap,
    /// What it writes, without a border.
    pub(crate) output: FeatureMap,
}

impl MaxPooling {
    pub(crate) fn new(height: usize, width: usize, channels: usize) -> Self {
        Self {
            input: FeatureMap::new(height, width, channels, 1),
            output: FeatureMap::new((height - 1) / 2 + 1, (width - 1) / 2 + 1, channels, 0),
        }
    }

    /// Writes the largest values, and the place of each in `places` (offsets into the input).
    pub(crate) fn forward(&self, input: &[f32], output: &mut [f32], places: &mut [u32]) {
        let channels = self.input.channels;
        for row in 0..self.output.height {
            for column in 0..self.output.width {
                let corner = 2 * row * self.input.row_length() + 2 * column * channels;
                let to = self.output.row(row).start + column * channels;
                for channel in 0..channels {
                    let mut best = corner + channel;
                    for window in 0..9 {
                        let place = corner + window / 3 * self.input.row_length() + window % 3 * channels + channel;
                        if input[place] > input[best] {
                            best = place;
                        }
                    }
                    output[to + channel] = input[best];
                    places[to + channel] = best as u32;
                }
            }
        }
    }

    /// Writes the gradient of the input (without border) from the gradient of the output, which has the shape `from`.
    pub(crate) fn backward(&self, gradient: &[f32], from: FeatureMap, places: &[u32], input: &mut [f32]) {
        input.fill(0.0);
        let (length, channels, border) = (self.input.row_length(), self.input.channels, self.input.border);
        for row in 0..self.output.height {
            for (gradient, place) in gradient[from.row(row)].iter().zip(&places[self.output.row(row)]) {
                let (y, x) = (*place as usize / length, *place as usize % length / channels);
                let inside = y >= border && x >= border && y - border < self.input.height && x - border < self.input.width;
                if inside {
                    input[((y - border) * self.input.width + x - border) * channels + *place as usize % channels] += gradient;
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
