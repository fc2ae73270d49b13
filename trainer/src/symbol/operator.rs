//! The operators of networks, with their parameters and how MXNet writes them.

use crate::{
    numerics::{normalization::MOMENTUM, window::Window},
    parameter::Specification,
};

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
        /// Added to variances.
        epsilon: f64,
    },
    Rectifier,
    Convolution(Convolution),
    MaxPooling {
        window: Window,
        is_full: bool,
    },
    GlobalAverage,
    /// The means of side × side parts.
    AdaptiveAverage {
        side: usize,
    },
    /// Bilinear, with aligned corners.
    Resize {
        height: usize,
        width: usize,
    },
    Concatenation {
        count: usize,
    },
    Dropout {
        share: f32,
    },
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
            Self::AdaptiveAverage { .. } => "_contrib_AdaptiveAvgPooling2D",
            Self::Resize { .. } => "_contrib_BilinearResize2D",
            Self::Concatenation { .. } => "Concat",
            Self::Dropout { .. } => "Dropout",
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
            Self::BatchNorm { fix_gamma, epsilon } => {
                let fix_gamma = if *fix_gamma { "True" } else { "False" };
                // As Python writes it, with two digits of the exponent.
                let epsilon = format!("{epsilon:e}").replace("e-", "e-0");
                vec![("eps", epsilon), ("fix_gamma", fix_gamma.to_owned()), ("momentum", MOMENTUM.to_string())]
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
            Self::AdaptiveAverage { side } => vec![("output_size", side.to_string())],
            Self::Resize { height, width } => vec![("height", height.to_string()), ("width", width.to_string())],
            Self::Concatenation { count } => vec![("dim", "1".to_owned()), ("num_args", count.to_string())],
            Self::Dropout { share } => vec![("p", share.to_string())],
            Self::FullyConnected { outputs } => vec![("num_hidden", outputs.to_string())],
            Self::UnitLength => vec![("mode", "channel".to_owned())],
            Self::Written { attributes, .. } => attributes.clone(),
            Self::Input | Self::Copy | Self::Flatten | Self::Addition | Self::Scale => Vec::new(),
        }
    }
}
