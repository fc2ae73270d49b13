//! A network that learns: train on a batch, evaluate a batch.

use crate::{
    error::TrainingError,
    networks::Network,
    numerics::loss::{self, Loss, Score, multi_label},
    operations::Image,
    optimizer::Optimizer,
    parameters::Parameters,
    program::Runner,
};

/// What an image shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target<'a> {
    /// One class.
    Class(usize),
    /// For each class 1 or 0.
    Classes(&'a [u8]),
}

/// Where images come from. Threads call it at the same time.
pub(crate) trait Images: Sync {
    /// Writes the pixels, `[height, width, channels]`, of the batch's image number `index` and returns what it shows.
    ///
    /// # Errors
    /// When the image cannot be decoded.
    fn load(&self, index: usize, pixels: &mut [u8]) -> Result<Target<'_>, TrainingError>;
}

/// A network, its parameters, and the memory of a batch.
pub(crate) struct Learner {
    pub(crate) network: Network,
    pub(crate) parameters: Parameters,
    runner: Runner,
    loss: Loss,
    /// How many of the best classes count for the top-k accuracy.
    top: usize,
    /// Images of the batch that was computed last.
    count: usize,
}

impl Learner {
    /// Takes a batch of at most `batch` images at once.
    pub(crate) fn new(network: Network, parameters: Parameters, batch: usize, loss: Loss, top: usize) -> Self {
        let mut runner = Runner::new(&network, batch);
        runner.adopt(&parameters);
        Self { network, parameters, runner, loss, top, count: 0 }
    }

    /// A learner for the network with the values it has before training.
    #[cfg(test)]
    pub(crate) fn initial(architecture: &crate::networks::architecture::Architecture, batch: usize) -> Self {
        let network = crate::networks::residual_v2::classifier(architecture, false);
        let parameters = Parameters::initial(&network, &mut crate::random::Random::new(1));
        Self::new(network, parameters, batch, Loss::SingleLabel, 1)
    }

    /// Trains on `count` images and returns how they scored before the step.
    ///
    /// # Errors
    /// When an image cannot be loaded; the parameters are then as before.
    pub(crate) fn train(
        &mut self,
        images: &dyn Images,
        count: usize,
        optimizer: &mut Optimizer,
        learning_rate: f32,
    ) -> Result<Score, TrainingError> {
        let score = self.gradients(images, count)?;
        self.runner.keep_statistics(&mut self.parameters);
        let gradients = &self.runner.gradients;
        optimizer.step(&self.network.arguments, &mut self.parameters.arguments, gradients, 1.0 / count as f32, learning_rate);
        self.runner.adopt(&self.parameters);
        Ok(score)
    }

    /// Scores `count` images with the running statistics; nothing is learned.
    ///
    /// # Errors
    /// When an image cannot be loaded.
    pub(crate) fn evaluate(&mut self, images: &dyn Images, count: usize) -> Result<Score, TrainingError> {
        self.pass(images, count, false)
    }

    /// The probabilities of the images of the last batch, image by image.
    pub(crate) fn predictions(&mut self) -> Vec<f32> {
        let head = self.runner.program.head;
        self.runner.map(self.count, |image| image.values[head.tensor.0][..head.shape.channels].to_vec()).concat()
    }

    /// Leaves the sum of the gradients over the batch in the runner.
    fn gradients(&mut self, images: &dyn Images, count: usize) -> Result<Score, TrainingError> {
        let score = self.pass(images, count, true)?;
        let (head, loss) = (self.runner.program.head, &self.loss);
        self.runner.map(count, |image| {
            let classes = head.shape.channels;
            let probabilities = std::mem::take(&mut image.values[head.tensor.0]);
            image.write_gradient(head.gradient, |gradient, image| {
                let (values, filling) = gradient.split_at_mut(classes);
                values.copy_from_slice(&probabilities[..classes]);
                filling.fill(0.0);
                match loss {
                    Loss::SingleLabel => loss::gradient(values, image.class),
                    Loss::MultiLabel(weights) => multi_label::gradient(values, &image.targets, weights),
                }
            });
            image.values[head.tensor.0] = probabilities;
        });
        self.runner.backward(&self.parameters, count);
        Ok(score)
    }

    /// Turns the scores of each image into probabilities.
    fn pass(&mut self, images: &dyn Images, count: usize, training: bool) -> Result<Score, TrainingError> {
        self.count = count;
        self.runner.load(count, |index, image| load(images, index, image))?;
        self.runner.forward(&self.parameters, count, training);
        let (head, loss, top) = (self.runner.program.head, &self.loss, self.top);
        let scores = self.runner.map(count, |image| {
            let values = &mut image.values[head.tensor.0][..head.shape.channels];
            match loss {
                Loss::SingleLabel => {
                    loss::softmax(values);
                    loss::score(values, image.class, top)
                }
                Loss::MultiLabel(weights) => {
                    multi_label::logistic(values);
                    multi_label::score(values, &image.targets, weights)
                }
            }
        });
        let mut total = Score::default();
        scores.iter().for_each(|score| total.add(score));
        Ok(total)
    }
}

fn load(images: &dyn Images, index: usize, image: &mut Image) -> Result<(), TrainingError> {
    match images.load(index, &mut image.pixels)? {
        Target::Class(class) => image.class = class,
        Target::Classes(targets) => {
            image.targets.clear();
            image.targets.extend_from_slice(targets);
        }
    }
    Ok(())
}

#[cfg(test)]
mod mxnet;
#[cfg(test)]
mod tests;
