//! From pixels to probabilities.

use super::{Images, Pass, Target, buffers::Worker};
use crate::{
    network::plan::{ConvolutionPlan, NormalizationPlan, Unit},
    numerics::{
        feature_map::FeatureMap,
        kernels::Start,
        loss::{self, Loss, multi_label},
        normalization::{EPSILON, Normalization},
        pooling,
    },
};

impl Worker {
    /// Loads the images `range` of the batch, predicts their classes and scores them.
    pub(crate) fn forward(&mut self, pass: &Pass<'_>, images: &dyn Images, range: std::ops::Range<usize>) {
        self.load(pass, images, range);
        self.normalize_data(pass);
        self.first(pass);
        for (index, unit) in pass.plan.units.iter().enumerate() {
            self.unit(pass, index, unit);
        }
        self.classify(pass);
    }

    fn load(&mut self, pass: &Pass<'_>, images: &dyn Images, range: std::ops::Range<usize>) {
        self.count = range.len();
        self.failure = None;
        let length = pass.plan.data.feature_map.bordered(0).length();
        let targets = self.targets.chunks_exact_mut(pass.plan.architecture.num_classes);
        let labels = self.classes.iter_mut().zip(targets);
        for ((index, pixels), (class, targets)) in range.zip(self.pixels.chunks_exact_mut(length)).zip(labels) {
            match images.load(index, pixels) {
                Ok(Target::Class(loaded)) => *class = loaded,
                Ok(Target::Classes(loaded)) => targets.copy_from_slice(loaded),
                // The other threads wait for this one's sums, so the pass goes on; the caller reports the failure.
                Err(error) => self.failure = Some(error),
            }
        }
    }

    /// Normalises the pixels with the batch's statistics and adds beta; gamma is fixed at 1.
    fn normalize_data(&mut self, pass: &Pass<'_>) {
        let plan = &pass.plan.data;
        let channels = plan.feature_map.channels;
        let pixels = &self.pixels[..self.count * plan.feature_map.bordered(0).length()];
        let data = &mut self.data;
        if pass.training {
            data.totals.fill(0.0);
            let (sums, squares) = data.totals.split_at_mut(channels);
            for (channel, (sum, square)) in sums.iter_mut().zip(squares).enumerate() {
                let values = || pixels.iter().skip(channel).step_by(channels).map(|value| u64::from(*value));
                *sum = values().sum::<u64>() as f64;
                *square = values().map(|value| value * value).sum::<u64>() as f64;
            }
            pass.all_reduce.sum(pass.thread, &mut data.totals);
            let count = (pass.images * plan.feature_map.pixels()) as f64;
            for channel in 0..channels {
                let mean = data.totals[channel] / count;
                data.mean[channel] = mean as f32;
                data.variance[channel] = (data.totals[channels + channel] / count - mean * mean).max(0.0) as f32;
            }
        } else {
            data.mean.copy_from_slice(&pass.parameters.auxiliary[plan.mean]);
            data.variance.copy_from_slice(&pass.parameters.auxiliary[plan.variance]);
        }
        let beta = &pass.parameters.arguments[plan.beta];
        for (channel, table) in data.table.chunks_exact_mut(256).enumerate() {
            let inverse = 1.0 / (f64::from(data.variance[channel]) + EPSILON).sqrt();
            for (value, entry) in table.iter_mut().enumerate() {
                *entry = ((value as f64 - f64::from(data.mean[channel])) * inverse) as f32 + beta[channel];
            }
        }
        let row = plan.feature_map.width * channels;
        let images = self.input.chunks_exact_mut(plan.feature_map.length());
        for (pixels, output) in pixels.chunks_exact(row * plan.feature_map.height).zip(images) {
            for (row, pixels) in pixels.chunks_exact(row).enumerate() {
                let output = &mut output[plan.feature_map.row(row)];
                for (pixels, output) in pixels.chunks_exact(channels).zip(output.chunks_exact_mut(channels)) {
                    for ((value, output), table) in pixels.iter().zip(output).zip(data.table.chunks_exact(256)) {
                        *output = table[usize::from(*value)];
                    }
                }
            }
        }
    }

    /// The first convolution and, for large images, its normalisation and pooling.
    fn first(&mut self, pass: &Pass<'_>) {
        let plan = pass.plan;
        let layer = &plan.first.layer;
        let weights = &pass.parameters.arguments[plan.first.weight];
        let next = match &mut self.stem {
            Some(stem) => &mut stem.normalization,
            None => self.units.first_mut().and_then(|unit| unit.normalizations.first_mut()).unwrap_or(&mut self.last),
        };
        next.begin();
        let images = self.input.chunks_exact(layer.input.length()).zip(self.first.chunks_exact_mut(layer.output.length()));
        for (input, output) in images.take(self.count) {
            layer.forward(pass.kernels, input, weights, output, &Start::Zero);
            pass.observe(next, output);
        }
        let (Some(stem), Some((normalization, pooling))) = (&mut self.stem, &plan.stem) else { return };
        pass.settle(&mut stem.normalization, normalization);
        let next = self.units.first_mut().and_then(|unit| unit.normalizations.first_mut()).unwrap_or(&mut self.last);
        next.begin();
        let outputs =
            stem.pooled.chunks_exact_mut(pooling.output.length()).zip(stem.places.chunks_exact_mut(pooling.output.length()));
        let inputs = self.first.chunks_exact(layer.output.length()).zip(stem.activation.chunks_exact_mut(pooling.input.length()));
        for ((input, activation), (output, places)) in inputs.zip(outputs).take(self.count) {
            stem.normalization.forward(pass.kernels, input, pooling.input, activation);
            pooling.forward(activation, output, places);
            pass.observe(next, output);
        }
    }

