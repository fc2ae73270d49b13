//! What a parameter of a network is: its name, shape and layout, and what it holds before training.

use crate::numerics::kernels::LANES;

/// How a parameter's values are laid out for the loops.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Layout {
    /// As in MXNet.
    Vector,
    /// MXNet's `[outputs, inputs, height, width]` as `[panels, height, width, inputs, LANES]`: panels of output channels.
    Panels { outputs: usize, inputs: usize, kernel: usize },
}

/// What a parameter holds before training.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Initial {
    Zeros,
    Ones,
    /// Gaussian with a standard deviation of sqrt(2 / fan-in).
    Gaussian,
    /// Uniform within ±sqrt(3 / mean of fan-in and fan-out).
    Xavier,
    Twenty,
}

/// A parameter by its name in MXNet.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Specification {
    pub(crate) name: String,
    /// In MXNet's order, for example `[outputs, inputs, height, width]` of a convolution's weights.
    pub(crate) shape: Vec<usize>,
    pub(crate) layout: Layout,
    pub(crate) initial: Initial,
    /// False for the factor of the input's normalisation, which stays 1, and for running statistics.
    pub(crate) learned: bool,
    /// Whether it is a running statistic, which MXNet lists apart.
    pub(crate) is_auxiliary: bool,
    /// How many times the learning rate it learns at.
    pub(crate) rate: f32,
    /// How many times the weight decay pulls at it.
    pub(crate) decay: f32,
}

impl Specification {
    /// A vector that is learned. As in MXNet, weights and factors of normalisations are decayed, and offsets are not.
    pub(crate) fn vector(name: String, length: usize, initial: Initial) -> Self {
        let decay = if name.ends_with("_weight") || name.ends_with("_gamma") { 1.0 } else { 0.0 };
        let (shape, layout) = (vec![length], Layout::Vector);
        Self { name, shape, layout, initial, learned: true, is_auxiliary: false, rate: 1.0, decay }
    }

    /// Elements in the loops' layout.
    pub(crate) fn length(&self) -> usize {
        match self.layout {
            Layout::Vector => self.shape.iter().product(),
            Layout::Panels { outputs, inputs, kernel } => outputs.next_multiple_of(LANES) * inputs * kernel * kernel,
        }
    }
}
