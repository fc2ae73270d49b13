use super::*;
use crate::random::Random;

const CHANNELS: usize = 32;
const IMAGES: usize = 3;

struct Case {
    images: Vec<Vec<f32>>,
    gamma: Vec<f32>,
    beta: Vec<f32>,
    factors: Vec<Vec<f32>>,
}

fn feature_map() -> FeatureMap {
    FeatureMap::new(4, 5, CHANNELS, 0)
}

fn case() -> Case {
    let mut random = Random::new(5);
    let mut noise = |count: usize| -> Vec<f32> { (0..count).map(|_| random.gaussian()).collect() };
    Case {
        images: (0..IMAGES).map(|_| noise(feature_map().length()).iter().map(|value| 3.0 + 2.0 * value).collect()).collect(),
        gamma: noise(CHANNELS),
        beta: noise(CHANNELS),
        factors: (0..IMAGES).map(|_| noise(feature_map().length())).collect(),
    }
}

/// The layer by its definition, in double precision, reduced to one number.
fn objective(case: &Case) -> f64 {
    let count = (IMAGES * feature_map().pixels()) as f64;
    let mut total = 0.0;
    for channel in 0..CHANNELS {
        let values =
            || case.images.iter().flat_map(|image| image.iter().skip(channel).step_by(CHANNELS)).map(|value| f64::from(*value));
        let mean = values().sum::<f64>() / count;
        let variance = values().map(|value| (value - mean).powi(2)).sum::<f64>() / count;
        let factors = case.factors.iter().flat_map(|image| image.iter().skip(channel).step_by(CHANNELS));
        for (value, factor) in values().zip(factors) {
            let normal = (value - mean) / (variance + EPSILON).sqrt();
            total += (normal * f64::from(case.gamma[channel]) + f64::from(case.beta[channel])).max(0.0) * f64::from(*factor);
        }
    }
    total
}

fn quotient(case: &mut Case, mut place: impl FnMut(&mut Case) -> &mut f32) -> f64 {
    // Small, so that no value crosses the corner of the rectifier; the objective is in double precision.
    let step = 2e-5;
    let kept = *place(case);
    *place(case) = kept + step;
    let (above, high) = (objective(case), f64::from(kept + step));
    *place(case) = kept - step;
    let (below, low) = (objective(case), f64::from(kept - step));
    *place(case) = kept;
    (above - below) / (high - low)
}

#[test]
fn gradients_agree_with_finite_differences() {
    for kernels in Kernels::available() {
        let mut case = case();
        let mut layer = Normalization::new(feature_map(), EPSILON);
        let mut totals = Totals::new(CHANNELS);
        for image in &case.images {
            layer.observe(kernels, image, &mut totals);
        }
        layer.settle(&totals, IMAGES, &case.gamma, &case.beta);
        totals.clear();
        let mut gradients = case.factors.clone();
        for (gradient, image) in gradients.iter_mut().zip(&case.images) {
            layer.observe_gradient(kernels, gradient, image, &mut totals);
        }
        let (mut gamma, mut beta) = (vec![0.0; CHANNELS], vec![0.0; CHANNELS]);
        layer.settle_gradient(&totals, IMAGES, &case.gamma, [&mut gamma, &mut beta]);
        for channel in 0..CHANNELS {
            let expected = quotient(&mut case, |case| &mut case.gamma[channel]);
            assert!(
                (f64::from(gamma[channel]) - expected).abs() < 1e-2 * (1.0 + expected.abs()),
                "gamma {} {expected}",
                gamma[channel]
            );
            let expected = quotient(&mut case, |case| &mut case.beta[channel]);
            assert!(
                (f64::from(beta[channel]) - expected).abs() < 1e-2 * (1.0 + expected.abs()),
                "beta {} {expected}",
                beta[channel]
            );
        }
        let to = feature_map().bordered(1);
        for (image, gradient) in gradients.iter().enumerate() {
            let mut output = vec![f32::NAN; to.length()];
            layer.backward(kernels, gradient, &case.images[image], to, &mut output, false);
            let once = output.clone();
            layer.backward(kernels, gradient, &case.images[image], to, &mut output, true);
            assert!(output.iter().zip(&once).all(|(twice, once)| (twice - 2.0 * once).abs() <= 1e-6 * once.abs()));
            for index in (0..feature_map().length()).step_by(7) {
                let expected = quotient(&mut case, |case| &mut case.images[image][index]);
                let width = feature_map().row_length();
                let value = f64::from(once[to.row(index / width).start + index % width]);
                assert!((value - expected).abs() < 1e-2 * (1.0 + expected.abs()), "input {value} {expected}");
            }
            (0..to.height).for_each(|row| output[to.row(row)].fill(0.0));
            assert!(output.iter().all(|value| *value == 0.0), "the border holds zeros");
        }
    }
}

#[test]
fn groups_of_images_settle_on_the_statistics_of_the_whole_batch() {
    let case = case();
    let kernels = Kernels::detect();
    let settle = |groups: &[&[Vec<f32>]]| {
        let mut layer = Normalization::new(feature_map(), EPSILON);
        let mut whole = Totals::new(CHANNELS);
        for images in groups {
            let mut totals = Totals::new(CHANNELS);
            images.iter().for_each(|image| layer.observe(kernels, image, &mut totals));
            whole.add(&totals);
        }
        layer.settle(&whole, IMAGES, &case.gamma, &case.beta);
        (layer.mean, layer.variance)
    };
    let (apart, together) = (settle(&[&case.images[..1], &case.images[1..]]), settle(&[&case.images]));
    for (left, right) in apart.0.iter().zip(&together.0).chain(apart.1.iter().zip(&together.1)) {
        assert!((left - right).abs() < 1e-5);
    }
}
