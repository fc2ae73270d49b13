//! What GluonCV computes for the same parameters, images and masks; `tests/mxnet/segmenters.py` wrote the numbers.

use std::collections::{BTreeMap, HashMap};

use super::super::{rows::Rows, *};
use crate::{
    error::TrainingError,
    learner::{Images, Learner},
    networks::{
        Network,
        residual_v1s::Backbone,
        segmenter::{Form, Head as Kind, segmenter},
    },
    optimizer::Optimizer,
    parameter::Specification,
    parameters::{Parameters, from_layout, to_layout},
    random::numbers,
};

#[derive(serde::Deserialize)]
struct Expected {
    head: String,
    scores: Vec<f32>,
    loss: f64,
    gradients: BTreeMap<String, Vec<f64>>,
    running: BTreeMap<String, Vec<f32>>,
}

const CLASSES: usize = 4;
const SIDE: usize = 64;
const BATCH: usize = 4;
const PLACES: [(usize, usize); 3] = [(0, 0), (17, 40), (63, 5)];
/// How far a gradient may be from the one in double precision, as a share of its length. The means of whole images differ little
/// from image to image, so what is normalised over four of them loses digits: MXNet's own gradients in single precision differ from
/// these by 1.3e-4.
const GRADIENT_TOLERANCE: f64 = 1e-4;
const TOLERANCE_WITH_MEANS: f64 = 1e-3;
/// The length below which a gradient is what is left of terms that cancel.
const SHORT_GRADIENT: f64 = 0.1;

fn values(specification: &Specification, seed: u64) -> Vec<f32> {
    let (name, shape) = (specification.name.as_str(), &specification.shape);
    let deviation = (24.0 / shape.iter().skip(1).product::<usize>() as f64).sqrt() as f32;
    let role = name.rsplit('.').next().unwrap_or_default();
    let value = |(place, number): (usize, f32)| match role {
        "weight" => (number - 0.5) * deviation,
        "running_var" => number * 8.0 + 4.0,
        "gamma" => number + 0.5,
        // Decided: no rectifier is close to zero.
        "beta" => number + if place % 2 == 0 { 5.0 } else { -6.0 },
        _ => number - 0.5,
    };
    let numbers = numbers(seed, shape.iter().product());
    to_layout(specification, &numbers.into_iter().enumerate().map(value).collect::<Vec<_>>())
}

fn parameters(network: &Network) -> Parameters {
    let seeds: HashMap<&str, u64> =
        network.symbol.declared().zip(1..).map(|(parameter, seed)| (parameter.name.as_str(), seed)).collect();
    let of = |list: &[Specification]| list.iter().map(|each| values(each, seeds[each.name.as_str()])).collect();
    Parameters { arguments: of(&network.arguments), auxiliary: of(&network.auxiliary) }
}

struct Scenes {
    pixels: Vec<f32>,
    classes: Vec<f32>,
}

impl Images<Vec<u8>> for Scenes {
    fn load(&self, index: usize, pixels: &mut [u8]) -> Result<Vec<u8>, TrainingError> {
        let own = &self.pixels[index * pixels.len()..][..pixels.len()];
        let bright = (index + 1) as f32 / BATCH as f32;
        pixels.iter_mut().zip(own).for_each(|(pixel, number)| *pixel = (number * 256.0 * bright).floor() as u8);
        let own = &self.classes[index * SIDE * SIDE..][..SIDE * SIDE];
        let mut classes: Vec<u8> = own.iter().map(|number| (number * CLASSES as f32).floor() as u8).collect();
        if index == 0 {
            (10..30).for_each(|row| classes[row * SIDE..][5..40].fill(IGNORED));
        }
        Ok(classes)
    }
}

fn scenes() -> Scenes {
    Scenes { pixels: numbers(0, BATCH * SIDE * SIDE * 3), classes: numbers(77, BATCH * SIDE * SIDE) }
}

