//! The order in which a network's operations run, and the memory of their tensors.
//!
//! * [`draft`] – from a symbol to operations without shapes
//! * [`stages`] – which of them run one after the other on an image before all images have to be done
//! * [`gradients`] – which gradients share memory, and who writes to one first
//! * [`run`] – forward and backward of a batch

mod draft;
mod gradients;
mod run;
mod stages;

use crate::{
    networks::Network,
    numerics::{
        convolution::{ConvolutionLayer, Maps},
        feature_map::FeatureMap,
        normalization::Totals,
        pooling::MaxPooling,
    },
    operations::{
        Gradient, Image, InputGradient, Operation, Sums, TensorId,
        convolution::{Base, Convolution},
        normalization::{Normalize, Observe},
        pixels::{NormalizePixels, ObservePixels},
        pooling::{Average, Largest},
        rectifier::Rectifier,
        unit_length::UnitLength,
    },
    symbol::Shape,
};
use draft::{Draft, DraftConvolution, Drafts};
use gradients::Gradients;
use stages::Stage;

pub(crate) use run::Runner;

/// A network that can be computed.
pub(crate) struct Program {
    /// In the order of the forward pass.
    operations: Vec<Step>,
    forward: Vec<Stage>,
    backward: Vec<Stage>,
    /// The values of each tensor.
    tensors: Vec<FeatureMap>,
    /// Elements of the memory that gradients share.
    slots: Vec<usize>,
    /// Elements of the places of each pooling.
    places: Vec<usize>,
    /// The places of each normalisation's parameters.
    normalizations: Vec<NormalizationParameters>,
    pixels: PixelParameters,
    /// Parameters of other operations whose gradients groups of images keep: their places and lengths.
    factors: Vec<(usize, usize)>,
    pub(crate) heads: Vec<Head>,
}

/// An operation in its concrete type where a pass treats it apart.
enum Step {
    Convolution(Box<Convolution>),
    Other(Box<dyn Operation>),
}

impl Step {
    fn operation(&self) -> &dyn Operation {
        match self {
            Self::Convolution(convolution) => convolution.as_ref(),
            Self::Other(operation) => operation.as_ref(),
        }
    }

    fn convolution(&self) -> Option<&Convolution> {
        match self {
            Self::Convolution(convolution) => Some(convolution),
            Self::Other(_) => None,
        }
    }
}

/// What the network says of an image, and the gradient over it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Head {
    pub(crate) tensor: TensorId,
    pub(crate) map: FeatureMap,
    pub(crate) gradient: Gradient,
    /// Without those that fill up the last panel.
    pub(crate) channels: usize,
}

/// A normalisation's shape and the places of its parameters: in the list of arguments, and in that of running statistics.
#[derive(Clone, Copy, Debug)]
struct NormalizationParameters {
    map: FeatureMap,
    gamma: usize,
    beta: usize,
    mean: usize,
    variance: usize,
}

/// The same for the pixels: gamma is 1.
#[derive(Clone, Copy, Debug)]
struct PixelParameters {
    map: FeatureMap,
    /// None where pixels are shifted by constants.
    statistics: Option<PixelStatistics>,
}

#[derive(Clone, Copy, Debug)]
struct PixelStatistics {
    beta: usize,
    mean: usize,
    variance: usize,
}

impl Program {
    /// # Panics
    /// When the network has a pattern that no operation computes: a mistake in [`networks`](crate::networks).
    pub(crate) fn new(network: &Network) -> Self {
        let Drafts { operations: drafts, tensors: shapes, normalizations, pixels, heads } = Drafts::new(network);
        let (forward, backward) = (stages::forward(&drafts), stages::backward(&drafts));
        let assembly = Assembly {
            tensors: values(&drafts, &shapes),
            gradients: Gradients::new(&drafts, &shapes, &backward, &heads),
            drafts: &drafts,
            is_learned: pixels.statistics.is_some(),
        };
        let mut places = Vec::new();
        let operations = (0..drafts.len()).map(|place| assembly.step(place, &mut places)).collect();
        let heads = heads.into_iter().zip(&network.heads).map(|(tensor, node)| Head {
            tensor,
            map: assembly.tensors[tensor.0],
            gradient: assembly.gradients.of(tensor),
            channels: network.symbol.shape(*node).channels,
        });
        let heads = heads.collect();
        let of_factors = drafts.iter().filter_map(|draft| match draft {
            Draft::UnitLength { factors, input, .. } => Some((*factors, shapes[input.0].channels)),
            _ => None,
        });
        let factors = of_factors.collect();
        let Assembly { tensors, gradients, .. } = assembly;
        let pixels =
            PixelParameters { map: drafts.iter().find_map(|draft| pixel_map(draft, &tensors)).unwrap_or(pixels.map), ..pixels };
        Self { operations, forward, backward, tensors, slots: gradients.slots, places, normalizations, pixels, factors, heads }
    }

