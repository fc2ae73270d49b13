//! The inner loops of convolution, chosen once per process for the processor that runs them.
//!
//! # Why by hand
//! On two Zen 4 cores ResNet-20 on 3×28×28 in batches of 128 trains 868 images/s with these loops, 451 with MXNet 1.9.1, 88
//! with burn and 34 with candle. At these sizes a direct convolution beats unfolding windows into a matrix product. The two
//! loops are five sixths of a training step, and normalisation is a tenth (`perf`). An image needs 187 million operations,
//! so 868 images/s are 162 GFLOP/s; the multiply-add units of the two cores can do some 230.
//!
//! # Layout
//! Activations are `[height, width, channels]`, so a window of a convolution is a few contiguous *segments* of its input
//! (a row of the window: width of the kernel × channels) and needs no copy. Weights are `[panels, segments, segment_length,
//! LANES]`: a *panel* holds [`LANES`] output channels, side by side for one element of the window. Two loops serve every
//! layer:
//!
//! ```text
//! convolve            tile of pixels     × panel            sums[pixel][lane]    += input[pixel][element] * weights[element][lane]
//! accumulate_weights  tile of elements   × panel            sums[element][lane]  += input[pixel][element] * gradient[pixel][lane]
//! ```
//!
//! The sums of a tile stay in registers through the whole inner loop: 12 pixels × 2 panels are 24 of AVX-512's 32 vectors,
//! 6 pixels × 1 panel are 12 of AVX2's 16. The same bodies are compiled for AVX-512, for AVX2 with FMA, and portably.
//!
//! # What breaks when a line moves
//! * A larger tile, or an index that is no constant, sends sums to the stack in every step of the inner loop.
//! * `x86` reads and writes without checks. The asserts on [`Convolution::extents`] and [`WeightGradient::extents`] before
//!   each call are all that keeps it inside the slices: a plan with a new kind of offset needs a new term there.
//! * Another order of the sums changes the last bits of results, so the same seed gives another artifact.
//! * [`LANES`] is the layout of [`Layout::Panels`](crate::parameter::Layout), in which checkpoints keep the optimizer's
//!   memory: with another value they would be read in the wrong order.

pub(crate) mod channels;
mod plain;
#[cfg(target_arch = "x86_64")]
mod x86;

use channels::InputGradient;

/// Output channels in one panel of weights.
pub(crate) const LANES: usize = 16;

/// What a convolution's output holds before products are added to it.
pub(crate) enum Start<'a> {
    /// Nothing: the output is overwritten.
    Zero,
    /// What it holds now.
    Output,
    /// Another tensor of the same layout, for example a residual unit's input.
    From(&'a [f32]),
}

/// Where one output pixel reads and writes, as element offsets into one image.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pixel {
    pub(crate) input: usize,
    pub(crate) output: usize,
}

/// A convolution of one image: every pixel sums `segments` contiguous stretches of input.
#[derive(Clone, Debug)]
pub(crate) struct Convolution {
    pub(crate) pixels: Vec<Pixel>,
    pub(crate) segments: usize,
    pub(crate) segment_length: usize,
    pub(crate) segment_stride: usize,
    /// Elements from one panel of weights to the next: more than are read when this is one of several passes over a window.
    pub(crate) panel_stride: usize,
    /// Output channels, a multiple of [`LANES`].
    pub(crate) channels: usize,
}

impl Convolution {
    fn depth(&self) -> usize {
        self.segments * self.segment_length
    }

    /// Smallest lengths of input, weights and output that the offsets stay within.
    fn extents(&self) -> (usize, usize, usize) {
        let reach = self.segments.saturating_sub(1) * self.segment_stride + self.segment_length;
        let input = self.pixels.iter().map(|pixel| pixel.input).max().map_or(0, |last| last + reach);
        let output = self.pixels.iter().map(|pixel| pixel.output).max().map_or(0, |last| last + self.channels);
        (input, weights_extent(self.panel_stride, self.depth(), self.channels), output)
    }
}

/// The gradient of a convolution's weights over one image.
#[derive(Clone, Debug)]
pub(crate) struct WeightGradient {
    pub(crate) rows: usize,
    pub(crate) columns: usize,
    pub(crate) input_start: usize,
    pub(crate) input_row: usize,
    pub(crate) input_column: usize,
    pub(crate) gradient_start: usize,
    pub(crate) gradient_row: usize,
    pub(crate) gradient_column: usize,
    pub(crate) segments: usize,
    pub(crate) segment_length: usize,
    pub(crate) segment_stride: usize,
    /// Elements from one panel of weights to the next.
    pub(crate) panel_stride: usize,
    /// Output channels, a multiple of [`LANES`].
    pub(crate) channels: usize,
}

/// Elements of weights up to the last one that is touched, of panels with `depth` elements of the window each.
fn weights_extent(panel_stride: usize, depth: usize, channels: usize) -> usize {
    (channels / LANES).saturating_sub(1) * panel_stride + depth * LANES
}

impl WeightGradient {
    fn extents(&self) -> (usize, usize, usize) {
        let rows = self.rows.saturating_sub(1);
        let columns = self.columns.saturating_sub(1);
        let segments = self.segments.saturating_sub(1);
        (
            self.input_start
                + rows * self.input_row
                + columns * self.input_column
                + segments * self.segment_stride
                + self.segment_length,
            self.gradient_start + rows * self.gradient_row + columns * self.gradient_column + self.channels,
            weights_extent(self.panel_stride, self.segments * self.segment_length, self.channels),
        )
    }

