//! Residual networks with pre-activation, as image classification trains them.

use super::{Network, architecture::Architecture};
use crate::{
    numerics::window::Window,
    symbol::{NodeId, Operator, Shape, Symbol},
};

/// The network of an architecture; its head is the scores of the classes. With `multi_label` it ends in a probability for
/// each class on its own.
pub(crate) fn classifier(architecture: &Architecture, multi_label: bool) -> Network {
    let mut symbol = Symbol::default();
    let [channels, height, width] = architecture.image_shape;
    let images = symbol.images("data", Shape { height, width, channels });
    let images = symbol.copy("id", images);
    let body = base(&mut symbol, architecture, images);
    let body = symbol.batch_norm("bn1", body, false);
    let body = symbol.rectifier("relu1", body);
    let body = symbol.global_average("pool1", body);
    let body = symbol.flatten("flatten0", body);
    let classes = architecture.num_classes;
    let scores = symbol.fully_connected("fc1", body, classes);
    let labels = symbol.labels("softmax_label");
    let output = if multi_label { Operator::Logistic { classes } } else { Operator::Softmax };
    symbol.output("softmax", output, scores, labels);
    Network::new(symbol, scores)
}

/// From the images to the last unit's sum.
fn base(symbol: &mut Symbol, architecture: &Architecture, images: NodeId) -> NodeId {
    let stem = architecture.filters.first().copied().unwrap_or_default();
    let mut body = symbol.batch_norm("bn_data", images, true);
    if architecture.large_stem {
        body = symbol.convolution("conv0", body, stem, Window { kernel: 7, stride: 2, pad: 3 });
        body = symbol.batch_norm("bn0", body, false);
        body = symbol.rectifier("relu0", body);
        body = symbol.max_pooling("pooling0", body, Window { kernel: 3, stride: 2, pad: 1 });
    } else {
        body = symbol.convolution("conv0", body, stem, Window { kernel: 3, stride: 1, pad: 1 });
    }
    let mut sums = 0;
    for (stage, (units, filters)) in architecture.units.iter().zip(architecture.filters.iter().skip(1)).enumerate() {
        for number in 0..*units {
            let unit = Unit {
                name: format!("stage{}_unit{}", stage + 1, number + 1),
                sum: format!("_plus{sums}"),
                filters: *filters,
                stride: if stage > 0 && number == 0 { 2 } else { 1 },
                is_first: number == 0,
                has_bottleneck: architecture.bottleneck,
            };
            body = unit.add_to(symbol, body);
            sums += 1;
        }
    }
    body
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
}

impl Unit {
    fn add_to(&self, symbol: &mut Symbol, input: NodeId) -> NodeId {
        let (name, filters) = (&self.name, self.filters);
        let window = |kernel, stride| Window { kernel, stride, pad: kernel / 2 };
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
                let window = Window { kernel: 1, stride: self.stride, pad: 0 };
                shortcut = symbol.convolution(&format!("{name}_sc"), body, filters, window);
            }
            body = symbol.convolution(&format!("{name}_conv{number}"), body, channels, window);
        }
        symbol.addition(&self.sum, body, shortcut)
    }
}

#[cfg(test)]
mod tests;
