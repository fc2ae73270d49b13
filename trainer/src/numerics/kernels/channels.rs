//! The loops of batch normalisation over rows of pixels. The bodies are plain Rust; [`super::Kernels`] calls versions of
//! them that the compiler has vectorised for the processor. All channel counts are multiples of [`LANES`].

use super::LANES;

/// The [`LANES`] channels of a block, as an array whose length the compiler knows.
#[inline(always)]
fn block(values: &[f32], block: usize) -> &[f32; LANES] {
    values[block * LANES..].first_chunk().expect("the channels are a multiple of the lanes")
}

#[inline(always)]
fn block_mut(values: &mut [f32], block: usize) -> &mut [f32; LANES] {
    values[block * LANES..].first_chunk_mut().expect("the channels are a multiple of the lanes")
}

/// Elements of whole pixels that are gone through at once. All channels of few pixels follow each other in memory; all pixels
/// of few channels, in an image with many channels, are each on a page of their own.
#[inline(always)]
fn tile(channels: usize) -> usize {
    const ELEMENTS: usize = 4096;
    (ELEMENTS / channels).clamp(8, 256) * channels
}

/// Adds the sums of the values and of their squares to the two halves of `sums`.
#[inline(always)]
pub(super) fn moments(values: &[f32], channels: usize, sums: &mut [f32]) {
    let (plain, squared) = sums.split_at_mut(channels);
    for values in values.chunks(tile(channels)) {
        for index in 0..channels / LANES {
            let (plain, squared) = (block_mut(plain, index), block_mut(squared, index));
            let (mut sum, mut square) = (*plain, *squared);
            for pixel in values.chunks_exact(channels) {
                let values = block(pixel, index);
                for lane in 0..LANES {
                    sum[lane] += values[lane];
                    square[lane] += values[lane] * values[lane];
                }
            }
            (*plain, *squared) = (sum, square);
        }
    }
}

/// `output = max(0, values * scale + shift)`.
#[inline(always)]
pub(super) fn normalize_rectify(values: &[f32], scale: &[f32], shift: &[f32], output: &mut [f32]) {
    let channels = scale.len();
    for (values, output) in values.chunks(tile(channels)).zip(output.chunks_mut(tile(channels))) {
        for index in 0..channels / LANES {
            let (scale, shift) = (*block(scale, index), *block(shift, index));
            for (pixel, output) in values.chunks_exact(channels).zip(output.chunks_exact_mut(channels)) {
                let (values, output) = (block(pixel, index), block_mut(output, index));
                for lane in 0..LANES {
                    output[lane] = (values[lane] * scale[lane] + shift[lane]).max(0.0);
                }
            }
        }
    }
}

/// `output = max(0, values * scale + shift + term)`.
#[inline(always)]
pub(super) fn normalize_add_rectify(values: &[f32], scale: &[f32], shift: &[f32], term: &[f32], output: &mut [f32]) {
    let channels = scale.len();
    let pixels = values.chunks_exact(channels).zip(term.chunks_exact(channels)).zip(output.chunks_exact_mut(channels));
    for ((values, term), output) in pixels {
        for index in 0..channels / LANES {
            let (scale, shift) = (block(scale, index), block(shift, index));
            let (values, term, output) = (block(values, index), block(term, index), block_mut(output, index));
            for lane in 0..LANES {
                output[lane] = (values[lane] * scale[lane] + shift[lane] + term[lane]).max(0.0);
            }
        }
    }
}

/// `output = max(0, values * scale + shift + others * other scale + other shift)`, with these four in `factors`.
#[inline(always)]
pub(super) fn normalize_both_rectify(values: &[f32], others: &[f32], factors: [&[f32]; 4], output: &mut [f32]) {
    let channels = factors[0].len();
    let pixels = values.chunks_exact(channels).zip(others.chunks_exact(channels)).zip(output.chunks_exact_mut(channels));
    for ((values, others), output) in pixels {
        for index in 0..channels / LANES {
            let [scale, shift, other_scale, other_shift] = factors.map(|factors| block(factors, index));
            let (values, others, output) = (block(values, index), block(others, index), block_mut(output, index));
            for lane in 0..LANES {
                let sum = values[lane] * scale[lane] + shift[lane] + (others[lane] * other_scale[lane] + other_shift[lane]);
                output[lane] = sum.max(0.0);
            }
        }
    }
}

