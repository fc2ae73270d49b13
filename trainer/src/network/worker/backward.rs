//! From probabilities back to the gradients of all parameters.

use super::{Pass, buffers::Worker, forward::image};
use crate::{
    network::plan::{ConvolutionPlan, NormalizationPlan, Unit},
    numerics::{
        kernels::Start,
        loss::{self, Loss, multi_label},
        normalization::Normalization,
        pooling,
    },
};

impl Worker {
    /// Writes the gradients of this thread's share of the batch, summed over its images. The gradients of normalisations
    /// are sums over all threads and stand in thread 0 only. [`Self::forward`] with `training` comes first.
    pub(crate) fn backward(&mut self, pass: &Pass<'_>) {
        self.gradients.iter_mut().for_each(|gradient| gradient.fill(0.0));
        self.classifier_backward(pass);
        for (index, unit) in pass.plan.units.iter().enumerate().rev() {
            self.unit_backward(pass, index, unit);
            std::mem::swap(&mut self.stream, &mut self.next_stream);
        }
        self.stem_backward(pass);
        self.first_backward(pass);
    }

    fn classifier_backward(&mut self, pass: &Pass<'_>) {
        let plan = pass.plan;
        let ConvolutionPlan { layer, weight } = &plan.classifier;
        let classes = plan.architecture.num_classes;
        let feature_map = plan.last.feature_map.bordered(0);
        let input = self.units.last().and_then(|unit| unit.outputs.last()).unwrap_or(&self.first);
        let mut features = vec![0.0; feature_map.channels];
        self.last.begin();
        for index in 0..self.count {
            let gradient = &mut self.logits[image(layer.gradient(), index)];
            let row = layer.gradient().row(0);
            let values = &mut gradient[row.clone()][..classes];
            match pass.loss {
                Loss::SingleLabel => loss::gradient(values, self.classes[index]),
                Loss::MultiLabel(weights) => {
                    multi_label::gradient(values, &self.targets[index * classes..][..classes], weights);
                }
            }
            for (sum, value) in self.gradients[plan.bias].iter_mut().zip(&gradient[row]) {
                *sum += value;
            }
            layer.accumulate(pass.kernels, &self.features[image(layer.input, index)], gradient, &mut self.gradients[*weight]);
            layer.backward(pass.kernels, gradient, &pass.transposed[*weight], &mut features, &Start::Zero);
            let rectified = &mut self.rectified[image(feature_map, index)];
            pooling::average_backward(feature_map, &features, rectified);
            self.last.observe_gradient(pass.kernels, rectified, &input[image(feature_map, index)]);
        }
        pass.settle_gradient(&mut self.last, &plan.last, &mut self.gradients);
        let to = feature_map.bordered(1);
        for index in 0..self.count {
            let (rectified, input) = (&self.rectified[image(feature_map, index)], &input[image(feature_map, index)]);
            self.last.backward(pass.kernels, rectified, input, None, to, &mut self.stream[image(to, index)]);
        }
    }

