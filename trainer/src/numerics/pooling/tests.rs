use super::*;
use crate::random::Random;

#[test]
fn largest_values_pass_their_gradient_back() {
    // The last one has a window that begins inside and ends outside.
    let (large, small) = (Window::new(3, 2, 1), Window::new(2, 2, 0));
    for (height, width, window, wider) in [(6, 8, large, 0), (7, 5, large, 0), (6, 6, small, 0), (6, 7, small, 1)] {
        let mut random = Random::new(6);
        let map = |height, width| FeatureMap::new(height, width, 16, 1);
        let output = map(window.places(height), window.places(width) + wider).bordered(0);
        let layer = MaxPooling { window, input: map(height, width), output };
        let mut input = vec![0.0; layer.input.length()];
        for row in 0..height {
            input[layer.input.row(row)].fill_with(|| random.gaussian().max(0.0));
        }
        let from = layer.output.bordered(1);
        let factors: Vec<f32> = (0..from.length()).map(|_| random.gaussian()).collect();
        let (mut output, mut places) = (vec![0.0; layer.output.length()], vec![0; layer.output.length()]);
        let mut objective = |input: &[f32]| -> f64 {
            layer.forward(input, &mut output, &mut places);
            let rows = (0..from.height).flat_map(|row| &factors[from.row(row)]);
            output.iter().zip(rows).map(|(value, factor)| f64::from(*value) * f64::from(*factor)).sum()
        };
        objective(&input);
        let mut quotients = Vec::new();
        for _ in 0..60 {
            let (row, within) = (random.below(height), random.below(width * 16));
            let place = layer.input.row(row).start + within;
            let kept = input[place];
            // Zeros lie at the rectifier's corner, where the gradient is masked anyway.
            if kept == 0.0 {
                continue;
            }
            input[place] = kept + 1e-3;
            let above = objective(&input);
            input[place] = kept - 1e-3;
            let below = objective(&input);
            input[place] = kept;
            quotients.push((row * width * 16 + within, (above - below) / 2e-3));
        }
        objective(&input);
        let to = layer.input.bordered(0);
        let mut gradient = vec![0.0; to.length()];
        layer.backward(&factors, from, &places, to, &mut gradient);
        for (place, expected) in quotients {
            assert!((f64::from(gradient[place]) - expected).abs() < 1e-2 * (1.0 + expected.abs()));
        }
    }
}

#[test]
fn the_average_shares_its_gradient_evenly() {
    let feature_map = FeatureMap::new(2, 2, 2, 1);
    let mut image = vec![9.0; feature_map.length()];
    image[feature_map.row(0)].copy_from_slice(&[1.0, 10.0, 2.0, 20.0]);
    image[feature_map.row(1)].copy_from_slice(&[3.0, 30.0, 6.0, 60.0]);
    let mut means = [0.0; 2];
    average(feature_map, &image, &mut means);
    assert_eq!(means, [3.0, 30.0]);
    let mut gradient = [0.0; 8];
    average_backward(feature_map, &[4.0, 8.0], &mut gradient);
    assert_eq!(gradient, [1.0, 2.0, 1.0, 2.0, 1.0, 2.0, 1.0, 2.0]);
}
