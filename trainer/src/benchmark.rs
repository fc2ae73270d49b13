//! How fast networks train on this machine, and how well: [`learning_curve()`].

mod learning_curve;

use std::time::Instant;

use crate::{
    boxes::{Rectangle, matching::Object},
    error::TrainingError,
    learner::{Images, Learner},
    networks::{
        Network,
        architecture::Architecture,
        detector::{BaseNetwork, Detector, Form},
        residual_v1s::Backbone,
        residual_v2::classifier,
        segmenter::{self, segmenter},
    },
    numerics::loss::Loss,
    objective::{
        Objective,
        boxes::Boxes,
        classes::{Classes, Target},
        pixels::Pixels,
    },
    operations::Image,
    optimizer::{Optimizer, Rule},
    parameters::Parameters,
    program::Head,
    random::Random,
};

pub use learning_curve::learning_curve;

/// Random pixels, the same for every batch, and what they are said to show.
struct Noise<F> {
    pixels: Vec<Vec<u8>>,
    target: F,
}

impl<T, F: Fn(usize) -> T + Sync> Images<T> for Noise<F> {
    fn load(&self, index: usize, pixels: &mut [u8]) -> Result<T, TrainingError> {
        pixels.copy_from_slice(&self.pixels[index]);
        Ok((self.target)(index))
    }
}

/// The best rate of `steps` training steps of a residual network, in images per second: forward, backward and stochastic
/// gradient descent with momentum, on all processors, ten classes. `image_shape` is channels, height and width.
///
/// # Errors
/// When there is no such network for such images.
pub fn images_per_second(num_layers: usize, image_shape: [usize; 3], batch: usize, steps: usize) -> Result<f64, TrainingError> {
    let network = classifier(&Architecture::new(num_layers, 10, image_shape)?, false);
    let objective = Classes { loss: Loss::SingleLabel, top: 1 };
    measure(network, objective, image_shape.iter().product(), batch, steps, |index| Target::Class(index % 10))
}

/// How fast a network is, in images per second.
#[derive(Clone, Copy, Debug)]
pub struct Rates {
    /// Training, as [`images_per_second`].
    pub training: f64,
    /// From pixels to boxes, or to the class of each pixel.
    pub evaluation: f64,
}

/// The best rates of `steps` steps of a detector of three classes on square RGB images; `vgg` chooses VGG-16 instead of
/// ResNet-50 as its base.
///
/// # Errors
/// Never: the images are made here.
pub fn detector_rates(vgg: bool, side: usize, batch: usize, steps: usize) -> Result<Rates, TrainingError> {
    let base = if vgg { BaseNetwork::Vgg16 } else { BaseNetwork::Resnet50 };
    let form = Form { base, num_classes: 3, side, nms_threshold: 0.45 };
    let Detector { network, features } = Detector::new(form);
    let objective = Boxes::new(features, form.num_classes, form.nms_threshold);
    let place = Rectangle { left: 0.2, top: 0.3, right: 0.6, bottom: 0.8 };
    let objects = move |index: usize| vec![Object { class: index % 3, place, is_difficult: false }];
    let length = 3 * side * side;
    let training = measure(network.clone(), objective.clone(), length, batch, steps, objects)?;
    let evaluation = measure_evaluation(network, objective, length, batch, steps, objects, |boxes, heads, image| {
        boxes.detections(heads, image);
    })?;
    Ok(Rates { training, evaluation })
}

/// How fast a segmenter on ResNet-50 is, in images per second: forward, backward and stochastic gradient descent with momentum,
/// on all processors, four classes. `algorithm` is `fcn`, `psp` or anything else for DeepLab.
///
/// # Errors
/// Never: the images are made here.
pub fn segmenter_rates(algorithm: &str, crop_size: usize, batch: usize, steps: usize) -> Result<Rates, TrainingError> {
    let head = match algorithm {
        "fcn" => segmenter::Head::Fcn,
        "psp" => segmenter::Head::Psp,
        _ => segmenter::Head::Deeplab,
    };
    let (height, width, num_classes) = (crop_size, crop_size, 4);
    let network = segmenter(segmenter::Form { head, backbone: Backbone::Resnet50, num_classes, height, width });
    let objective = Pixels { num_classes, height, width };
    let classes = move |index: usize| (0..height * width).map(|pixel| ((pixel / 9 + index) % num_classes) as u8).collect();
    let length = 3 * height * width;
    let training = measure(network.clone(), objective, length, batch, steps, classes)?;
    let evaluation = measure_evaluation(network, objective, length, batch, steps, classes, |pixels, heads, image| {
        pixels.classes(heads, image);
    })?;
    Ok(Rates { training, evaluation })
}

fn noise(length: usize, images: usize) -> Vec<Vec<u8>> {
    let mut random = Random::new(1);
    (0..images).map(|_| (0..length).map(|_| random.below(256) as u8).collect()).collect()
}

/// Times `steps` steps on batches of `batch` images with `length` bytes each.
fn measure<O: Objective>(
    network: Network,
    objective: O,
    length: usize,
    batch: usize,
    steps: usize,
    target: impl Fn(usize) -> O::Target + Sync,
) -> Result<f64, TrainingError> {
    let images = Noise { pixels: noise(length, batch), target };
    let parameters = Parameters::initial(&network, &mut Random::new(1));
    let mut optimizer = Optimizer::new(Rule::Sgd { momentum: 0.9, weight_decay: 1e-4 }, &network.arguments);
    let mut learner = Learner::new(network, parameters, batch, objective);
    let mut best = 0.0_f64;
    for _ in 0..steps {
        let started = Instant::now();
        learner.train(&images, batch, &mut optimizer, 0.001)?;
        best = best.max(batch as f64 / started.elapsed().as_secs_f64());
    }
    Ok(best)
}

/// Times `steps` evaluations of batches of `batch` images with `length` bytes each. `each` is called with every image.
fn measure_evaluation<O: Objective>(
    network: Network,
    objective: O,
    length: usize,
    batch: usize,
    steps: usize,
    target: impl Fn(usize) -> O::Target + Sync,
    each: impl Fn(&O, &[Head], &mut Image) + Send + Sync,
) -> Result<f64, TrainingError> {
    let images = Noise { pixels: noise(length, batch), target };
    let parameters = Parameters::initial(&network, &mut Random::new(1));
    let mut learner = Learner::new(network, parameters, batch, objective);
    let mut best = 0.0_f64;
    for _ in 0..steps {
        let started = Instant::now();
        learner.evaluate(&images, batch, |objective, heads, image, _| each(objective, heads, image))?;
        best = best.max(batch as f64 / started.elapsed().as_secs_f64());
    }
    Ok(best)
}
