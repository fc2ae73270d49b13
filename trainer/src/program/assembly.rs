//! From drafts to operations with the shapes of their tensors in memory.

use super::{
    Step,
    draft::{Draft, DraftConvolution},
    gradients::Gradients,
};
use crate::{
    numerics::{
        convolution::{ConvolutionLayer, Maps},
        feature_map::FeatureMap,
        pooling::MaxPooling,
    },
    operations::{
        InputGradient, Operation, TensorId,
        adaptive_average::AdaptiveAverage,
        concatenation::Part,
        convolution::Convolution,
        dropout::Dropout,
        normalization::{Normalize, Observe, Term},
        pixels::{NormalizePixels, ObservePixels},
        pooling::{Average, Largest},
        rectifier::Rectifier,
        resize::Resize,
        unit_length::UnitLength,
    },
};

/// What is known of the memory when operations are made.
pub(super) struct Assembly<'a> {
    pub(super) drafts: &'a [Draft],
    /// Whether the pixels are normalised with statistics of the batch.
    pub(super) is_learned: bool,
    pub(super) tensors: Vec<FeatureMap>,
    pub(super) gradients: Gradients,
}

impl Assembly<'_> {
    /// The operation of a draft. `places` collects the lengths of what poolings remember.
    pub(super) fn step(&self, place: usize, places: &mut Vec<usize>) -> Step {
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
            Draft::Normalize { number, input, output, term } => {
                let (output_map, output_gradient) = (self.tensors[output.0], gradient(output));
                let term = term.map(|term| match term {
                    Term::Tensor(tensor) | Term::Normalized { input: tensor, .. } => (term, self.tensors[tensor.0]),
                });
                Box::new(Normalize { number, input, output, output_map, output_gradient, term })
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
            Draft::AdaptiveAverage { input, output } => Box::new(AdaptiveAverage {
                input,
                input_map: self.tensors[input.0],
                output,
                output_map: self.tensors[output.0],
                input_gradient: input_gradient(input),
                output_gradient: gradient(output),
            }),
            Draft::Resize { input, output, first_channel } => Box::new(Resize {
                input,
                input_map: self.tensors[input.0],
                output,
                output_map: self.tensors[output.0],
                first_channel,
                input_gradient: input_gradient(input),
                output_gradient: gradient(output),
            }),
            Draft::Part { input, output, first_channel } => Box::new(Part {
                input,
                input_map: self.tensors[input.0],
                output,
                output_map: self.tensors[output.0],
                first_channel,
                input_gradient: input_gradient(input),
                output_gradient: gradient(output),
            }),
            Draft::Dropout { tensor, number, share } => {
                Box::new(Dropout { tensor, map: self.tensors[tensor.0], gradient: gradient(tensor), number, share })
            }
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
