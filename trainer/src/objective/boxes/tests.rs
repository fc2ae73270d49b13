//! What MXNet computes with the same parameters and images; `tests/mxnet/detectors.py` wrote the numbers.

use super::*;
use crate::{
    error::TrainingError,
    learner::{Images, Learner},
    networks::detector::{BaseNetwork, Detector, Form},
    parameter::Specification,
    parameters::{Parameters, from_layout, to_layout},
    random::numbers,
};

#[derive(serde::Deserialize)]
struct Expected {
    base: String,
    detected: Vec<[f64; 6]>,
    priors: usize,
    cross_entropy: f64,
    smooth_l1: f64,
    gradients: std::collections::BTreeMap<String, Vec<f64>>,
}

const BATCH: usize = 2;
/// How far a gradient in single precision may be from MXNet's, as a share of its length. VGG-16 pools four times between values
/// that are nearly equal, so that rounding sends some gradients another way.
const TOLERANCES: [f64; 2] = [2e-3, 1e-2];
/// The length below which a gradient behind normalisations is what is left of terms that cancel. Its measure is then the length
/// of the terms: this is a short one.
const SHORT_GRADIENT: f64 = 0.2;

fn objects(image: usize) -> Vec<Object> {
    let object =
        |left, top, right, bottom| Object { class: 0, place: Rectangle { left, top, right, bottom }, is_difficult: false };
    match image {
        0 => vec![object(0.1, 0.15, 0.42, 0.55), object(0.5, 0.4, 0.93, 0.96), object(0.7, 0.05, 0.82, 0.2)],
        // An image that shows nothing.
        _ => Vec::new(),
    }
}

/// The values that the script gives a parameter: no rectifier is close to zero.
fn values(specification: &Specification, seed: usize, is_vgg: bool) -> Vec<f32> {
    let (name, shape) = (specification.name.as_str(), &specification.shape);
    let deviation = (24.0 / shape.iter().skip(1).product::<usize>() as f64).sqrt() as f32;
    let numbers = numbers(seed as u64, shape.iter().product());
    let row: usize = shape.iter().skip(1).product();
    let value = |(place, number): (usize, f32)| match name {
        "bn_data_gamma" => 1.0,
        "bn_data_moving_mean" => number * 100.0 + 50.0,
        "bn_data_moving_var" => number * 1000.0 + 5000.0,
        "bn_data_beta" => number - 0.5,
        "relu4_3_scale" => number + 19.0,
        "conv1_1_weight" => (number - 0.5) * deviation * 0.01,
        _ if name.ends_with("_weight") && name.contains("pred_conv") => (number - 0.5) * deviation * 0.02,
        _ if name.ends_with("_weight") && (is_vgg || name.contains("multi_feat")) => (number - 0.5) * deviation * 0.4,
        _ if name.ends_with("_weight") => (number - 0.5) * deviation,
        _ if name.ends_with("_var") => number * 8.0 + 4.0,
        _ if name.ends_with("_gamma") => number + 0.5,
        _ if name.contains("pred_conv") || name.ends_with("_mean") => number - 0.5,
        _ => number + if (place / row).is_multiple_of(2) { 5.0 } else { -6.0 },
    };
    to_layout(specification, &numbers.into_iter().enumerate().map(value).collect::<Vec<_>>())
}

struct Pixels(Vec<u8>);

impl Images<Vec<Object>> for Pixels {
    fn load(&self, index: usize, pixels: &mut [u8]) -> Result<Vec<Object>, TrainingError> {
        pixels.copy_from_slice(&self.0[index * pixels.len()..][..pixels.len()]);
        Ok(objects(index))
    }
}

#[test]
fn detectors_compute_what_mxnet_computes() {
    let expected: Vec<Expected> =
        serde_json::from_str(include_str!("../../../tests/fixtures/detectors.json")).expect("the fixture is JSON");
    for expected in expected {
        let is_vgg = expected.base == "vgg-16";
        let (base, num_classes, side) = if is_vgg { (BaseNetwork::Vgg16, 3, 300) } else { (BaseNetwork::Resnet50, 1, 512) };
        let Detector { network, features } = Detector::new(Form { base, num_classes, side, nms_threshold: 0.45 });
        let count = network.arguments.len();
        let of = |list: &[Specification], first: usize| -> Vec<Vec<f32>> {
            list.iter().enumerate().map(|(place, specification)| values(specification, first + place, is_vgg)).collect()
        };
        let parameters = Parameters { arguments: of(&network.arguments, 1), auxiliary: of(&network.auxiliary, 1 + count) };
        let pixels = numbers(0, BATCH * side * side * 3).into_iter().map(|number| (f64::from(number) * 256.0).floor() as u8);
        let images = Pixels(pixels.collect());
        let mut learner = Learner::new(network, parameters, BATCH, Boxes::new(features, num_classes, 0.45));
        let found = learner.evaluate(&images, BATCH, |boxes, heads, image, _| boxes.detections(heads, image));
        compare_detections(&found.expect("images load")[0], &expected);
        let score = learner.score_in_training(&images, BATCH).expect("images load");
        assert_eq!(score.priors, expected.priors, "{}", expected.base);
        let close = |ours: f64, theirs: f64| (ours - theirs).abs() < 1e-3 * theirs;
        assert!(close(score.cross_entropy, expected.cross_entropy), "{}: {score:?}", expected.base);
        assert!(close(score.smooth_l1, expected.smooth_l1), "{}: {score:?}", expected.base);
        let gradients = learner.gradients_of(&images, BATCH).expect("images load");
        compare_gradients(&learner.network.arguments, &gradients, &expected);
    }
}

fn compare_detections(found: &[Detection], expected: &Expected) {
    for (found, [class, score, left, top, right, bottom]) in found.iter().zip(&expected.detected) {
        let Rectangle { left: ours_left, top: ours_top, right: ours_right, bottom: ours_bottom } = found.place;
        let pairs = [(found.score, score), (ours_left, left), (ours_top, top), (ours_right, right), (ours_bottom, bottom)];
        let is_near = pairs.iter().all(|(ours, theirs)| (f64::from(*ours) - **theirs).abs() < 1e-3);
        assert!(is_near && (found.class as f64 - class).abs() < 0.5, "{}: {found:?}", expected.base);
    }
    assert!(found.len() >= expected.detected.len());
}

fn compare_gradients(arguments: &[Specification], gradients: &[Vec<f32>], expected: &Expected) {
    let is_vgg = expected.base == "vgg-16";
    let (shortest, tolerance) = if is_vgg { (1e-7, TOLERANCES[1]) } else { (SHORT_GRADIENT, TOLERANCES[0]) };
    for (specification, gradient) in arguments.iter().zip(gradients) {
        let Some(theirs) = expected.gradients.get(&specification.name) else { continue };
        let length: f64 = gradient.iter().map(|value| f64::from(*value).powi(2)).sum::<f64>().sqrt();
        let ours: Vec<f64> = from_layout(specification, gradient).into_iter().map(f64::from).collect();
        let shown = [length].into_iter().chain(ours.iter().take(2).chain(&ours[ours.len().saturating_sub(2)..]).copied());
        for (ours, expected_value) in shown.zip(theirs) {
            let name = &specification.name;
            assert!(
                (ours - expected_value).abs() <= tolerance * theirs[0].max(shortest),
                "{}: {name} {ours}, but MXNet has {expected_value} of {}",
                expected.base,
                theirs[0]
            );
        }
    }
}