    /// Bytes that the parameters take, whatever the batch: values, the same rearranged, gradients, at most two states of the
    /// optimizer, a copy while the model is written, and the gradients that groups of images keep.
    pub(crate) fn bytes(&self) -> usize {
        let of_each = self.convolutions().map(|convolution| {
            let groups = if convolution.is_grouped() { run::GROUPS } else { 0 };
            convolution.layer.weight_length() * (6 + groups)
        });
        of_each.sum::<usize>() * size_of::<f32>()
    }

    /// Bytes that one image of a batch takes.
    pub(crate) fn bytes_per_image(&self) -> usize {
        let values: usize = self.tensors.iter().map(FeatureMap::length).sum();
        let elements = values + self.slots.iter().sum::<usize>() + self.places.iter().sum::<usize>();
        elements * size_of::<f32>() + self.pixels.map.bordered(0).length()
    }

    /// The tensors of an image, all zero: borders stay so.
    fn image(&self) -> Image {
        Image {
            pixels: vec![0; self.pixels.map.bordered(0).length()],
            values: self.tensors.iter().map(|map| vec![0.0; map.length()]).collect(),
            gradients: self.slots.iter().map(|length| vec![0.0; *length]).collect(),
            places: self.places.iter().map(|length| vec![0; *length]).collect(),
        }
    }

    /// The sums of a group of images; the network has so many arguments.
    fn sums(&self, arguments: usize) -> Sums {
        let mut gradients = vec![Vec::new(); arguments];
        for convolution in self.convolutions() {
            if convolution.is_grouped() {
                gradients[convolution.weight] = vec![0.0; convolution.layer.weight_length()];
            }
            if let Some(bias) = convolution.bias {
                gradients[bias] = vec![0.0; self.tensors[convolution.output.0].channels];
            }
        }
        for (argument, length) in &self.factors {
            gradients[*argument] = vec![0.0; *length];
        }
        let reader = self.convolutions().find(|convolution| convolution.input_gradient.is_none());
        Sums {
            totals: self.normalizations.iter().map(|places| Totals::new(places.map.channels)).collect(),
            pixels: vec![0; 2 * self.pixels.map.channels],
            taps: vec![0.0; reader.map_or(0, |reader| reader.layer.taps())],
            gradients,
        }
    }

    fn convolutions(&self) -> impl Iterator<Item = &Convolution> {
        self.operations.iter().filter_map(Step::convolution)
    }
}

fn pixel_map(draft: &Draft, tensors: &[FeatureMap]) -> Option<FeatureMap> {
    match draft {
        Draft::NormalizePixels { output, .. } => tensors.get(output.0).copied(),
        _ => None,
    }
}

/// The shape of each tensor with the border that its readers need; one that nothing writes has no elements.
fn values(drafts: &[Draft], shapes: &[Shape]) -> Vec<FeatureMap> {
    let mut maps = vec![FeatureMap::new(0, 0, 0, 0); shapes.len()];
    for draft in drafts {
        let written = match draft {
            Draft::NormalizePixels { output, .. } => Some(*output),
            Draft::ObservePixels | Draft::Observe { .. } => None,
            _ => draft.output(),
        };
        if let Some(TensorId(tensor)) = written {
            let Shape { height, width, channels } = shapes[tensor];
            maps[tensor] = FeatureMap::new(height, width, channels, maps[tensor].border);
        }
    }
    // The terms of a sum lie in memory like the sum, so they have no borders, and windows over them are computed by taps.
    let is_term = |tensor: TensorId| {
        drafts.iter().any(|draft| match draft {
            Draft::Convolution(DraftConvolution { base: Base::Tensor(term), output, .. }) => *term == tensor || *output == tensor,
            _ => false,
        })
    };
    for draft in drafts {
        let Draft::Convolution(DraftConvolution { window, input, .. }) = draft else { continue };
        if window.dilate == 1 && !is_term(*input) {
            maps[input.0].border = maps[input.0].border.max(window.pad);
        }
    }
    maps
}

