//! A network as data. One [`Symbol`] is the source of the symbol file, of the list of parameters and of what is computed.
//!
//! Nodes are declared behind their inputs. A program computes them in this order; the file and the parameters have them in
//! MXNet's, depth first from the outputs.

mod operator;
mod parameters;
mod text;

use crate::{
    numerics::window::Window,
    parameter::{Initial, Specification},
};

pub(crate) use operator::{Attributes, Bias, Convolution, Operator};
use parameters::{Interface, Manner};

/// A node of a [`Symbol`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NodeId(pub(crate) usize);

/// An output of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Source {
    pub(crate) node: NodeId,
    /// Which of its outputs; all operators that are computed have one.
    pub(crate) output: usize,
}

impl From<NodeId> for Source {
    fn from(node: NodeId) -> Self {
        Self { node, output: 0 }
    }
}

/// What one image is in a tensor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shape {
    pub(crate) height: usize,
    pub(crate) width: usize,
    pub(crate) channels: usize,
}

impl Shape {
    /// What a window with so many filters makes of it.
    fn under(self, window: Window, channels: usize) -> Self {
        Self { height: window.places(self.height), width: window.places(self.width), channels }
    }
}

/// An operator with its inputs, or a variable.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) name: String,
    pub(crate) operator: Operator,
    pub(crate) inputs: Vec<Source>,
    /// Of its output for one image; parameters and labels have none.
    pub(crate) shape: Option<Shape>,
}

/// A network of operators.
#[derive(Clone, Debug)]
pub(crate) struct Symbol {
    nodes: Vec<Node>,
    manner: Manner,
    /// What the file names as the network's results.
    outputs: Vec<NodeId>,
}

impl Symbol {
    /// A network without nodes, whose weights begin with such values.
    pub(crate) fn new(weights: Initial) -> Self {
        Self::of(Interface::Symbol, weights)
    }

    /// The same, with parameters that are named, normalised and decayed as in Gluon.
    pub(crate) fn gluon(weights: Initial) -> Self {
        Self::of(Interface::Gluon, weights)
    }

    fn of(interface: Interface, weights: Initial) -> Self {
        Self { nodes: Vec::new(), manner: Manner { interface, weights, rate: 1.0 }, outputs: Vec::new() }
    }

    /// Whether its parameters are Gluon's.
    pub(crate) fn is_gluon(&self) -> bool {
        self.manner.interface == Interface::Gluon
    }

    /// From here on parameters learn at so many times the learning rate.
    pub(crate) fn learn_at(&mut self, rate: f32) {
        self.manner.rate = rate;
    }

    /// Adds the images.
    pub(crate) fn images(&mut self, name: &str, shape: Shape) -> NodeId {
        self.push(name.to_owned(), Operator::Input, Vec::new(), Some(shape))
    }

    /// Adds the labels that an output compares with.
    pub(crate) fn labels(&mut self, name: &str) -> NodeId {
        self.push(name.to_owned(), Operator::Input, Vec::new(), None)
    }

    /// Adds a parameter on its own.
    pub(crate) fn parameter(&mut self, parameter: Specification, attributes: Attributes) -> NodeId {
        self.push(parameter.name.clone(), Operator::Parameter { parameter, attributes }, Vec::new(), None)
    }

    /// Adds an operator with its parameters behind its inputs. `shape` is that of its result.
    fn operator(&mut self, name: &str, operator: Operator, inputs: &[NodeId], shape: Shape) -> NodeId {
        let input = inputs.first().and_then(|input| self.nodes.get(input.0)?.shape).unwrap_or(shape);
        let mut inputs: Vec<Source> = inputs.iter().map(|input| Source::from(*input)).collect();
        for (parameter, attributes) in operator.parameters(name, input, self.manner) {
            inputs.push(self.parameter(parameter, attributes).into());
        }
        self.push(name.to_owned(), operator, inputs, Some(shape))
    }

