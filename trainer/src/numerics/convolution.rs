//! Convolution without bias: plans for the loops in [`super::kernels`], and the layout of its weights.

use super::{
    feature_map::FeatureMap,
    kernels::{Convolution, Kernels, LANES, Pixel, Start, WeightGradient},
    window::Window,
};

/// The shapes of the tensors around a convolution. Borders may be larger than needed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Maps {
    /// What it reads, with a border of at least the pad.
    pub(crate) input: FeatureMap,
    /// What it writes.
    pub(crate) output: FeatureMap,
    /// The gradient that it writes, unless its input needs none.
    pub(crate) input_gradient: Option<FeatureMap>,
    /// The gradient that it reads, with a border of at least [`gradient_border`].
    pub(crate) output_gradient: FeatureMap,
}

/// The zeros around the gradient of a convolution's output that the gradient of its input reads.
pub(crate) fn gradient_border(window: Window) -> usize {
    if window.kernel == 1 { 0 } else { (window.kernel - 1).saturating_sub(window.pad).max(1) }
}

/// One convolution layer's shapes and plans.
#[derive(Clone, Debug)]
pub(crate) struct ConvolutionLayer {
    pub(crate) window: Window,
    pub(crate) maps: Maps,
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
    /// Plans a convolution. The channels of its output must be a multiple of [`LANES`].
    pub(crate) fn new(window: Window, maps: Maps) -> Self {
        let Window { kernel, stride, pad } = window;
        let Maps { input, output, input_gradient, output_gradient } = maps;
        let channels = output.channels;
        let inset = input.border - pad;
        let start = inset * input.row_length() + inset * input.channels;
        let mut pixels = Vec::with_capacity(output.pixels());
        for row in 0..output.height {
            for column in 0..output.width {
                pixels.push(Pixel {
                    input: start + row * stride * input.row_length() + column * stride * input.channels,
                    output: output.row(row).start + column * channels,
                });
            }
        }
        let segment_length = kernel * input.channels;
        Self {
            window,
            maps,
            forward: Convolution { pixels, segments: kernel, segment_length, segment_stride: input.row_length(), channels },
            weights: WeightGradient {
                rows: output.height,
                columns: output.width,
                input_start: start,
                input_row: stride * input.row_length(),
                input_column: stride * input.channels,
                gradient_start: output_gradient.row(0).start,
                gradient_row: output_gradient.row_length(),
                gradient_column: channels,
                segments: kernel,
                segment_length,
                segment_stride: input.row_length(),
                channels,
            },
            backward: input_gradient.map_or_else(Vec::new, |input| phases(window, input, output_gradient)),
        }
    }

    /// Places in the window.
    fn area(&self) -> usize {
        self.window.kernel * self.window.kernel
    }

    /// Elements of the weights.
    pub(crate) fn weight_length(&self) -> usize {
        self.area() * self.maps.input.channels * self.maps.output.channels
    }

    /// Convolves one image.
    pub(crate) fn forward(&self, kernels: Kernels, input: &[f32], weights: &[f32], output: &mut [f32], start: &Start<'_>) {
        kernels.convolve(&self.forward, input, weights, output, start);
    }

    /// Writes the same values to every pixel of an output.
    pub(crate) fn fill(&self, values: &[f32], output: &mut [f32]) {
        let map = self.maps.output;
        for row in 0..map.height {
            output[map.row(row)].chunks_exact_mut(map.channels).for_each(|pixel| pixel[..values.len()].copy_from_slice(values));
        }
    }

    /// Adds one image's share to the gradient of what [`Self::fill`] wrote.
    pub(crate) fn sum_pixels(&self, gradient: &[f32], sums: &mut [f32]) {
        let map = self.maps.output_gradient;
        for pixel in (0..map.height).flat_map(|row| gradient[map.row(row)].chunks_exact(map.channels)) {
            sums.iter_mut().zip(pixel).for_each(|(sum, value)| *sum += value);
        }
    }

