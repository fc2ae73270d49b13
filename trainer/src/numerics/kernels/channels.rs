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

/// Adds the sums of the values and of their squares to the two halves of `sums`.
#[inline(always)]
pub(super) fn moments(values: &[f32], channels: usize, sums: &mut [f32]) {
    let (plain, squared) = sums.split_at_mut(channels);
    for index in 0..channels / LANES {
        let (mut sum, mut square) = ([0.0; LANES], [0.0; LANES]);
        for pixel in values.chunks_exact(channels) {
            let values = block(pixel, index);
            for lane in 0..LANES {
                sum[lane] += values[lane];
                square[lane] += values[lane] * values[lane];
            }
        }
        let (plain, squared) = (block_mut(plain, index), block_mut(squared, index));
        for lane in 0..LANES {
            plain[lane] += sum[lane];
            squared[lane] += square[lane];
        }
    }
}

/// `output = max(0, values * scale + shift)`.
#[inline(always)]
pub(super) fn normalize_rectify(values: &[f32], scale: &[f32], shift: &[f32], output: &mut [f32]) {
    let channels = scale.len();
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
    for index in 0..channels / LANES {
        let (scale, shift, mean) = (*block(scale, index), *block(shift, index), *block(mean, index));
        let (mut first, mut second) = ([0.0; LANES], [0.0; LANES]);
        for (pixel, gradient) in values.chunks_exact(channels).zip(gradient.chunks_exact_mut(channels)) {
            let (values, gradient) = (block(pixel, index), block_mut(gradient, index));
            for lane in 0..LANES {
                let passed = if values[lane] * scale[lane] + shift[lane] > 0.0 { gradient[lane] } else { 0.0 };
                gradient[lane] = passed;
                first[lane] += passed;
                second[lane] += passed * (values[lane] - mean[lane]);
            }
        }
        let (plain, product) = (block_mut(plain, index), block_mut(product, index));
        for lane in 0..LANES {
            plain[lane] += first[lane];
            product[lane] += second[lane];
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
    for index in 0..channels / LANES {
        let direct = *block(&factors.direct, index);
        let slope = *block(&factors.slope, index);
        let offset = *block(&factors.offset, index);
        let pixels = gradient.chunks_exact(channels).zip(values.chunks_exact(channels)).zip(output.chunks_exact_mut(channels));
        if add {
            for ((gradient, values), output) in pixels {
                let (gradient, values, output) = (block(gradient, index), block(values, index), block_mut(output, index));
                for lane in 0..LANES {
                    output[lane] += gradient[lane] * direct[lane] + (values[lane] * slope[lane] + offset[lane]);
                }
            }
        } else {
            for ((gradient, values), output) in pixels {
                let (gradient, values, output) = (block(gradient, index), block(values, index), block_mut(output, index));
                for lane in 0..LANES {
                    output[lane] = gradient[lane] * direct[lane] + (values[lane] * slope[lane] + offset[lane]);
                }
            }
        }
    }
}