    /// Reads the gradient of the unit's output from `stream` and writes that of its input to `next_stream`.
    fn unit_backward(&mut self, pass: &Pass<'_>, number: usize, unit: &Unit) {
        let (before, rest) = self.units.split_at_mut(number);
        let Some(buffers) = rest.first_mut() else { return };
        let unit_input = match (before.last(), &self.stem) {
            (Some(unit), _) => unit.outputs.last().map_or(&[][..], Vec::as_slice),
            (None, Some(stem)) => &stem.pooled,
            (None, None) => &self.first,
        };
        let last = unit.steps.len() - 1;
        for (place, step) in unit.steps.iter().enumerate().rev() {
            let ConvolutionPlan { layer, weight } = &step.convolution;
            let normalization = &mut buffers.normalizations[place];
            let activations = &buffers.activations[place];
            let input = if place == 0 { unit_input } else { &buffers.outputs[place - 1] };
            let gradients = if place == last { &self.stream } else { &self.inner };
            let feature_map = step.normalization.feature_map.bordered(0);
            let shortcut = unit.shortcut.as_ref().filter(|_| place == 0);
            normalization.begin();
            for index in 0..self.count {
                let gradient = &gradients[image(layer.gradient(), index)];
                let activation = &activations[image(layer.input, index)];
                let rectified = &mut self.rectified[image(feature_map, index)];
                layer.accumulate(pass.kernels, activation, gradient, &mut self.gradients[*weight]);
                layer.backward(pass.kernels, gradient, &pass.transposed[*weight], rectified, &Start::Zero);
                if let Some(ConvolutionPlan { layer, weight }) = shortcut {
                    let gradient = &self.stream[image(layer.gradient(), index)];
                    layer.accumulate(pass.kernels, activation, gradient, &mut self.gradients[*weight]);
                    layer.backward(pass.kernels, gradient, &pass.transposed[*weight], rectified, &Start::Output);
                }
                normalization.observe_gradient(pass.kernels, rectified, &input[image(feature_map, index)]);
            }
            pass.settle_gradient(normalization, &step.normalization, &mut self.gradients);
            let to = feature_map.bordered(1);
            for index in 0..self.count {
                let past = (place == 0 && unit.shortcut.is_none()).then(|| &self.stream[image(to, index)]);
                let output = if place == 0 { &mut self.next_stream } else { &mut self.inner };
                let (rectified, input) = (&self.rectified[image(feature_map, index)], &input[image(feature_map, index)]);
                normalization.backward(pass.kernels, rectified, input, past, to, &mut output[image(to, index)]);
            }
        }
    }

    fn stem_backward(&mut self, pass: &Pass<'_>) {
        let (Some(stem), Some((plan, pooling))) = (&mut self.stem, &pass.plan.stem) else { return };
        let feature_map = plan.feature_map.bordered(0);
        let from = pooling.output.bordered(1);
        stem.normalization.begin();
        for index in 0..self.count {
            let rectified = &mut self.rectified[image(feature_map, index)];
            pooling.backward(&self.stream[image(from, index)], from, &stem.places[image(pooling.output, index)], rectified);
            stem.normalization.observe_gradient(pass.kernels, rectified, &self.first[image(feature_map, index)]);
        }
        pass.settle_gradient(&mut stem.normalization, plan, &mut self.gradients);
        let to = feature_map.bordered(1);
        for index in 0..self.count {
            let (rectified, input) = (&self.rectified[image(feature_map, index)], &self.first[image(feature_map, index)]);
            stem.normalization.backward(pass.kernels, rectified, input, None, to, &mut self.next_stream[image(to, index)]);
        }
        std::mem::swap(&mut self.stream, &mut self.next_stream);
    }

    fn first_backward(&mut self, pass: &Pass<'_>) {
        let ConvolutionPlan { layer, weight } = &pass.plan.first;
        self.data.taps.fill(0.0);
        for index in 0..self.count {
            let gradient = &self.stream[image(layer.gradient(), index)];
            layer.accumulate(pass.kernels, &self.input[image(layer.input, index)], gradient, &mut self.gradients[*weight]);
            layer.sum_taps(gradient, &mut self.data.taps);
        }
        // Beta shifts a whole feature_map of the input. Its gradient is the sum of the input's gradient, which is a product of the
        // weights with the gradient's sums over those pixels whose window reaches the inside of the image with that weight.
        let weights = &pass.parameters.arguments[*weight];
        for (channel, sum) in self.gradients[pass.plan.data.beta].iter_mut().enumerate() {
            *sum = layer.through_weights(weights, &self.data.taps, channel) as f32;
        }
    }
}

impl Pass<'_> {
    fn settle_gradient(&self, normalization: &mut Normalization, plan: &NormalizationPlan, gradients: &mut [Vec<f32>]) {
        normalization.settle_gradient(self.all_reduce, self.thread, self.images, &self.parameters.arguments[plan.gamma]);
        if self.thread == 0 {
            let (gamma, beta) = gradients.split_at_mut(plan.beta);
            normalization.parameter_gradients(&mut gamma[plan.gamma], &mut beta[0]);
        }
    }
}
