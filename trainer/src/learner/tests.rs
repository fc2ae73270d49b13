use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use super::*;
use crate::{
    networks::{architecture::Architecture, residual_v2::classifier},
    numerics::loss::{Loss, Score, multi_label::Weights},
    objective::classes::{Classes, Target},
    random::Random,
};

/// A learner for the network with the values it has before training.
fn initial(architecture: &Architecture) -> Learner<Classes> {
    let network = classifier(architecture, false);
    let parameters = Parameters::initial(&network, &mut Random::new(1));
    Learner::new(network, parameters, BATCH, Classes { loss: Loss::SingleLabel, top: 1 })
}

struct Noise {
    size: usize,
    classes: usize,
    /// For each class of each image 1 or 0, where images show several.
    targets: Vec<u8>,
}

impl Images<Target> for Noise {
    fn load(&self, index: usize, pixels: &mut [u8]) -> Result<Target, TrainingError> {
        assert_eq!(pixels.len(), self.size);
        let mut random = Random::for_item(9, 0, index as u64);
        pixels.fill_with(|| random.below(256) as u8);
        Ok(match self.targets.chunks_exact(self.classes).nth(index) {
            Some(targets) => Target::Classes(targets.to_vec()),
            None => Target::Class(index % self.classes),
        })
    }
}

const BATCH: usize = 12;

fn networks() -> Vec<Architecture> {
    let plain = Architecture {
        num_layers: 0,
        num_classes: 5,
        image_shape: [3, 6, 5],
        units: vec![1, 2],
        filters: vec![16, 16, 32],
        bottleneck: false,
        large_stem: false,
    };
    let bottleneck = Architecture { filters: vec![16, 64, 64], bottleneck: true, ..plain.clone() };
    let large = Architecture { image_shape: [1, 20, 22], large_stem: true, ..plain.clone() };
    vec![plain, bottleneck, large]
}

fn images(architecture: &Architecture) -> Noise {
    Noise { size: architecture.image_shape.iter().product(), classes: architecture.num_classes, targets: Vec::new() }
}

fn loss(learner: &mut Learner<Classes>, images: &Noise) -> f64 {
    learner.score_in_training(images, BATCH).expect("images load").cross_entropy
}

/// The derivative of the loss along a random direction of each parameter.
#[test]
fn gradients_of_whole_networks_agree_with_finite_differences() {
    let with_many_labels = networks().into_iter().take(1).map(|architecture| (architecture, true));
    for (architecture, is_multi_label) in networks().into_iter().map(|architecture| (architecture, false)).chain(with_many_labels)
    {
        let mut images = images(&architecture);
        let mut learner = initial(&architecture);
        if is_multi_label {
            images.targets = (0..BATCH * architecture.num_classes).map(|place| u8::from(place * place % 7 < 3)).collect();
            learner.objective.loss = Loss::MultiLabel(Weights::balanced(&images.targets, architecture.num_classes));
        }
        let gradients = learner.gradients_of(&images, BATCH).expect("images load");
        let mut random = Random::new(21);
        for (place, gradient) in gradients.iter().enumerate() {
            let specification = learner.network.arguments[place].clone();
            if !specification.learned {
                assert!(gradient.iter().all(|value| *value == 0.0), "{}", specification.name);
                continue;
            }
            let kept = learner.parameters.arguments[place].clone();
            let scale = (kept.iter().map(|value| value * value).sum::<f32>() / kept.len() as f32).sqrt().max(0.1);
            let direction: Vec<f32> = gradient.iter().map(|value| value.signum() * random.unit()).collect();
            let expected: f64 = direction.iter().zip(gradient).map(|(d, g)| f64::from(*d) * f64::from(*g)).sum();
            // Small steps, because every step moves some values across the corners of the rectifiers.
            let step = scale * 4e-3 / (direction.len() as f32).sqrt();
            let mut at = |factor: f32| {
                for ((value, kept), direction) in learner.parameters.arguments[place].iter_mut().zip(&kept).zip(&direction) {
                    *value = kept + factor * direction;
                }
                loss(&mut learner, &images)
            };
            let quotient = (at(step) - at(-step)) / (2.0 * f64::from(step));
            learner.parameters.arguments[place] = kept;
            assert!(
                (quotient - expected).abs() < 3e-2 * expected.abs() + 2e-2,
                "{} of {architecture:?}: {quotient} is not {expected}",
                specification.name
            );
        }
    }
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    for architecture in &networks() {
        let images = images(architecture);
        let train = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
            pool.install(|| {
                let mut learner = initial(architecture);
                let mut optimizer = Optimizer::sgd(&learner.network.arguments, 0.9, 1e-4);
                let mut train = |_| learner.train(&images, BATCH, &mut optimizer, 0.05).expect("images load").expect("no stop");
                let scores: Vec<Score> = (0..6).map(&mut train).collect();
                (learner.parameters, scores)
            })
        };
        let one = train(1);
        assert_eq!(one, train(2));
        assert_eq!(one, train(5));
        assert!(one.1[5].cross_entropy < 0.7 * one.1[0].cross_entropy, "{:?}", one.1);
    }
}

