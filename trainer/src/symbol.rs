//! A network as data. One [`Symbol`] is the source of the symbol file, of the list of parameters and of what is computed.
//!
//! Nodes are declared behind their inputs. A program computes them in this order; the file and the parameters have them in
//! MXNet's, depth first from the outputs.

mod operator;
mod text;

use crate::{numerics::window::Window, parameter::Specification};

pub(crate) use operator::Operator;

/// A node of a [`Symbol`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NodeId(pub(crate) usize);

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
    pub(crate) inputs: Vec<NodeId>,
    /// Of its output for one image; parameters and labels have none.
    pub(crate) shape: Option<Shape>,
}

/// A network of operators.
#[derive(Clone, Debug, Default)]
pub(crate) struct Symbol {
    nodes: Vec<Node>,
    /// What the file names as the network's results.
    outputs: Vec<NodeId>,
}

impl Symbol {
    /// Adds the images.
    pub(crate) fn images(&mut self, name: &str, shape: Shape) -> NodeId {
        self.push(name.to_owned(), Operator::Input, Vec::new(), Some(shape))
    }

    /// Adds the labels that an output compares with.
    pub(crate) fn labels(&mut self, name: &str) -> NodeId {
        self.push(name.to_owned(), Operator::Input, Vec::new(), None)
    }

    /// Adds an operator with its parameters behind its inputs. `shape` is that of its result.
    fn operator(&mut self, name: &str, operator: Operator, inputs: &[NodeId], shape: Shape) -> NodeId {
        let input = inputs.first().and_then(|input| self.nodes.get(input.0)?.shape).unwrap_or(shape);
        let mut inputs = inputs.to_vec();
        for (parameter, attributes) in operator.parameters(name, input) {
            let parameter = Operator::Parameter { parameter, attributes };
            let name = parameter.parameter_name().unwrap_or_default().to_owned();
            inputs.push(self.push(name, parameter, Vec::new(), None));
        }
        self.push(name.to_owned(), operator, inputs, Some(shape))
    }

    fn push(&mut self, name: String, operator: Operator, inputs: Vec<NodeId>, shape: Option<Shape>) -> NodeId {
        self.nodes.push(Node { name, operator, inputs, shape });
        NodeId(self.nodes.len() - 1)
    }

    /// The image shape of a node's output.
    pub(crate) fn shape(&self, node: NodeId) -> Shape {
        self.nodes.get(node.0).and_then(|node| node.shape).unwrap_or(Shape { height: 0, width: 0, channels: 0 })
    }

    pub(crate) fn copy(&mut self, name: &str, input: NodeId) -> NodeId {
        self.operator(name, Operator::Copy, &[input], self.shape(input))
    }

    /// Batch normalisation; with `fix_gamma` the factor stays 1.
    pub(crate) fn batch_norm(&mut self, name: &str, input: NodeId, fix_gamma: bool) -> NodeId {
        self.operator(name, Operator::BatchNorm { fix_gamma }, &[input], self.shape(input))
    }

    pub(crate) fn rectifier(&mut self, name: &str, input: NodeId) -> NodeId {
        self.operator(name, Operator::Rectifier, &[input], self.shape(input))
    }

    /// A convolution without bias.
    pub(crate) fn convolution(&mut self, name: &str, input: NodeId, filters: usize, window: Window) -> NodeId {
        let shape = self.shape(input).under(window, filters);
        self.operator(name, Operator::Convolution { filters, window }, &[input], shape)
    }

    pub(crate) fn max_pooling(&mut self, name: &str, input: NodeId, window: Window) -> NodeId {
        let input_shape = self.shape(input);
        self.operator(name, Operator::MaxPooling { window }, &[input], input_shape.under(window, input_shape.channels))
    }

    /// The mean of every channel over the image.
    pub(crate) fn global_average(&mut self, name: &str, input: NodeId) -> NodeId {
        let shape = Shape { height: 1, width: 1, ..self.shape(input) };
        self.operator(name, Operator::GlobalAverage, &[input], shape)
    }

    pub(crate) fn flatten(&mut self, name: &str, input: NodeId) -> NodeId {
        self.operator(name, Operator::Flatten, &[input], self.shape(input))
    }

    /// A classifier with bias over an image of one pixel.
    pub(crate) fn fully_connected(&mut self, name: &str, input: NodeId, outputs: usize) -> NodeId {
        let shape = Shape { channels: outputs, ..self.shape(input) };
        self.operator(name, Operator::FullyConnected { outputs }, &[input], shape)
    }

    /// The sum of two tensors. A convolution that is the first of them adds its products to the second.
    pub(crate) fn addition(&mut self, name: &str, first: NodeId, second: NodeId) -> NodeId {
        self.operator(name, Operator::Addition, &[first, second], self.shape(first))
    }

    /// What the network gives, and what it is compared with in training.
    pub(crate) fn output(&mut self, name: &str, operator: Operator, scores: NodeId, labels: NodeId) -> NodeId {
        let output = self.operator(name, operator, &[scores, labels], self.shape(scores));
        self.outputs.push(output);
        output
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
                    Some(input) if !seen[input.0] => path.push((*input, 0)),
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