    fn push(&mut self, name: String, operator: Operator, inputs: Vec<Source>, shape: Option<Shape>) -> NodeId {
        self.nodes.push(Node { name, operator, inputs, shape });
        NodeId(self.nodes.len() - 1)
    }

    /// The image shape of a node's output.
    pub(crate) fn shape(&self, node: NodeId) -> Shape {
        self.nodes.get(node.0).and_then(|node| node.shape).unwrap_or(Shape { height: 0, width: 0, channels: 0 })
    }

    /// The name of a node.
    pub(crate) fn name(&self, node: NodeId) -> String {
        self.nodes.get(node.0).map(|node| node.name.clone()).unwrap_or_default()
    }

    pub(crate) fn copy(&mut self, name: &str, input: NodeId) -> NodeId {
        self.operator(name, Operator::Copy, &[input], self.shape(input))
    }

    /// Batch normalisation; with `fix_gamma` the factor stays 1.
    pub(crate) fn batch_norm(&mut self, name: &str, input: NodeId, fix_gamma: bool) -> NodeId {
        let epsilon = self.manner.interface.epsilon();
        self.operator(name, Operator::BatchNorm { fix_gamma, epsilon }, &[input], self.shape(input))
    }

    pub(crate) fn rectifier(&mut self, name: &str, input: NodeId) -> NodeId {
        self.operator(name, Operator::Rectifier, &[input], self.shape(input))
    }

    pub(crate) fn convolution(&mut self, name: &str, input: NodeId, convolution: Convolution) -> NodeId {
        let shape = self.shape(input).under(convolution.window, convolution.filters);
        self.operator(name, Operator::Convolution(convolution), &[input], shape)
    }

    /// The largest of each window. With `is_full`, a last window that begins inside the image and ends outside counts.
    pub(crate) fn max_pooling(&mut self, name: &str, input: NodeId, window: Window, is_full: bool) -> NodeId {
        let input_shape = self.shape(input);
        let mut shape = input_shape.under(window, input_shape.channels);
        if is_full {
            let places = |side: usize| (side + 2 * window.pad - window.kernel).div_ceil(window.stride) + 1;
            (shape.height, shape.width) = (places(input_shape.height), places(input_shape.width));
        }
        self.operator(name, Operator::MaxPooling { window, is_full }, &[input], shape)
    }

    /// The mean of every channel over the image.
    pub(crate) fn global_average(&mut self, name: &str, input: NodeId) -> NodeId {
        let shape = Shape { height: 1, width: 1, ..self.shape(input) };
        self.operator(name, Operator::GlobalAverage, &[input], shape)
    }

    /// The mean of every channel in each of side × side parts of the image, which may overlap by a pixel.
    pub(crate) fn adaptive_average(&mut self, name: &str, input: NodeId, side: usize) -> NodeId {
        let shape = Shape { height: side, width: side, ..self.shape(input) };
        self.operator(name, Operator::AdaptiveAverage { side }, &[input], shape)
    }

    /// The image in another size, bilinear, with the corner pixels where they were.
    pub(crate) fn resize(&mut self, name: &str, input: NodeId, height: usize, width: usize) -> NodeId {
        let shape = Shape { height, width, ..self.shape(input) };
        self.operator(name, Operator::Resize { height, width }, &[input], shape)
    }

    /// The channels of all inputs, one after the other.
    pub(crate) fn concatenation(&mut self, name: &str, inputs: &[NodeId]) -> NodeId {
        let channels = inputs.iter().map(|input| self.shape(*input).channels).sum();
        let shape =
            Shape { channels, ..inputs.first().map_or(Shape { height: 0, width: 0, channels }, |first| self.shape(*first)) };
        self.operator(name, Operator::Concatenation { count: inputs.len() }, inputs, shape)
    }

    /// While a network learns, a share of the values is replaced by zero and the rest grows by as much. The input is rectified.
    pub(crate) fn dropout(&mut self, name: &str, input: NodeId, share: f32) -> NodeId {
        self.operator(name, Operator::Dropout { share }, &[input], self.shape(input))
    }

