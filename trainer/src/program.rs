//! The order in which a network's operations run, and the memory of their tensors.
//!
//! * [`draft`], [`drafting`] – from a symbol to operations without shapes
//! * [`assembly`] – from these to operations with shapes
//! * [`stages`] – which of them run one after the other on an image before all images have to be done
//! * [`gradients`] – which gradients share memory, and who writes to one first
//! * [`run`] – forward and backward of a batch

mod assembly;
mod draft;
mod drafting;
mod gradients;
mod run;
mod stages;

use crate::{
    networks::Network,
    numerics::{feature_map::FeatureMap, normalization::Totals},
    operations::{
        Gradient, Image, Operation, Sums, TensorId,
        convolution::{Base, Convolution},
    },
    symbol::Shape,
};
use assembly::Assembly;
use draft::{Draft, DraftConvolution};
use drafting::Drafts;
use gradients::Gradients;
use stages::Stage;

pub(crate) use run::Runner;

/// A network that can be computed.
pub(crate) struct Program {
    /// In the order of the forward pass.
    operations: Vec<Step>,
    /// For each operation whether an evaluation needs it.
    evaluated: Vec<bool>,
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
    epsilon: f64,
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
        let evaluated = needed(&drafts, &heads[..network.evaluated_heads]);
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
        Self {
            operations,
            evaluated,
            forward,
            backward,
            tensors,
            slots: gradients.slots,
            places,
            normalizations,
            pixels,
            factors,
            heads,
        }
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

    /// The tensors of an image of a batch, all zero: borders stay so.
    fn image(&self, number: usize) -> Image {
        Image {
            number,
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

/// For each operation whether some tensors need it.
fn needed(drafts: &[Draft], tensors: &[TensorId]) -> Vec<bool> {
    let mut tensors = tensors.to_vec();
    let mut needed = vec![true; drafts.len()];
    for (draft, needed) in drafts.iter().zip(&mut needed).rev() {
        let Some(output) = draft.output().filter(|_| !matches!(draft, Draft::NormalizePixels { .. })) else { continue };
        *needed = tensors.contains(&output);
        if *needed {
            tensors.extend(draft.inputs());
        }
    }
    needed
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

#[cfg(test)]
mod tests;
