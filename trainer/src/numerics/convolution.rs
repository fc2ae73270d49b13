//! Convolution: plans for the loops in [`super::kernels`], and the layout of its weights.
//!
//! A window that is dense, over an input whose border is as wide as its pad, is one pass of the loops: each of its rows is a
//! contiguous stretch of the input. A window with gaps, or over an input without such a border, is computed *by taps*: one
//! pass for each place in the window, over those pixels alone that it reaches. That needs no border, and does not multiply by
//! the zeros of one; with a dilation of 12 on 30 × 30 pixels nearly half of the products are such.

mod dense;
mod taps;

use super::{
    feature_map::FeatureMap,
    kernels::{Convolution, Kernels, LANES, Start, WeightGradient},
    window::Window,
};

/// The shapes of the tensors around a convolution. Borders may be larger than needed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Maps {
    /// What it reads.
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
    if window.kernel == 1 || window.dilate > 1 { 0 } else { (window.kernel - 1).saturating_sub(window.pad).max(1) }
}

/// One convolution layer's shapes and plans.
#[derive(Clone, Debug)]
pub(crate) struct ConvolutionLayer {
    pub(crate) window: Window,
    pub(crate) maps: Maps,
    /// The first writes to every pixel, the others add.
    forward: Vec<Pass<Convolution>>,
    weights: Vec<Pass<WeightGradient>>,
    backward: Vec<Phase>,
}

/// A pass of the loops, and where in a panel of weights the places of the window begin that it is about.
#[derive(Clone, Debug)]
struct Pass<P> {
    plan: P,
    weights: usize,
}

/// Some pixels of the input's gradient, and the places of the window through which they are reached: rows × columns from a
/// first one, a step apart.
#[derive(Clone, Debug)]
struct Phase {
    row: usize,
    column: usize,
    rows: usize,
    columns: usize,
    step: usize,
    /// Where its weights begin in [`ConvolutionLayer::transpose`]'s order.
    offset: usize,
    plan: Convolution,
    /// Whether earlier phases have written to the same pixels.
    adds: bool,
}

impl ConvolutionLayer {
    /// Plans a convolution. The channels of its output, and of its input when that has a gradient, must be multiples of
    /// [`LANES`].
    pub(crate) fn new(window: Window, maps: Maps) -> Self {
        let is_dense = window.dilate == 1 && maps.input.border >= window.pad;
        let (forward, weights) = if is_dense {
            (vec![dense::forward(window, maps)], vec![dense::weights(window, maps)])
        } else {
            (taps::forward(window, maps), taps::weights(window, maps))
        };
        let backward = match maps.input_gradient {
            None => Vec::new(),
            Some(input) if window.dilate == 1 => dense::phases(window, input, maps.output_gradient),
            Some(input) => taps::phases(window, input, maps.output_gradient),
        };
        Self { window, maps, forward, weights, backward }
    }

    /// Places in the window.
    fn area(&self) -> usize {
        self.window.kernel * self.window.kernel
    }

    /// Elements of the weights.
    pub(crate) fn weight_length(&self) -> usize {
        self.area() * self.maps.input.channels * self.maps.output.channels
    }

    /// Elements of one panel of the weights.
    pub(crate) fn panel_length(&self) -> usize {
        self.area() * self.maps.input.channels * LANES
    }

    /// Convolves one image.
    pub(crate) fn forward(&self, kernels: Kernels, input: &[f32], weights: &[f32], output: &mut [f32], start: &Start<'_>) {
        for (number, pass) in self.forward.iter().enumerate() {
            let start = if number == 0 { start } else { &Start::Output };
            kernels.convolve(&pass.plan, input, &weights[pass.weights..], output, start);
        }
    }

    /// Writes the same values to every pixel of an output, and zero to channels beyond them.
    pub(crate) fn fill(&self, values: &[f32], output: &mut [f32]) {
        let map = self.maps.output;
        for pixel in (0..map.height).flat_map(|row| map.row(row).step_by(map.channels)) {
            let (own, filling) = output[pixel..pixel + map.channels].split_at_mut(values.len());
            own.copy_from_slice(values);
            filling.fill(0.0);
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
            let start = if phase.adds { &Start::Output } else { start };
            if phase.plan.segments > 0 || matches!(start, Start::Zero) {
                kernels.convolve(&phase.plan, gradient, &transposed[phase.offset..], input, start);
            }
        }
    }

    /// Adds one image's share to the gradient of the weights.
    pub(crate) fn accumulate(&self, kernels: Kernels, input: &[f32], gradient: &[f32], weights: &mut [f32]) {
        self.accumulate_panels(kernels, input, gradient, 0, weights);
    }

    /// Adds one image's share to the gradient of some panels of the weights, from the panel `first` on.
    pub(crate) fn accumulate_panels(&self, kernels: Kernels, input: &[f32], gradient: &[f32], first: usize, weights: &mut [f32]) {
        let panels = weights.len() / self.panel_length();
        for pass in &self.weights {
            let plan = WeightGradient {
                gradient_start: pass.plan.gradient_start + first * LANES,
                channels: panels * LANES,
                ..pass.plan.clone()
            };
            kernels.accumulate_weights(&plan, input, gradient, &mut weights[pass.weights..]);
        }
    }

    /// Elements of the sums of [`Self::sum_taps`].
    pub(crate) fn taps(&self) -> usize {
        self.area() * self.maps.output.channels
    }

    /// Adds, for every place in the window and every output channel, the sum of one image's gradient over those pixels whose
    /// window reaches the inside of the input with that place.
    pub(crate) fn sum_taps(&self, gradient: &[f32], taps: &mut [f64]) {
        let Maps { input, output_gradient: map, .. } = self.maps;
        let (window, channels) = (self.window, map.channels);
        let mut sums = vec![0.0_f32; channels];
        for row in 0..map.height {
            let gradient = &gradient[map.row(row)];
            for column_tap in 0..window.kernel {
                sums.fill(0.0);
                for (column, pixel) in gradient.chunks_exact(channels).enumerate() {
                    if window.pixel(column, column_tap, input.width).is_some() {
                        sums.iter_mut().zip(pixel).for_each(|(sum, value)| *sum += value);
                    }
                }
                for row_tap in (0..window.kernel).filter(|tap| window.pixel(row, *tap, input.height).is_some()) {
                    let taps = &mut taps[(row_tap * window.kernel + column_tap) * channels..][..channels];
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
        // Squares of as many inputs as outputs, which lie side by side before and behind.
        let mut squares = transposed.as_chunks_mut::<{ LANES * LANES }>().0.iter_mut();
        for phase in &self.backward {
            for panel in 0..inputs / LANES {
                for tap in (0..phase.rows * phase.columns).rev() {
                    let row = phase.row + phase.step * (tap / phase.columns);
                    let column = phase.column + phase.step * (tap % phase.columns);
                    for (block, square) in (0..outputs / LANES).zip(&mut squares) {
                        let place = block * self.area() + row * self.window.kernel + column;
                        let from = &weights[(place * inputs + panel * LANES) * LANES..][..LANES * LANES];
                        for (output, to) in square.as_chunks_mut::<LANES>().0.iter_mut().enumerate() {
                            for (input, to) in to.iter_mut().enumerate() {
                                *to = from[input * LANES + output];
                            }
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
