use super::*;
use crate::random::Random;

/// Convolution by its definition, in double precision.
fn definition(layer: &ConvolutionLayer, input: &[f32], weights: &[f32]) -> Vec<f64> {
    let (feature_map, out) = (layer.input, layer.output);
    let mut output = vec![0.0; out.length()];
    for y in 0..out.height {
        for x in 0..out.width {
            for o in 0..out.channels {
                let mut sum = 0.0;
                for ky in 0..layer.kernel {
                    for kx in 0..layer.kernel {
                        for i in 0..feature_map.channels {
                            let row = y * layer.stride + ky + feature_map.border - layer.pad;
                            let column = x * layer.stride + kx + feature_map.border - layer.pad;
                            let value = input[row * feature_map.row_length() + column * feature_map.channels + i];
                            let block = o / LANES * layer.kernel * layer.kernel + ky * layer.kernel + kx;
                            sum += f64::from(value) * f64::from(weights[(block * feature_map.channels + i) * LANES + o % LANES]);
                        }
                    }
                }
                output[(y * out.width + x) * out.channels + o] = sum;
            }
        }
    }
    output
}

fn random_image(random: &mut Random, feature_map: FeatureMap) -> Vec<f32> {
    let mut data = vec![0.0; feature_map.length()];
    for row in 0..feature_map.height {
        data[feature_map.row(row)].fill_with(|| random.gaussian());
    }
    data
}

fn layers() -> Vec<ConvolutionLayer> {
    let layer = |kernel, stride, pad, size, channels, border, out| {
        ConvolutionLayer::new(kernel, stride, pad, FeatureMap::new(size, size + 1, channels, border), out)
    };
    vec![
        layer(3, 1, 1, 6, 16, 1, 32),
        layer(3, 2, 1, 6, 16, 1, 32),
        layer(3, 2, 1, 7, 32, 1, 16),
        layer(1, 1, 0, 5, 32, 1, 16),
        layer(1, 2, 0, 6, 16, 1, 32),
        layer(1, 2, 0, 7, 16, 0, 16),
        layer(3, 1, 1, 5, 3, 1, 16),
        layer(7, 2, 3, 12, 3, 3, 16),
    ]
}

#[test]
fn forward_is_the_definition() {
    let mut random = Random::new(3);
    for layer in layers() {
        let input = random_image(&mut random, layer.input);
        let weights: Vec<f32> = (0..layer.weight_length()).map(|_| random.gaussian()).collect();
        let expected = definition(&layer, &input, &weights);
        let mut output = vec![0.0; layer.output.length()];
        layer.forward(Kernels::detect(), &input, &weights, &mut output, &Start::Zero);
        for (value, expected) in output.iter().zip(&expected) {
            assert!((f64::from(*value) - expected).abs() < 1e-4 * (1.0 + expected.abs()), "{layer:?}");
        }
    }
}

/// The layer is linear in its input and in its weights, so a difference quotient of any width is exact but for rounding.
#[test]
fn gradients_agree_with_finite_differences() {
    let mut random = Random::new(4);
    for layer in layers() {
        let mut input = random_image(&mut random, layer.input);
        let mut weights: Vec<f32> = (0..layer.weight_length()).map(|_| random.gaussian()).collect();
        let gradient = random_image(&mut random, layer.gradient());
        let objective = |input: &[f32], weights: &[f32]| -> f64 {
            let output = definition(&layer, input, weights);
            let rows = (0..layer.output.height).flat_map(|row| gradient[layer.gradient().row(row)].iter());
            output.iter().zip(rows).map(|(value, factor)| value * f64::from(*factor)).sum()
        };
        let kernels = Kernels::detect();
        let mut weight_gradient = vec![0.0; weights.len()];
        layer.accumulate(kernels, &input, &gradient, &mut weight_gradient);
        for _ in 0..40 {
            let index = random.below(weights.len());
            let kept = weights[index];
            weights[index] = kept + 0.5;
            let above = objective(&input, &weights);
            weights[index] = kept - 0.5;
            let below = objective(&input, &weights);
            weights[index] = kept;
            let expected = above - below;
            assert!((f64::from(weight_gradient[index]) - expected).abs() < 1e-3 * (1.0 + expected.abs()), "{layer:?}");
        }
        if !layer.input.channels.is_multiple_of(LANES) {
            continue;
        }
        let mut transposed = vec![0.0; weights.len()];
        layer.transpose(&weights, &mut transposed);
        let inner = layer.input.bordered(0);
        let mut input_gradient = vec![f32::NAN; inner.length()];
        layer.backward(kernels, &gradient, &transposed, &mut input_gradient, &Start::Zero);
        let once = input_gradient.clone();
        layer.backward(kernels, &gradient, &transposed, &mut input_gradient, &Start::Output);
        for _ in 0..40 {
            let (row, within) = (random.below(inner.height), random.below(inner.width * inner.channels));
            let index = layer.input.row(row).start + within;
            let kept = input[index];
            input[index] = kept + 0.5;
            let above = objective(&input, &weights);
            input[index] = kept - 0.5;
            let below = objective(&input, &weights);
            input[index] = kept;
            let expected = above - below;
            let place = inner.row(row).start + within;
            assert!((f64::from(once[place]) - expected).abs() < 1e-3 * (1.0 + expected.abs()), "{layer:?}");
            assert!((f64::from(input_gradient[place]) - 2.0 * expected).abs() < 2e-3 * (1.0 + expected.abs()), "{layer:?}");
        }
    }
}