/// What is known of the memory when operations are made.
struct Assembly<'a> {
    drafts: &'a [Draft],
    /// Whether the pixels are normalised with statistics of the batch.
    is_learned: bool,
    tensors: Vec<FeatureMap>,
    gradients: Gradients,
}

impl Assembly<'_> {
    fn step(&self, place: usize, places: &mut Vec<usize>) -> Step {
        let gradient = |tensor: TensorId| self.gradients.of(tensor);
        let input_gradient = |input: TensorId| InputGradient { gradient: gradient(input), add: self.gradients.adds(place) };
        let other: Box<dyn Operation> = match self.drafts[place].clone() {
            Draft::ObservePixels => Box::new(ObservePixels),
            Draft::NormalizePixels { output, reader } => {
                let reader = self.writer(reader).expect("a convolution reads the pixels");
                let gradient = gradient(reader.output);
                Box::new(NormalizePixels { output, reader: self.layer(reader), gradient, is_learned: self.is_learned })
            }
            Draft::Convolution(draft) => {
                let DraftConvolution { weight, bias, input, output, base, is_first, .. } = draft;
                return Step::Convolution(Box::new(Convolution {
                    layer: self.layer(&draft),
                    weight,
                    bias,
                    input,
                    output,
                    base,
                    output_gradient: gradient(output),
                    input_gradient: (!is_first).then(|| input_gradient(input)),
                }));
            }
            Draft::Observe { number, input, output } => {
                Box::new(Observe { number, input, input_gradient: input_gradient(input), output_gradient: gradient(output) })
            }
            Draft::Normalize { number, input, output } => {
                let (output_map, output_gradient) = (self.tensors[output.0], gradient(output));
                Box::new(Normalize { number, input, output, output_map, output_gradient })
            }
            Draft::Largest { window, input, output } => {
                let pooling = MaxPooling { window, input: self.tensors[input.0], output: self.tensors[output.0] };
                places.push(pooling.output.bordered(0).length());
                let (number, input_gradient) = (places.len() - 1, input_gradient(input));
                Box::new(Largest { pooling, number, input, output, input_gradient, output_gradient: gradient(output) })
            }
            Draft::Rectifier { tensor } => {
                Box::new(Rectifier { tensor, map: self.tensors[tensor.0], gradient: gradient(tensor) })
            }
            Draft::UnitLength { factors, input, output } => Box::new(UnitLength {
                factors,
                input,
                input_map: self.tensors[input.0],
                output,
                output_map: self.tensors[output.0],
                input_gradient: input_gradient(input),
                output_gradient: gradient(output),
            }),
            Draft::Average { input, output } => {
                let (input_gradient, output_gradient) = (gradient(input), gradient(output));
                Box::new(Average { input, input_map: self.tensors[input.0], output, input_gradient, output_gradient })
            }
        };
        Step::Other(other)
    }

    /// The first convolution that writes to a tensor.
    fn writer(&self, tensor: TensorId) -> Option<&DraftConvolution> {
        self.drafts.iter().find_map(|draft| match draft {
            Draft::Convolution(convolution) if convolution.output == tensor => Some(convolution),
            _ => None,
        })
    }

    fn layer(&self, draft: &DraftConvolution) -> ConvolutionLayer {
        let maps = Maps {
            input: self.tensors[draft.input.0],
            output: self.tensors[draft.output.0],
            input_gradient: (!draft.is_first).then(|| self.gradients.of(draft.input).map),
            output_gradient: self.gradients.of(draft.output).map,
        };
        ConvolutionLayer::new(draft.window, maps)
    }
}

#[cfg(test)]
mod tests;
