//! The layers of an architecture with their shapes, and the parameters that they own.

use crate::{
    network::architecture::Architecture,
    numerics::{convolution::ConvolutionLayer, feature_map::FeatureMap, kernels::LANES, pooling::MaxPooling},
    parameter::{Initial, Layout, Specification},
};

/// A normalisation's parameters: places in the list of arguments, and of auxiliary states.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NormalizationPlan {
    pub(crate) feature_map: FeatureMap,
    pub(crate) gamma: usize,
    pub(crate) beta: usize,
    pub(crate) mean: usize,
    pub(crate) variance: usize,
}

/// A convolution and the place of its weights.
#[derive(Clone, Debug)]
pub(crate) struct ConvolutionPlan {
    pub(crate) layer: ConvolutionLayer,
    pub(crate) weight: usize,
}

/// Normalisation, rectifier and convolution.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) normalization: NormalizationPlan,
    pub(crate) convolution: ConvolutionPlan,
}

/// A residual unit; without a shortcut convolution its input is added as it is.
#[derive(Clone, Debug)]
pub(crate) struct Unit {
    pub(crate) steps: Vec<Step>,
    pub(crate) shortcut: Option<ConvolutionPlan>,
}

/// Every layer of a network, in the order of the forward pass.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) architecture: Architecture,
    pub(crate) data: NormalizationPlan,
    pub(crate) first: ConvolutionPlan,
    pub(crate) stem: Option<(NormalizationPlan, MaxPooling)>,
    pub(crate) units: Vec<Unit>,
    pub(crate) last: NormalizationPlan,
    pub(crate) classifier: ConvolutionPlan,
    pub(crate) bias: usize,
    /// In MXNet's order.
    pub(crate) arguments: Vec<Specification>,
    pub(crate) auxiliary: Vec<Specification>,
}

impl Plan {
    pub(crate) fn new(architecture: &Architecture) -> Self {
        let mut parameters = Parameters::default();
        let [channels, height, width] = architecture.image_shape;
        let border = if architecture.large_stem { 3 } else { 1 };
        let image = FeatureMap::new(height, width, channels, border);
        let data = parameters.normalization("bn_data", image, false);
        let (kernel, stride, pad) = if architecture.large_stem { (7, 2, 3) } else { (3, 1, 1) };
        let first = parameters.convolution("conv0", ConvolutionLayer::new(kernel, stride, pad, image, architecture.filters[0]));
        let mut feature_map = first.layer.output;
        let stem = architecture.large_stem.then(|| {
            let normalization = parameters.normalization("bn0", feature_map, true);
            let pooling = MaxPooling::new(feature_map.height, feature_map.width, feature_map.channels);
            feature_map = pooling.output;
            (normalization, pooling)
        });
        let mut units = Vec::new();
        for (stage, count) in architecture.units.iter().enumerate() {
            for number in 0..*count {
                let stride = if stage > 0 && number == 0 { 2 } else { 1 };
                let name = format!("stage{}_unit{}", stage + 1, number + 1);
                let shape = Shape {
                    filters: architecture.filters[stage + 1],
                    stride,
                    bottleneck: architecture.bottleneck,
                    same: number > 0,
                };
                let unit = parameters.unit(&name, feature_map, shape);
                feature_map = unit.steps.last().map_or(feature_map, |step| step.convolution.layer.output);
                units.push(unit);
            }
        }
        let last = parameters.normalization("bn1", feature_map, true);
        let classes = architecture.num_classes;
        let features = FeatureMap::new(1, 1, feature_map.channels, 0);
        let classifier = ConvolutionPlan {
            layer: ConvolutionLayer::new(1, 1, 0, features, classes.next_multiple_of(LANES)),
            weight: parameters.argument("fc1_weight", vec![classes, feature_map.channels], Initial::Gaussian, true),
        };
        parameters.arguments[classifier.weight].layout =
            Layout::Panels { outputs: classes, inputs: feature_map.channels, kernel: 1 };
        let bias = parameters.argument("fc1_bias", vec![classes], Initial::Zeros, true);
        let Parameters { arguments, auxiliary } = parameters;
        Self { architecture: architecture.clone(), data, first, stem, units, last, classifier, bias, arguments, auxiliary }
    }

