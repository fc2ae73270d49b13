//! Convolution without bias: plans for the loops in [`super::kernels`], and the layout of its weights.

use super::{
    feature_map::FeatureMap,
    kernels::{Convolution, Kernels, LANES, Pixel, Start, WeightGradient},
};

/// The border around the gradient of every convolution's output; enough for the kernels used (1 and 3).
pub(crate) const GRADIENT_BORDER: usize = 1;

/// One convolution layer's shapes and plans.
#[derive(Clone, Debug)]
pub(crate) struct ConvolutionLayer {
    pub(crate) kernel: usize,
    pub(crate) stride: usize,
    pub(crate) pad: usize,
    /// What it reads, with a border of at least `pad`.
    pub(crate) input: FeatureMap,
    /// What it writes, without a border.
    pub(crate) output: FeatureMap,
    forward: Convolution,
    weights: WeightGradient,
    backward: Vec<Phase>,
}

/// The input pixels of one remainder modulo the stride: those that the same positions of the kernel touch.
#[derive(Clone, Debug)]
struct Phase {
    row: usize,
    column: usize,
    rows: usize,
    columns: usize,
    offset: usize,
    plan: Convolution,
}

impl ConvolutionLayer {
    /// Plans a square convolution. `channels` (out) must be a multiple of [`LANES`].
    pub(crate) fn new(kernel: usize, stride: usize, pad: usize, input: FeatureMap, channels: usize) -> Self {
        let output = FeatureMap::new(
            (input.height + 2 * pad - kernel) / stride + 1,
            (input.width + 2 * pad - kernel) / stride + 1,
            channels,
            0,
        );
        let inset = input.border - pad;
        let start = inset * input.row_length() + inset * input.channels;
        let mut pixels = Vec::with_capacity(output.pixels());
        for row in 0..output.height {
            for column in 0..output.width {
                pixels.push(Pixel {
                    input: start + row * stride * input.row_length() + column * stride * input.channels,
                    output: (row * output.width + column) * channels,
                });
            }
        }
        let segment_length = kernel * input.channels;
        let gradient = output.bordered(GRADIENT_BORDER);
        Self {
            kernel,
            stride,
            pad,
            input,
            output,
            forward: Convolution { pixels, segments: kernel, segment_length, segment_stride: input.row_length(), channels },
            weights: WeightGradient {
                rows: output.height,
                columns: output.width,
                input_start: start,
                input_row: stride * input.row_length(),
                input_column: stride * input.channels,
                gradient_start: gradient.row(0).start,
                gradient_row: gradient.row_length(),
                gradient_column: channels,
                segments: kernel,
                segment_length,
                segment_stride: input.row_length(),
                channels,
            },
            backward: phases(kernel, stride, pad, input, gradient),
        }
    }

    /// The shape of the gradient that [`Self::backward`] and [`Self::accumulate`] read.
    pub(crate) fn gradient(&self) -> FeatureMap {
        self.output.bordered(GRADIENT_BORDER)
    }

    /// Elements of the weights.
    pub(crate) fn weight_length(&self) -> usize {
        self.kernel * self.kernel * self.input.channels * self.output.channels
    }

    /// Convolves one image.
    pub(crate) fn forward(&self, kernels: Kernels, input: &[f32], weights: &[f32], output: &mut [f32], start: &Start<'_>) {
        kernels.convolve(&self.forward, input, weights, output, start);
    }

    /// The gradient of one image's input (without border) from the gradient of its output (with border).
    pub(crate) fn backward(&self, kernels: Kernels, gradient: &[f32], transposed: &[f32], input: &mut [f32], start: &Start<'_>) {
        for phase in &self.backward {
            if phase.plan.segments > 0 || matches!(start, Start::Zero) {
                kernels.convolve(&phase.plan, gradient, &transposed[phase.offset..], input, start);
            }
        }
    }

    /// Adds one image's share to the gradient of the weights.
    pub(crate) fn accumulate(&self, kernels: Kernels, input: &[f32], gradient: &[f32], weights: &mut [f32]) {
        kernels.accumulate_weights(&self.weights, input, gradient, weights);
    }

