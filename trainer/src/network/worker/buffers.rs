//! Everything that one thread writes to, allocated once.

use crate::error::TrainingError;
use crate::network::plan::{Plan, Unit};
use crate::numerics::loss::Score;
use crate::numerics::normalization::Normalization;
use crate::numerics::plane::Plane;

/// One thread's share of the activations and gradients.
pub(crate) struct Worker {
    /// Images of the current batch.
    pub(super) count: usize,
    pub(super) pixels: Vec<u8>,
    /// The class of each image, where images show one.
    pub(super) classes: Vec<usize>,
    /// For each class of each image 1 or 0, where images show several.
    pub(super) targets: Vec<u8>,
    pub(super) data: DataStatistics,
    pub(super) input: Vec<f32>,
    pub(super) first: Vec<f32>,
    pub(super) stem: Option<StemBuffers>,
    pub(super) units: Vec<UnitBuffers>,
    pub(super) last: Normalization,
    pub(super) last_activation: Vec<f32>,
    pub(super) features: Vec<f32>,
    pub(super) prediction: Vec<f32>,
    /// Probabilities, then the gradients of the logits.
    pub(super) logits: Vec<f32>,
    /// The gradient of the sum that the units add to, with a border; and room for the next one.
    pub(super) stream: Vec<f32>,
    pub(super) next_stream: Vec<f32>,
    /// The gradient of a convolution's output inside a unit, with a border.
    pub(super) inner: Vec<f32>,
    /// The gradient of a convolution's input, without a border.
    pub(super) rectified: Vec<f32>,
    pub(crate) gradients: Vec<Vec<f32>>,
    pub(crate) score: Score,
    pub(crate) failure: Option<TrainingError>,
}

/// Mean and variance of the batch's pixels.
#[derive(Clone, Debug, Default)]
pub(crate) struct DataStatistics {
    pub(crate) mean: Vec<f32>,
    pub(crate) variance: Vec<f32>,
    pub(super) totals: Vec<f64>,
    pub(super) table: Vec<f32>,
    pub(super) taps: Vec<f64>,
}

pub(super) struct StemBuffers {
    pub(super) normalization: Normalization,
    pub(super) activation: Vec<f32>,
    pub(super) pooled: Vec<f32>,
    pub(super) places: Vec<u32>,
}

pub(super) struct UnitBuffers {
    pub(super) normalizations: Vec<Normalization>,
    pub(super) activations: Vec<Vec<f32>>,
    pub(super) outputs: Vec<Vec<f32>>,
}

impl Worker {
    /// Buffers with room for `capacity` images.
    pub(crate) fn new(plan: &Plan, capacity: usize) -> Self {
        let room = |plane: Plane| vec![0.0; capacity * plane.length()];
        let channels = plan.data.plane.channels;
        let (stream, rectified) = largest(plan);
        Self {
            count: 0,
            pixels: vec![0; capacity * plan.data.plane.bordered(0).length()],
            classes: vec![0; capacity],
            targets: vec![0; capacity * plan.architecture.num_classes],
            data: DataStatistics {
                mean: vec![0.0; channels],
                variance: vec![0.0; channels],
                totals: vec![0.0; 2 * channels],
                table: vec![0.0; 256 * channels],
                taps: vec![0.0; plan.first.layer.kernel * plan.first.layer.kernel * plan.first.layer.output.channels],
            },
            input: room(plan.data.plane),
            first: room(plan.first.layer.output),
            stem: plan.stem.as_ref().map(|(normalization, pooling)| StemBuffers {
                normalization: Normalization::new(normalization.plane),
                activation: room(pooling.input),
                pooled: room(pooling.output),
                places: vec![0; capacity * pooling.output.length()],
            }),
            units: plan.units.iter().map(|unit| unit_buffers(unit, room)).collect(),
            last: Normalization::new(plan.last.plane),
            last_activation: vec![0.0; plan.last.plane.bordered(0).length()],
            features: room(plan.classifier.layer.input),
            prediction: vec![0.0; plan.classifier.layer.output.channels],
            logits: room(plan.classifier.layer.gradient()),
            stream: vec![0.0; capacity * stream],
            next_stream: vec![0.0; capacity * stream],
            inner: vec![0.0; capacity * stream],
            rectified: vec![0.0; capacity * rectified],
            gradients: plan.arguments.iter().map(|argument| vec![0.0; argument.length()]).collect(),
            score: Score::default(),
            failure: None,
        }
    }

    /// The batch statistics of every normalisation, in the order of [`Plan::normalizations`].
    pub(crate) fn statistics(&self) -> impl Iterator<Item = (&[f32], &[f32])> {
        let units = self.units.iter().flat_map(|unit| &unit.normalizations);
        let all = self.stem.iter().map(|stem| &stem.normalization).chain(units).chain([&self.last]);
        all.map(|normalization| (normalization.mean.as_slice(), normalization.variance.as_slice()))
    }

    /// The probabilities of the images after a forward pass; after a backward pass, their gradients.
    pub(crate) fn predictions(&self, plan: &Plan) -> Vec<f32> {
        let plane = plan.classifier.layer.gradient();
        let images = self.logits.chunks_exact(plane.length()).take(self.count);
        images.flat_map(|image| image[plane.row(0)][..plan.architecture.num_classes].to_vec()).collect()
    }

    /// The batch statistics of the pixels.
    pub(crate) fn data_statistics(&self) -> &DataStatistics {
        &self.data
    }
}

fn unit_buffers(unit: &Unit, room: impl Fn(Plane) -> Vec<f32>) -> UnitBuffers {
    UnitBuffers {
        normalizations: unit.steps.iter().map(|step| Normalization::new(step.normalization.plane)).collect(),
        activations: unit.steps.iter().map(|step| room(step.convolution.layer.input)).collect(),
        outputs: unit.steps.iter().map(|step| room(step.convolution.layer.output)).collect(),
    }
}

/// Elements of the largest gradient with a border, and without.
fn largest(plan: &Plan) -> (usize, usize) {
    let steps = || plan.units.iter().flat_map(|unit| &unit.steps);
    let outputs = steps().map(|step| step.convolution.layer.gradient().length());
    let inputs = steps().map(|step| step.convolution.layer.input.bordered(0).length());
    let stem = plan.stem.iter().map(|(_, pooling)| pooling.input.bordered(0).length());
    let first = plan.first.layer.gradient().length();
    (outputs.chain([first]).max().unwrap_or(first), inputs.chain(stem).max().unwrap_or(first))
}

/// Bytes that one image of a batch takes during training.
pub(crate) fn bytes_per_image(plan: &Plan) -> usize {
    let steps = plan.units.iter().flat_map(|unit| &unit.steps);
    let units: usize = steps.map(|step| step.convolution.layer.input.length() + step.convolution.layer.output.length()).sum();
    let stem = plan.stem.as_ref().map_or(0, |(_, pooling)| pooling.input.length() + 2 * pooling.output.length());
    let (stream, rectified) = largest(plan);
    (units + stem + plan.data.plane.length() + plan.first.layer.output.length() + 3 * stream + rectified) * size_of::<f32>()
}
