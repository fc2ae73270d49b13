//! Dense windows: contiguous stretches of an input with a border.

use super::{Maps, Pass, Phase};
use crate::numerics::{
    feature_map::FeatureMap,
    kernels::{Convolution, LANES, Pixel, WeightGradient},
    window::Window,
};

/// Where the first window begins in the input.
fn start(window: Window, input: FeatureMap) -> usize {
    let inset = input.border - window.pad;
    inset * input.row_length() + inset * input.channels
}

pub(super) fn forward(window: Window, maps: Maps) -> Pass<Convolution> {
    let Maps { input, output, .. } = maps;
    let Window { kernel, stride, .. } = window;
    let start = start(window, input);
    let mut pixels = Vec::with_capacity(output.pixels());
    for row in 0..output.height {
        for column in 0..output.width {
            pixels.push(Pixel {
                input: start + row * stride * input.row_length() + column * stride * input.channels,
                output: output.row(row).start + column * output.channels,
            });
        }
    }
    let segment_length = kernel * input.channels;
    let plan = Convolution {
        pixels,
        segments: kernel,
        segment_length,
        segment_stride: input.row_length(),
        panel_stride: kernel * segment_length * LANES,
        channels: output.channels,
    };
    Pass { plan, weights: 0 }
}

pub(super) fn weights(window: Window, maps: Maps) -> Pass<WeightGradient> {
    let Maps { input, output, output_gradient, .. } = maps;
    let Window { kernel, stride, .. } = window;
    let segment_length = kernel * input.channels;
    let plan = WeightGradient {
        rows: output.height,
        columns: output.width,
        input_start: start(window, input),
        input_row: stride * input.row_length(),
        input_column: stride * input.channels,
        gradient_start: output_gradient.row(0).start,
        gradient_row: output_gradient.row_length(),
        gradient_column: output.channels,
        segments: kernel,
        segment_length,
        segment_stride: input.row_length(),
        panel_stride: kernel * segment_length * LANES,
        channels: output.channels,
    };
    Pass { plan, weights: 0 }
}

/// One phase for each remainder of a pixel's row and column modulo the stride: its pixels are touched by the same places of
/// the window.
pub(super) fn phases(window: Window, input: FeatureMap, gradient: FeatureMap) -> Vec<Phase> {
    let Window { kernel, stride, pad, .. } = window;
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
                panel_stride: rows * columns * gradient.channels * LANES,
                channels: input.channels,
            };
            phases.push(Phase { row, column, rows, columns, step: stride, offset, plan, adds: false });
            offset += rows * columns * gradient.channels * input.channels;
        }
    }
    phases
}
