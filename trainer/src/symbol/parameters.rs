//! The parameters that belong to operators: their names, shapes and first values.

use super::{
    Shape,
    operator::{Attributes, Bias, Convolution, Operator},
};
use crate::{
    numerics::normalization::EPSILON,
    parameter::{Initial, Layout, Specification},
};

/// Which of MXNet's interfaces a network was made with. They name parameters differently and have other defaults.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Interface {
    /// The files of symbols and their parameters.
    Symbol,
    /// Blocks, whose parameters one file holds.
    Gluon,
}

/// What holds for all parameters of a network from some point on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Manner {
    pub(super) interface: Interface,
    /// What weights hold before training.
    pub(super) weights: Initial,
    /// How many times the learning rate parameters learn at.
    pub(super) rate: f32,
}

impl Interface {
    /// What normalisations add to variances.
    pub(super) fn epsilon(self) -> f64 {
        match self {
            Self::Symbol => EPSILON,
            Self::Gluon => 1e-5,
        }
    }

    /// What a parameter of the node `name` is called.
    fn name(self, name: &str, role: &str) -> String {
        match self {
            Self::Symbol => format!("{name}_{role}"),
            Self::Gluon => format!("{name}.{}", role.replace("moving", "running")),
        }
    }
}

impl Manner {
    fn vector(self, name: &str, role: &str, length: usize, initial: Initial) -> Specification {
        let vector = Specification::vector(self.interface.name(name, role), length, initial);
        let decay = if self.interface == Interface::Gluon { 1.0 } else { vector.decay };
        Specification { rate: self.rate, decay, ..vector }
    }

    fn weight(self, name: &str, shape: Vec<usize>, layout: Layout) -> Specification {
        Specification { shape, layout, ..self.vector(name, "weight", 0, self.weights) }
    }
}

impl Operator {
    /// The parameters of an operator called `name` that reads images of the shape `input`, with what the file says of them.
    pub(super) fn parameters(&self, name: &str, input: Shape, manner: Manner) -> Vec<(Specification, Attributes)> {
        let attributes = self.attributes();
        match self {
            Self::BatchNorm { fix_gamma, .. } => {
                let vector = |role: &str, initial, learned, is_auxiliary| Specification {
                    learned,
                    is_auxiliary,
                    ..manner.vector(name, role, input.channels, initial)
                };
                let noted = |initial: &str| [attributes.as_slice(), &[("__init__", initial.to_owned())]].concat();
                vec![
                    (vector("gamma", Initial::Ones, !fix_gamma, false), attributes.clone()),
                    (vector("beta", Initial::Zeros, true, false), attributes.clone()),
                    (vector("moving_mean", Initial::Zeros, false, true), noted("[\"zero\", {}]")),
                    (vector("moving_var", Initial::Ones, false, true), noted("[\"one\", {}]")),
                ]
            }
            Self::Convolution(Convolution { filters, window, bias, .. }) => {
                let (outputs, inputs, kernel) = (*filters, input.channels, window.kernel);
                let layout = Layout::Panels { outputs, inputs, kernel };
                let weight = manner.weight(name, vec![outputs, inputs, kernel, kernel], layout);
                let plain = manner.vector(name, "bias", outputs, Initial::Zeros);
                let noted = [("__init__", "[\"constant\", {\"value\": 0.0}]"), ("__lr_mult__", "2.0")];
                let bias = match bias {
                    Bias::None => None,
                    Bias::Plain => Some((plain, attributes.clone())),
                    Bias::Fast => {
                        let noted = noted.map(|(name, value)| (name, value.to_owned())).to_vec();
                        Some((Specification { rate: 2.0, ..plain }, noted))
                    }
                };
                [Some((weight, attributes)), bias].into_iter().flatten().collect()
            }
            Self::FullyConnected { outputs } => {
                let layout = Layout::Panels { outputs: *outputs, inputs: input.channels, kernel: 1 };
                let weight = manner.weight(name, vec![*outputs, input.channels], layout);
                let bias = manner.vector(name, "bias", *outputs, Initial::Zeros);
                vec![(weight, attributes.clone()), (bias, attributes)]
            }
            _ => Vec::new(),
        }
    }
}
