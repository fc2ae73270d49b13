//! The operators of networks, with their parameters and how MXNet writes them.

use super::Shape;
use crate::{
    numerics::{normalization::MOMENTUM, window::Window},
    parameter::{Initial, Layout, Specification},
};

/// [`EPSILON`](crate::numerics::normalization::EPSILON) as MXNet writes numbers.
const EPSILON_TEXT: &str = "2e-05";

/// What a node does.
#[derive(Clone, Debug)]
pub(crate) enum Operator {
    /// What the caller gives: images or labels.
    Input,
    Parameter {
        parameter: Specification,
        attributes: Attributes,
    },
    /// The input as it is.
    Copy,
    BatchNorm {
        fix_gamma: bool,
    },
    Rectifier,
    Convolution(Convolution),
    MaxPooling {
        window: Window,
        is_full: bool,
    },
    GlobalAverage,
    Flatten,
    FullyConnected {
        outputs: usize,
    },
    Addition,
    /// Every pixel scaled to the length 1 over its channels.
    UnitLength,
    /// Every channel times a factor.
    Scale,
    /// Only in the file.
    Written {
        operator: &'static str,
        attributes: Attributes,
    },
}

/// A convolution, and what the symbol file says of it.
#[derive(Clone, Debug)]
pub(crate) struct Convolution {
    pub(crate) filters: usize,
    pub(crate) window: Window,
    pub(crate) bias: Bias,
    pub(crate) attributes: Attributes,
}

/// Whether a convolution adds a number to each channel of its output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bias {
    None,
    Plain,
    /// It learns at twice the rate.
    Fast,
}

impl Convolution {
    /// A convolution of which the file says everything.
    pub(crate) fn new(filters: usize, window: Window, bias: Bias) -> Self {
        let square = |size: usize| format!("({size}, {size})");
        let mut attributes = vec![("kernel", square(window.kernel))];
        if bias == Bias::None {
            attributes.push(("no_bias", "True".to_owned()));
        }
        attributes.push(("num_filter", filters.to_string()));
        attributes.push(("pad", square(window.pad)));
        attributes.push(("stride", square(window.stride)));
        if window.dilate > 1 {
            attributes.push(("dilate", square(window.dilate)));
        }
        Self { filters, window, bias, attributes }
    }

    /// The same, of which the file does not say `name`, because it is MXNet's default.
    pub(crate) fn without(mut self, name: &str) -> Self {
        self.attributes.retain(|(known, _)| *known != name);
        self
    }

    /// The same, of which the file says more.
    pub(crate) fn with(mut self, name: &'static str, value: &str) -> Self {
        self.attributes.push((name, value.to_owned()));
        self
    }
}

/// Names and values in the symbol file.
pub(crate) type Attributes = Vec<(&'static str, String)>;

impl Operator {
    /// MXNet's name; variables have none.
    pub(super) fn name(&self) -> Option<&'static str> {
        Some(match self {
            Self::Input | Self::Parameter { .. } => return None,
            Self::Copy => "_copy",
            Self::BatchNorm { .. } => "BatchNorm",
            Self::Rectifier => "Activation",
            Self::Convolution(_) => "Convolution",
            Self::MaxPooling { .. } | Self::GlobalAverage => "Pooling",
            Self::Flatten => "Flatten",
            Self::FullyConnected { .. } => "FullyConnected",
            Self::Addition => "elemwise_add",
            Self::UnitLength => "L2Normalization",
            Self::Scale => "broadcast_mul",
            Self::Written { operator, .. } => operator,
        })
    }

    /// What the symbol file says of it.
    pub(super) fn attributes(&self) -> Attributes {
        let square = |size: usize| format!("({size}, {size})");
        match self {
            Self::Parameter { attributes, .. } => attributes.clone(),
            Self::BatchNorm { fix_gamma } => {
                let fix_gamma = if *fix_gamma { "True" } else { "False" };
                vec![("eps", EPSILON_TEXT.to_owned()), ("fix_gamma", fix_gamma.to_owned()), ("momentum", MOMENTUM.to_string())]
            }
            Self::Rectifier => vec![("act_type", "relu".to_owned())],
            Self::Convolution(convolution) => convolution.attributes.clone(),
            Self::MaxPooling { window, is_full } => {
                let mut attributes =
                    vec![("kernel", square(window.kernel)), ("pool_type", "max".to_owned()), ("stride", square(window.stride))];
                if window.pad > 0 {
                    attributes.push(("pad", square(window.pad)));
                }
                if *is_full {
                    attributes.push(("pooling_convention", "full".to_owned()));
                }
                attributes
            }
            Self::GlobalAverage => {
                vec![("global_pool", "True".to_owned()), ("kernel", square(7)), ("pool_type", "avg".to_owned())]
            }
            Self::FullyConnected { outputs } => vec![("num_hidden", outputs.to_string())],
            Self::UnitLength => vec![("mode", "channel".to_owned())],
            Self::Written { attributes, .. } => attributes.clone(),
            Self::Input | Self::Copy | Self::Flatten | Self::Addition | Self::Scale => Vec::new(),
        }
    }

    /// The parameters of an operator called `name` that reads images of the shape `input`, with what the file says of them.
    /// Weights begin with `weights`.
    pub(super) fn parameters(&self, name: &str, input: Shape, weights: Initial) -> Vec<(Specification, Attributes)> {
        let attributes = self.attributes();
        match self {
            Self::BatchNorm { fix_gamma } => {
                let vector = |suffix: &str, initial, learned, is_auxiliary| Specification {
                    learned,
                    is_auxiliary,
                    ..Specification::vector(format!("{name}_{suffix}"), input.channels, initial)
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
                let weight = Specification {
                    shape: vec![outputs, inputs, kernel, kernel],
                    layout: Layout::Panels { outputs, inputs, kernel },
                    ..Specification::vector(format!("{name}_weight"), 0, weights)
                };
                let plain = Specification::vector(format!("{name}_bias"), outputs, Initial::Zeros);
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
                let weight = Specification {
                    shape: vec![*outputs, input.channels],
                    layout: Layout::Panels { outputs: *outputs, inputs: input.channels, kernel: 1 },
                    ..Specification::vector(format!("{name}_weight"), 0, weights)
                };
                let bias = Specification::vector(format!("{name}_bias"), *outputs, Initial::Zeros);
                vec![(weight, attributes.clone()), (bias, attributes)]
            }
            _ => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_names_the_variance_that_is_added() {
        assert_eq!(EPSILON_TEXT.parse(), Ok(crate::numerics::normalization::EPSILON));
    }
}