    /// Rows whose input and gradient fit the first-level cache together.
    fn rows_at_once(&self) -> usize {
        const FIRST_LEVEL_FLOATS: usize = 6 * 1024;
        (FIRST_LEVEL_FLOATS / (self.input_row + self.gradient_row).max(1)).clamp(1, self.rows.max(1))
    }
}

/// Which instructions the loops were compiled for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kernels {
    Portable,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    #[cfg(target_arch = "x86_64")]
    Avx512,
}

impl Kernels {
    /// The fastest that this processor has.
    pub(crate) fn detect() -> Self {
        Self::available().pop().unwrap_or(Self::Portable)
    }

    /// All that this processor has, slowest first.
    pub(crate) fn available() -> Vec<Self> {
        #[allow(unused_mut, reason = "other processors have the portable loops only")]
        let mut kernels = vec![Self::Portable];
        #[cfg(target_arch = "x86_64")]
        {
            let avx2 = std::arch::is_x86_feature_detected!("avx2") && std::arch::is_x86_feature_detected!("fma");
            if avx2 {
                kernels.push(Self::Avx2);
            }
            if avx2 && std::arch::is_x86_feature_detected!("avx512f") {
                kernels.push(Self::Avx512);
            }
        }
        kernels
    }

    /// Convolves one image.
    ///
    /// # Panics
    /// When a slice is shorter than the plan's offsets need: the caller built a wrong plan.
    pub(crate) fn convolve(self, plan: &Convolution, input: &[f32], weights: &[f32], output: &mut [f32], start: &Start<'_>) {
        let (input_length, weight_length, output_length) = plan.extents();
        assert!(input.len() >= input_length && weights.len() >= weight_length && output.len() >= output_length);
        assert!(plan.channels.is_multiple_of(LANES));
        if let Start::From(source) = start {
            assert!(source.len() >= output_length);
        }
        match self {
            Self::Portable => plain::convolve(plan, input, weights, output, start),
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => x86::avx2::convolve(plan, input, weights, output, start),
            #[cfg(target_arch = "x86_64")]
            Self::Avx512 => x86::avx512::convolve(plan, input, weights, output, start),
        }
    }

    /// Adds one image's contribution to the gradient of the weights.
    ///
    /// # Panics
    /// When a slice is shorter than the plan's offsets need.
    pub(crate) fn accumulate_weights(self, plan: &WeightGradient, input: &[f32], gradient: &[f32], weights: &mut [f32]) {
        let (input_length, gradient_length, weight_length) = plan.extents();
        assert!(input.len() >= input_length && gradient.len() >= gradient_length && weights.len() >= weight_length);
        assert!(plan.channels.is_multiple_of(LANES));
        let step = plan.rows_at_once();
        let mut row = 0;
        while row < plan.rows {
            let part = WeightGradient {
                rows: step.min(plan.rows - row),
                input_start: plan.input_start + row * plan.input_row,
                gradient_start: plan.gradient_start + row * plan.gradient_row,
                ..*plan
            };
            match self {
                Self::Portable => plain::accumulate_weights(&part, input, gradient, weights),
                #[cfg(target_arch = "x86_64")]
                Self::Avx2 => x86::avx2::accumulate_weights(&part, input, gradient, weights),
                #[cfg(target_arch = "x86_64")]
                Self::Avx512 => x86::avx512::accumulate_weights(&part, input, gradient, weights),
            }
            row += step;
        }
    }
}

/// Chooses the version of a plain loop.
macro_rules! choose {
    ($($(#[$comment:meta])* $name:ident($($argument:ident: $type:ty),*);)*) => {
        impl Kernels {
            $($(#[$comment])* pub(crate) fn $name(self, $($argument: $type),*) {
                match self {
                    Self::Portable => channels::$name($($argument),*),
                    #[cfg(target_arch = "x86_64")]
                    Self::Avx2 => x86::avx2::$name($($argument),*),
                    #[cfg(target_arch = "x86_64")]
                    Self::Avx512 => x86::avx512::$name($($argument),*),
                }
            })*
        }
    };
}

choose! {
    /// See [`channels::moments`].
    moments(values: &[f32], channels: usize, sums: &mut [f32]);
    /// See [`channels::normalize_rectify`].
    normalize_rectify(values: &[f32], scale: &[f32], shift: &[f32], output: &mut [f32]);
    /// See [`channels::normalize_add_rectify`].
    normalize_add_rectify(values: &[f32], scale: &[f32], shift: &[f32], term: &[f32], output: &mut [f32]);
    /// See [`channels::normalize_both_rectify`].
    normalize_both_rectify(values: &[f32], others: &[f32], factors: [&[f32]; 4], output: &mut [f32]);
    /// See [`channels::rectify_products`].
    rectify_products(gradient: &mut [f32], output: &[f32], values: &[f32], mean: &[f32], sums: &mut [f32]);
    /// See [`channels::products`].
    products(gradient: &[f32], values: &[f32], mean: &[f32], sums: &mut [f32]);
    /// See [`channels::rectify_backward`].
    rectify_backward(gradient: &mut [f32], values: &[f32], scale: &[f32], shift: &[f32], mean: &[f32], sums: &mut [f32]);
    /// See [`channels::normalize_backward`].
    normalize_backward(gradient: &[f32], values: &[f32], factors: &InputGradient, add: bool, output: &mut [f32]);
}

/// Divides `count` things into tiles of at most `largest` whose sizes differ by one at most, and calls `each` with the
/// start and the size of every tile.
fn tiles(count: usize, largest: usize, mut each: impl FnMut(usize, usize)) {
    let parts = count.div_ceil(largest);
    for part in 0..parts {
        let from = part * count / parts;
        let to = (part + 1) * count / parts;
        each(from, to - from);
    }
}

#[cfg(test)]
mod tests;
