//! A network that learns: train on a batch, evaluate a batch.

use crate::{
    error::TrainingError,
    networks::Network,
    objective::{Objective, Score},
    operations::Image,
    optimizer::Optimizer,
    parameters::Parameters,
    program::{Head, Runner},
    random::Random,
    stop::StopCheck,
};

/// Where images come from. Threads call it at the same time.
pub(crate) trait Images<T>: Sync {
    /// Writes the pixels, `[height, width, channels]`, of the batch's image number `index` and returns what it shows.
    ///
    /// # Errors
    /// When the image cannot be decoded.
    fn load(&self, index: usize, pixels: &mut [u8]) -> Result<T, TrainingError>;
}

/// A network, its parameters, and the memory of a batch.
pub(crate) struct Learner<O: Objective> {
    pub(crate) network: Network,
    pub(crate) parameters: Parameters,
    pub(crate) objective: O,
    /// Of the random numbers of all steps.
    pub(crate) seed: u64,
    runner: Runner,
    /// For each image of the batch what it shows, and what the objective keeps of it.
    items: Vec<(O::Target, O::State)>,
}

impl<O: Objective> Learner<O> {
    /// Takes a batch of at most `batch` images at once.
    pub(crate) fn new(network: Network, parameters: Parameters, batch: usize, objective: O) -> Self {
        let mut runner = Runner::new(&network, batch);
        runner.adopt(&parameters);
        Self { network, parameters, objective, seed: 0, runner, items: Vec::new() }
    }

    /// Asks `stop` between the operations of a batch from here on.
    pub(crate) fn heed(&mut self, stop: StopCheck) {
        self.runner.stop = stop;
    }

    /// Trains on `count` images and returns how they scored before the step; none when a stop was requested before the step. The
    /// parameters are then as before.
    ///
    /// # Errors
    /// When an image cannot be loaded; the parameters are then as before.
    pub(crate) fn train(
        &mut self,
        images: &dyn Images<O::Target>,
        count: usize,
        optimizer: &mut Optimizer,
        learning_rate: f32,
    ) -> Result<Option<O::Score>, TrainingError> {
        // The optimizer counts its steps also over an interruption.
        self.runner.seed = Some(self.seed ^ Random::new(u64::from(optimizer.steps().unsigned_abs())).next());
        let score = self.gradients(images, count)?;
        if (self.runner.stop)() {
            return Ok(None);
        }
        self.runner.keep_statistics(&mut self.parameters);
        let (gradients, share) = (&self.runner.gradients, self.objective.share(count));
        optimizer.step(&self.network.arguments, &mut self.parameters.arguments, gradients, share, learning_rate);
        self.runner.adopt(&self.parameters);
        Ok(Some(score))
    }

    /// Computes `count` images with the running statistics, and calls `each` with what the heads say and what the image shows. There
    /// are no results when a stop was requested.
    ///
    /// # Errors
    /// When an image cannot be loaded.
    pub(crate) fn evaluate<T: Send>(
        &mut self,
        images: &dyn Images<O::Target>,
        count: usize,
        each: impl Fn(&O, &[Head], &mut Image, &O::Target) -> T + Send + Sync,
    ) -> Result<Vec<T>, TrainingError> {
        self.forward(images, count, false)?;
        if (self.runner.stop)() {
            return Ok(Vec::new());
        }
        let (objective, heads) = (&self.objective, self.runner.program.heads.clone());
        Ok(self.runner.map(&mut self.items, |image, (target, _)| each(objective, &heads, image, target)))
    }

    /// Scores `count` images with the running statistics; nothing is learned. The score is none when a stop was requested.
    ///
    /// # Errors
    /// When an image cannot be loaded.
    pub(crate) fn score(&mut self, images: &dyn Images<O::Target>, count: usize) -> Result<O::Score, TrainingError> {
        self.forward(images, count, false)?;
        Ok(if (self.runner.stop)() { O::Score::default() } else { self.judge() })
    }

    /// Leaves the sum of the gradients over the batch in the runner.
    fn gradients(&mut self, images: &dyn Images<O::Target>, count: usize) -> Result<O::Score, TrainingError> {
        self.forward(images, count, true)?;
        if (self.runner.stop)() {
            return Ok(O::Score::default());
        }
        let score = self.judge();
        let (objective, heads) = (&self.objective, self.runner.program.heads.clone());
        self.runner.map(&mut self.items, |image, (target, state)| {
            objective.differentiate(&heads, image, target, state, &score);
        });
        self.runner.backward(&self.parameters, count);
        Ok(score)
    }

    /// The sum of the gradients over a batch.
    #[cfg(test)]
    pub(crate) fn gradients_of(&mut self, images: &dyn Images<O::Target>, count: usize) -> Result<Vec<Vec<f32>>, TrainingError> {
        self.gradients(images, count)?;
        Ok(self.runner.gradients.clone())
    }

    /// The same with the score of the batch.
    #[cfg(test)]
    pub(crate) fn scored_gradients_of(
        &mut self,
        images: &dyn Images<O::Target>,
        count: usize,
    ) -> Result<(O::Score, Vec<Vec<f32>>), TrainingError> {
        let score = self.gradients(images, count)?;
        Ok((score, self.runner.gradients.clone()))
    }

    /// Takes the statistics of the last batch into the running ones.
    #[cfg(test)]
    pub(crate) fn take_statistics(&mut self) {
        self.runner.keep_statistics(&mut self.parameters);
    }

    /// Drops values from here on as a step with such a seed does.
    #[cfg(test)]
    pub(crate) fn drop_values(&mut self, seed: u64) {
        self.runner.seed = Some(seed);
    }

    /// The score of a batch with its own statistics, after the parameters were changed from outside.
    #[cfg(test)]
    pub(crate) fn score_in_training(&mut self, images: &dyn Images<O::Target>, count: usize) -> Result<O::Score, TrainingError> {
        self.runner.adopt(&self.parameters);
        self.forward(images, count, true)?;
        Ok(self.judge())
    }

    fn forward(&mut self, images: &dyn Images<O::Target>, count: usize, training: bool) -> Result<(), TrainingError> {
        self.items.resize_with(count, Default::default);
        let mut items: Vec<_> = self.items.iter_mut().enumerate().collect();
        self.runner.load(&mut items, |image, (index, (target, _))| {
            *target = images.load(*index, &mut image.pixels)?;
            Ok(())
        })?;
        self.runner.forward(&self.parameters, count, training);
        Ok(())
    }

    /// The score of the images that were computed last.
    fn judge(&mut self) -> O::Score {
        let (objective, heads) = (&self.objective, self.runner.program.heads.clone());
        let scores = self.runner.map(&mut self.items, |image, (target, state)| objective.score(&heads, image, target, state));
        let mut total = O::Score::default();
        scores.iter().for_each(|score| total.add(score));
        total
    }
}

#[cfg(test)]
mod mxnet;
#[cfg(test)]
mod tests;
