//! Residual networks with pre-activation (He and others, 2016): what image classification trains, and the base of a detector.

use super::{Network, architecture::Architecture};
use crate::{
    numerics::{pixels::Pixels, window::Window},
    parameter::Initial,
    symbol::{Bias, Convolution, NodeId, Shape, Symbol},
};

/// How the file writes convolutions: two programs of the service have made the same network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Writing {
    Classification,
    Detection,
}

/// The network of an architecture; its head is the scores of the classes. With `multi_label` it ends in a probability for
/// each class on its own.
pub(crate) fn classifier(architecture: &Architecture, multi_label: bool) -> Network {
    let mut symbol = Symbol::new(Initial::Gaussian);
    let body = base(&mut symbol, architecture, Writing::Classification).pop().expect("a network has units");
    let body = symbol.batch_norm("bn1", body, false);
    let body = symbol.rectifier("relu1", body);
    let body = symbol.global_average("pool1", body);
    let body = symbol.flatten("flatten0", body);
    let classes = architecture.num_classes;
    let scores = symbol.fully_connected("fc1", body, classes);
    let labels = symbol.labels("softmax_label");
    // MXNet divides the gradient of several classes by their number; ours is the sum over them.
    let (operator, attributes) = if multi_label {
        ("LogisticRegressionOutput", vec![("grad_scale", classes.to_string())])
    } else {
        ("SoftmaxOutput", Vec::new())
    };
    let output = symbol.written("softmax", operator, attributes, &[scores.into(), labels.into()]);
    symbol.output(output);
    Network::new(symbol, vec![scores], Pixels::Normalized)
}

/// From the images to the sum of each unit.
pub(crate) fn base(symbol: &mut Symbol, architecture: &Architecture, writing: Writing) -> Vec<NodeId> {
    let [channels, height, width] = architecture.image_shape;
    let images = symbol.images("data", Shape { height, width, channels });
    let images = symbol.copy("id", images);
    let stem = architecture.filters.first().copied().unwrap_or_default();
    let mut body = symbol.batch_norm("bn_data", images, true);
    if architecture.large_stem {
        body = symbol.convolution("conv0", body, writing.convolution(stem, Window::new(7, 2, 3)));
        body = symbol.batch_norm("bn0", body, false);
        body = symbol.rectifier("relu0", body);
        body = symbol.max_pooling("pooling0", body, Window::new(3, 2, 1), false);
    } else {
        body = symbol.convolution("conv0", body, writing.convolution(stem, Window::new(3, 1, 1)));
    }
    let mut sums = Vec::new();
    for (stage, (units, filters)) in architecture.units.iter().zip(architecture.filters.iter().skip(1)).enumerate() {
        for number in 0..*units {
            let unit = Unit {
                name: format!("stage{}_unit{}", stage + 1, number + 1),
                sum: format!("_plus{}", sums.len()),
                filters: *filters,
                stride: if stage > 0 && number == 0 { 2 } else { 1 },
                is_first: number == 0,
                has_bottleneck: architecture.bottleneck,
                writing,
            };
            body = unit.add_to(symbol, body);
            sums.push(body);
        }
    }
    sums
}

impl Writing {
    fn convolution(self, filters: usize, window: Window) -> Convolution {
        let convolution = Convolution::new(filters, window, Bias::None);
        match self {
            Self::Classification => convolution,
            Self::Detection => convolution.with("workspace", "256"),
        }
    }

    fn shortcut(self, filters: usize, window: Window) -> Convolution {
        match self {
            Self::Classification => self.convolution(filters, window),
            Self::Detection => self.convolution(filters, window).without("pad"),
        }
    }
}

/// Normalised and rectified convolutions, and the sum with what the unit reads.
struct Unit {
    name: String,
    sum: String,
    filters: usize,
    stride: usize,
    /// The first of its stage has a convolution in its shortcut, since the shape changes.
    is_first: bool,
    has_bottleneck: bool,
    writing: Writing,
}

impl Unit {
    fn add_to(&self, symbol: &mut Symbol, input: NodeId) -> NodeId {
        let (name, filters) = (&self.name, self.filters);
        let window = |kernel, stride| Window::new(kernel, stride, kernel / 2);
        let convolutions = if self.has_bottleneck {
            vec![(filters / 4, window(1, 1)), (filters / 4, window(3, self.stride)), (filters, window(1, 1))]
        } else {
            vec![(filters, window(3, self.stride)), (filters, window(3, 1))]
        };
        let mut body = input;
        let mut shortcut = input;
        for (index, (channels, window)) in convolutions.into_iter().enumerate() {
            let number = index + 1;
            body = symbol.batch_norm(&format!("{name}_bn{number}"), body, false);
            body = symbol.rectifier(&format!("{name}_relu{number}"), body);
            if index == 0 && self.is_first {
                // Declared, and so computed, while its input is still in the cache.
                let convolution = self.writing.shortcut(filters, Window::new(1, self.stride, 0));
                shortcut = symbol.convolution(&format!("{name}_sc"), body, convolution);
            }
            let convolution = self.writing.convolution(channels, window);
            body = symbol.convolution(&format!("{name}_conv{number}"), body, convolution);
        }
        symbol.addition(&self.sum, body, shortcut)
    }
}

#[cfg(test)]
mod tests;
