use super::*;
use crate::random::Random;

/// Convolution by its definition, in double precision.
fn definition(layer: &ConvolutionLayer, input: &[f32], weights: &[f32]) -> Vec<f64> {
    let (feature_map, out, window) = (layer.maps.input, layer.maps.output, layer.window);
    let kernel = window.kernel;
    let mut output = vec![0.0; out.length()];
    for y in 0..out.height {
        for x in 0..out.width {
            for o in 0..out.channels {
                let mut sum = 0.0;
                for ky in 0..kernel {
                    for kx in 0..kernel {
                        for i in 0..feature_map.channels {
                            let pixel = window.pixel(y, ky, feature_map.height).zip(window.pixel(x, kx, feature_map.width));
                            let Some((row, column)) = pixel else { continue };
                            let value = input[feature_map.row(row).start + column * feature_map.channels + i];
                            let block = o / LANES * kernel * kernel + ky * kernel + kx;
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

fn layer(window: Window, size: usize, channels: usize, border: usize, out: usize) -> ConvolutionLayer {
    let input = FeatureMap::new(size, size + 1, channels, border);
    let output = FeatureMap::new(window.places(size), window.places(size + 1), out, 0);
    let input_gradient = channels.is_multiple_of(LANES).then(|| input.bordered(window.kernel % 2));
    let output_gradient = output.bordered(gradient_border(window));
    ConvolutionLayer::new(window, Maps { input, output, input_gradient, output_gradient })
}

fn layers() -> Vec<ConvolutionLayer> {
    let dilated = |stride, pad, dilate| Window { dilate, ..Window::new(3, stride, pad) };
    vec![
        layer(Window::new(3, 1, 1), 6, 16, 1, 32),
        layer(Window::new(3, 2, 1), 6, 16, 1, 32),
        layer(Window::new(3, 2, 1), 7, 32, 1, 16),
        layer(Window::new(1, 1, 0), 5, 32, 1, 16),
        layer(Window::new(1, 2, 0), 6, 16, 1, 32),
        layer(Window::new(1, 2, 0), 7, 16, 0, 16),
        layer(Window::new(3, 1, 1), 5, 3, 1, 16),
        layer(Window::new(7, 2, 3), 12, 3, 3, 16),
        layer(Window::new(3, 1, 0), 6, 16, 1, 16),
        // By taps: without the border, and with gaps; the last ones leave some pixels out.
        layer(Window::new(3, 1, 1), 6, 16, 0, 32),
        layer(Window::new(3, 2, 1), 6, 16, 0, 32),
        layer(dilated(1, 2, 2), 7, 16, 0, 32),
        layer(dilated(1, 6, 6), 5, 32, 1, 16),
        layer(dilated(2, 2, 2), 8, 16, 0, 16),
        layer(dilated(1, 0, 2), 7, 16, 0, 16),
    ]
}

#[test]
fn forward_is_the_definition() {
    let mut random = Random::new(3);
    for layer in layers() {
        let input = random_image(&mut random, layer.maps.input);
        let weights: Vec<f32> = (0..layer.weight_length()).map(|_| random.gaussian()).collect();
        let expected = definition(&layer, &input, &weights);
        let mut output = vec![0.0; layer.maps.output.length()];
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
        let mut input = random_image(&mut random, layer.maps.input);
        let mut weights: Vec<f32> = (0..layer.weight_length()).map(|_| random.gaussian()).collect();
        let gradient = random_image(&mut random, layer.maps.output_gradient);
        let objective = |input: &[f32], weights: &[f32]| -> f64 {
            let output = definition(&layer, input, weights);
            let rows = (0..layer.maps.output.height).flat_map(|row| gradient[layer.maps.output_gradient.row(row)].iter());
            output.iter().zip(rows).map(|(value, factor)| value * f64::from(*factor)).sum()
        };
        let kernels = Kernels::detect();
        let mut weight_gradient = vec![0.0; weights.len()];
        layer.accumulate(kernels, &input, &gradient, &mut weight_gradient);
        let mut by_panels = vec![0.0; weights.len()];
        for (first, panel) in by_panels.chunks_exact_mut(layer.panel_length()).enumerate() {
            layer.accumulate_panels(kernels, &input, &gradient, first, panel);
        }
        assert_eq!(by_panels, weight_gradient);
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
        let mut transposed = vec![0.0; weights.len()];
        layer.transpose(&weights, &mut transposed);
        let Some(inner) = layer.maps.input_gradient else { continue };
        let mut input_gradient = vec![f32::NAN; inner.length()];
        layer.backward(kernels, &gradient, &transposed, &mut input_gradient, &Start::Zero);
        let once = input_gradient.clone();
        layer.backward(kernels, &gradient, &transposed, &mut input_gradient, &Start::Output);
        for _ in 0..40 {
            let (row, within) = (random.below(inner.height), random.below(inner.width * inner.channels));
            let index = layer.maps.input.row(row).start + within;
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
