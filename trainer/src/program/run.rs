//! Forward and backward of a batch, on all processors.
//!
//! The images of a batch are divided into groups, which threads take as they become free. Sums are kept for each group and
//! added in the order of the groups, so that results are the same, bit by bit, for any number of threads.
//!
//! A request to stop ends a pass behind the operation that runs: a batch can take longer than a job has before it is killed. What a
//! pass leaves then means nothing, and the caller drops it.

use rayon::prelude::*;

use super::{NormalizationParameters, PixelStatistics, Program, Step, stages::Stage};
use crate::{
    error::TrainingError,
    networks::Network,
    numerics::{
        kernels::Kernels,
        normalization::{MOMENTUM, Normalization, Totals},
        pixels::PixelNormalization,
    },
    operations::{Image, Pass, Sums, convolution::Convolution},
    parameter::Specification,
    parameters::Parameters,
    stop::StopCheck,
};

/// Groups of a batch. More would let more threads work on it, but each adds its sums to those of the others.
pub(super) const GROUPS: usize = 16;

/// A program with the memory that a batch takes.
pub(crate) struct Runner {
    pub(crate) program: Program,
    kernels: Kernels,
    images: Vec<Image>,
    groups: Vec<Sums>,
    pixels: PixelNormalization,
    normalizations: Vec<Normalization>,
    /// The seed of a training step's random numbers; without one nothing is dropped.
    pub(crate) seed: Option<u64>,
    /// Ends a pass early. Once it has said so it says so for ever.
    pub(crate) stop: StopCheck,
    transposed: Vec<Vec<f32>>,
    /// Of the arguments, after [`Self::backward`]: sums over the batch.
    pub(crate) gradients: Vec<Vec<f32>>,
}

impl Runner {
    /// Takes at most `batch` images at once.
    pub(crate) fn new(network: &Network, batch: usize) -> Self {
        let program = Program::new(network);
        let lengths: Vec<usize> = network.arguments.iter().map(Specification::length).collect();
        let groups = (0..batch.min(GROUPS)).map(|_| program.sums(lengths.len())).collect();
        Self {
            kernels: Kernels::detect(),
            images: (0..batch).map(|number| program.image(number)).collect(),
            groups,
            pixels: PixelNormalization::new(program.pixels.map, network.pixels),
            normalizations: program.normalizations.iter().map(|of| Normalization::new(of.map, of.epsilon)).collect(),
            seed: None,
            stop: Box::new(|| false),
            transposed: vec![Vec::new(); lengths.len()],
            gradients: lengths.iter().map(|length| vec![0.0; *length]).collect(),
            program,
        }
    }

    /// Rearranges the weights for the backward pass; to be called when they have changed.
    pub(crate) fn adopt(&mut self, parameters: &Parameters) {
        let mut layers = vec![None; self.transposed.len()];
        for convolution in self.program.convolutions().filter(|convolution| convolution.input_gradient.is_some()) {
            layers[convolution.weight] = Some(&convolution.layer);
        }
        let weights = self.transposed.par_iter_mut().zip(layers).zip(&parameters.arguments);
        weights.for_each(|((transposed, layer), weights)| {
            let Some(layer) = layer else { return };
            transposed.resize(layer.weight_length(), 0.0);
            layer.transpose(weights, transposed);
        });
    }

    /// Calls `each` with every image and its item, and gives the results in their order.
    pub(crate) fn map<S: Send, T: Send>(
        &mut self,
        items: &mut [S],
        each: impl Fn(&mut Image, &mut S) -> T + Send + Sync,
    ) -> Vec<T> {
        self.images.par_iter_mut().zip(items).map(|(image, item)| each(image, item)).collect()
    }

    /// Calls `load` with every image and its item, up to a request to stop.
    ///
    /// # Errors
    /// The first one, in the order of the images.
    pub(crate) fn load<S: Send>(
        &mut self,
        items: &mut [S],
        load: impl Fn(&mut Image, &mut S) -> Result<(), TrainingError> + Send + Sync,
    ) -> Result<(), TrainingError> {
        let Self { images, stop, .. } = self;
        let pairs = images.par_iter_mut().zip(items);
        let loaded: Vec<_> = pairs.map(|(image, item)| if stop() { Ok(()) } else { load(image, item) }).collect();
        loaded.into_iter().collect()
    }

    /// Computes the head of the `count` images that were loaded last. With `training` it normalises with the statistics of the
    /// batch instead of the running ones.
    pub(crate) fn forward(&mut self, parameters: &Parameters, count: usize, training: bool) {
        self.groups.iter_mut().for_each(Sums::clear_totals);
        if !training {
            self.adopt_statistics(parameters);
        }
        for stage in 0..self.program.forward.len() {
            let used = self.stage(parameters, count, training, stage, Direction::Forward);
            if (self.stop)() {
                return;
            }
            if training {
                self.settle(parameters, count, used, stage);
            }
        }
    }

    /// Computes the gradients of all arguments from those of the heads, summed over the images of [`Self::forward`].
    pub(crate) fn backward(&mut self, parameters: &Parameters, count: usize) {
        self.groups.par_iter_mut().for_each(|sums| {
            sums.clear_totals();
            sums.clear_gradients();
        });
        self.gradients.par_iter_mut().for_each(|gradient| gradient.fill(0.0));
        let mut used = 0;
        for stage in 0..self.program.backward.len() {
            used = self.stage(parameters, count, true, stage, Direction::Backward);
            if (self.stop)() {
                return;
            }
            self.settle_gradients(parameters, count, used, stage);
        }
        let groups = &self.groups[..used];
        self.gradients.par_iter_mut().enumerate().for_each(|(argument, gradient)| {
            for shares in groups.iter().map(|group| &group.gradients[argument]) {
                gradient.iter_mut().zip(shares).for_each(|(sum, share)| *sum += share);
            }
        });
    }