    /// Adds, for every position of the kernel and every output channel, the sum of one image's gradient over those pixels
    /// whose window reaches the inside of the input with that position.
    pub(crate) fn sum_taps(&self, gradient: &[f32], taps: &mut [f64]) {
        let (feature_map, channels) = (self.gradient(), self.output.channels);
        let inside = |place: usize, tap: usize, size: usize| {
            let reached = place * self.stride + tap;
            reached >= self.pad && reached - self.pad < size
        };
        let mut sums = vec![0.0_f32; channels];
        for row in 0..self.output.height {
            let gradient = &gradient[feature_map.row(row)];
            for column_tap in 0..self.kernel {
                sums.fill(0.0);
                for (column, pixel) in gradient.chunks_exact(channels).enumerate() {
                    if inside(column, column_tap, self.input.width) {
                        sums.iter_mut().zip(pixel).for_each(|(sum, value)| *sum += value);
                    }
                }
                for row_tap in (0..self.kernel).filter(|tap| inside(row, *tap, self.input.height)) {
                    let taps = &mut taps[(row_tap * self.kernel + column_tap) * channels..][..channels];
                    taps.iter_mut().zip(&sums).for_each(|(tap, sum)| *tap += f64::from(*sum));
                }
            }
        }
    }

    /// The sum of the input's gradient over one channel, from the sums of [`Self::sum_taps`].
    pub(crate) fn through_weights(&self, weights: &[f32], taps: &[f64], channel: usize) -> f64 {
        let (inputs, channels, area) = (self.input.channels, self.output.channels, self.kernel * self.kernel);
        let weight =
            |output: usize, tap: usize| weights[((output / LANES * area + tap) * inputs + channel) * LANES + output % LANES];
        let pairs = (0..area).flat_map(|tap| (0..channels).map(move |output| (tap, output)));
        pairs.map(|(tap, output)| taps[tap * channels + output] * f64::from(weight(output, tap))).sum()
    }

    /// Rearranges the weights for [`Self::backward`]; both slices hold [`Self::weight_length`] elements.
    pub(crate) fn transpose(&self, weights: &[f32], transposed: &mut [f32]) {
        let inputs = self.input.channels;
        let mut rest = transposed.iter_mut();
        for phase in &self.backward {
            for panel in 0..inputs / LANES {
                for tap in (0..phase.rows * phase.columns).rev() {
                    let row = phase.row + self.stride * (tap / phase.columns);
                    let column = phase.column + self.stride * (tap % phase.columns);
                    for output in 0..self.output.channels {
                        let block = output / LANES * self.kernel * self.kernel + row * self.kernel + column;
                        let from = (block * inputs + panel * LANES) * LANES + output % LANES;
                        for (to, weight) in rest.by_ref().take(LANES).zip(weights[from..].iter().step_by(LANES)) {
                            *to = *weight;
                        }
                    }
                }
            }
        }
    }
}

fn phases(kernel: usize, stride: usize, pad: usize, input: FeatureMap, gradient: FeatureMap) -> Vec<Phase> {
    if !input.channels.is_multiple_of(LANES) {
        return Vec::new();
    }
    let mut phases = Vec::new();
    let mut offset = 0;
    for row in 0..stride {
        for column in 0..stride {
            let taps = |remainder: usize| (kernel.saturating_sub(remainder)).div_ceil(stride);
            let (rows, columns) = (taps(row), taps(column));
            let empty = rows == 0 || columns == 0;
            let (rows, columns) = if empty { (0, 0) } else { (rows, columns) };
            let mut pixels = Vec::new();
            for y in (0..input.height).filter(|y| (y + pad) % stride == row) {
                for x in (0..input.width).filter(|x| (x + pad) % stride == column) {
                    let first = |place: usize, remainder: usize, taps: usize| {
                        (place + pad - remainder) / stride + gradient.border + 1 - taps
                    };
                    let from = if empty {
                        0
                    } else {
                        first(y, row, rows) * gradient.row_length() + first(x, column, columns) * gradient.channels
                    };
                    pixels.push(Pixel { input: from, output: (y * input.width + x) * input.channels });
                }
            }
            let plan = Convolution {
                pixels,
                segments: rows,
                segment_length: columns * gradient.channels,
                segment_stride: gradient.row_length(),
                channels: input.channels,
            };
            phases.push(Phase { row, column, rows, columns, offset, plan });
            offset += rows * columns * gradient.channels * input.channels;
        }
    }
    phases
}

#[cfg(test)]
mod tests;
