//! How fast networks train on this machine.

use std::time::Instant;

use crate::{
    error::TrainingError,
    learner::{Images, Learner},
    networks::{architecture::Architecture, residual_v2::classifier},
    numerics::loss::Loss,
    objective::classes::{Classes, Target},
    optimizer::{Optimizer, Rule},
    parameters::Parameters,
    random::Random,
};

/// Random pixels, the same for every batch.
struct Noise(Vec<Vec<u8>>);

impl Images<Target> for Noise {
    fn load(&self, index: usize, pixels: &mut [u8]) -> Result<Target, TrainingError> {
        pixels.copy_from_slice(&self.0[index]);
        Ok(Target::Class(index % 10))
    }
}

/// The best rate of `steps` training steps, in images per second: forward, backward and stochastic gradient descent with
/// momentum, on all processors, ten classes. `image_shape` is channels, height and width.
///
/// # Errors
/// When there is no such network for such images.
pub fn images_per_second(num_layers: usize, image_shape: [usize; 3], batch: usize, steps: usize) -> Result<f64, TrainingError> {
    let network = classifier(&Architecture::new(num_layers, 10, image_shape)?, false);
    let mut random = Random::new(1);
    let length = image_shape.iter().product();
    let images = Noise((0..batch).map(|_| (0..length).map(|_| random.below(256) as u8).collect()).collect());
    let parameters = Parameters::initial(&network, &mut random);
    let mut optimizer = Optimizer::new(Rule::Sgd { momentum: 0.9, weight_decay: 1e-4 }, &network.arguments);
    let mut learner = Learner::new(network, parameters, batch, Classes { loss: Loss::SingleLabel, top: 1 });
    let mut best = 0.0_f64;
    for _ in 0..steps {
        let started = Instant::now();
        learner.train(&images, batch, &mut optimizer, 0.1)?;
        best = best.max(batch as f64 / started.elapsed().as_secs_f64());
    }
    Ok(best)
}
