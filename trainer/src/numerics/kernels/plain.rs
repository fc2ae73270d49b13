//! The loops in plain Rust, for processors without AVX2. They are also what the others are tested against.

use super::{Convolution, LANES, Start, WeightGradient};

pub(super) fn convolve(plan: &Convolution, input: &[f32], weights: &[f32], output: &mut [f32], start: &Start<'_>) {
    let depth = plan.segments * plan.segment_length;
    for panel in 0..plan.channels / LANES {
        let weights = &weights[panel * plan.panel_stride..][..depth * LANES];
        for pixel in &plan.pixels {
            let at = pixel.output + panel * LANES;
            let mut sum = [0.0_f32; LANES];
            match start {
                Start::Zero => {}
                Start::Output => sum.copy_from_slice(&output[at..at + LANES]),
                Start::From(source) => sum.copy_from_slice(&source[at..at + LANES]),
            }
            for (segment, weights) in weights.chunks_exact(plan.segment_length * LANES).enumerate() {
                let input = &input[pixel.input + segment * plan.segment_stride..][..plan.segment_length];
                for (value, row) in input.iter().zip(weights.chunks_exact(LANES)) {
                    for (sum, weight) in sum.iter_mut().zip(row) {
                        *sum += value * weight;
                    }
                }
            }
            output[at..at + LANES].copy_from_slice(&sum);
        }
    }
}

pub(super) fn accumulate_weights(plan: &WeightGradient, input: &[f32], gradient: &[f32], weights: &mut [f32]) {
    let depth = plan.segments * plan.segment_length;
    for panel in 0..plan.channels / LANES {
        let weights = &mut weights[panel * plan.panel_stride..][..depth * LANES];
        for row in 0..plan.rows {
            for column in 0..plan.columns {
                let from = plan.gradient_start + row * plan.gradient_row + column * plan.gradient_column + panel * LANES;
                let gradient = &gradient[from..from + LANES];
                let window = plan.input_start + row * plan.input_row + column * plan.input_column;
                for (segment, weights) in weights.chunks_exact_mut(plan.segment_length * LANES).enumerate() {
                    let input = &input[window + segment * plan.segment_stride..][..plan.segment_length];
                    for (value, row) in input.iter().zip(weights.chunks_exact_mut(LANES)) {
                        for (sum, gradient) in row.iter_mut().zip(gradient) {
                            *sum += value * gradient;
                        }
                    }
                }
            }
        }
    }
}