    /// Moves the running statistics towards the batch's.
    pub(crate) fn keep_statistics(&self, parameters: &mut Parameters) {
        let mut keep = |place: usize, batch: &[f32]| {
            for (running, value) in parameters.auxiliary[place].iter_mut().zip(batch) {
                *running = *running * MOMENTUM + value * (1.0 - MOMENTUM);
            }
        };
        if let Some(places) = self.program.pixels.statistics {
            keep(places.mean, &self.pixels.mean);
            keep(places.variance, &self.pixels.variance);
        }
        for (places, normalization) in self.program.normalizations.iter().zip(&self.normalizations) {
            keep(places.mean, &normalization.mean);
            keep(places.variance, &normalization.variance);
        }
    }

    /// Runs a stage on every image, and gives how many groups they were.
    fn stage(&mut self, parameters: &Parameters, count: usize, training: bool, number: usize, direction: Direction) -> usize {
        let Self { program, images, groups, stop, .. } = self;
        let pass = Pass {
            kernels: self.kernels,
            parameters,
            transposed: &self.transposed,
            training,
            seed: self.seed.filter(|_| training),
            pixels: &self.pixels,
            normalizations: &self.normalizations,
        };
        let stages = match direction {
            Direction::Forward => &program.forward,
            Direction::Backward => &program.backward,
        };
        let places = stages[number].operations.iter().filter(|place| training || program.evaluated[**place]);
        let operations: Vec<_> = places.map(|place| program.operations[*place].operation()).collect();
        let size = count.div_ceil(GROUPS).max(1);
        images[..count].par_chunks_mut(size).zip(groups.par_iter_mut()).for_each(|(images, sums)| {
            for image in images {
                for operation in &operations {
                    if stop() {
                        return;
                    }
                    match direction {
                        Direction::Forward => operation.forward(&pass, image, sums),
                        Direction::Backward => operation.backward(&pass, image, sums),
                    }
                }
            }
        });
        count.div_ceil(size)
    }

    /// Uses the running statistics.
    fn adopt_statistics(&mut self, parameters: &Parameters) {
        let Parameters { arguments, auxiliary } = parameters;
        if let Some(PixelStatistics { beta, mean, variance }) = self.program.pixels.statistics {
            self.pixels.adopt(&auxiliary[mean], &auxiliary[variance], &arguments[beta]);
        }
        for (places, normalization) in self.program.normalizations.iter().zip(&mut self.normalizations) {
            let NormalizationParameters { gamma, beta, mean, variance, .. } = *places;
            normalization.adopt(&auxiliary[mean], &auxiliary[variance], &arguments[gamma], &arguments[beta]);
        }
    }

    /// Computes the statistics whose sums are complete behind a stage of the forward pass.
    fn settle(&mut self, parameters: &Parameters, count: usize, used: usize, number: usize) {
        let Stage { normalizations, pixels, .. } = &self.program.forward[number];
        let arguments = &parameters.arguments;
        let Some((first, others)) = self.groups[..used].split_first_mut() else { return };
        if let (true, Some(places)) = (*pixels, self.program.pixels.statistics) {
            for other in others.iter() {
                first.pixels.iter_mut().zip(&other.pixels).for_each(|(sum, other)| *sum += other);
            }
            self.pixels.settle(&first.pixels, count, &arguments[places.beta]);
        }
        for number in normalizations {
            let places = self.program.normalizations[*number];
            let totals = fold(first, others, *number);
            self.normalizations[*number].settle(totals, count, &arguments[places.gamma], &arguments[places.beta]);
        }
    }

    /// The same behind a stage of the backward pass, with the gradients of parameters that follow.
    fn settle_gradients(&mut self, parameters: &Parameters, count: usize, used: usize, number: usize) {
        let stage = &self.program.backward[number];
        let arguments = &parameters.arguments;
        let steps = stage.operations.iter().map(|place| &self.program.operations[*place]);
        for convolution in steps.filter_map(Step::convolution).filter(|convolution| !convolution.is_grouped()) {
            let gradient = &mut self.gradients[convolution.weight];
            convolution.accumulate(self.kernels, &self.images[..count], gradient, &self.stop);
        }
        let Some((first, others)) = self.groups[..used].split_first_mut() else { return };
        for number in &stage.normalizations {
            let places = self.program.normalizations[*number];
            let totals = fold(first, others, *number);
            let (before, from_beta) = self.gradients.split_at_mut(places.beta);
            let gradients = [before[places.gamma].as_mut_slice(), from_beta[0].as_mut_slice()];
            self.normalizations[*number].settle_gradient(totals, count, &arguments[places.gamma], gradients);
        }
        let reader = self.program.convolutions().find(|convolution| convolution.input_gradient.is_none());
        let places = self.program.pixels.statistics.filter(|_| stage.pixels);
        if let (Some(places), Some(Convolution { layer, weight, .. })) = (places, reader) {
            for other in others.iter() {
                first.taps.iter_mut().zip(&other.taps).for_each(|(sum, other)| *sum += other);
            }
            for (channel, sum) in self.gradients[places.beta].iter_mut().enumerate() {
                *sum = layer.through_weights(&arguments[*weight], &first.taps, channel) as f32;
            }
        }
    }
}

#[derive(Clone, Copy)]
enum Direction {
    Forward,
    Backward,
}

/// The totals of all groups, in the first.
fn fold<'a>(first: &'a mut Sums, others: &[Sums], normalization: usize) -> &'a Totals {
    let totals = &mut first.totals[normalization];
    others.iter().for_each(|other| totals.add(&other.totals[normalization]));
    totals
}
