//! Operations that know their tensors, but not yet the shapes in memory.

use crate::{
    numerics::window::Window,
    operations::{TensorId, convolution::Base, normalization::Term},
};

/// An operation with its tensors.
#[derive(Clone, Debug)]
pub(super) enum Draft {
    ObservePixels,
    /// `reader` is the output of the only convolution that reads what it writes.
    NormalizePixels {
        output: TensorId,
        reader: TensorId,
    },
    Convolution(DraftConvolution),
    Observe {
        number: usize,
        input: TensorId,
        output: TensorId,
    },
    Normalize {
        number: usize,
        input: TensorId,
        output: TensorId,
        term: Option<Term>,
    },
    Largest {
        window: Window,
        input: TensorId,
        output: TensorId,
    },
    Average {
        input: TensorId,
        output: TensorId,
    },
    AdaptiveAverage {
        input: TensorId,
        output: TensorId,
    },
    /// To some channels of its output.
    Resize {
        input: TensorId,
        output: TensorId,
        first_channel: usize,
    },
    /// An input of a concatenation, to some channels of its output.
    Part {
        input: TensorId,
        output: TensorId,
        first_channel: usize,
    },
    /// In the place of its input.
    Dropout {
        tensor: TensorId,
        /// Which of the network's dropouts it is.
        number: usize,
        share: f32,
    },
    /// In the place of its input.
    Rectifier {
        tensor: TensorId,
    },
    UnitLength {
        factors: usize,
        input: TensorId,
        output: TensorId,
    },
}

#[derive(Clone, Copy, Debug)]
pub(super) struct DraftConvolution {
    pub(super) window: Window,
    pub(super) weight: usize,
    pub(super) bias: Option<usize>,
    pub(super) input: TensorId,
    pub(super) output: TensorId,
    pub(super) base: Base,
    /// Reads the pixels, whose gradient nobody needs.
    pub(super) is_first: bool,
}

impl Draft {
    /// The tensor that it reads.
    pub(super) fn input(&self) -> Option<TensorId> {
        match self {
            Self::ObservePixels | Self::NormalizePixels { .. } => None,
            Self::Convolution(DraftConvolution { input, .. })
            | Self::Observe { input, .. }
            | Self::Normalize { input, .. }
            | Self::Largest { input, .. }
            | Self::Average { input, .. }
            | Self::AdaptiveAverage { input, .. }
            | Self::Resize { input, .. }
            | Self::Part { input, .. }
            | Self::UnitLength { input, .. }
            | Self::Dropout { tensor: input, .. }
            | Self::Rectifier { tensor: input } => Some(*input),
        }
    }

    /// The tensor whose gradient it reads on the way back.
    pub(super) fn output(&self) -> Option<TensorId> {
        match self {
            Self::ObservePixels => None,
            Self::NormalizePixels { reader, .. } => Some(*reader),
            Self::Convolution(DraftConvolution { output, .. })
            | Self::Observe { output, .. }
            | Self::Normalize { output, .. }
            | Self::Largest { output, .. }
            | Self::Average { output, .. }
            | Self::AdaptiveAverage { output, .. }
            | Self::Resize { output, .. }
            | Self::Part { output, .. }
            | Self::UnitLength { output, .. }
            | Self::Dropout { tensor: output, .. }
            | Self::Rectifier { tensor: output } => Some(*output),
        }
    }

    /// The tensor whose gradient it writes on the way back.
    pub(super) fn target(&self) -> Option<TensorId> {
        match self {
            Self::Normalize { .. } | Self::Rectifier { .. } | Self::Dropout { .. } => None,
            Self::Convolution(convolution) if convolution.is_first => None,
            _ => self.input(),
        }
    }

    /// All tensors that it reads.
    pub(super) fn inputs(&self) -> impl Iterator<Item = TensorId> {
        let other = match self {
            Self::Normalize { term: Some(Term::Normalized { input, .. }), .. } => Some(*input),
            _ => self.term(),
        };
        [self.input(), other].into_iter().flatten()
    }

    /// The tensor that it adds to its result without a factor. Both then have one gradient.
    pub(super) fn term(&self) -> Option<TensorId> {
        match self {
            Self::Convolution(DraftConvolution { base: Base::Tensor(term), .. })
            | Self::Normalize { term: Some(Term::Tensor(term)), .. } => Some(*term),
            _ => None,
        }
    }

    /// The normalisations that it applies.
    pub(super) fn normalizations(&self) -> impl Iterator<Item = usize> + Clone {
        let numbers = match self {
            Self::Normalize { number, term: Some(Term::Normalized { number: other, .. }), .. } => [Some(*number), Some(*other)],
            Self::Normalize { number, .. } => [Some(*number), None],
            _ => [None, None],
        };
        numbers.into_iter().flatten()
    }
}