/// Clears the gradient where [`normalize_rectify`] gave zero, and adds the sums of the rest, and of the rest times
/// `values - mean`, to the two halves of `sums`.
#[inline(always)]
pub(super) fn rectify_backward(
    gradient: &mut [f32],
    values: &[f32],
    scale: &[f32],
    shift: &[f32],
    mean: &[f32],
    sums: &mut [f32],
) {
    let channels = scale.len();
    let (plain, product) = sums.split_at_mut(channels);
    for (values, gradient) in values.chunks(tile(channels)).zip(gradient.chunks_mut(tile(channels))) {
        for index in 0..channels / LANES {
            let (scale, shift, mean) = (*block(scale, index), *block(shift, index), *block(mean, index));
            let (plain, product) = (block_mut(plain, index), block_mut(product, index));
            let (mut first, mut second) = (*plain, *product);
            for (pixel, gradient) in values.chunks_exact(channels).zip(gradient.chunks_exact_mut(channels)) {
                let (values, gradient) = (block(pixel, index), block_mut(gradient, index));
                for lane in 0..LANES {
                    let passed = if values[lane] * scale[lane] + shift[lane] > 0.0 { gradient[lane] } else { 0.0 };
                    gradient[lane] = passed;
                    first[lane] += passed;
                    second[lane] += passed * (values[lane] - mean[lane]);
                }
            }
            (*plain, *product) = (first, second);
        }
    }
}

/// Clears the gradient where a rectifier gave zero, which `output` shows, and then does what [`products`] does.
#[inline(always)]
pub(super) fn rectify_products(gradient: &mut [f32], output: &[f32], values: &[f32], mean: &[f32], sums: &mut [f32]) {
    let channels = mean.len();
    let size = tile(channels);
    for ((gradient, output), values) in gradient.chunks_mut(size).zip(output.chunks(size)).zip(values.chunks(size)) {
        for (gradient, output) in gradient.iter_mut().zip(output) {
            *gradient = if *output > 0.0 { *gradient } else { 0.0 };
        }
        products(gradient, values, mean, sums);
    }
}

/// Adds the sums of the gradient, and of the gradient times `values - mean`, to the two halves of `sums`.
#[inline(always)]
pub(super) fn products(gradient: &[f32], values: &[f32], mean: &[f32], sums: &mut [f32]) {
    let channels = mean.len();
    let (plain, product) = sums.split_at_mut(channels);
    for (values, gradient) in values.chunks(tile(channels)).zip(gradient.chunks(tile(channels))) {
        for index in 0..channels / LANES {
            let mean = *block(mean, index);
            let (plain, product) = (block_mut(plain, index), block_mut(product, index));
            let (mut first, mut second) = (*plain, *product);
            for (pixel, gradient) in values.chunks_exact(channels).zip(gradient.chunks_exact(channels)) {
                let (values, gradient) = (block(pixel, index), block(gradient, index));
                for lane in 0..LANES {
                    first[lane] += gradient[lane];
                    second[lane] += gradient[lane] * (values[lane] - mean[lane]);
                }
            }
            (*plain, *product) = (first, second);
        }
    }
}

/// Per-channel factors of the gradient of a normalisation's input: `gradient * direct + values * slope + offset`.
#[derive(Clone, Debug, Default)]
pub(crate) struct InputGradient {
    pub(crate) direct: Vec<f32>,
    pub(crate) slope: Vec<f32>,
    pub(crate) offset: Vec<f32>,
}

/// Writes the gradient of a normalisation's input, or with `add` adds it to what is there.
#[inline(always)]
pub(super) fn normalize_backward(gradient: &[f32], values: &[f32], factors: &InputGradient, add: bool, output: &mut [f32]) {
    let channels = factors.direct.len();
    let size = tile(channels);
    for ((gradient, values), output) in gradient.chunks(size).zip(values.chunks(size)).zip(output.chunks_mut(size)) {
        for index in 0..channels / LANES {
            let direct = *block(&factors.direct, index);
            let slope = *block(&factors.slope, index);
            let offset = *block(&factors.offset, index);
            let pixels =
                gradient.chunks_exact(channels).zip(values.chunks_exact(channels)).zip(output.chunks_exact_mut(channels));
            for ((gradient, values), output) in pixels {
                let (gradient, values, output) = (block(gradient, index), block(values, index), block_mut(output, index));
                for lane in 0..LANES {
                    let value = gradient[lane] * direct[lane] + (values[lane] * slope[lane] + offset[lane]);
                    output[lane] = if add { output[lane] + value } else { value };
                }
            }
        }
    }
}