    pub(crate) fn flatten(&mut self, name: &str, input: NodeId) -> NodeId {
        self.operator(name, Operator::Flatten, &[input], self.shape(input))
    }

    /// A classifier with bias over an image of one pixel.
    pub(crate) fn fully_connected(&mut self, name: &str, input: NodeId, outputs: usize) -> NodeId {
        let shape = Shape { channels: outputs, ..self.shape(input) };
        self.operator(name, Operator::FullyConnected { outputs }, &[input], shape)
    }

    /// The sum of two tensors. A convolution that is the first of them adds its products to the second; a normalisation that is
    /// the first of them has a rectifier behind the sum.
    pub(crate) fn addition(&mut self, name: &str, first: NodeId, second: NodeId) -> NodeId {
        self.operator(name, Operator::Addition, &[first, second], self.shape(first))
    }

    /// Every pixel scaled to the length 1 over its channels; only [`Self::scale`] reads it.
    pub(crate) fn unit_length(&mut self, name: &str, input: NodeId) -> NodeId {
        self.operator(name, Operator::UnitLength, &[input], self.shape(input))
    }

    /// Every channel times its factor, a parameter.
    pub(crate) fn scale(&mut self, name: &str, factors: NodeId, input: NodeId) -> NodeId {
        self.operator(name, Operator::Scale, &[factors, input], self.shape(input))
    }

    /// What the file holds, but a loss or a task computes.
    pub(crate) fn written(&mut self, name: &str, operator: &'static str, attributes: Attributes, inputs: &[Source]) -> NodeId {
        self.push(name.to_owned(), Operator::Written { operator, attributes }, inputs.to_vec(), None)
    }

    /// Names a node as a result of the network.
    pub(crate) fn output(&mut self, node: NodeId) {
        self.outputs.push(node);
    }

    /// The nodes in the order of their declaration.
    pub(crate) fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// What learning changes, in MXNet's order.
    pub(crate) fn arguments(&self) -> Vec<Specification> {
        self.parameters(false)
    }

    /// The running statistics, in MXNet's order.
    pub(crate) fn auxiliary(&self) -> Vec<Specification> {
        self.parameters(true)
    }

    /// All parameters in the order of their declaration, which is Gluon's.
    pub(crate) fn declared(&self) -> impl Iterator<Item = &Specification> {
        self.nodes.iter().filter_map(|node| match &node.operator {
            Operator::Parameter { parameter, .. } => Some(parameter),
            _ => None,
        })
    }

    fn parameters(&self, auxiliary: bool) -> Vec<Specification> {
        let operators = self.order().into_iter().filter_map(|node| self.nodes.get(node.0)).map(|node| &node.operator);
        let of_kind = operators.filter_map(|operator| match operator {
            Operator::Parameter { parameter, .. } if parameter.is_auxiliary == auxiliary => Some(parameter.clone()),
            _ => None,
        });
        of_kind.collect()
    }

    /// The nodes that the outputs need, each behind its inputs: depth first, as MXNet orders them.
    fn order(&self) -> Vec<NodeId> {
        let mut seen = vec![false; self.nodes.len()];
        let mut order = Vec::new();
        // Below each node on the way down: how many of its inputs were visited.
        let mut path: Vec<(NodeId, usize)> = Vec::new();
        for output in &self.outputs {
            path.push((*output, 0));
            while let Some((node, visited)) = path.last_mut() {
                let node_id = *node;
                let next = self.nodes.get(node_id.0).and_then(|node| node.inputs.get(*visited));
                *visited += 1;
                match next {
                    Some(input) if !seen[input.node.0] => path.push((input.node, 0)),
                    Some(_) => {}
                    None => {
                        path.pop();
                        if !std::mem::replace(&mut seen[node_id.0], true) {
                            order.push(node_id);
                        }
                    }
                }
            }
        }
        order
    }
}