fn learner(name: &str) -> Learner<Pixels> {
    let head = match name {
        "fcn" => Kind::Fcn,
        "psp" => Kind::Psp,
        _ => Kind::Deeplab,
    };
    let network = segmenter(Form { head, backbone: Backbone::Resnet50, num_classes: CLASSES, height: SIDE, width: SIDE });
    let parameters = parameters(&network);
    Learner::new(network, parameters, BATCH, Pixels { num_classes: CLASSES, height: SIDE, width: SIDE })
}

#[test]
fn segmenters_compute_what_gluoncv_computes() {
    let text = include_str!("../../../../tests/fixtures/segmenters.json");
    let expected: Vec<Expected> = serde_json::from_str(text).expect("the fixture is JSON");
    assert_eq!(expected.len(), 3);
    for expected in expected {
        let (scenes, mut learner) = (scenes(), learner(&expected.head));
        let found = learner.evaluate(&scenes, BATCH, |_, heads, image, _| shown(heads, image)).expect("images load");
        let shown = [found[0].as_slice(), &found[BATCH - 1]].concat();
        let length = expected.scores.iter().map(|score| score.abs()).fold(0.0, f32::max);
        for (score, expected_score) in shown.iter().zip(&expected.scores) {
            let name = &expected.head;
            assert!((score - expected_score).abs() < 1e-4 * length, "{name}: {score}, but GluonCV has {expected_score}");
        }
        assert_eq!(shown.len(), expected.scores.len());
        let (score, gradients) = learner.scored_gradients_of(&scenes, BATCH).expect("images load");
        assert_eq!((score.pixels, score.counted), (BATCH * SIDE * SIDE, BATCH * SIDE * SIDE - 700));
        let loss = score.mean_loss();
        assert!((loss - expected.loss).abs() < 1e-4 * expected.loss, "{loss}, but GluonCV has {}", expected.loss);
        compare_gradients(&learner.network, &gradients, &expected);
        learner.take_statistics();
        for (specification, values) in learner.network.auxiliary.iter().zip(&learner.parameters.auxiliary) {
            for (value, theirs) in values.iter().zip(&expected.running[&specification.name]) {
                let difference = (value - theirs).abs() / theirs.abs().max(1.0);
                assert!(difference < 1e-3, "{}: {} is {value}, but GluonCV has {theirs}", expected.head, specification.name);
            }
        }
    }
}

/// The scores of the classes at some places of the resized image.
fn shown(heads: &[Head], image: &mut Image) -> Vec<f32> {
    let mut rows = Rows::new(heads[0].map, CLASSES, SIDE, SIDE);
    let values = &image.values[heads[0].tensor.0];
    PLACES.iter().flat_map(|(row, column)| rows.pixels(values, *row)[column * CLASSES..][..CLASSES].to_vec()).collect()
}

fn compare_gradients(network: &Network, gradients: &[Vec<f32>], expected: &Expected) {
    let tolerance = if expected.head == "fcn" { GRADIENT_TOLERANCE } else { TOLERANCE_WITH_MEANS };
    let mut compared = 0;
    for (specification, gradient) in network.arguments.iter().zip(gradients) {
        let theirs = &expected.gradients[&specification.name];
        let length: f64 = gradient.iter().map(|value| f64::from(*value).powi(2)).sum::<f64>().sqrt();
        let ours: Vec<f64> = from_layout(specification, gradient).into_iter().map(f64::from).collect();
        let shown = [length].into_iter().chain(ours.iter().take(2).chain(&ours[ours.len().saturating_sub(2)..]).copied());
        for (value, theirs_value) in shown.zip(theirs) {
            let (head, name) = (&expected.head, &specification.name);
            assert!(
                (value - theirs_value).abs() < tolerance * theirs[0].max(SHORT_GRADIENT),
                "{head}: {name} {value}, but GluonCV has {theirs_value} of {}",
                theirs[0]
            );
        }
        compared += 1;
    }
    assert_eq!(compared, expected.gradients.len());
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let train = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| {
            let mut learner = learner("psp");
            learner.seed = 5;
            let mut optimizer = Optimizer::sgd(&learner.network.arguments, 0.9, 1e-4);
            let score = learner.train(&scenes(), 3, &mut optimizer, 0.01).expect("images load").expect("no stop");
            (learner.parameters, score)
        })
    };
    assert_eq!(train(1), train(3));
}