    /// All convolutions whose input needs a gradient, with the classifier.
    pub(crate) fn transposed(&self) -> impl Iterator<Item = &ConvolutionPlan> {
        let units =
            self.units.iter().flat_map(|unit| unit.steps.iter().map(|step| &step.convolution).chain(unit.shortcut.as_ref()));
        units.chain([&self.classifier])
    }

    /// All normalisations but the input's.
    pub(crate) fn normalizations(&self) -> impl Iterator<Item = &NormalizationPlan> {
        let units = self.units.iter().flat_map(|unit| unit.steps.iter().map(|step| &step.normalization));
        self.stem.iter().map(|(normalization, _)| normalization).chain(units).chain([&self.last])
    }
}

#[derive(Clone, Copy)]
struct Shape {
    filters: usize,
    stride: usize,
    bottleneck: bool,
    same: bool,
}

/// Collects parameters while the layers are listed.
#[derive(Default)]
struct Parameters {
    arguments: Vec<Specification>,
    auxiliary: Vec<Specification>,
}

impl Parameters {
    fn argument(&mut self, name: &str, shape: Vec<usize>, initial: Initial, learned: bool) -> usize {
        self.arguments.push(Specification { name: name.to_owned(), shape, layout: Layout::Vector, initial, learned });
        self.arguments.len() - 1
    }

    fn state(&mut self, name: String, channels: usize, initial: Initial) -> usize {
        self.auxiliary.push(Specification { name, shape: vec![channels], layout: Layout::Vector, initial, learned: false });
        self.auxiliary.len() - 1
    }

    fn normalization(&mut self, name: &str, feature_map: FeatureMap, scaled: bool) -> NormalizationPlan {
        NormalizationPlan {
            feature_map,
            gamma: self.argument(&format!("{name}_gamma"), vec![feature_map.channels], Initial::Ones, scaled),
            beta: self.argument(&format!("{name}_beta"), vec![feature_map.channels], Initial::Zeros, true),
            mean: self.state(format!("{name}_moving_mean"), feature_map.channels, Initial::Zeros),
            variance: self.state(format!("{name}_moving_var"), feature_map.channels, Initial::Ones),
        }
    }

    fn convolution(&mut self, name: &str, layer: ConvolutionLayer) -> ConvolutionPlan {
        let (outputs, inputs, kernel) = (layer.output.channels, layer.input.channels, layer.kernel);
        let weight = self.argument(&format!("{name}_weight"), vec![outputs, inputs, kernel, kernel], Initial::Gaussian, true);
        self.arguments[weight].layout = Layout::Panels { outputs, inputs, kernel };
        ConvolutionPlan { layer, weight }
    }

    fn unit(&mut self, name: &str, input: FeatureMap, shape: Shape) -> Unit {
        let Shape { filters, stride, bottleneck, same } = shape;
        let convolutions = if bottleneck {
            vec![(filters / 4, 1, 1, 0), (filters / 4, 3, stride, 1), (filters, 1, 1, 0)]
        } else {
            vec![(filters, 3, stride, 1), (filters, 3, 1, 1)]
        };
        let mut feature_map = input;
        let mut steps = Vec::new();
        for (index, (channels, kernel, stride, pad)) in convolutions.into_iter().enumerate() {
            let normalization = self.normalization(&format!("{name}_bn{}", index + 1), feature_map, true);
            let layer = ConvolutionLayer::new(kernel, stride, pad, feature_map.bordered(1), channels);
            feature_map = layer.output;
            steps.push(Step { normalization, convolution: self.convolution(&format!("{name}_conv{}", index + 1), layer) });
        }
        let shortcut = (!same)
            .then(|| self.convolution(&format!("{name}_sc"), ConvolutionLayer::new(1, stride, 0, input.bordered(1), filters)));
        Unit { steps, shortcut }
    }
}
