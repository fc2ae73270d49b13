//! From a symbol to operations that know their tensors.
//!
//! Some patterns become one operation: normalisation with the rectifier behind it, also with a sum between the two, of which
//! the other term may be normalised as well; a convolution with the sum that reads it; two convolutions of which one adds to
//! what the other has written; and resizing with the concatenation that reads it.

use std::collections::HashMap;

use super::{
    NormalizationParameters, PixelParameters, PixelStatistics,
    draft::{Draft, DraftConvolution},
};
use crate::{
    networks::Network,
    numerics::{feature_map::FeatureMap, kernels::LANES, window::Window},
    operations::{TensorId, convolution::Base, normalization::Term},
    symbol::{Convolution, Node, NodeId, Operator, Shape, Source},
};

/// All operations of a network.
pub(super) struct Drafts {
    pub(super) operations: Vec<Draft>,
    /// The shape of each tensor, with channels filled up to whole panels where loops need that.
    pub(super) tensors: Vec<Shape>,
    pub(super) normalizations: Vec<NormalizationParameters>,
    pub(super) pixels: PixelParameters,
    pub(super) heads: Vec<TensorId>,
}

/// What a node gives.
#[derive(Clone, Copy)]
enum Value {
    Pixels,
    Tensor(TensorId),
    /// A normalisation whose rectifier comes, with or without a sum before it.
    Normalized(usize, TensorId, Option<Term>),
    /// A tensor whose pixels get the length 1 and then factors.
    UnitLength(TensorId),
}

impl Drafts {
    /// # Panics
    /// When the network has a pattern that no operation computes: a mistake in [`networks`](crate::networks).
    pub(super) fn new(network: &Network) -> Self {
        let nodes = network.symbol.nodes();
        let mut drafting = Drafting {
            nodes,
            readers: readers(nodes, &network.heads),
            arguments: places(network.arguments.iter().map(|argument| argument.name.as_str())),
            auxiliary: places(network.auxiliary.iter().map(|state| state.name.as_str())),
            values: HashMap::new(),
            operations: Vec::new(),
            tensors: Vec::new(),
            normalizations: Vec::new(),
            dropouts: 0,
            pixels: None,
        };
        for (place, node) in nodes.iter().enumerate() {
            if drafting.readers[place] > 0 {
                drafting.node(NodeId(place), node);
            }
        }
        let heads = network.heads.iter().map(|head| drafting.tensor(*head)).collect();
        let Drafting { operations, tensors, normalizations, pixels, .. } = drafting;
        let pixels = pixels.expect("every network reads pixels");
        Self { operations, tensors, normalizations, pixels, heads }
    }
}

/// How many nodes on the way to the heads read each node; a head itself counts as read.
fn readers(nodes: &[Node], heads: &[NodeId]) -> Vec<usize> {
    let mut readers = vec![0; nodes.len()];
    heads.iter().for_each(|head| readers[head.0] += 1);
    for (place, node) in nodes.iter().enumerate().rev() {
        if readers[place] > 0 {
            node.inputs.iter().for_each(|input| readers[input.node.0] += 1);
        }
    }
    readers
}

fn places<'a>(names: impl Iterator<Item = &'a str>) -> HashMap<&'a str, usize> {
    names.enumerate().map(|(place, name)| (name, place)).collect()
}

struct Drafting<'a> {
    nodes: &'a [Node],
    readers: Vec<usize>,
    arguments: HashMap<&'a str, usize>,
    auxiliary: HashMap<&'a str, usize>,
    values: HashMap<usize, Value>,
    operations: Vec<Draft>,
    tensors: Vec<Shape>,
    normalizations: Vec<NormalizationParameters>,
    dropouts: usize,
    pixels: Option<PixelParameters>,
}