    fn unit(&mut self, pass: &Pass<'_>, index: usize, unit: &Unit) {
        let (before, rest) = self.units.split_at_mut(index);
        let Some((buffers, after)) = rest.split_first_mut() else { return };
        let input = match (before.last(), &self.stem) {
            (Some(unit), _) => unit.outputs.last().map_or(&[][..], Vec::as_slice),
            (None, Some(stem)) => &stem.pooled,
            (None, None) => &self.first,
        };
        let mut after_unit = after.first_mut().and_then(|unit| unit.normalizations.first_mut()).unwrap_or(&mut self.last);
        let Some((last_output, inner_outputs)) = buffers.outputs.split_last_mut() else { return };
        let last_step = unit.steps.len() - 1;
        for (number, step) in unit.steps.iter().enumerate() {
            let (current, following) = buffers.normalizations.split_at_mut(number + 1);
            let normalization = &mut current[number];
            pass.settle(normalization, &step.normalization);
            let next = following.first_mut().unwrap_or(&mut after_unit);
            next.begin();
            let layer = &step.convolution.layer;
            let (earlier, later) = inner_outputs.split_at_mut(number.min(last_step));
            let source = if number == 0 { input } else { &earlier[number - 1] };
            let read = step.normalization.feature_map.bordered(0).length();
            let weights = &pass.parameters.arguments[step.convolution.weight];
            for image in 0..self.count {
                let source = &source[image * read..][..read];
                let activation = &mut buffers.activations[number][image * layer.input.length()..][..layer.input.length()];
                normalization.forward(pass.kernels, source, layer.input, activation);
                if number == 0
                    && let Some(ConvolutionPlan { layer, weight }) = &unit.shortcut
                {
                    let output = &mut last_output[image * layer.output.length()..][..layer.output.length()];
                    layer.forward(pass.kernels, activation, &pass.parameters.arguments[*weight], output, &Start::Zero);
                }
                let written = image * layer.output.length()..(image + 1) * layer.output.length();
                let (output, start) = if number < last_step {
                    (&mut later[0][written], Start::Zero)
                } else if unit.shortcut.is_some() {
                    (&mut last_output[written], Start::Output)
                } else {
                    (&mut last_output[written.clone()], Start::From(&input[written]))
                };
                layer.forward(pass.kernels, activation, weights, output, &start);
                pass.observe(next, output);
            }
        }
    }

    fn classify(&mut self, pass: &Pass<'_>) {
        let plan = pass.plan;
        pass.settle(&mut self.last, &plan.last);
        let input = self.units.last().and_then(|unit| unit.outputs.last()).unwrap_or(&self.first);
        let (feature_map, layer) = (plan.last.feature_map.bordered(0), &plan.classifier.layer);
        let logits = layer.gradient();
        let classes = plan.architecture.num_classes;
        self.score = loss::Score::default();
        for image in 0..self.count {
            self.last.forward(
                pass.kernels,
                &input[image * feature_map.length()..][..feature_map.length()],
                feature_map,
                &mut self.last_activation,
            );
            let features = &mut self.features[image * feature_map.channels..][..feature_map.channels];
            pooling::average(feature_map, &self.last_activation, features);
            layer.forward(
                pass.kernels,
                features,
                &pass.parameters.arguments[plan.classifier.weight],
                &mut self.prediction,
                &Start::Zero,
            );
            let values = &mut self.prediction[..classes];
            for (value, bias) in values.iter_mut().zip(&pass.parameters.arguments[plan.bias]) {
                *value += bias;
            }
            self.score.add(&match pass.loss {
                Loss::SingleLabel => {
                    loss::softmax(values);
                    loss::score(values, self.classes[image], pass.top)
                }
                Loss::MultiLabel(weights) => {
                    multi_label::logistic(values);
                    multi_label::score(values, &self.targets[image * classes..][..classes], weights)
                }
            });
            self.logits[image * logits.length()..][logits.row(0)][..classes].copy_from_slice(values);
        }
    }
}

impl Pass<'_> {
    fn observe(&self, normalization: &mut Normalization, image: &[f32]) {
        if self.training {
            normalization.observe(self.kernels, image);
        }
    }

    fn settle(&self, normalization: &mut Normalization, plan: &NormalizationPlan) {
        let (gamma, beta) = (&self.parameters.arguments[plan.gamma], &self.parameters.arguments[plan.beta]);
        if self.training {
            normalization.settle(self.all_reduce, self.thread, self.images, gamma, beta);
        } else {
            normalization.adopt(&self.parameters.auxiliary[plan.mean], &self.parameters.auxiliary[plan.variance], gamma, beta);
        }
    }
}

/// The part of a buffer that holds one image.
pub(super) fn image(feature_map: FeatureMap, index: usize) -> std::ops::Range<usize> {
    index * feature_map.length()..(index + 1) * feature_map.length()
}
