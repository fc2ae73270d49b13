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
    Convolution {
        filters: usize,
        window: Window,
    },
    MaxPooling {
        window: Window,
    },
    GlobalAverage,
    Flatten,
    FullyConnected {
        outputs: usize,
    },
    Addition,
    /// The probabilities of classes of which an image shows one.
    Softmax,
    /// The probability of each of so many classes on its own.
    Logistic {
        classes: usize,
    },
}

/// Names and values in the symbol file.
pub(crate) type Attributes = Vec<(&'static str, String)>;

impl Operator {
    /// The name of a parameter.
    pub(crate) fn parameter_name(&self) -> Option<&str> {
        match self {
            Self::Parameter { parameter, .. } => Some(&parameter.name),
            _ => None,
        }
    }

    /// MXNet's name; variables have none.
    pub(super) fn name(&self) -> Option<&'static str> {
        Some(match self {
            Self::Input | Self::Parameter { .. } => return None,
            Self::Copy => "_copy",
            Self::BatchNorm { .. } => "BatchNorm",
            Self::Rectifier => "Activation",
            Self::Convolution { .. } => "Convolution",
            Self::MaxPooling { .. } | Self::GlobalAverage => "Pooling",
            Self::Flatten => "Flatten",
            Self::FullyConnected { .. } => "FullyConnected",
            Self::Addition => "elemwise_add",
            Self::Softmax => "SoftmaxOutput",
            Self::Logistic { .. } => "LogisticRegressionOutput",
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
            Self::Convolution { filters, window } => vec![
                ("kernel", square(window.kernel)),
                ("no_bias", "True".to_owned()),
                ("num_filter", filters.to_string()),
                ("pad", square(window.pad)),
                ("stride", square(window.stride)),
            ],
            Self::MaxPooling { window } => vec![
                ("kernel", square(window.kernel)),
                ("pad", square(window.pad)),
                ("pool_type", "max".to_owned()),
                ("stride", square(window.stride)),
            ],
            Self::GlobalAverage => {
                vec![("global_pool", "True".to_owned()), ("kernel", square(7)), ("pool_type", "avg".to_owned())]
            }
            Self::FullyConnected { outputs } => vec![("num_hidden", outputs.to_string())],
            // MXNet divides this operator's gradient by the number of classes; ours is the sum over them.
            Self::Logistic { classes } => vec![("grad_scale", classes.to_string())],
            Self::Input | Self::Copy | Self::Flatten | Self::Addition | Self::Softmax => Vec::new(),
        }
    }

    /// The parameters of an operator called `name` that reads images of the shape `input`, with what the file says of them.
    pub(super) fn parameters(&self, name: &str, input: Shape) -> Vec<(Specification, Attributes)> {
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
            Self::Convolution { filters, window } => {
                let (outputs, inputs, kernel) = (*filters, input.channels, window.kernel);
                let weight = Specification {
                    shape: vec![outputs, inputs, kernel, kernel],
                    layout: Layout::Panels { outputs, inputs, kernel },
                    ..Specification::vector(format!("{name}_weight"), 0, Initial::Gaussian)
                };
                vec![(weight, attributes)]
            }
            Self::FullyConnected { outputs } => {
                let weight = Specification {
                    shape: vec![*outputs, input.channels],
                    layout: Layout::Panels { outputs: *outputs, inputs: input.channels, kernel: 1 },
                    ..Specification::vector(format!("{name}_weight"), 0, Initial::Gaussian)
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