impl Drafting<'_> {
    fn node(&mut self, node_id: NodeId, node: &Node) {
        let shape = node.shape.unwrap_or(Shape { height: 1, width: 1, channels: 1 });
        let value = match &node.operator {
            Operator::Parameter { .. } => return,
            Operator::Input => Value::Pixels,
            Operator::Copy | Operator::Flatten => self.values[&node.inputs[0].node.0],
            Operator::BatchNorm { epsilon, .. } => self.batch_norm(node, *epsilon, shape),
            Operator::Rectifier => self.rectifier(node, shape),
            Operator::Convolution(Convolution { window, .. }) => self.convolution(node, *window, shape),
            Operator::FullyConnected { .. } => self.convolution(node, Window::new(1, 1, 0), shape),
            Operator::MaxPooling { window, .. } => {
                self.plain(node, shape, |input, output| Draft::Largest { window: *window, input, output })
            }
            Operator::GlobalAverage => self.plain(node, shape, |input, output| Draft::Average { input, output }),
            Operator::AdaptiveAverage { .. } => self.plain(node, shape, |input, output| Draft::AdaptiveAverage { input, output }),
            Operator::Resize { .. } => self.plain(node, shape, |input, output| Draft::Resize { input, output, first_channel: 0 }),
            Operator::Concatenation { .. } => self.concatenation(node, shape),
            Operator::Dropout { share } => self.dropout(node, *share),
            Operator::Addition => self.addition(node),
            Operator::UnitLength => Value::UnitLength(self.tensor(node.inputs[0].node)),
            Operator::Scale => {
                let Value::UnitLength(input) = self.values[&node.inputs[1].node.0] else {
                    panic!("{} scales what has no length of 1", node.name)
                };
                let factors = self.arguments[self.nodes[node.inputs[0].node.0].name.as_str()];
                let output = self.new_tensor(shape);
                self.operations.push(Draft::UnitLength { factors, input, output });
                Value::Tensor(output)
            }
            Operator::Written { .. } => panic!("{} is not computed", node.name),
        };
        self.values.insert(node_id.0, value);
    }

    /// An operation from one tensor to another.
    fn plain(&mut self, node: &Node, shape: Shape, draft: impl FnOnce(TensorId, TensorId) -> Draft) -> Value {
        let (input, output) = (self.tensor(node.inputs[0].node), self.new_tensor(shape));
        self.operations.push(draft(input, output));
        Value::Tensor(output)
    }

    /// A resized input that nothing else reads is written where it belongs; the others are copied.
    fn concatenation(&mut self, node: &Node, shape: Shape) -> Value {
        let output = self.new_tensor(shape);
        let mut first = 0;
        for Source { node: source, .. } in &node.inputs {
            let input = self.tensor(*source);
            let channels = self.nodes[source.0].shape.map_or(0, |shape| shape.channels);
            assert!(channels.is_multiple_of(LANES), "{} joins panels of channels that are not full", node.name);
            let is_alone = self.readers[source.0] == 1;
            let resized = self.operations.iter_mut().find_map(|draft| match draft {
                Draft::Resize { output: resized, first_channel, .. } if is_alone && *resized == input => {
                    Some((resized, first_channel))
                }
                _ => None,
            });
            match resized {
                Some((resized, first_channel)) => (*resized, *first_channel) = (output, first),
                None => self.operations.push(Draft::Part { input, output, first_channel: first }),
            }
            first += channels;
        }
        Value::Tensor(output)
    }

    fn dropout(&mut self, node: &Node, share: f32) -> Value {
        let source = node.inputs[0].node;
        let is_rectified = matches!(self.nodes[source.0].operator, Operator::Rectifier);
        assert!(is_rectified && self.readers[source.0] == 1, "{} drops what is not rectified, or read by others", node.name);
        let tensor = self.tensor(source);
        self.operations.push(Draft::Dropout { tensor, number: self.dropouts, share });
        self.dropouts += 1;
        Value::Tensor(tensor)
    }

    fn rectifier(&mut self, node: &Node, shape: Shape) -> Value {
        let input = node.inputs[0].node;
        match self.values[&input.0] {
            Value::Normalized(number, input, term) => {
                let output = self.new_tensor(shape);
                self.operations.push(Draft::Observe { number, input, output });
                if let Some(Term::Normalized { number, input }) = term {
                    self.operations.push(Draft::Observe { number, input, output });
                }
                self.operations.push(Draft::Normalize { number, input, output, term });
                Value::Tensor(output)
            }
            Value::Tensor(tensor) => {
                assert!(self.readers[input.0] == 1, "{} is not the only reader of its input", node.name);
                self.operations.push(Draft::Rectifier { tensor });
                Value::Tensor(tensor)
            }
            Value::Pixels | Value::UnitLength(_) => panic!("{} rectifies no tensor", node.name),
        }
    }

    fn batch_norm(&mut self, node: &Node, epsilon: f64, shape: Shape) -> Value {
        let [gamma, beta] = [1, 2].map(|input| self.arguments[self.nodes[node.inputs[input].node.0].name.as_str()]);
        let [mean, variance] = [3, 4].map(|input| self.auxiliary[self.nodes[node.inputs[input].node.0].name.as_str()]);
        let map = FeatureMap::new(shape.height, shape.width, shape.channels, 0);
        match self.values[&node.inputs[0].node.0] {
            Value::Pixels => {
                self.operations.push(Draft::ObservePixels);
                Value::Tensor(self.pixels(shape, Some(PixelStatistics { beta, mean, variance })))
            }
            Value::Tensor(input) => {
                self.normalizations.push(NormalizationParameters { map, epsilon, gamma, beta, mean, variance });
                Value::Normalized(self.normalizations.len() - 1, input, None)
            }
            Value::Normalized(..) | Value::UnitLength(_) => panic!("{} normalises no tensor", node.name),
        }
    }

    fn convolution(&mut self, node: &Node, window: Window, shape: Shape) -> Value {
        let parameter = |input: &Source| self.arguments[self.nodes[input.node.0].name.as_str()];
        let (weight, bias) = (parameter(&node.inputs[1]), node.inputs.get(2).map(parameter));
        let source = node.inputs[0].node;
        if matches!(self.values[&source.0], Value::Pixels) {
            let pixels = self.pixels(self.nodes[source.0].shape.expect("images have a shape"), None);
            self.values.insert(source.0, Value::Tensor(pixels));
        }
        let (input, output) = (self.tensor(source), self.new_tensor(shape));
        let is_first = self.read_pixels(input, output);
        let draft = DraftConvolution { window, weight, bias, input, output, base: Base::Nothing, is_first };
        self.operations.push(Draft::Convolution(draft));
        Value::Tensor(output)
    }

    /// The tensor of the pixels.
    fn pixels(&mut self, shape: Shape, statistics: Option<PixelStatistics>) -> TensorId {
        let output = TensorId(self.tensors.len());
        self.tensors.push(shape);
        self.pixels = Some(PixelParameters { map: FeatureMap::new(shape.height, shape.width, shape.channels, 0), statistics });
        self.operations.push(Draft::NormalizePixels { output, reader: output });
        output
    }

    /// Whether `input` is the normalised pixels; `output` is what their reader writes.
    fn read_pixels(&mut self, input: TensorId, output: TensorId) -> bool {
        let pixels = self.operations.iter_mut().find_map(|draft| match draft {
            Draft::NormalizePixels { output, reader } if *output == input => Some(reader),
            _ => None,
        });
        pixels.map(|reader| *reader = output).is_some()
    }

    /// The first term is a convolution, or a normalisation, that nothing else reads. A convolution moves behind what gives the
    /// second term, and adds to it; a normalisation waits for the rectifier.
    fn addition(&mut self, node: &Node) -> Value {
        let [first, second] = [node.inputs[0].node, node.inputs[1].node];
        if let Value::Normalized(number, input, None) = self.values[&first.0] {
            let term = match self.values[&second.0] {
                Value::Tensor(tensor) => Term::Tensor(tensor),
                Value::Normalized(number, input, None) => Term::Normalized { number, input },
                _ => panic!("{} adds no tensor", node.name),
            };
            return Value::Normalized(number, input, Some(term));
        }
        let [first_tensor, second_tensor] = [self.tensor(first), self.tensor(second)];
        assert!(self.readers[first.0] == 1, "{} is not the only reader of its first term", node.name);
        let mut own = self.take_convolution(first_tensor).unwrap_or_else(|| panic!("{} adds no convolution", node.name));
        let is_own = self.readers[second.0] == 1 && self.writes_convolution(second_tensor);
        if is_own {
            // Nothing is left that writes to the first term's own tensor, so it gets no memory.
            (own.output, own.base) = (second_tensor, Base::Output);
        } else {
            own.base = Base::Tensor(second_tensor);
        }
        self.operations.push(Draft::Convolution(own));
        Value::Tensor(own.output)
    }

    fn take_convolution(&mut self, output: TensorId) -> Option<DraftConvolution> {
        let place = self.operations.iter().rposition(|draft| matches!(draft, Draft::Convolution(of) if of.output == output))?;
        match self.operations.remove(place) {
            Draft::Convolution(convolution) if convolution.base == Base::Nothing => Some(convolution),
            _ => None,
        }
    }

    fn writes_convolution(&self, output: TensorId) -> bool {
        self.operations.iter().any(|draft| matches!(draft, Draft::Convolution(of) if of.output == output))
    }

    fn tensor(&self, node: NodeId) -> TensorId {
        match self.values[&node.0] {
            Value::Tensor(tensor) => tensor,
            _ => panic!("{} is no tensor", self.nodes[node.0].name),
        }
    }

    fn new_tensor(&mut self, shape: Shape) -> TensorId {
        self.tensors.push(Shape { channels: shape.channels.next_multiple_of(LANES), ..shape });
        TensorId(self.tensors.len() - 1)
    }
}
