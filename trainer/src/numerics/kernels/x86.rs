//! The loops with vector instructions. The only module of the crate with unchecked memory access: offsets come from
//! plans whose extents [`super::Kernels`] has compared with the slices before it calls in here.
#![expect(unsafe_code, reason = "vector loads through pointers; bounds are asserted by the only caller")]

use super::{
    Convolution, LANES, Start, WeightGradient,
    channels::{self, InputGradient},
    tiles,
};

/// Compiles plain loops for the named features.
macro_rules! versions {
    ($features:literal, $($name:ident($($argument:ident: $type:ty),*);)*) => {
        $(pub(in super::super) fn $name($($argument: $type),*) {
            #[target_feature(enable = $features)]
            fn version($($argument: $type),*) {
                channels::$name($($argument),*);
            }
            // SAFETY: the processor has the features (`Kernels::available`).
            unsafe { version($($argument),*) }
        })*
    };
}

/// Writes one module of loops for vectors of `$width` elements. `$pixels` is the largest tile of pixels and `$positions` of window
/// positions: as many as keep all sums in registers. `$panels` panels are computed at once where the layer has them.
macro_rules! loops {
    ($name:ident, $features:literal, $width:literal, $panels:literal, [$($size:literal)*], $largest:literal, [$($index:literal)*],
     $zero:ident, $load:ident, $store:ident, $broadcast:ident, $multiply_add:ident, $add:ident) => {
        #[allow(clippy::int_plus_one, clippy::modulo_one, reason = "the numbers differ between the versions")]
        pub(super) mod $name {
            use super::{Convolution, InputGradient, LANES, Start, WeightGradient, channels, tiles};
            use std::arch::x86_64::{$add, $broadcast, $load, $multiply_add, $store, $zero};

            versions! { $features,
                moments(values: &[f32], channels: usize, sums: &mut [f32]);
                normalize_rectify(values: &[f32], scale: &[f32], shift: &[f32], output: &mut [f32]);
                normalize_add_rectify(values: &[f32], scale: &[f32], shift: &[f32], term: &[f32], output: &mut [f32]);
                normalize_both_rectify(values: &[f32], others: &[f32], factors: [&[f32]; 4], output: &mut [f32]);
                rectify_products(gradient: &mut [f32], output: &[f32], values: &[f32], mean: &[f32], sums: &mut [f32]);
                products(gradient: &[f32], values: &[f32], mean: &[f32], sums: &mut [f32]);
                rectify_backward(gradient: &mut [f32], values: &[f32], scale: &[f32], shift: &[f32], mean: &[f32], sums: &mut [f32]);
                normalize_backward(gradient: &[f32], values: &[f32], factors: &InputGradient, add: bool, output: &mut [f32]);
            }

            /// Vectors in one panel.
            const VECTORS: usize = LANES / $width;

            pub(in super::super) fn convolve(plan: &Convolution, input: &[f32], weights: &[f32], output: &mut [f32], start: &Start<'_>) {
                let input = input.as_ptr();
                let source = match start {
                    Start::Zero => std::ptr::null(),
                    Start::Output => output.as_ptr(),
                    Start::From(source) => source.as_ptr(),
                };
                let output = output.as_mut_ptr();
                let panels = plan.channels / LANES;
                let mut panel = 0;
                while panel < panels {
                    let wide = panel + $panels <= panels;
                    // SAFETY: the start of a panel is within the weights, whose length the caller has asserted.
                    let weights = unsafe { weights.as_ptr().add(panel * plan.panel_stride) };
                    tiles(plan.pixels.len(), $largest, |from, size| {
                        let pixels = &plan.pixels[from..from + size];
                        // SAFETY: the processor has the features (`Kernels::available`), and every offset of the plan is
                        // within the slices (`Kernels::convolve` asserts the extents).
                        unsafe {
                            match (size, wide) {
                                $(($size, true) => pixel_tile::<$size, { $panels * VECTORS }>(plan, pixels, panel, input, weights, source, output),
                                  ($size, false) => pixel_tile::<$size, VECTORS>(plan, pixels, panel, input, weights, source, output),)*
                                _ => unreachable!("a tile is never larger than the largest"),
                            }
                        }
                    });
                    panel += if wide { $panels } else { 1 };
                }
            }

            #[target_feature(enable = $features)]
            unsafe fn pixel_tile<const PIXELS: usize, const COUNT: usize>(
                plan: &Convolution, pixels: &[super::super::Pixel], panel: usize,
                input: *const f32, weights: *const f32, source: *const f32, output: *mut f32,
            ) {
                // SAFETY: as in the caller.
                unsafe {
                    let mut sums = [[$zero(); COUNT]; PIXELS];
                    let mut window = [input; PIXELS];
                    $(if $index < PIXELS {
                        let place = pixels.get_unchecked($index);
                        window[$index] = input.add(place.input);
                        if !source.is_null() {
                            for vector in 0..COUNT {
                                sums[$index][vector] = $load(source.add(place.output + panel * LANES + vector * $width));
                            }
                        }
                    })*
                    let mut weights = weights;
                    for _ in 0..plan.segments {
                        for position in 0..plan.segment_length {
                            let mut row = [$zero(); COUNT];
                            for vector in 0..COUNT {
                                row[vector] = $load(weights.add(vector / VECTORS * plan.panel_stride + vector % VECTORS * $width));
                            }
                            $(if $index < PIXELS {
                                let value = $broadcast(*window[$index].add(position));
                                for vector in 0..COUNT {
                                    sums[$index][vector] = $multiply_add(value, row[vector], sums[$index][vector]);
                                }
                            })*
                            weights = weights.add(LANES);
                        }
                        $(if $index < PIXELS {
                            window[$index] = window[$index].wrapping_add(plan.segment_stride);
                        })*
                    }
                    $(if $index < PIXELS {
                        let place = pixels.get_unchecked($index);
                        for vector in 0..COUNT {
                            $store(output.add(place.output + panel * LANES + vector * $width), sums[$index][vector]);
                        }
                    })*
                }
            }

            pub(in super::super) fn accumulate_weights(plan: &WeightGradient, input: &[f32], gradient: &[f32], weights: &mut [f32]) {
                let panels = plan.channels / LANES;
                let mut panel = 0;
                while panel < panels {
                    let wide = panel + $panels <= panels;
                    for segment in 0..plan.segments {
                        tiles(plan.segment_length, $largest, |from, size| {
                            // SAFETY: the processor has the features, and every offset of the plan is within the slices
                            // (`Kernels::accumulate_weights` asserts the extents).
                            unsafe {
                                let input = input.as_ptr().add(plan.input_start + segment * plan.segment_stride + from);
                                let gradient = gradient.as_ptr().add(plan.gradient_start + panel * LANES);
                                let weights = weights.as_mut_ptr().add(panel * plan.panel_stride + (segment * plan.segment_length + from) * LANES);
                                match (size, wide) {
                                    $(($size, true) => position_tile::<$size, { $panels * VECTORS }>(plan, input, gradient, weights),
                                      ($size, false) => position_tile::<$size, VECTORS>(plan, input, gradient, weights),)*
                                    _ => unreachable!("a tile is never larger than the largest"),
                                }
                            }
                        });
                    }
                    panel += if wide { $panels } else { 1 };
                }
            }

            #[target_feature(enable = $features)]
            unsafe fn position_tile<const POSITIONS: usize, const COUNT: usize>(
                plan: &WeightGradient, input: *const f32, gradient: *const f32, weights: *mut f32,
            ) {
                // SAFETY: as in the caller.
                unsafe {
                    let mut sums = [[$zero(); COUNT]; POSITIONS];
                    for row in 0..plan.rows {
                        let mut input = input.add(row * plan.input_row);
                        let mut gradient = gradient.add(row * plan.gradient_row);
                        for _ in 0..plan.columns {
                            let mut vectors = [$zero(); COUNT];
                            for vector in 0..COUNT {
                                vectors[vector] = $load(gradient.add(vector * $width));
                            }
                            $(if $index < POSITIONS {
                                let value = $broadcast(*input.add($index));
                                for vector in 0..COUNT {
                                    sums[$index][vector] = $multiply_add(value, vectors[vector], sums[$index][vector]);
                                }
                            })*
                            input = input.wrapping_add(plan.input_column);
                            gradient = gradient.wrapping_add(plan.gradient_column);
                        }
                    }
                    $(if $index < POSITIONS {
                        for vector in 0..COUNT {
                            let place = weights.add($index * LANES + vector / VECTORS * plan.panel_stride + vector % VECTORS * $width);
                            $store(place, $add($load(place), sums[$index][vector]));
                        }
                    })*
                }
            }
        }
    };
}

loops!(avx2, "avx2,fma", 8, 1, [1 2 3 4 5 6], 6, [0 1 2 3 4 5],
    _mm256_setzero_ps, _mm256_loadu_ps, _mm256_storeu_ps, _mm256_set1_ps, _mm256_fmadd_ps, _mm256_add_ps);
loops!(avx512, "avx512f", 16, 2, [1 2 3 4 5 6 7 8 9 10 11 12], 12, [0 1 2 3 4 5 6 7 8 9 10 11],
    _mm512_setzero_ps, _mm512_loadu_ps, _mm512_storeu_ps, _mm512_set1_ps, _mm512_fmadd_ps, _mm512_add_ps);
