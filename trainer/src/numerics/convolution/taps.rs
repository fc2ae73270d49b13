//! Windows computed one place at a time, over those pixels that the place reaches.

use std::ops::Range;

use super::{Maps, Pass, Phase};
use crate::numerics::{
    feature_map::FeatureMap,
    kernels::{Convolution, LANES, Pixel, WeightGradient},
    window::Window,
};

/// The positions of a window along one side at which a place inside it meets a pixel.
fn reached(window: Window, tap: usize, positions: usize, side: usize) -> Range<usize> {
    let mut reached = (0..positions).filter(|position| window.pixel(*position, tap, side).is_some());
    let first = reached.next().unwrap_or(0);
    first..reached.next_back().map_or(first + usize::from(window.pixel(first, tap, side).is_some()), |last| last + 1)
}

/// The places of a window, the middle one first: with the usual pads it reaches every pixel.
fn places(window: Window) -> impl Iterator<Item = (usize, usize)> {
    let area = window.kernel * window.kernel;
    let middle = area / 2;
    let order = std::iter::once(middle).chain((0..area).filter(move |tap| *tap != middle));
    order.map(move |tap| (tap / window.kernel, tap % window.kernel))
}

/// The offset of an input's pixel, which must be inside.
fn offset(input: FeatureMap, row: usize, column: usize) -> usize {
    input.row(row).start + column * input.channels
}

/// The first pass writes to all pixels of the output, also where its place reaches nothing: it reads a pixel inside, and no
/// element of it.
pub(super) fn forward(window: Window, maps: Maps) -> Vec<Pass<Convolution>> {
    let Maps { input, output, .. } = maps;
    let pass = |pixels: Vec<Pixel>, segments: usize, (row, column): (usize, usize)| Pass {
        plan: Convolution {
            pixels,
            segments,
            segment_length: input.channels,
            segment_stride: 0,
            panel_stride: window.kernel * window.kernel * input.channels * LANES,
            channels: output.channels,
        },
        weights: (row * window.kernel + column) * input.channels * LANES,
    };
    let mut passes = Vec::new();
    for (number, (row_tap, column_tap)) in places(window).enumerate() {
        let rows = reached(window, row_tap, output.height, input.height);
        let columns = reached(window, column_tap, output.width, input.width);
        let is_whole = rows.len() == output.height && columns.len() == output.width;
        if number == 0 && !is_whole {
            let all = (0..output.height).flat_map(|row| (0..output.width).map(move |column| (row, column)));
            let pixels = all.map(|(row, column)| Pixel { input: 0, output: offset(output, row, column) }).collect();
            passes.push(pass(pixels, 0, (0, 0)));
        }
        let mut pixels = Vec::with_capacity(rows.len() * columns.len());
        for row in rows {
            for column in columns.clone() {
                let from = window.pixel(row, row_tap, input.height).zip(window.pixel(column, column_tap, input.width));
                if let Some((y, x)) = from {
                    pixels.push(Pixel { input: offset(input, y, x), output: offset(output, row, column) });
                }
            }
        }
        if !pixels.is_empty() {
            passes.push(pass(pixels, 1, (row_tap, column_tap)));
        }
    }
    passes
}

pub(super) fn weights(window: Window, maps: Maps) -> Vec<Pass<WeightGradient>> {
    let Maps { input, output, output_gradient, .. } = maps;
    let mut passes = Vec::new();
    for (row_tap, column_tap) in places(window) {
        let rows = reached(window, row_tap, output.height, input.height);
        let columns = reached(window, column_tap, output.width, input.width);
        let first = window.pixel(rows.start, row_tap, input.height).zip(window.pixel(columns.start, column_tap, input.width));
        let Some((y, x)) = first.filter(|_| !rows.is_empty() && !columns.is_empty()) else { continue };
        let plan = WeightGradient {
            rows: rows.len(),
            columns: columns.len(),
            input_start: offset(input, y, x),
            input_row: window.stride * input.row_length(),
            input_column: window.stride * input.channels,
            gradient_start: offset(output_gradient, rows.start, columns.start),
            gradient_row: output_gradient.row_length(),
            gradient_column: output_gradient.channels,
            segments: 1,
            segment_length: input.channels,
            segment_stride: 0,
            panel_stride: window.kernel * window.kernel * input.channels * LANES,
            channels: output.channels,
        };
        passes.push(Pass { plan, weights: (row_tap * window.kernel + column_tap) * input.channels * LANES });
    }
    passes
}

/// One phase for each place: the pixels of the input that it reaches. The first clears those that it does not.
pub(super) fn phases(window: Window, input: FeatureMap, gradient: FeatureMap) -> Vec<Phase> {
    let mut phases = Vec::new();
    let mut weights = 0;
    for (number, (row_tap, column_tap)) in places(window).enumerate() {
        let mut pixels = Vec::new();
        for row in 0..gradient.height {
            for column in 0..gradient.width {
                let to = window.pixel(row, row_tap, input.height).zip(window.pixel(column, column_tap, input.width));
                if let Some((y, x)) = to {
                    pixels.push(Pixel { input: offset(gradient, row, column), output: offset(input, y, x) });
                }
            }
        }
        let plan = |pixels: Vec<Pixel>, segments: usize| Convolution {
            pixels,
            segments,
            segment_length: gradient.channels,
            segment_stride: 0,
            panel_stride: gradient.channels * LANES,
            channels: input.channels,
        };
        let phase = |plan: Convolution, side: usize, adds: bool| Phase {
            row: row_tap,
            column: column_tap,
            rows: side,
            columns: side,
            step: window.dilate,
            offset: weights,
            plan,
            adds,
        };
        let is_whole = pixels.len() == input.pixels();
        if number == 0 && !is_whole {
            let all = (0..input.height).flat_map(|row| (0..input.width).map(move |column| (row, column)));
            let all = all.map(|(row, column)| Pixel { input: 0, output: offset(input, row, column) }).collect();
            phases.push(phase(plan(all, 0), 0, false));
        }
        phases.push(phase(plan(pixels, 1), 1, number > 0 || !is_whole));
        weights += gradient.channels * input.channels;
    }
    phases
}
