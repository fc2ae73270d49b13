//! Everything that one thread writes to, allocated once.
//!
//! Shapes are in the order of memory. `images` is the thread's share of the largest batch. A height and a width are those of
//! the layer; *bordered* means that both are larger by the border on each side ([`FeatureMap`]).

use crate::{
    error::TrainingError,
    network::plan::{Plan, Unit},
    numerics::{feature_map::FeatureMap, loss::Score, normalization::Normalization},
};

/// One thread's share of the activations and gradients.
pub(crate) struct Worker {
    /// Images of the current batch.
    pub(super) count: usize,
    /// The images as they were loaded: `[images, height, width, channels]`.
    pub(super) pixels: Vec<u8>,
    /// The class of each image with one label: `[images]`.
    pub(super) classes: Vec<usize>,
    /// For each class of each image 1 or 0, where images have a label for each class: `[images, classes]`.
    pub(super) targets: Vec<u8>,
    pub(super) data: DataStatistics,
    /// The normalised pixels: `[images, height, width, channels]`, bordered.
    pub(super) input: Vec<f32>,
    /// The output of the first convolution: `[images, height, width, filters]`.
    pub(super) first: Vec<f32>,
    pub(super) stem: Option<StemBuffers>,
    pub(super) units: Vec<UnitBuffers>,
    pub(super) last: Normalization,
    /// One image behind the last normalisation and rectifier: `[height, width, channels]`.
    pub(super) last_activation: Vec<f32>,
    /// The averages over the last feature map: `[images, channels]`.
    pub(super) features: Vec<f32>,
    /// The output of the classifier for one image: `[classes rounded up to LANES]`.
    pub(super) prediction: Vec<f32>,
    /// Probabilities, then the gradients of the logits: `[images, 1, 1, classes rounded up to LANES]`, bordered.
    pub(super) logits: Vec<f32>,
    /// The gradient of the sum that the units add to: `[images, height, width, channels]`, bordered, with room for the
    /// largest layer.
    pub(super) stream: Vec<f32>,
    /// As [`Self::stream`], for the unit before.
    pub(super) next_stream: Vec<f32>,
    /// The gradient of a convolution's output inside a unit: `[images, height, width, channels]`, bordered, with room for
    /// the largest layer.
    pub(super) inner: Vec<f32>,
    /// The gradient of a convolution's input: `[images, height, width, channels]`, with room for the largest layer.
    pub(super) rectified: Vec<f32>,
    /// The gradients of the arguments, each in its [`Layout`](crate::parameter::Layout).
    pub(crate) gradients: Vec<Vec<f32>>,
    pub(crate) score: Score,
    pub(crate) failure: Option<TrainingError>,
}

/// Mean and variance of the batch's pixels.
#[derive(Clone, Debug, Default)]
pub(crate) struct DataStatistics {
    /// `[channels]`
    pub(crate) mean: Vec<f32>,
    /// `[channels]`
    pub(crate) variance: Vec<f32>,
    /// Sums of values, then of squares: `[2, channels]`.
    pub(super) totals: Vec<f64>,
    /// What each value of a pixel becomes: `[channels, 256]`.
    pub(super) table: Vec<f32>,
    /// Sums of the first convolution's output gradients by the part of the kernel that they reach:
    /// `[kernel, kernel, filters]`.
    pub(super) taps: Vec<f64>,
}

/// What the layers before the first unit write, for large images.
pub(super) struct StemBuffers {
    pub(super) normalization: Normalization,
    /// Behind normalisation and rectifier: `[images, height, width, filters]`, bordered.
    pub(super) activation: Vec<f32>,
    /// Behind pooling: `[images, height, width, filters]`.
    pub(super) pooled: Vec<f32>,
    /// Where in its image each of [`Self::pooled`] comes from.
    pub(super) places: Vec<u32>,
}

/// What a residual unit writes, for each of its steps.
pub(super) struct UnitBuffers {
    pub(super) normalizations: Vec<Normalization>,
    /// The input of each convolution: `[images, height, width, channels]`, bordered.
    pub(super) activations: Vec<Vec<f32>>,
    /// The output of each convolution: `[images, height, width, channels]`.
    pub(super) outputs: Vec<Vec<f32>>,
}

impl Worker {
    /// Buffers with room for `capacity` images.
    pub(crate) fn new(plan: &Plan, capacity: usize) -> Self {
        let room = |feature_map: FeatureMap| vec![0.0; capacity * feature_map.length()];
        let channels = plan.data.feature_map.channels;
        let (stream, rectified) = largest(plan);
        Self {
            count: 0,
            pixels: vec![0; capacity * plan.data.feature_map.bordered(0).length()],
            classes: vec![0; capacity],
            targets: vec![0; capacity * plan.architecture.num_classes],
            data: DataStatistics {
                mean: vec![0.0; channels],
                variance: vec![0.0; channels],
                totals: vec![0.0; 2 * channels],
                table: vec![0.0; 256 * channels],
                taps: vec![0.0; plan.first.layer.kernel * plan.first.layer.kernel * plan.first.layer.output.channels],
            },
            input: room(plan.data.feature_map),
            first: room(plan.first.layer.output),
            stem: plan.stem.as_ref().map(|(normalization, pooling)| StemBuffers {
                normalization: Normalization::new(normalization.feature_map),
                activation: room(pooling.input),
                pooled: room(pooling.output),
                places: vec![0; capacity * pooling.output.length()],
            }),
            units: plan.units.iter().map(|unit| unit_buffers(unit, room)).collect(),
            last: Normalization::new(plan.last.feature_map),
            last_activation: vec![0.0; plan.last.feature_map.bordered(0).length()],
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
        let feature_map = plan.classifier.layer.gradient();
        let images = self.logits.chunks_exact(feature_map.length()).take(self.count);
        images.flat_map(|image| image[feature_map.row(0)][..plan.architecture.num_classes].to_vec()).collect()
    }

    /// The batch statistics of the pixels.
    pub(crate) fn data_statistics(&self) -> &DataStatistics {
        &self.data
    }
}

fn unit_buffers(unit: &Unit, room: impl Fn(FeatureMap) -> Vec<f32>) -> UnitBuffers {
    UnitBuffers {
        normalizations: unit.steps.iter().map(|step| Normalization::new(step.normalization.feature_map)).collect(),
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
    (units + stem + plan.data.feature_map.length() + plan.first.layer.output.length() + 3 * stream + rectified) * size_of::<f32>()
}
