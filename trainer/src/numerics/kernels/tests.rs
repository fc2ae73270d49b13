use super::{Convolution, Kernels, LANES, Pixel, Start, WeightGradient};
use crate::random::Random;

fn noise(random: &mut Random, count: usize) -> Vec<f32> {
    (0..count).map(|_| random.gaussian()).collect()
}

fn close(left: &[f32], right: &[f32]) {
    for (index, (left, right)) in left.iter().zip(right).enumerate() {
        assert!((left - right).abs() <= 1e-4 * (1.0 + right.abs()), "element {index}: {left} and {right}");
    }
}

#[test]
fn vector_loops_agree_with_plain_loops_for_every_tile_size() {
    let mut random = Random::new(1);
    for count in 1..30 {
        for panels in 1..4 {
            let channels = panels * LANES;
            let plan = Convolution {
                pixels: (0..count).map(|index| Pixel { input: index * 5, output: index * channels }).collect(),
                segments: 3,
                segment_length: 7,
                segment_stride: 11,
                panel_stride: 21 * LANES,
                channels,
            };
            let input = noise(&mut random, count * 5 + 40);
            let weights = noise(&mut random, 21 * channels);
            let before = noise(&mut random, count * channels);
            for start in [Start::Zero, Start::Output, Start::From(&input.repeat(30))] {
                let mut expected = before.clone();
                Kernels::Portable.convolve(&plan, &input, &weights, &mut expected, &start);
                for kernels in Kernels::available() {
                    let mut output = before.clone();
                    kernels.convolve(&plan, &input, &weights, &mut output, &start);
                    close(&output, &expected);
                }
            }
        }
    }
}

#[test]
fn vector_weight_gradients_agree_with_plain_ones() {
    let mut random = Random::new(2);
    for segment_length in 1..30 {
        for panels in 1..4 {
            let channels = panels * LANES;
            let plan = WeightGradient {
                rows: 5,
                columns: 4,
                input_start: 3,
                input_row: 50,
                input_column: 6,
                gradient_start: 2,
                gradient_row: 5 * channels,
                gradient_column: channels,
                segments: 2,
                segment_length,
                segment_stride: 40,
                panel_stride: 2 * segment_length * LANES,
                channels,
            };
            let input = noise(&mut random, 400);
            let gradient = noise(&mut random, 26 * channels);
            let before = noise(&mut random, 2 * segment_length * channels);
            let mut expected = before.clone();
            Kernels::Portable.accumulate_weights(&plan, &input, &gradient, &mut expected);
            for kernels in Kernels::available() {
                let mut weights = before.clone();
                kernels.accumulate_weights(&plan, &input, &gradient, &mut weights);
                close(&weights, &expected);
            }
        }
    }
}

#[test]
#[should_panic(expected = "assertion failed")]
fn a_plan_that_reaches_beyond_its_slices_is_refused() {
    let plan = Convolution {
        pixels: vec![Pixel { input: 0, output: 0 }],
        segments: 1,
        segment_length: 8,
        segment_stride: 0,
        panel_stride: 8 * LANES,
        channels: LANES,
    };
    Kernels::detect().convolve(&plan, &[0.0; 7], &[0.0; 128], &mut [0.0; 16], &Start::Zero);
}