    /// The gradient of one image's input from the gradient of its output, but for the border.
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

    /// Adds one image's share to the gradient of some panels of the weights, from the panel `first` on.
    pub(crate) fn accumulate_panels(&self, kernels: Kernels, input: &[f32], gradient: &[f32], first: usize, weights: &mut [f32]) {
        let panels = weights.len() / self.panel_length();
        let plan = WeightGradient {
            gradient_start: self.weights.gradient_start + first * LANES,
            channels: panels * LANES,
            ..self.weights.clone()
        };
        kernels.accumulate_weights(&plan, input, gradient, weights);
    }

    /// Elements of one panel of the weights.
    pub(crate) fn panel_length(&self) -> usize {
        self.area() * self.maps.input.channels * LANES
    }

    /// Elements of the sums of [`Self::sum_taps`].
    pub(crate) fn taps(&self) -> usize {
        self.area() * self.maps.output.channels
    }

    /// Adds, for every position of the kernel and every output channel, the sum of one image's gradient over those pixels
    /// whose window reaches the inside of the input with that position.
    pub(crate) fn sum_taps(&self, gradient: &[f32], taps: &mut [f64]) {
        let Maps { input, output_gradient: feature_map, .. } = self.maps;
        let (Window { kernel, stride, pad }, channels) = (self.window, feature_map.channels);
        let inside = |place: usize, tap: usize, size: usize| {
            let reached = place * stride + tap;
            reached >= pad && reached - pad < size
        };
        let mut sums = vec![0.0_f32; channels];
        for row in 0..feature_map.height {
            let gradient = &gradient[feature_map.row(row)];
            for column_tap in 0..kernel {
                sums.fill(0.0);
                for (column, pixel) in gradient.chunks_exact(channels).enumerate() {
                    if inside(column, column_tap, input.width) {
                        sums.iter_mut().zip(pixel).for_each(|(sum, value)| *sum += value);
                    }
                }
                for row_tap in (0..kernel).filter(|tap| inside(row, *tap, input.height)) {
                    let taps = &mut taps[(row_tap * kernel + column_tap) * channels..][..channels];
                    taps.iter_mut().zip(&sums).for_each(|(tap, sum)| *tap += f64::from(*sum));
                }
            }
        }
    }

    /// The sum of the input's gradient over one channel, from the sums of [`Self::sum_taps`].
    pub(crate) fn through_weights(&self, weights: &[f32], taps: &[f64], channel: usize) -> f64 {
        let (inputs, channels, area) = (self.maps.input.channels, self.maps.output.channels, self.area());
        let weight =
            |output: usize, tap: usize| weights[((output / LANES * area + tap) * inputs + channel) * LANES + output % LANES];
        let pairs = (0..area).flat_map(|tap| (0..channels).map(move |output| (tap, output)));
        pairs.map(|(tap, output)| taps[tap * channels + output] * f64::from(weight(output, tap))).sum()
    }

    /// Rearranges the weights for [`Self::backward`]; both slices hold [`Self::weight_length`] elements.
    pub(crate) fn transpose(&self, weights: &[f32], transposed: &mut [f32]) {
        let (inputs, outputs) = (self.maps.input.channels, self.maps.output.channels);
        let mut rest = transposed.iter_mut();
        for phase in &self.backward {
            for panel in 0..inputs / LANES {
                for tap in (0..phase.rows * phase.columns).rev() {
                    let row = phase.row + self.window.stride * (tap / phase.columns);
                    let column = phase.column + self.window.stride * (tap % phase.columns);
                    for output in 0..outputs {
                        let block = output / LANES * self.area() + row * self.window.kernel + column;
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

fn phases(window: Window, input: FeatureMap, gradient: FeatureMap) -> Vec<Phase> {
    let Window { kernel, stride, pad } = window;
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
                    pixels.push(Pixel { input: from, output: input.row(y).start + x * input.channels });
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
