//! The networks of the algorithms.
//!
//! * [`architecture`] – which residual network a number of layers and an image shape stand for
//! * [`residual_v2`] – that network as operators

pub(crate) mod architecture;
pub(crate) mod residual_v2;

use crate::{
    parameter::Specification,
    symbol::{NodeId, Symbol},
};

/// A network with the lists of its parameters.
#[derive(Clone, Debug)]
pub(crate) struct Network {
    pub(crate) symbol: Symbol,
    /// The node with what the network says of an image, before it is compared with a label.
    pub(crate) head: NodeId,
    /// In MXNet's order.
    pub(crate) arguments: Vec<Specification>,
    pub(crate) auxiliary: Vec<Specification>,
}

impl Network {
    fn new(symbol: Symbol, head: NodeId) -> Self {
        let (arguments, auxiliary) = (symbol.arguments(), symbol.auxiliary());
        Self { symbol, head, arguments, auxiliary }
    }
}