/// Whichever operation runs when a stop is requested, the batch leaves no trace, and the next one is as if it had never been.
#[test]
fn a_stop_within_a_batch_leaves_the_parameters_as_they_were() {
    let architecture = &networks()[0];
    let images = images(architecture);
    let train = |learner: &mut Learner<Classes>, optimizer: &mut Optimizer| learner.train(&images, BATCH, optimizer, 0.05);
    let start = || {
        let learner = initial(architecture);
        let optimizer = Optimizer::sgd(&learner.network.arguments, 0.9, 1e-4);
        (learner, optimizer)
    };
    let (mut whole, mut optimizer) = start();
    for _ in 0..2 {
        train(&mut whole, &mut optimizer).expect("images load").expect("no stop");
    }
    // How often a batch asks.
    let asked = Arc::new(AtomicUsize::new(0));
    let counter = asked.clone();
    whole.heed(Box::new(move || counter.fetch_add(1, Ordering::Relaxed) == usize::MAX));
    train(&mut whole, &mut optimizer).expect("images load").expect("no stop");
    let questions = asked.load(Ordering::Relaxed);
    assert!(questions > BATCH * whole.network.arguments.len(), "{questions}");

    for answered in [0, BATCH / 2, BATCH, questions / 4, questions / 2, 3 * questions / 4, questions - 2, questions - 1] {
        let (mut learner, mut optimizer) = start();
        train(&mut learner, &mut optimizer).expect("images load").expect("no stop");
        let (before, steps) = (learner.parameters.clone(), optimizer.steps());
        let asked = AtomicUsize::new(0);
        learner.heed(Box::new(move || asked.fetch_add(1, Ordering::Relaxed) >= answered));
        assert_eq!(train(&mut learner, &mut optimizer), Ok(None), "{answered} of {questions}");
        assert!(learner.parameters == before && optimizer.steps() == steps, "{answered} of {questions}");
        learner.heed(Box::new(|| false));
        for _ in 0..2 {
            train(&mut learner, &mut optimizer).expect("images load").expect("no stop");
        }
        assert!(learner.parameters == whole.parameters, "{answered} of {questions}");
    }
}

#[test]
fn an_image_that_cannot_be_loaded_fails_the_batch() {
    struct Broken;
    impl Images<Target> for Broken {
        fn load(&self, index: usize, _: &mut [u8]) -> Result<Target, TrainingError> {
            if index == 7 { Err(TrainingError::client("image 7")) } else { Ok(Target::Class(0)) }
        }
    }
    let mut learner = initial(&networks()[0]);
    assert_eq!(learner.score(&Broken, BATCH), Err(TrainingError::client("image 7")));
}
