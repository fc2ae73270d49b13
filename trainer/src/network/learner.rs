//! All threads together: train on a batch, evaluate a batch.

use super::{
    parameters::Parameters,
    plan::Plan,
    worker::{Images, Pass, Worker},
};
use crate::{
    error::TrainingError,
    numerics::{
        all_reduce::AllReduce,
        kernels::Kernels,
        loss::{Loss, Score},
        normalization::MOMENTUM,
    },
    optimizer::Optimizer,
};

/// A network, its parameters, and the threads' buffers.
pub(crate) struct Learner {
    pub(crate) plan: Plan,
    pub(crate) parameters: Parameters,
    transposed: Vec<Vec<f32>>,
    workers: Vec<Worker>,
    kernels: Kernels,
    loss: Loss,
    /// How many of the best classes count for the top-k accuracy.
    top: usize,
}

impl Learner {
    /// Takes a batch of at most `batch` images at once, in equal shares for `threads` threads.
    pub(crate) fn new(plan: Plan, parameters: Parameters, batch: usize, threads: usize, loss: Loss, top: usize) -> Self {
        let threads = threads.clamp(1, batch.max(1));
        let workers = (0..threads).map(|_| Worker::new(&plan, batch.div_ceil(threads))).collect();
        let transposed = plan.arguments.iter().map(|_| Vec::new()).collect();
        let mut learner = Self { plan, parameters, transposed, workers, kernels: Kernels::detect(), loss, top };
        learner.transpose();
        learner
    }

    /// A learner for the network with the values it has before training.
    #[cfg(test)]
    pub(crate) fn initial(architecture: &super::architecture::Architecture, batch: usize, threads: usize) -> Self {
        let plan = Plan::new(architecture);
        let parameters = Parameters::initial(&plan, &mut crate::random::Random::new(1));
        Self::new(plan, parameters, batch, threads, Loss::SingleLabel, 1)
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
        self.keep_statistics();
        let gradients = self.workers.first().map_or(&[][..], |worker| &worker.gradients);
        optimizer.step(&self.plan.arguments, &mut self.parameters.arguments, gradients, 1.0 / count as f32, learning_rate);
        self.transpose();
        Ok(score)
    }

    /// Scores `count` images with the running statistics; nothing is learned.
    ///
    /// # Errors
    /// When an image cannot be loaded.
    pub(crate) fn evaluate(&mut self, images: &dyn Images, count: usize) -> Result<Score, TrainingError> {
        self.pass(images, count, false)
    }

    /// The probabilities of the images of the last evaluation, image by image.
    pub(crate) fn predictions(&self) -> Vec<f32> {
        self.workers.iter().flat_map(|worker| worker.predictions(&self.plan)).collect()
    }

    /// Leaves the sum of the gradients over the batch in the first worker.
    fn gradients(&mut self, images: &dyn Images, count: usize) -> Result<Score, TrainingError> {
        let score = self.pass(images, count, true)?;
        let Some((first, others)) = self.workers.split_first_mut() else { return Ok(score) };
        for other in others {
            for (sum, share) in first.gradients.iter_mut().zip(&other.gradients) {
                sum.iter_mut().zip(share).for_each(|(sum, share)| *sum += share);
            }
        }
        Ok(score)
    }

    fn pass(&mut self, images: &dyn Images, count: usize, training: bool) -> Result<Score, TrainingError> {
        let threads = self.workers.len();
        let all_reduce = AllReduce::new(threads);
        let (plan, parameters, transposed, kernels, loss, top) =
            (&self.plan, &self.parameters, &self.transposed, self.kernels, &self.loss, self.top);
        let work = |thread: usize, worker: &mut Worker| {
            let pass = Pass {
                plan,
                parameters,
                transposed,
                all_reduce: &all_reduce,
                kernels,
                thread,
                images: count,
                training,
                loss,
                top,
            };
            worker.forward(&pass, images, thread * count / threads..(thread + 1) * count / threads);
            if training {
                worker.backward(&pass);
            }
        };
        std::thread::scope(|scope| {
            let Some((first, others)) = self.workers.split_first_mut() else { return };
            for (index, worker) in others.iter_mut().enumerate() {
                let work = &work;
                scope.spawn(move || work(index + 1, worker));
            }
            work(0, first);
        });
        let mut score = Score::default();
        for worker in &mut self.workers {
            if let Some(failure) = worker.failure.take() {
                return Err(failure);
            }
            score.add(&worker.score);
        }
        Ok(score)
    }

    /// Moves the running statistics towards the batch's. All threads have the same ones.
    fn keep_statistics(&mut self) {
        let Some(worker) = self.workers.first() else { return };
        let mut keep = |place: usize, batch: &[f32]| {
            for (running, value) in self.parameters.auxiliary[place].iter_mut().zip(batch) {
                *running = *running * MOMENTUM + value * (1.0 - MOMENTUM);
            }
        };
        let data = worker.data_statistics();
        keep(self.plan.data.mean, &data.mean);
        keep(self.plan.data.variance, &data.variance);
        for (plan, (mean, variance)) in self.plan.normalizations().zip(worker.statistics()) {
            keep(plan.mean, mean);
            keep(plan.variance, variance);
        }
    }

    fn transpose(&mut self) {
        for convolution in self.plan.transposed() {
            let transposed = &mut self.transposed[convolution.weight];
            transposed.resize(convolution.layer.weight_length(), 0.0);
            convolution.layer.transpose(&self.parameters.arguments[convolution.weight], transposed);
        }
    }
}

#[cfg(test)]
mod mxnet;
#[cfg(test)]
mod tests;
