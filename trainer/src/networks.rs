//! The networks of the algorithms.
//!
//! * [`architecture`] – which residual network a number of layers and an image shape stand for
//! * [`residual_v2`] – that network as operators
//! * [`vgg`] – the reduced VGG-16
//! * [`detector`] – single-shot detectors on either of them
//! * [`residual_v1s`] – dilated residual networks
//! * [`segmenter`] – networks on these that find the class of each pixel

pub(crate) mod architecture;
pub(crate) mod detector;
pub(crate) mod residual_v1s;
pub(crate) mod residual_v2;
pub(crate) mod segmenter;
pub(crate) mod vgg;

use crate::{
    numerics::pixels::Pixels,
    parameter::Specification,
    symbol::{NodeId, Symbol},
};

/// A network with the lists of its parameters.
#[derive(Clone, Debug)]
pub(crate) struct Network {
    pub(crate) symbol: Symbol,
    /// The nodes with what the network says of an image, before it is compared with labels.
    pub(crate) heads: Vec<NodeId>,
    /// How many of the heads an evaluation needs; the others are there for learning only.
    pub(crate) evaluated_heads: usize,
    pub(crate) pixels: Pixels,
    /// In MXNet's order.
    pub(crate) arguments: Vec<Specification>,
    pub(crate) auxiliary: Vec<Specification>,
}

impl Network {
    pub(crate) fn new(symbol: Symbol, heads: Vec<NodeId>, pixels: Pixels) -> Self {
        let (arguments, auxiliary) = (symbol.arguments(), symbol.auxiliary());
        Self { symbol, evaluated_heads: heads.len(), heads, pixels, arguments, auxiliary }
    }
}
