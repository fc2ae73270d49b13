//! What MXNet computes for the same parameters and images; `tests/mxnet/fixtures.py` wrote the numbers.

use super::*;
use crate::{
    networks::{architecture::Architecture, residual_v2::classifier},
    numerics::loss::Loss,
    objective::classes::{self, Classes, Target},
    parameter::Specification,
    parameters::{from_layout, to_layout},
    random::numbers,
};

#[derive(serde::Deserialize)]
struct Expected {
    networks: Vec<Network>,
}

#[derive(serde::Deserialize)]
struct Network {
    num_layers: usize,
    classes: usize,
    shape: [usize; 3],
    inference: Vec<f32>,
    training: Vec<f32>,
    gradients: std::collections::BTreeMap<String, Vec<f64>>,
    running: std::collections::BTreeMap<String, Vec<f32>>,
}

const BATCH: usize = 4;
/// The network whose rectifiers are all far from zero.
const DECIDED: usize = 50;
/// How far a gradient may be from the one in double precision, as a share of its length.
const GRADIENT_TOLERANCE: f64 = 2e-5;
/// The length below which a gradient is what is left of terms that cancel, as behind a normalisation, which takes scales and
/// shifts away again. Its measure is then the length of the terms: this is a short one.
const SHORT_GRADIENT: f64 = 0.1;

fn values(specification: &Specification, seed: usize, num_layers: usize) -> Vec<f32> {
    let (name, shape) = (specification.name.as_str(), &specification.shape);
    let deviation = (24.0 / shape.iter().skip(1).product::<usize>() as f64).sqrt() as f32;
    let numbers = numbers(seed as u64, shape.iter().product());
    let value = |(place, number): (usize, f32)| match name {
        "bn_data_gamma" => 1.0,
        "bn_data_moving_mean" => number * 100.0 + 50.0,
        "bn_data_moving_var" => number * 1000.0 + 5000.0,
        _ if name.ends_with("_weight") => (number - 0.5) * deviation,
        "bn_data_beta" => number - 0.5,
        // The script says why.
        _ if num_layers == DECIDED && name.ends_with("_beta") => number + if place % 2 == 0 { 5.0 } else { -6.0 },
        _ if name.ends_with("_var") => number * 8.0 + 4.0,
        _ if name.ends_with("_gamma") => number + 0.5,
        _ => number - 0.5,
    };
    to_layout(specification, &numbers.into_iter().enumerate().map(value).collect::<Vec<_>>())
}

struct Pixels {
    all: Vec<u8>,
    classes: usize,
}

impl Images<Target> for Pixels {
    fn load(&self, index: usize, pixels: &mut [u8]) -> Result<Target, TrainingError> {
        pixels.copy_from_slice(&self.all[index * pixels.len()..][..pixels.len()]);
        Ok(Target::Class(index % self.classes))
    }
}

fn compare(left: &[f32], right: &[f32], what: &str) {
    assert_eq!(left.len(), right.len());
    for (left, right) in left.iter().zip(right) {
        assert!((left - right).abs() < 1e-4, "{what}: {left}, but MXNet has {right}");
    }
}

#[test]
fn networks_compute_what_mxnet_computes() {
    let expected: Expected = serde_json::from_str(include_str!("../../tests/fixtures/mxnet.json")).expect("the fixture is JSON");
    for network in expected.networks {
        let architecture = Architecture::new(network.num_layers, network.classes, network.shape).expect("the network exists");
        let network_of = classifier(&architecture, false);
        let arguments = network_of.arguments.len();
        let of = |list: &[Specification], first: usize| -> Vec<Vec<f32>> {
            list.iter()
                .enumerate()
                .map(|(index, specification)| values(specification, first + index, network.num_layers))
                .collect()
        };
        let parameters =
            Parameters { arguments: of(&network_of.arguments, 1), auxiliary: of(&network_of.auxiliary, 1 + arguments) };
        let count = network.shape.iter().product::<usize>() * BATCH;
        let all = numbers(0, count).into_iter().map(|number| (f64::from(number) * 256.0).floor() as u8).collect();
        let images = Pixels { all, classes: network.classes };
        let mut learner = Learner::new(network_of, parameters, BATCH, Classes { loss: Loss::SingleLabel, top: 1 });
        let what = format!("{} layers", network.num_layers);
        learner.score(&images, BATCH).expect("images load");
        compare(&predictions(&mut learner), &network.inference, &format!("{what}, inference"));
        learner.gradients(&images, BATCH).expect("images load");
        let training = predictions(&mut learner);
        compare(&training, &network.training, &format!("{what}, training"));
        compare_gradients(&learner, &network, &what);
        learner.runner.keep_statistics(&mut learner.parameters);
        for (specification, values) in learner.network.auxiliary.iter().zip(&learner.parameters.auxiliary) {
            for (value, expected) in values.iter().zip(&network.running[&specification.name]) {
                let difference = (value - expected).abs() / expected.abs().max(1.0);
                assert!(difference < 1e-4, "{what}: {} is {value}, but MXNet has {expected}", specification.name);
            }
        }
    }
}

/// The probabilities of the images that were scored last.
fn predictions(learner: &mut Learner<Classes>) -> Vec<f32> {
    let heads = learner.runner.program.heads.clone();
    learner.runner.map(&mut learner.items, |image, _| classes::classes(&heads, image).to_vec()).concat()
}

fn compare_gradients(learner: &Learner<Classes>, network: &Network, what: &str) {
    for (specification, gradient) in learner.network.arguments.iter().zip(&learner.runner.gradients) {
        let Some(expected) = network.gradients.get(&specification.name) else { continue };
        let length: f64 = gradient.iter().map(|value| f64::from(*value).powi(2)).sum::<f64>().sqrt();
        let ours: Vec<f64> = from_layout(specification, gradient).into_iter().map(f64::from).collect();
        let shown = [length].into_iter().chain(ours.iter().take(2).chain(&ours[ours.len().saturating_sub(2)..]).copied());
        for (value, expected_value) in shown.zip(expected) {
            let name = &specification.name;
            assert!(
                (value - expected_value).abs() < GRADIENT_TOLERANCE * expected[0].max(SHORT_GRADIENT),
                "{what}: {name} {value}, but MXNet has {expected_value}"
            );
        }
    }
}
